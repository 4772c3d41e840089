import type pg from "pg";
import { type EncryptedAgain, eachThatOpens } from "../../platform/encrypted-again.ts";
import type { NumberBox } from "./box.ts";

interface KeptNumber {
  readonly id: string;
  readonly person_id: string;
  readonly sealed: Buffer;
  readonly key_version: number;
}

/**
 * Encrypts every number again under the key in use, those of the past included. Must run in a transaction.
 * @param owner connection of the schema's owner
 */
export async function encryptAgain(owner: pg.Client, box: NumberBox): Promise<EncryptedAgain> {
  // Nobody adds one under the former key meanwhile; readers go on.
  await owner.query("lock table people.social_number in share row exclusive mode");
  const { rows } = await owner.query<KeptNumber>(
    "select id, person_id, sealed, key_version from people.social_number where key_version <> $1",
    [box.version()],
  );
  const { done: again, unreadable } = eachThatOpens(rows, (row) => ({
    id: row.id,
    ...box.seal(box.open({ sealed: row.sealed, keyVersion: row.key_version }, row.person_id), row.person_id),
  }));
  await owner.query(
    `update people.social_number s set sealed = n.sealed, blind = n.blind, key_version = $4
       from unnest($1::uuid[], $2::bytea[], $3::bytea[]) as n (id, sealed, blind) where n.id = s.id`,
    [
      again.map(({ id }) => id),
      again.map(({ sealed }) => sealed),
      again.map(({ blind }) => blind),
      box.version(),
    ],
  );
  return { count: again.length, unreadable };
}
