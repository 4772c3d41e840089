import { sql } from "kysely";
import type { Caller, Database } from "../platform/database/database.ts";
import type { Installation, UnattendedDelays, Vocabulary } from "./model.ts";

/** Whether the centre was set up. */
export async function isInstalled(db: Database): Promise<boolean> {
  const { rowCount } = await db.signIn.query("select from network.installation");
  return rowCount === 1;
}

/** What anyone may know of this installation; demonstration accounts in a demonstration only. */
export async function readInstallation(db: Database): Promise<Installation> {
  const { rows } = await db.signIn.query<Installation>(
    `select i.name, i.person_word as "personWord", i.demonstration,
        jsonb_build_object('telephoneDesk', i.unattended_desk, 'reception', i.unattended_reception,
          'others', i.unattended_others) as unattended,
        case when i.demonstration then (
          select coalesce(jsonb_agg(jsonb_build_object('role', r.code, 'roleLabel', r.label, 'name', a.display_name) order by r.sort), '[]')
            from access.role r
            join access.assignment g on g.role = r.code and g.valid @> current_date
            join access.account a on a.id = g.account_id and a.email = r.code || '@demonstration.invalid' and a.disabled_at is null)
          else '[]'::jsonb end as "demonstrationAccounts"
       from network.installation i`,
  );
  const installation = rows[0];
  if (!installation) throw new Error("nothing is installed in this database");
  return installation;
}

/** Sets after how long screens hide names; the technical administrator's. */
export function writeUnattended(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  delays: UnattendedDelays,
): Promise<void> {
  return db.call(caller, roles, "network.set_unattended", "network.set_unattended($4, $5, $6)", [
    delays.telephoneDesk,
    delays.reception,
    delays.others,
  ]);
}

/** Sets what a place's papers are headed by; the technical administrator's. False when there is no such place. */
export function writeLetterhead(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  site: string,
  letterhead: string,
): Promise<boolean> {
  return db.call<boolean>(caller, roles, "network.set_letterhead", "network.set_letterhead($4, $5)", [
    site,
    letterhead,
  ]);
}

/** The words, places and schemes of the network. */
export function readVocabulary(db: Database, caller: Caller, roles: readonly string[]): Promise<Vocabulary> {
  return db.transact(caller, roles, async (tx) => {
    const { rows } = await sql<{ vocabulary: Vocabulary }>`
      select jsonb_build_object(
        'sites', (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'letterhead', s.letterhead, 'timeZone', s.time_zone) order by s.name), '[]')
            from network.site s where s.structure_id = access.structure_id()),
        'programs', (select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'label', g.name) order by g.name), '[]')
            from access.program g where g.revoked_at is null),
        'documentTypes', (select jsonb_agg(jsonb_build_object('code', t.code, 'label', t.label, 'active', t.active,
            'nature', t.nature) order by t.sort, t.label) from papers.document_type t),
        'professionals', (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'label', p.label, 'profession', p.profession) order by p.label), '[]')
            from network.professional p where p.structure_id = access.structure_id()),
        'schemes', (select jsonb_agg(jsonb_build_object('layer', k.layer, 'code', k.code, 'label', k.label,
            'from', lower(k.existed), 'until', upper(k.existed) - 1, 'successor', k.successor) order by k.layer, k.sort) from rights.scheme k))
        || (select jsonb_object_agg(list, terms) from (
              select l.list, coalesce(jsonb_agg(jsonb_build_object('code', t.code, 'label', t.label, 'active', t.active) order by t.sort, t.label)
                filter (where t.code is not null), '[]') as terms
                from unnest(array['referrer', 'service', 'reason', 'orientation', 'housing', 'contact', 'place', 'rupture', 'resource', 'non_take_up']) as l (list)
                left join network.term t on t.list = l.list group by l.list) by_list) as vocabulary`.execute(
      tx,
    );
    const vocabulary = rows[0]?.vocabulary;
    if (!vocabulary) throw new Error("no vocabulary");
    return vocabulary;
  });
}
