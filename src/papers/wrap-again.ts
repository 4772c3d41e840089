import type pg from "pg";
import { type EncryptedAgain, eachThatOpens } from "../platform/encrypted-again.ts";
import type { PaperBox } from "./box.ts";

const PAGE = 5_000;

/**
 * Encrypts every document's own key again under the key in use; the documents themselves are not read. Must run in a
 * transaction. One filed meanwhile under the former key stays readable: former keys are kept.
 * @param owner connection of the schema's owner
 * @param table what holds them: a name of ours, with the columns of papers.content
 */
export async function wrapPapersAgain(
  owner: pg.ClientBase,
  box: PaperBox,
  table = "papers.content",
): Promise<EncryptedAgain> {
  let count = 0;
  let unreadable = 0;
  for (let after = "00000000-0000-0000-0000-000000000000"; ; ) {
    const { rows } = await owner.query<{ id: string; wrapped: Buffer; keyVersion: number }>(
      `select document_id as id, wrapped, key_version as "keyVersion" from ${table}
        where document_id > $1 order by document_id limit $2 for update`,
      [after, PAGE],
    );
    const { done: again, unreadable: ofPage } = eachThatOpens(rows, ({ id, ...kept }) => {
      const wrapped = box.wrapAgain(kept, id);
      return wrapped && { id, ...wrapped };
    });
    await owner.query(
      `update ${table} c set wrapped = n.wrapped, key_version = n.version
         from unnest($1::uuid[], $2::bytea[], $3::int[]) as n (id, wrapped, version) where n.id = c.document_id`,
      [
        again.map(({ id }) => id),
        again.map(({ wrapped }) => wrapped),
        again.map(({ keyVersion }) => keyVersion),
      ],
    );
    count += again.length;
    unreadable += ofPage;
    const last = rows.at(-1);
    if (rows.length < PAGE || !last) return { count, unreadable };
    after = last.id;
  }
}
