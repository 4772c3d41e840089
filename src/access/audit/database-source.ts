import type pg from "pg";
import { DIGEST_SQL, DOCUMENT_DIGEST_SQL, momentSql, NOTE_DIGEST_SQL, PIECES_SQL } from "./canonical.ts";
import type { ChainSource, SealRow, SignedRow, UnsealedRow } from "./chain-source.ts";
import type { SignedHead } from "./head.ts";
import { PRUNED_COLUMNS, type PrunedSql, toPruned } from "./pruned-row.ts";
import { HEAD_COLUMNS, type HeadRow, toHead } from "./sealing.ts";

const PAGE = 5_000;

/** The account given does not see the whole trail: a verdict would be false. */
export class TrailHiddenError extends Error {
  override name = "TrailHiddenError";
}

/** Those whose time was over: the act that erased them names them, and is in the chain (retention.erase). */
const ERASED = `erased as materialized (
  select jsonb_array_elements_text(e.detail -> 'signed') as id from audit.entry e where e.action = 'retention.erase')`;

const DOUBTFUL_NOTES = `with ${ERASED}
  select 'note' as kind, coalesce(n.id, e.object_id)::text as id, case when n.id is not null then ${NOTE_DIGEST_SQL} end as digest,
    e.id::text as "entryId", e.detail ->> 'digest' as "signedDigest"
  from care.note n
  full join (select * from audit.entry where action in ('note.sign', 'note.countersign')) e on e.object_id = n.id
  where n.id is null and not exists (select from erased where erased.id = e.object_id::text) or e.id is null
     or n.id is not null and (${NOTE_DIGEST_SQL} is distinct from e.detail ->> 'digest'
       or n.person_id is distinct from e.person_id or coalesce(n.countersigned_by, n.author_id) is distinct from e.account_id)`;

/** A document withdrawn without an act that says so counts as changed outside the program. */
const DOUBTFUL_DOCUMENTS = `with ${ERASED}
  select 'document' as kind, coalesce(d.id, e.object_id)::text as id, case when d.id is not null then ${DOCUMENT_DIGEST_SQL} end as digest,
    e.id::text as "entryId", e.detail ->> 'digest' as "signedDigest"
  from papers.document d
  full join (select * from audit.entry where action in ('document.file', 'document.print')) e on e.object_id = d.id
  where d.id is null and not exists (select from erased where erased.id = e.object_id::text) or e.id is null
     or d.id is not null and (${DOCUMENT_DIGEST_SQL} is distinct from e.detail ->> 'digest'
       or d.person_id is distinct from e.person_id or d.author_id is distinct from e.account_id
       or d.withdrawn_at is not null and not exists (select from audit.entry w where w.action = 'document.withdraw' and w.object_id = d.id))`;

/**
 * Reads the trail of a database (or of a copy, without the application) through one connection, in a read-only
 * snapshot. Call within the transaction opened by `openTrail`.
 */
