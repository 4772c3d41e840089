/**
 * How a moment is written in what is hashed or signed: microseconds, UTC, whatever DateStyle and TimeZone say.
 * The era is there because nothing else would tell 2026 from 2026 before Christ.
 */
export function momentSql(column: string): string {
  return `pg_catalog.to_char(pg_catalog.timezone('UTC', ${column}), 'YYYY-MM-DD"T"HH24:MI:SS.US AD')`;
}

/**
 * What an entry `e` says, as SQL expressions: text, or text[]. Identifier first. Only functions of pg_catalog, and
 * never one stored in the database: its owner could change that one.
 */
const FIELDS = [
  "e.id::pg_catalog.text",
  momentSql("e.at"),
  "e.xid::pg_catalog.text",
  "e.stamp_id::pg_catalog.text",
  "pg_catalog.encode(e.stamp_mac, 'hex')",
  "e.session_id::pg_catalog.text",
  "e.account_id::pg_catalog.text",
  "e.assignment_id::pg_catalog.text",
  "e.role",
  "e.structure_id::pg_catalog.text",
  "e.action",
  "e.person_id::pg_catalog.text",
  "e.person_ids::pg_catalog.text[]",
  "e.object_kind",
  "e.object_id::pg_catalog.text",
  // As text: a JSON null and no detail at all are not the same.
  "e.detail::pg_catalog.text",
];

/** The canonical text of entry `e`: a JSON array, written the same whatever the session's settings. */
const CANONICAL = `pg_catalog.jsonb_build_array(${FIELDS.join(", ")})::pg_catalog.text`;

/** SHA-256 of the canonical text of entry `e`, as lower-case hexadecimal. Sealer and verifier share it. */
export const DIGEST_SQL = `pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(${CANONICAL}, 'UTF8')), 'hex')`;

/** What a signed note `n` says, digested when it was signed and by the verifier (care.note_digest writes the same). */
export const NOTE_DIGEST_SQL = `pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.jsonb_build_array(${[
  "n.id::pg_catalog.text",
  "n.person_id::pg_catalog.text",
  "n.encounter_id::pg_catalog.text",
  "n.nature",
  "n.template",
  "n.body",
  "n.said",
  "n.agreed",
  "n.amends::pg_catalog.text",
  "n.author_id::pg_catalog.text",
  "n.author_name",
  "n.author_role",
  "n.countersigned_by::pg_catalog.text",
  "n.countersigner_name",
  "n.countersigner_role",
  momentSql("n.signed_at"),
  "n.salt::pg_catalog.text",
].join(", ")})::pg_catalog.text, 'UTF8')), 'hex')`;

/** What is told of a document `d`, digested when it was filed or printed and by the verifier (papers.document_digest writes the same). */
export const DOCUMENT_DIGEST_SQL = `pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.jsonb_build_array(${[
  "d.id::pg_catalog.text",
  "d.person_id::pg_catalog.text",
  "d.encounter_id::pg_catalog.text",
  "d.type",
  "d.nature",
  "d.origin",
  "pg_catalog.to_char(d.on_day, 'YYYY-MM-DD')",
  "d.label",
  "d.media",
  "d.bytes",
  "pg_catalog.encode(d.blind, 'hex')",
  "d.content",
  "d.author_id::pg_catalog.text",
  "d.author_name",
  "d.author_role",
  momentSql("d.filed_at"),
  "d.salt::pg_catalog.text",
].join(", ")})::pg_catalog.text, 'UTF8')), 'hex')`;

/** The pieces of the canonical text of entry `e`: an array of JSON texts, null for null. */
export const PIECES_SQL = `array[${FIELDS.map((field) => `pg_catalog.to_jsonb(${field})::pg_catalog.text`).join(", ")}]`;

/** Puts pieces together into the canonical text, as PostgreSQL writes a jsonb array. */
export function canonicalText(pieces: readonly (string | null)[]): string {
  return `[${pieces.map((piece) => piece ?? "null").join(", ")}]`;
}
