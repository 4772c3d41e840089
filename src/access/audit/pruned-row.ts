import { momentSql } from "./canonical.ts";
import type { PrunedMark } from "./head.ts";

/** SQL of a row `p` of audit.pruned. */
export const PRUNED_COLUMNS = `p.seq::pg_catalog.text as seq, pg_catalog.encode(p.hash, 'hex') as hash, p.kept::pg_catalog.text as kept,
  pg_catalog.encode(p.kept_digest, 'hex') as "keptDigest", p.entries::pg_catalog.text as entries, ${momentSql("p.before")} as before,
  ${momentSql("p.signed_at")} as "signedAt", p.key_id as "keyId", pg_catalog.encode(p.signature, 'hex') as signature`;

/** A row as `PRUNED_COLUMNS` gives it. */
export type PrunedSql = Omit<PrunedMark, "seq" | "kept" | "entries"> & {
  seq: string;
  kept: string;
  entries: string;
};

export function toPruned(row: PrunedSql): PrunedMark {
  return { ...row, seq: Number(row.seq), kept: Number(row.kept), entries: Number(row.entries) };
}
