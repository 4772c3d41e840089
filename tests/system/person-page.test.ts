/** What a person's page holds at first, what it leaves for later, and what it need not ask for. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Role } from "../../src/access/model.ts";
import type { PersonPage } from "../../src/record/model.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

let centre: Centre;
let app: ServedApp;
let person: string;

beforeAll(async () => {
  centre = await arrangeFullCentre();
  app = serveApp(centre);
  person = await arrangePerson(centre.t.owner, {
    structure: centre.team,
    author: centre.who.nurse.account,
    family: "Suivie",
  });
});
afterAll(async () => {
  expect(app.unexpected).toEqual([]);
  await centre.t.close();
});

const page = async (role: Role, whole = "") =>
  (await app.ask(centre.who[role].token, "GET", `/api/people/${person}${whole}`)).body as PersonPage;

const leftOf = (one: PersonPage) => [one.encountersLeft, one.notesLeft, one.measuresLeft];

test("of someone followed for years the page keeps the latest, says what it leaves out, and gives all when asked", async () => {
  const { owner } = centre.t;
  const doctor = centre.who.doctor.account;
  await owner.query("delete from care.encounter_term where person_id = $1", [person]);
  await owner.query("delete from care.encounter where person_id = $1", [person]);
  await owner.query("delete from care.note where person_id = $1", [person]);
  await owner.query("delete from care.essential where person_id = $1", [person]);
  await owner.query(
    `with made as (
       insert into care.encounter (person_id, structure_id, on_day, kind, author_id)
       select $1, $2, date '2026-03-01' - n, case when n > 40 then 'interview' else 'consultation' end, $3 from generate_series(1, 47) n
       returning id, on_day)
     insert into care.encounter_term (encounter_id, person_id, on_day, list, code, nature)
     select id, $1, on_day, 'reason', 'back_pain', 'clinical' from made`,
    [person, centre.team, doctor],
  );
  await owner.query(
    `insert into care.note (id, person_id, nature, template, body, author_id, author_name, author_role, signed_at)
     select uuidv7(), $1, k.nature, k.template, 'Note ' || n, $2, 'Dr', 'doctor', timestamptz '2026-03-01' - n * interval '1 day'
       from generate_series(1, 11) n, (values ('clinical', 'consultation'), ('useful', 'useful')) k (nature, template)
      where k.nature = 'clinical' or n = 11`,
    [person, doctor],
  );
  await owner.query(
    `insert into care.essential (id, person_id, kind, content, on_day, author_id, author_name)
     select uuidv7(), $1, k.kind, k.content::jsonb, date '2026-03-01' - n, $2, 'Dr'
       from generate_series(1, 12) n, (values ('measures', '{"pulse": 70}'), ('treatment', '{"label": "A", "dose": "1", "from": null, "to": null}'))
            k (kind, content)`,
    [person, doctor],
  );
  const first = await page("doctor");
  expect(leftOf(first)).toEqual([7, 3, 2]);
  expect(first.encounters).toHaveLength(40);
  expect(first.encounters.every(({ kind }) => kind === "consultation")).toBe(true);
  expect(first.terms).toHaveLength(40);
  expect(first.earlier).toHaveLength(7);
  expect(first.earlier.at(-1)).toEqual(["2026-01-19", "interview"]);
  // The last line of each block stays, however many of another block came after it.
  expect(first.notes.filter(({ nature }) => nature === "clinical").map(({ body }) => body)).toEqual(
    [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `Note ${n}`),
  );
  expect(first.notes.filter(({ nature }) => nature === "useful")).toHaveLength(1);
  expect(first.essentials.filter(({ kind }) => kind === "measures")).toHaveLength(10);
  expect(first.essentials.filter(({ kind }) => kind === "treatment")).toHaveLength(12);
  const whole = await page("doctor", "/whole");
  expect(leftOf(whole)).toEqual([0, 0, 0]);
  expect(whole.earlier).toEqual([]);
  expect([whole.encounters.length, whole.terms.length, whole.notes.length, whole.essentials.length]).toEqual([
    47, 47, 12, 24,
  ]);
  // What stays behind is told to those alone who would read it.
  expect(leftOf(await page("reception"))).toEqual([7, 0, 0]);
});

test("each row that a page shows is hinted at, whoever wrote it", async () => {
  const { owner } = centre.t;
  const { rows: triggers } = await owner.query<{ held: string; block: string; nature: string | null }>(
    `select t.tgrelid::regclass::text as held, (regexp_match(pg_get_triggerdef(t.oid), '\\(''(\\w+)'''))[1] as block,
            (regexp_match(pg_get_triggerdef(t.oid), ', ''(\\w+)''\\)'))[1]  as nature
       from pg_trigger t where t.tgname = 'present'`,
  );
  expect(triggers.length).toBeGreaterThanOrEqual(10);
  for (const { held, block, nature } of triggers) {
    const { rows } = await owner.query(
      `select count(*)::int as rows, count(*) filter (where not exists (select from record.present k
                where k.person_id = r.person_id and k.nature = r.nature and k.blocks & record.block($1) <> 0))::int as unhinted
         from (select person_id, ${nature === null ? "nature" : `'${nature}'`} as nature from ${held}) r`,
      [block],
    );
    expect({ held, ...rows[0] }).toMatchObject({ held, unhinted: 0 });
  }
});
