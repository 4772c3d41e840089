import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { Centre } from "./centre.ts";
import { arrangePerson, encounterOf } from "./known-person.ts";

/** Every table that can lead to a person: by a column of that meaning, or by a reference, declared or enforced, however far. */
export async function tablesOfPersons(owner: pg.Client): Promise<string[]> {
  const { rows } = await owner.query<{ name: string }>(
    `with recursive reach as (
       select 'people.person'::regclass::oid as id
       union
       select c.conrelid from pg_constraint c join reach r on c.confrelid = r.id where c.contype = 'f'
         -- What names a plan, an import or an account is not about the person for that.
         and c.confrelid not in (select x::regclass::oid from unnest(array['retention.plan', 'intake.import']) x)
     ), named as (
       select a.attrelid from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
        where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') and not a.attisdropped
          and (a.attname = 'local_key' or a.atttypid in ('uuid'::regtype, 'uuid[]'::regtype)
               and (a.attname ~ '^(person|patient)' or a.attname ~ '_person(_|$)' or a.attname in ('encounter_id', 'members', 'kept_id', 'joined_to'))))
     select distinct format('%s.%s', n.nspname, c.relname) as name
       from (select id from reach union select attrelid from named) t (id)
       join pg_class c on c.oid = t.id join pg_namespace n on n.oid = c.relnamespace
      where n.nspname not in ('pg_catalog', 'information_schema', 'platform') and c.relname <> 'import' order by 1`,
  );
  return rows.map(({ name }) => name);
}

