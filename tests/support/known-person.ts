import { randomUUID } from "node:crypto";
import type pg from "pg";

/** Tables whose rows each have a nature of their own. */
export const natureByRow: readonly string[] = [
  "funding.act",
  "agenda.appointment_detail",
  "agenda.waiting",
  "care.encounter_presence",
  "care.encounter_term",
  "care.instrument_answer",
  "care.note",
  "papers.document",
  "care.essential",
  "people.contact",
  "people.life_fact",
  "rights.request",
  "tasks.task",
];

/** Tables that hold something of a person, with the nature (handbook 2.2) of their rows. */
export const tablesOfPeople = [
  ["people.person", "identity", "id"],
  ["people.registration", "identity", "person_id"],
  ["people.identity", "identity", "person_id"],
  ["people.name_variant", "identity", "person_id"],
  ["people.contact", "identity", "person_id"],
  ["people.contact", "identity_detail", "person_id"],
  ["people.program_number", "identity", "person_id"],
  ["people.situation_statement", "social_situation", "person_id"],
  ["people.life_fact", "identity_detail", "person_id"],
  ["people.life_fact", "social_situation", "person_id"],
  ["rights.cover_statement", "cover", "person_id"],
  ["rights.cover_interval", "cover", "person_id"],
  ["rights.request", "right_requests", "person_id"],
  ["rights.request", "clinical", "person_id"],
  ["rights.caisse_tie", "cover", "person_id"],
  ["agenda.appointment", "appointments", "person_id"],
  ["agenda.reminder", "appointments", "person_id"],
  ["agenda.reminder_stop", "appointments", "person_id"],
  ...(["appointments", "clinical", "useful", "social_situation", "identity_detail"] as const).map(
    (nature) => ["agenda.appointment_detail", nature, "person_id"] as const,
  ),
  ...(["appointments", "clinical", "useful"] as const).map(
    (nature) => ["agenda.waiting", nature, "person_id"] as const,
  ),
  ["care.encounter", "appointments", "person_id"],
  ["care.encounter_presence", "appointments", "person_id"],
  ["care.encounter_presence", "identity_detail", "person_id"],
  ["care.encounter_term", "clinical", "person_id"],
  ["care.encounter_term", "useful", "person_id"],
  ["care.encounter_term", "appointments", "person_id"],
  ["care.instrument_answer", "clinical", "person_id"],
  ["care.instrument_answer", "social_situation", "person_id"],
  ["funding.act", "appointments", "person_id"],
  ["funding.act", "clinical", "person_id"],
  ["funding.part", "money", "person_id"],
  ["care.note", "clinical", "person_id"],
  ["care.note", "social_notes", "person_id"],
  ["care.note", "useful", "person_id"],
  ["papers.document", "identity_detail", "person_id"],
  ["papers.document", "cover", "person_id"],
  ["papers.document", "right_requests", "person_id"],
  ["papers.document", "social_situation", "person_id"],
  ["papers.document", "social_notes", "person_id"],
  ["papers.document", "clinical", "person_id"],
  ...(
    [
      "identity",
      "identity_detail",
      "cover",
      "right_requests",
      "social_situation",
      "social_notes",
      "clinical",
      "useful",
      "appointments",
      "money",
    ] as const
  ).map((nature) => ["tasks.task", nature, "person_id"] as const),
  ["care.essential", "clinical", "person_id"],
  ["care.essential", "useful", "person_id"],
  ["care.essential", "social_situation", "person_id"],
  ["care.essential", "social_notes", "person_id"],
] as const;

/**
 * Someone with one row, at least, in every table that holds something of a person; written by the schema's owner.
 * @param author account of whoever wrote the clinical words
 * @returns their id
 */