export function databaseSource(client: pg.ClientBase): ChainSource {
  return {
    async pruned() {
      // A copy may hold less than the whole. Without the mark of a pruning, what was pruned is told as missing.
      const { rowCount } = await client.query("select where to_regclass('audit.pruned') is not null");
      if (rowCount === 0) return null;
      const { rows } = await client.query<PrunedSql>(
        `select ${PRUNED_COLUMNS} from audit.pruned p order by p.seq desc limit 1`,
      );
      return rows[0] ? toPruned(rows[0]) : null;
    },
    async *seals() {
      const statement = `select s.seq::text as "sealSeq", s.entry_id::text as "entryId",
          encode(s.digest, 'hex') as digest, encode(s.hash, 'hex') as "sealHash",
          case when e.id is not null then ${DIGEST_SQL} end as "entryDigest", ${HEAD_COLUMNS}
        from audit.seal s left join audit.entry e on e.id = s.entry_id left join audit.head h on h.seq = s.seq
        order by s.seq`;
      for await (const page of fetchPages<SealSql>(client, statement)) yield page.map(toSealRow);
    },
    async *headsWithoutSeal() {
      const statement = `select ${HEAD_COLUMNS} from audit.head h
        where not exists (select from audit.seal s where s.seq = h.seq)`;
      for await (const page of fetchPages<HeadRow>(client, statement)) yield page.map(toHead);
    },
    async *unsealed() {
      const statement = `select e.id::text, ${momentSql("e.at")} as at, e.xid::text, e.stamp_id::text as "stampId",
          encode(e.stamp_mac, 'hex') as "stampMac",
          exists (select from audit.entry o where o.stamp_id = e.stamp_id and o.xid <> e.xid) as "stampReused"
        from audit.entry e where not exists (select from audit.seal s where s.entry_id = e.id)`;
      for await (const page of fetchPages<UnsealedSql>(client, statement)) {
        yield page.map((row): UnsealedRow => ({ ...row, id: Number(row.id), xid: BigInt(row.xid) }));
      }
    },
    async notesVisible() {
      const { rows } = await client.query<{ visible: boolean }>(
        `select count(*) = 2 as visible from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where (n.nspname, c.relname) in (('care', 'note'), ('papers', 'document'))
            and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select') and not row_security_active(c.oid)`,
      );
      return rows[0]?.visible === true;
    },
    async *doubtfulSigned() {
      for (const statement of [DOUBTFUL_NOTES, DOUBTFUL_DOCUMENTS])
        for await (const page of fetchPages<SignedSql>(client, statement))
          yield page.map(
            (row): SignedRow => ({ ...row, entryId: row.entryId === null ? null : Number(row.entryId) }),
          );
    },
    async pieces(entryIds) {
      const { rows } = await client.query<{ id: string; pieces: (string | null)[] }>(
        `select e.id::text, ${PIECES_SQL} as pieces from audit.entry e where e.id = any ($1::bigint[])`,
        [entryIds],
      );
      return new Map(rows.map(({ id, pieces }) => [Number(id), pieces]));
    },
    async keys() {
      const { rows } = await client.query<{ keyId: string; publicKeyPem: string }>(
        `select key_id as "keyId", public_key_pem as "publicKeyPem" from audit.signing_key`,
      );
      return rows;
    },
  };
}

/**
 * Opens the read-only snapshot in which a trail is verified. The caller ends it by `rollback`.
 * @throws TrailHiddenError when policies would hide entries from this account
 */
export async function openTrail(client: pg.ClientBase): Promise<void> {
  await client.query(
    "begin isolation level repeatable read read only; set local search_path to pg_catalog; set local statement_timeout to 0",
  );
  const { rows } = await client.query<{ hidden: boolean }>(
    `select row_security_active('audit.entry')
        and not coalesce((select pg_has_role(current_user, oid, 'usage') from pg_roles where rolname = 'maillage_sealer'), false)
       as hidden`,
  );
  if (rows[0]?.hidden !== false) {
    throw new TrailHiddenError(
      "Ce compte ne voit pas tout le journal des accès\u00a0: la vérification serait fausse. Rien n’a été modifié. " +
        "Prenez le compte propriétaire de la base, ou un compte à qui le rôle maillage_sealer est donné.",
    );
  }
}

async function* fetchPages<T extends pg.QueryResultRow>(client: pg.ClientBase, statement: string) {
  await client.query(`declare audit_trail no scroll cursor for ${statement}`);
  for (;;) {
    const { rows } = await client.query<T>(`fetch ${PAGE} from audit_trail`);
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE) break;
  }
  await client.query("close audit_trail");
}

type SignedSql = Omit<SignedRow, "entryId"> & { entryId: string | null };
type UnsealedSql = Omit<UnsealedRow, "id" | "xid"> & { id: string; xid: string };
type SealSql = {
  sealSeq: string;
  entryId: string;
  digest: string;
  sealHash: string;
  entryDigest: string | null;
} & (HeadRow | { [K in keyof HeadRow]: null });

function toSealRow(row: SealSql): SealRow {
  const head: SignedHead | null = row.seq === null ? null : toHead(row);
  return {
    seq: Number(row.sealSeq),
    entryId: Number(row.entryId),
    digest: row.digest,
    hash: row.sealHash,
    entryDigest: row.entryDigest,
    head,
  };
}