/** Someone with a row in every table that holds something of a person (see src/retention/holdings.ts). */
export async function arrangeEverything(centre: Centre, family: string): Promise<string> {
  const { owner } = centre.t;
  const account = centre.who.doctor.account;
  const person = await arrangePerson(owner, { structure: centre.team, author: account, family });
  const encounter = await encounterOf(owner, person);
  const run = (sql: string, values: unknown[] = [person]) => owner.query(sql, values);
  const other = randomUUID();
  await run("insert into people.person (id) values ($1)", [other]);
  await run(
    "insert into people.number_basis (decided_on, basis, category, recorded_by) values ('2020-01-01', 'Décret 2019-341', 'care', $1) on conflict do nothing",
    [account],
  );
  await run(
    `insert into people.social_number (person_id, kind, head, sealed, key_version, blind)
     values ($1, 'nir', '28001', '\\x00', 1, '\\x01')`,
  );
  await run(
    "insert into people.insi_answer (person_id, answered_at, code, signed_answer) values ($1, '2020-02-03', '00', '\\x00')",
  );
  await run(
    "insert into people.distinct_pair (person_a, person_b) values (least($1::uuid, $2), greatest($1::uuid, $2))",
    [person, other],
  );
  await run(
    "insert into people.alias (person_id, joined_to, kept_id, decided_at, known_from, known_to) values ($1, $2, $2, '2020-02-03', '2020-02-03', '2020-02-04')",
    [person, other],
  );
  await run(
    `insert into care.note_draft (id, person_id, nature, template, body, author_id, kept_at)
     select gen_random_uuid(), $1, n, 'consultation', 'Brouillon.', $2, '2020-02-03' from unnest('{clinical,social_notes}'::text[]) n`,
    [person, account],
  );
  await run("update care.note set signed_at = '2020-02-03' where person_id = $1");
  await run(
    `insert into rights.request_step (id, request_id, seq, state, on_day, author_id, author_name, known_from)
     select gen_random_uuid(), r.id, 1, 'filed', '2020-02-03', $2, 'Essai', '2020-02-03' from rights.request r where r.person_id = $1`,
    [person, account],
  );
  await run(
    `insert into rights.request_log (id, request_id, kind, on_day, author_id, author_name)
     select gen_random_uuid(), r.id, 'chase', '2020-02-03', $2, 'Essai' from rights.request r where r.person_id = $1`,
    [person, account],
  );
  await run(
    `insert into rights.request_paper (id, line, request_id, kind, state, on_day, author_id, author_name)
     select gen_random_uuid(), gen_random_uuid(), r.id, 'identity', 'asked', '2020-02-03', $2, 'Essai' from rights.request r where r.person_id = $1`,
    [person, account],
  );
  await run(
    `insert into rights.request_fact (id, request_id, fact, answer, author_id, author_name)
     select gen_random_uuid(), r.id, 'foreign', true, $2, 'Essai' from rights.request r where r.person_id = $1`,
    [person, account],
  );
  await run(
    `insert into rights.request_member (request_id, n, other_person)
     select r.id, 1, $1 from rights.request r where r.person_id = $1`,
  );
  await run("update rights.caisse_tie set known_from = '2020-02-03' where person_id = $1");
  await run(
    `insert into agenda.appointment_step (appointment_id, person_id, n, from_state, to_state, author_id, author_name)
     select a.id, a.person_id, 1, 'booked', 'arrived', $2, 'Essai' from agenda.appointment a where a.person_id = $1`,
    [person, account],
  );
  await run(
    `with someone as (insert into network.professional (structure_id, label, folded_label, profession) values ($2, 'Essai', 'essai', 'doctor')
         on conflict (structure_id, folded_label) do update set label = excluded.label returning id),
       away as (insert into agenda.practitioner (professional_id) select id from someone
         on conflict (professional_id) do update set active = true returning professional_id),
       absence as (insert into agenda.absence (id, professional_id, during) select gen_random_uuid(), professional_id, '[2020-02-03,2020-02-04)' from away returning id),
       round as (insert into agenda.call_round (id, structure_id, author_id, author_name) select id, $2, $3, 'Essai' from absence returning id)
     insert into agenda.round_line (round_id, appointment_id, person_id, starts) select id, gen_random_uuid(), $1, '2020-02-03 09:00+01' from round`,
    [person, centre.team, centre.who.doctor.account],
  );
  await run(
    `insert into telephone.call (id, structure_id, person_id, day, hour, reason, outcome, author_id, author_name)
     select gen_random_uuid(), a.structure_id, a.person_id, '2020-02-03', 9, 'appointment', 'booked', $2, 'Essai' from agenda.appointment a
      where a.person_id = $1 limit 1`,
    [person, account],
  );
  await run("update tasks.task set made_at = '2020-02-03' where person_id = $1");
  await run("update papers.document set filed_at = '2020-02-03' where person_id = $1");
  await run("update rights.cover_interval set known = tstzrange('2020-02-03', null) where person_id = $1");
  await run(
    `insert into access.consent (person_id, recipient_structure_id, natures, means, information_given, collected_by, given_on)
     values ($1, $2, '{identity,cover}', 'oral', 'fiche', $3, '2020-02-03')`,
    [person, centre.outside, account],
  );
  await run(
    `insert into access.outside_declaration (id, account_id, author_name, structure_id, centre_id, family, given, asks, natures, for_structure, means,
         information_given, language, interpreter, given_on, outcome, resolved_at, resolved_by, person_id)
     values (gen_random_uuid(), $2, 'Essai', $3, $4, 'Essai', '', 'Essai.', '{identity}', true, 'oral', 'fiche', 'fr', false, '2020-02-03', 'linked',
         '2020-02-03', $2, $1)`,
    [person, account, centre.outside, centre.team],
  );
  const referral = randomUUID();
  await run(
    "insert into admission.rule_set (version, rules) values ('essai', '{}') on conflict do nothing",
    [],
  );
  await run(
    `insert into admission.referral (id, centre_id, account_id, author_name, author_structure, sent_on, family, given, phone, language, interpreter,
         urgent, situation, facts, services_nature, eligible, conditions, rule_version, agreed_cover, agreed_attendance, agreed_papers, means, agreed_on,
         state, person_id, resolved_by, resolved_at)
     values ($2, $3, $4, 'Essai', 'CCAS', '2020-02-03', 'Essai', '', '', 'fr', false, false, 'Essai.', '{}', 'social_situation', 'true', '[]', 'essai',
         true, true, true, 'oral', '2020-02-03', 'accepted', $1, $4, '2020-02-03')`,
    [person, referral, centre.team, account],
  );
  await run(
    "insert into admission.referral_word (referral_id, kind, code, nature) values ($1, 'care', 'dental', 'social_situation')",
    [referral],
  );
  await run(
    `insert into admission.decision (id, referral_id, outcome, overrules, facts, eligible, conditions, rule_version, by_name, on_day)
     values (gen_random_uuid(), $1, 'accepted', false, '{}', 'true', '[]', 'essai', 'Essai', '2020-02-03')`,
    [referral],
  );
  await run(
    `insert into admission.cover_confirmation (id, person_id, referral_id, state, on_day, author_id, author_name)
     values (gen_random_uuid(), $1, $2, 'seen', '2020-02-03', $3, 'Essai')`,
    [person, referral, account],
  );
  await run(
    `insert into care.encounter_presence (encounter_id, person_id, on_day, n, part, who)
     values ($2, $1, '2020-02-03', 1, 'companion', 'relative')`,
    [person, encounter],
  );
  await run(
    `insert into retention.access_request (id, person_id, asked_on, asked_by, means, not_before, due_on, author_name, closed_on, outcome, closed_by)
     values (gen_random_uuid(), $1, '2020-02-03', 'person', 'oral', '2020-02-05', '2020-02-11', 'Essai', '2020-02-08', 'handed', 'Essai')`,
  );
  await run(
    `insert into access.objection (id, person_id, account_id, said_on, means, recorded_by) values (gen_random_uuid(), $1, $2, '2020-02-03', 'oral', $2)`,
    [person, centre.who.paramedic.account],
  );
  await run(
    `insert into access.break_glass (id, person_id, session_id, account_id, assignment_id, role, structure_id, reason, words, ends_at)
     select gen_random_uuid(), $1, s.id, s.account_id, s.assignment_id, 'doctor', $3, (select code from access.glass_reason limit 1),
            'Personne inconsciente', now() - interval '1 day' from access.session s where s.account_id = $2 limit 1`,
    [person, account, centre.team],
  );
  const { rows } = await run(
    "insert into intake.import (structure_id, file_name, file_digest, planned_against) values ($1, 'a.csv', '', 0) returning id",
    [centre.team],
  );
  const file = rows[0]?.id;
  await run(
    "insert into intake.taken_row (structure_id, fingerprint, import_id, row_no, encounter_id, person_id) values ($1, $2, $3, 1, $4, $5)",
    [centre.team, randomUUID(), file, encounter, person],
  );
  await run("insert into intake.staged_person (import_id, local_key, person_id) values ($1, 'a', $2)", [
    file,
    person,
  ]);
  await run(
    "insert into intake.staged_visit (import_id, row_no, local_key, fingerprint, on_day, kind) values ($1, 1, 'a', 'b', '2020-02-03', 'consultation')",
    [file],
  );
  // Their page, written beforehand, and a change since.
  await run("select record.write_page($1)");
  await run("insert into record.touched (person_id, xid) values ($1, pg_current_xact_id())");
  return person;
}