export async function arrangePerson(
  owner: pg.Client,
  { structure, author, family }: { structure: string; author: string; family: string },
): Promise<string> {
  const person = randomUUID();
  const encounter = randomUUID();
  const run = (sql: string, values: unknown[]) => owner.query(sql, values);
  const word = family.toLowerCase();
  await run("insert into people.person (id) values ($1)", [person]);
  await run(
    "insert into people.registration (person_id, structure_id, since) values ($1, $2, '2020-01-01')",
    [person, structure],
  );
  await run(
    `insert into people.identity (person_id, family, given, birth, birth_date, key_tokens, key_letters, search_tokens)
     values ($1, $2, 'Essai', '1980-01-02', '1980-01-02', $3, $3, array[$3, 'essai'])`,
    [person, family, word],
  );
  await run(
    "insert into people.name_variant (person_id, family, given, key_tokens, key_letters, search_tokens) values ($1, $2, '', $3, $3, array[$3])",
    [person, `${family}e`, `${word}e`],
  );
  await run(
    `insert into people.contact (person_id, part, content)
     values ($1, 'way', '{"kind": "phone", "e164": "+33612345678"}'), ($1, 'way', '{"kind": "email"}')`,
    [person],
  );
  await run(
    "insert into care.encounter (id, person_id, structure_id, on_day, kind) values ($1, $2, $3, '2020-02-03', 'consultation')",
    [encounter, person, structure],
  );
  await run(
    `insert into care.encounter_term (encounter_id, person_id, on_day, list, code, nature, author_id)
     select $1, $2, '2020-02-03', list, code, nature, $3 from (values ('reason', 'cough', 'clinical'),
       ('orientation', 'cpam_rights', 'useful'), ('referrer', 'ccas', 'appointments')) as word (list, code, nature)`,
    [encounter, person, author],
  );
  const appointment = randomUUID();
  await run(
    `insert into agenda.appointment (id, person_id, structure_id, site_id, day, during, given_service, walk_in, prescribed, author_id, author_name)
     values ($1, $2, $3, gen_random_uuid(), '2020-02-03', '[2020-02-03 09:00+01,2020-02-03 09:20+01)', gen_random_uuid(), true, false, $4, 'Essai')`,
    [appointment, person, structure, author],
  );
  await run(
    `insert into agenda.appointment_detail (appointment_id, person_id, part, nature, service_id, words, content, author_id, known_from)
     values ($1, $2, 'reason', 'clinical', null, 'Essai.', null, $3, '2020-02-03'), ($1, $2, 'service', 'useful', gen_random_uuid(), null, null, $3, '2020-02-03'),
            ($1, $2, 'interpreter', 'identity_detail', null, null, '{}', $3, '2020-02-03'),
            ($1, $2, 'companion', 'social_situation', null, 'Essai.', null, $3, '2020-02-03'),
            (gen_random_uuid(), $2, 'reason', 'appointments', null, 'Essai.', null, $3, '2020-02-03')`,
    [appointment, person, author],
  );
  await run(
    `with stop as (insert into agenda.reminder_stop (person_id, author_name) values ($2, 'Essai'))
     insert into agenda.reminder (appointment_id, person_id, starts, channel, state, words) values ($1, $2, '2020-02-03 09:00+01', 'sms', 'sent', 'Essai')`,
    [appointment, person],
  );
  await run(
    `insert into agenda.waiting (id, person_id, structure_id, service_id, nature, author_id, author_name, known_from)
     select gen_random_uuid(), $1, $2, gen_random_uuid(), nature, $3, 'Essai', '2020-02-03' from unnest(array['appointments', 'clinical', 'useful']) nature`,
    [person, structure, author],
  );
  await run(
    `insert into care.encounter_presence (encounter_id, person_id, on_day, n, part, professional_id, who)
     values ($1, $2, '2020-02-03', 1, 'colleague', gen_random_uuid(), null), ($1, $2, '2020-02-03', 2, 'companion', null, 'friend')`,
    [encounter, person],
  );
  await run(
    `with program as (
       insert into access.program (id, name, sealed, made_by) values (gen_random_uuid(), 'Logiciel ' || gen_random_uuid(), '', 'Essai') returning id)
     insert into people.program_number (id, person_id, program_id, number, author_id, author_name)
     select gen_random_uuid(), $1, id, '1', $2, 'Essai' from program`,
    [person, author],
  );
  await run(
    "insert into people.situation_statement (person_id, kind, term, stated_on, source) values ($1, 'housing', 'street', '2020-02-03', 'declared')",
    [person],
  );
  await run(
    `insert into people.life_fact (person_id, kind, term, content, valid, source, stated_on)
     values ($1, 'key_worker', null, '{"name": "Essai"}', '[2020-02-03,)', 'declared', '2020-02-03'),
            ($1, 'rupture', 'crisis', '{}', '[2020-02-03,)', 'declared', '2020-02-03')`,
    [person],
  );
  await run(
    `insert into rights.cover_statement (person_id, layer, scheme, mask, stated_on, source, encounter_id)
     select $1, layer, code, mask, '2020-02-03', 'declared', $2 from rights.scheme where (layer, code) = ('base', 'puma')`,
    [person, encounter],
  );
  await run(
    "insert into rights.cover_interval (person_id, layer, scheme, valid, source) values ($1, 'base', 'puma', '[2020-03-01,2021-03-01)', 'document')",
    [person],
  );
  await run(
    `with acts as (
       insert into funding.act (id, encounter_id, person_id, structure_id, on_day, code, nature, quantity, cents, compulsory_cents,
         contribution_cents, tariff_from, rate_from, unverified, author_id, author_name)
       select gen_random_uuid(), $1, $2, $3, '2020-02-03', code, nature, 1, 3000, 2100, 200, '2020-01-01', '2020-01-01', false, $4, 'Essai'
         from (values ('G', 'appointments'), ('BSC', 'clinical')) act (code, nature) returning id, nature)
     insert into funding.part (act_id, person_id, structure_id, on_day, part, cents, state)
     select id, $2, $3, '2020-02-03', 'compulsory', 2100, 'awaiting_rights' from acts where nature = 'appointments'`,
    [encounter, person, structure, author],
  );
  await run(
    `insert into rights.caisse_tie (id, person_id, caisse, author_id, author_name) values (gen_random_uuid(), $1, 'CPAM', $2, 'Essai')`,
    [person, author],
  );
  await run(
    `insert into rights.request (id, person_id, structure_id, type, nature, keeper_id, keeper_name, author_id, author_name, state)
     select gen_random_uuid(), $1, $2, t.code, t.nature, $3, 'Essai', $3, 'Essai', 'filed'
       from rights.request_type t where t.code in ('c2s', 'mdph')`,
    [person, structure, author],
  );
  await run(
    `insert into care.note (id, person_id, encounter_id, nature, template, body, author_id, author_name, author_role)
     select gen_random_uuid(), $1, $2, nature, 'consultation', 'Essai.', $3, 'Essai', 'doctor'
       from unnest(array['clinical', 'social_notes', 'useful']) nature`,
    [person, encounter, author],
  );
  await run(
    `insert into papers.document (id, person_id, type, nature, origin, media, bytes, blind, purpose, author_id, author_name, author_role)
     select gen_random_uuid(), $1, t.code, t.nature, 'received', 'pdf', 1, '', t.purpose, $2, 'Essai', 'doctor'
       from papers.document_type t where t.code in ('identity', 'cover_proof', 'request_form', 'resources', 'social_letter', 'result')`,
    [person, author],
  );
  await run(
    `insert into tasks.task (id, person_id, structure_id, nature, what, for_role, author_id, author_name)
     select gen_random_uuid(), $1, $2, nature, 'Essai.', 'doctor', $3, 'Essai'
       from unnest(array['identity', 'identity_detail', 'cover', 'right_requests', 'social_situation', 'social_notes', 'clinical',
         'useful', 'appointments', 'money']) nature`,
    [person, structure, author],
  );
  // Reserved rows: those that no summary shows. Who reads the others by summary is in essentials.test.ts.
  await run(
    `insert into care.essential (id, person_id, kind, content, nature, reserved, on_day, author_id)
     select gen_random_uuid(), $1, 'renouncement',
            '{"care": "dental", "reasons": [], "since": null, "words": "", "centre": "none", "centreOn": null, "wording": 1}', nature, true, '2020-02-03', $2
       from unnest(array['clinical', 'useful', 'social_situation', 'social_notes']) nature`,
    [person, author],
  );
  await run(
    `insert into care.instrument_answer (id, person_id, on_day, instrument, version, nature, answers, score, alert, author_id, author_name)
     select gen_random_uuid(), $1, '2020-02-03', i.code, i.version, i.nature, array_fill(0, array[jsonb_array_length(i.questions)]), 0, false, $2, 'Essai'
       from care.instrument i where i.code in ('phq2', 'epices')`,
    [person, author],
  );
  return person;
}

/** The encounter of someone who has one. */
export async function encounterOf(owner: pg.Client, person: string): Promise<string> {
  const { rows } = await owner.query<{ id: string }>("select id from care.encounter where person_id = $1", [
    person,
  ]);
  return rows[0]?.id ?? "";
}
