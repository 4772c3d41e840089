import { createHash } from "node:crypto";
import type pg from "pg";
import { momentSql } from "./canonical.ts";
import { keptLine, type PrunedMark, type SigningKeys, signPruned } from "./head.ts";
import { PRUNED_COLUMNS, type PrunedSql, toPruned } from "./pruned-row.ts";
import { SEAL_LOCK } from "./sealing.ts";

/** Seals looked at in one transaction, during which nothing is sealed: well under a second. */
const STEP = 5_000;

/** Proofs still needed stay: acts that last, and the signatures of notes and documents that are still there. */
const STAYS = `(select a.lasting from audit.action a where a.code = e.action)
  or e.action in ('note.sign', 'note.countersign') and exists (select from care.note n where n.id = e.object_id)
  or e.action in ('document.file', 'document.print', 'document.withdraw') and exists (select from papers.document d where d.id = e.object_id)`;

/**
 * Removes from the beginning of the trail the sealed entries made before a moment, up to a signed head, and signs where the
 * chain begins again. Never the last head: a chain is always left. Killed midway, it has done whole steps.
 * @param owner a connection of the schema's owner @param before ISO moment
 * @returns how many entries were removed
 */
export async function pruneTrail(owner: pg.ClientBase, keys: SigningKeys, before: string): Promise<number> {
  let removed = 0;
  for (;;) {
    const step = await pruneStep(owner, keys, before);
    if (step === null) return removed;
    removed += step;
  }
}

async function pruneStep(owner: pg.ClientBase, keys: SigningKeys, before: string): Promise<number | null> {
  await owner.query("begin isolation level read committed; set local search_path to pg_catalog");
  try {
    await owner.query("select pg_advisory_xact_lock($1)", [SEAL_LOCK]);
    const last = await latestMark(owner);
    const target = await furthestHead(owner, last?.seq ?? 0, before);
    const removed = target === null ? null : await removeUpTo(owner, keys, last, target, before);
    await owner.query("commit");
    return removed;
  } catch (error) {
    await owner.query("rollback").catch(() => {});
    throw error;
  }
}

async function latestMark(owner: pg.ClientBase): Promise<PrunedMark | null> {
  const { rows } = await owner.query<PrunedSql>(
    `select ${PRUNED_COLUMNS} from audit.pruned p order by p.seq desc limit 1`,
  );
  return rows[0] ? toPruned(rows[0]) : null;
}

/** The last head, within a step, before which every entry is old enough. */
async function furthestHead(
  owner: pg.ClientBase,
  from: number,
  before: string,
): Promise<{ seq: string; hash: string } | null> {
  const { rows } = await owner.query<{ seq: string; hash: string }>(
    `select h.seq::text as seq, encode(h.hash, 'hex') as hash from audit.head h
      where h.seq > $1 and h.seq <= $1 + $3::bigint and h.seq < (select max(seq) from audit.head)
        and h.seq < coalesce((select s.seq from audit.seal s join audit.entry e on e.id = s.entry_id
                               where s.seq > $1 and s.seq <= $1 + $3::bigint and e.at >= $2 order by s.seq limit 1), $1 + $3::bigint + 1)
      order by h.seq desc limit 1`,
    [from, before, STEP],
  );
  return rows[0] ?? null;
}

async function removeUpTo(
  owner: pg.ClientBase,
  keys: SigningKeys,
  last: PrunedMark | null,
  target: { seq: string; hash: string },
  before: string,
): Promise<number> {
  const { rowCount } = await owner.query(
    `with gone as (delete from audit.entry e using audit.seal s where s.entry_id = e.id and s.seq <= $1 and not coalesce(${STAYS}, false) returning e.id)
     delete from audit.seal s using gone where s.entry_id = gone.id`,
    [target.seq],
  );
  await owner.query("delete from audit.head where seq < $1", [target.seq]);
  const { rows: seals } = await owner.query<{ seq: string; entryId: string; digest: string; hash: string }>(
    `select seq::text, entry_id::text as "entryId", encode(digest, 'hex') as digest, encode(hash, 'hex') as hash
       from audit.seal where seq <= $1 order by seq`,
    [target.seq],
  );
  const kept = createHash("sha256");
  for (const seal of seals)
    kept.update(keptLine({ ...seal, seq: Number(seal.seq), entryId: Number(seal.entryId) }));
  const { rows: moments } = await owner.query<{ before: string }>(
    `select ${momentSql("$1::timestamptz")} as before`,
    [before],
  );
  const mark = signPruned(keys, {
    seq: Number(target.seq),
    hash: target.hash,
    kept: seals.length,
    keptDigest: kept.digest("hex"),
    entries: (last?.entries ?? 0) + (rowCount ?? 0),
    before: moments[0]?.before ?? "",
  });
  await owner.query("delete from audit.pruned");
  await owner.query(
    `insert into audit.pruned (seq, hash, kept, kept_digest, entries, before, signed_at, key_id, signature)
     values ($1, decode($2, 'hex'), $3, decode($4, 'hex'), $5, $6, $7, $8, decode($9, 'hex'))`,
    [
      mark.seq,
      mark.hash,
      mark.kept,
      mark.keptDigest,
      mark.entries,
      before,
      `${mark.signedAt.slice(0, -3)}Z`,
      mark.keyId,
      mark.signature,
    ],
  );
  return rowCount ?? 0;
}
