import type pg from "pg";
import { DIGEST_SQL, momentSql } from "./canonical.ts";
import { linkHash, ORIGIN_HASH, type SignedHead } from "./head.ts";
import { parseSnapshot } from "./snapshot.ts";

/** An entry committed and not sealed yet, as the sealer sees it. */
export interface Candidate {
  readonly id: number;
  readonly stampId: string;
  readonly stampMac: Buffer;
  readonly digest: string;
  /** The row was written by the very transaction its `xid` names, and never touched since. */
  readonly untouched: boolean;
  /** Another transaction carries the same stamp. */
  readonly stampReused: boolean;
}

/** A page of candidates, and what the statement that read it could see. */
export interface CandidatePage {
  readonly snapshot: string;
  readonly candidates: readonly Candidate[];
}

// One number for all the processes of a database.
export const SEAL_LOCK = 7_165_118_303;

// Names resolve to PostgreSQL's own. Statistics lag behind a trail that only grows: without these settings the
// planner would at times read the whole chain to find a few new entries.
const SETTINGS = `set local search_path to pg_catalog; set local synchronous_commit to on;
  set local enable_hashjoin to off; set local enable_mergejoin to off; set local enable_seqscan to off`;

/**
 * Runs `work` in a transaction of the chain.
 * @param work told whether the chain is ours to extend: of several processes one at a time is
 */
export async function inChainTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient, mine: boolean) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken = true;
  try {
    await client.query(`begin isolation level read committed; ${SETTINGS}`);
    const { rows } = await client.query<{ mine: boolean }>("select pg_try_advisory_xact_lock($1) as mine", [
      SEAL_LOCK,
    ]);
    const result = await work(client, rows[0]?.mine === true);
    await client.query("commit");
    broken = false;
    return result;
  } finally {
    // After an error the connection is dropped, and its transaction with it.
    client.release(broken);
  }
}

/**
 * Reads entries not sealed yet that `seen` does not see, by identifier.
 * @param after only entries above this identifier; null for the first page, which finds them by transaction
 * number (few, even in a long trail); the next ones walk on from the last entry (dense, when there is a backlog)
 */
export async function readCandidates(
  client: pg.ClientBase,
  seen: string,
  after: number | null,
  limit: number,
): Promise<CandidatePage> {
  const { xmax, underWay } = parseSnapshot(seen);
  const unseen =
    after === null
      ? `(select id from audit.entry where xid >= $1::xid8
          union all select id from audit.entry where xid = any ($2::xid8[]) and xid < $1::xid8)`
      : `(select id from audit.entry where id > ${after} and (xid >= $1::xid8 or xid = any ($2::xid8[])))`;
  const { rows } = await client.query<CandidateRow>(
    `with candidate as materialized (
       select id from ${unseen} as unseen
        where not exists (select from audit.seal s where s.entry_id = unseen.id) order by id limit $3)
     select pg_current_snapshot()::text as snapshot, found.*
       from (select) as always
       left join (
         select e.id::text, e.stamp_id::text as "stampId", e.stamp_mac as "stampMac", ${DIGEST_SQL} as digest,
                e.xmin::text::bigint = (e.xid::text::bigint & 4294967295) as untouched,
                exists (select from audit.entry o where o.stamp_id = e.stamp_id and o.xid <> e.xid) as "stampReused"
           from candidate c join audit.entry e on e.id = c.id) as found on true
      order by found.id::bigint`,
    [String(xmax), underWay.map(String), limit],
  );
  return {
    snapshot: rows[0]?.snapshot ?? seen,
    candidates: rows.flatMap(({ id, snapshot: _, ...rest }) =>
      id === null ? [] : [{ id: Number(id), ...rest }],
    ),
  };
}

type CandidateRow = { snapshot: string } & (
  | (Omit<Candidate, "id"> & { id: string })
  | (Omit<Candidate, "id"> & { id: null })
);

/** Where the chain of the database stands. */
export interface ChainEnd {
  /** Latest signed head; null before the first. */
  readonly head: SignedHead | null;
  /** Number and hash of the last seal: those of the head, unless someone tampered. */
  readonly seq: number;
  readonly hash: string;
  /** Hash of seal `seq` asked for; null when there is none. */
  readonly hashAt: string | null;
}

/** SQL of a head `h` as `SignedHead`. */
export const HEAD_COLUMNS = `h.seq::pg_catalog.text as seq, pg_catalog.encode(h.hash, 'hex') as hash,
  ${momentSql("h.signed_at")} as "signedAt", h.snapshot::pg_catalog.text as snapshot, h.key_id as "keyId",
  pg_catalog.encode(h.signature, 'hex') as signature`;

/** A head as `HEAD_COLUMNS` gives it. */
export type HeadRow = Omit<SignedHead, "seq"> & { readonly seq: string };

/** @param askedSeq a seal whose hash the caller wants to compare with one kept elsewhere */
export async function readChainEnd(client: pg.ClientBase, askedSeq: number): Promise<ChainEnd> {
  const { rows } = await client.query<
    { [K in keyof HeadRow]: HeadRow[K] | null } & {
      lastSeq: string | null;
      lastHash: string | null;
      hashAt: string | null;
    }
  >(
    `select head.*, last.seq::text as "lastSeq", encode(last.hash, 'hex') as "lastHash",
            (select encode(hash, 'hex') from audit.seal where seq = $1) as "hashAt"
       from (select) as always
       left join lateral (select ${HEAD_COLUMNS} from audit.head h order by h.seq desc limit 1) as head on true
       left join lateral (select seq, hash from audit.seal order by seq desc limit 1) as last on true`,
    [askedSeq],
  );
  const row = rows[0];
  return {
    head: row && row.seq !== null ? toHead(row as HeadRow) : null,
    seq: Number(row?.lastSeq ?? 0),
    hash: row?.lastHash ?? ORIGIN_HASH,
    hashAt: row?.hashAt ?? null,
  };
}

/** Turns a row of `HEAD_COLUMNS` (other columns are left out) into a head. */
export function toHead(row: HeadRow): SignedHead {
  return {
    seq: Number(row.seq),
    hash: row.hash,
    signedAt: row.signedAt,
    snapshot: row.snapshot,
    keyId: row.keyId,
    signature: row.signature,
  };
}

/**
 * Adds seals after the chain's end, and their signed head.
 * @param sign signs the new end of the chain
 * @returns the new head
 */
export async function appendSeals(
  client: pg.ClientBase,
  end: { readonly seq: number; readonly hash: string },
  entries: readonly Candidate[],
  sign: (place: { seq: number; hash: string }) => SignedHead,
): Promise<SignedHead> {
  let hash = end.hash;
  const hashes = entries.map((entry) => {
    hash = linkHash(hash, entry.digest);
    return hash;
  });
  const head = sign({ seq: end.seq + entries.length, hash });
  await client.query(
    `with added as (
       insert into audit.seal (seq, entry_id, digest, hash)
       select $1::bigint + n, id, decode(digest, 'hex'), decode(hash, 'hex')
         from unnest($2::bigint[], $3::text[], $4::text[]) with ordinality as t (id, digest, hash, n))
     insert into audit.head (seq, hash, signed_at, snapshot, key_id, signature)
     values ($5, decode($6, 'hex'), $7, $8::pg_snapshot, $9, decode($10, 'hex'))`,
    [
      end.seq,
      entries.map((entry) => entry.id),
      entries.map((entry) => entry.digest),
      hashes,
      head.seq,
      head.hash,
      `${head.signedAt.slice(0, -3)}Z`,
      head.snapshot,
      head.keyId,
      head.signature,
    ],
  );
  return head;
}
