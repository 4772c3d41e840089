import type { Nature } from "../../src/access/model.ts";
import type { Centre } from "./centre.ts";

/** Table (and nature, where it holds several), statement, nature of the row it adds. */
export type Addition = readonly [string, string, Nature];

const TASKS: readonly Nature[] = [
  "identity",
  "identity_detail",
  "cover",
  "right_requests",
  "social_situation",
  "social_notes",
  "clinical",
  "useful",
  "appointments",
];

/** One statement for each table a program may add to. @param encounter one of this person's, for the words */
export function additionsTo(person: string, encounter: string, { site, team }: Centre): Addition[] {
  const signed = (nature: Nature): Addition => [
    `care.note ${nature}`,
    `insert into care.note (id, person_id, nature, template, body, author_name, author_role)
     select uuidv7(), '${person}', '${nature}', 'consultation', 'Essai.', a.display_name, access.role()
       from access.account a where a.id = access.account_id()`,
    nature,
  ];
  const draft = (nature: Nature): Addition => [
    `care.note_draft ${nature}`,
    `insert into care.note_draft (id, person_id, nature, template) values (uuidv7(), '${person}', '${nature}', 'consultation')`,
    nature,
  ];
  const paper = (type: string, nature: Nature): Addition => [
    `papers.document ${nature}`,
    `insert into papers.document (id, person_id, type, nature, origin, media, bytes, blind, purpose, author_name, author_role)
     select uuidv7(), '${person}', t.code, t.nature, 'received', 'pdf', 1, '', t.purpose, a.display_name, access.role()
       from access.account a, papers.document_type t where a.id = access.account_id() and t.code = '${type}'`,
    nature,
  ];
  const answered = (code: string, answers: string, score: number, nature: Nature): Addition => [
    `care.instrument_answer ${nature}`,
    `insert into care.instrument_answer (id, person_id, on_day, instrument, version, nature, answers, score, alert, author_name)
     select uuidv7(), '${person}', '2020-02-03', i.code, i.version, i.nature, '${answers}', ${score}, false, a.display_name
       from access.account a, care.instrument i where a.id = access.account_id() and i.code = '${code}'`,
    nature,
  ];
  const task = (nature: Nature): Addition => [
    `tasks.task ${nature}`,
    `insert into tasks.task (id, person_id, structure_id, nature, what, for_account, for_name, author_name)
     select uuidv7(), '${person}', access.structure_id(), '${nature}', 'Essai.', a.id, a.display_name, a.display_name
       from access.account a where a.id = access.account_id()`,
    nature,
  ];
  // What every writer of the block may add: constants; care given up.
  const essential = (nature: Nature): Addition => [
    `care.essential ${nature}`,
    nature === "clinical"
      ? `insert into care.essential (id, person_id, kind, content, on_day) values (uuidv7(), '${person}', 'measures', '{"pulse": 80}', '2020-05-05')`
      : `insert into care.essential (id, person_id, kind, content, nature, on_day)
         values (uuidv7(), '${person}', 'renouncement', '{"care": "dental"}', '${nature}', '2020-05-05')`,
    nature,
  ];
  const word = (list: string, code: string, nature: Nature): Addition => [
    `care.encounter_term ${nature}`,
    `insert into care.encounter_term (encounter_id, person_id, on_day, list, code, nature)
     values ('${encounter}', '${person}', '2020-02-03', '${list}', '${code}', '${nature}')`,
    nature,
  ];
  return [
    [
      "people.identity",
      `insert into people.identity (person_id, family, key_tokens, key_letters, search_tokens)
       values ('${person}', 'X', 'x', 'x', '{x}')`,
      "identity",
    ],
    [
      "people.contact identity",
      `insert into people.contact (person_id, part, content) values ('${person}', 'way', '{"kind": "phone"}')`,
      "identity",
    ],
    [
      "people.contact identity_detail",
      `insert into people.contact (person_id, part, content) values ('${person}', 'way', '{"kind": "message"}')`,
      "identity_detail",
    ],
    [
      "people.situation_statement",
      `insert into people.situation_statement (person_id, kind, term, stated_on, source) values ('${person}', 'housing', 'street', '2020-05-05', 'declared')`,
      "social_situation",
    ],
    ...(["identity_detail", "social_situation"] as const).map(
      (nature): Addition => [
        `people.life_fact ${nature}`,
        `insert into people.life_fact (person_id, kind, term, valid, source, stated_on)
         values ('${person}', ${nature === "identity_detail" ? "'domiciliation_contact', null" : "'rupture', 'crisis'"}, '[2020-05-05,2020-05-06)', 'declared', '2020-05-05')`,
        nature,
      ],
    ),
    [
      "rights.cover_statement",
      `insert into rights.cover_statement (person_id, layer, scheme, mask, stated_on, source) values ('${person}', 'base', 'puma', 8, '2020-05-05', 'declared')`,
      "cover",
    ],
    [
      "rights.cover_interval",
      `insert into rights.cover_interval (person_id, layer, scheme, valid, source) values ('${person}', 'base', 'puma', '[2010-01-01,2011-01-01)', 'document')`,
      "cover",
    ],
    [
      "care.encounter",
      `insert into care.encounter (person_id, structure_id, site_id, on_day, kind) values ('${person}', '${team}', '${site}', '2020-05-05', 'consultation')`,
      "appointments",
    ],
    [
      "care.encounter_presence",
      `insert into care.encounter_presence (encounter_id, person_id, on_day, n, part, who, language, means)
       values ('${encounter}', '${person}', '2020-02-03', 9, 'interpreter', 'professional', 'ti', 'telephone')`,
      "appointments",
    ],
    ...(["clinical", "social_notes", "useful"] as const).flatMap((nature) => [signed(nature), draft(nature)]),
    paper("identity", "identity_detail"),
    paper("cover_proof", "cover"),
    paper("request_form", "right_requests"),
    paper("resources", "social_situation"),
    paper("social_letter", "social_notes"),
    paper("result", "clinical"),
    answered("phq2", "{0,1}", 1, "clinical"),
    answered("epices", "{0,0,0,0,0,0,0,0,0,0,0}", 24.86, "social_situation"),
    ...TASKS.map(task),
    ...(["clinical", "useful", "social_situation", "social_notes"] as const).map(essential),
    word("reason", "wound", "clinical"),
    word("orientation", "ccas", "useful"),
    word("referrer", "cpam", "appointments"),
  ];
}
