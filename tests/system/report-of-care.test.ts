/** Interpreting, care taken up again and broken glass in the report, against counts made by hand. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { layOutReport } from "../../src/reports/rules.ts";
import { countActivity, listBehind } from "../../src/reports/store.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";

const ROLES = ["medical_director"];
const year = { from: "2025-01-01", to: "2025-12-31", knownOn: "2099-12-31" };

let centre: Centre;
let ana: string;
let ben: string;
beforeAll(async () => {
  centre = await arrangeFullCentre();
  const known = (family: string) =>
    arrangePerson(centre.t.owner, { structure: centre.team, author: centre.who.doctor.account, family });
  [ana, ben] = [await known("Ana"), await known("Ben")];
  await interpreted(ana, "2025-03-03", [
    ["ar", "professional", 40],
    ["ber", "relative", null],
  ]);
  await interpreted(ana, "2025-12-31", [["ar", "professional", 35]]);
  await interpreted(ben, "2025-06-01", [["ar", "relative", 20]]);
  await interpreted(ben, "2024-12-31", [["ar", "relative", 20]]);
  // Taken back in an import withdrawn since: not known any more.
  await interpreted(ben, "2025-06-02", [["ar", "professional", 60]], "2025-07-01");
  await gaveUp(ana, "2025-02-01", { care: "dental", centre: "eased", centreOn: "2025-04-01" });
  await gaveUp(ana, "2024-11-01", { care: "optical", centre: "eased", centreOn: "2025-01-01" });
  await gaveUp(ben, "2025-02-01", { care: "general", centre: "started", centreOn: null });
  await gaveUp(ben, "2025-02-01", { care: "dental", centre: "none", centreOn: null });
  await gaveUp(ben, "2025-02-01", { care: "tests", centre: "eased", centreOn: "2026-01-01" });
  // The year begins and ends where the network lives: this one at half past midnight on 1 January there.
  await broken(ana, "2024-12-31T23:30:00Z", "justified");
  await broken(ben, "2025-08-01T10:00:00Z", "unjustified");
  await broken(ben, "2025-08-02T10:00:00Z", null);
  await broken(null, "2025-08-03T10:00:00Z", null);
  await broken(ben, "2025-12-31T23:30:00Z", null);
});
afterAll(() => centre.t.close());

async function interpreted(
  person: string,
  day: string,
  who: readonly (readonly [language: string, who: string, minutes: number | null])[],
  knownTo: string | null = null,
): Promise<void> {
  const { rows } = await centre.t.owner.query<{ id: string }>(
    `insert into care.encounter (person_id, structure_id, site_id, on_day, kind, known_from, known_to)
     values ($1, $2, $3, $4, 'consultation', '2025-01-01', $5) returning id`,
    [person, centre.team, centre.site, day, knownTo],
  );
  for (const [n, [language, part, minutes]] of who.entries())
    await centre.t.owner.query(
      `insert into care.encounter_presence (encounter_id, person_id, on_day, n, part, who, language, minutes, means, known_from, known_to)
       values ($1, $2, $3, $4, 'interpreter', $5, $6, $7, 'on_site', '2025-01-01', $8)`,
      [rows[0]?.id, person, day, n, part, language, minutes, knownTo],
    );
}

const gaveUp = (person: string, day: string, content: object) =>
  centre.t.owner.query(
    `insert into care.essential (id, person_id, kind, content, nature, on_day) values (uuidv7(), $1, 'renouncement', $2, 'useful', $3)`,
    [person, content, day],
  );

const broken = (person: string | null, at: string, outcome: string | null) =>
  centre.t.owner.query(
    `insert into access.break_glass (id, person_id, session_id, account_id, assignment_id, role, structure_id, reason, words,
       opened_at, ends_at, reviewed_at, reviewed_by, outcome, review_words)
     select uuidv7(), $1::uuid, uuidv7(), a.account_id, a.id, a.role, a.structure_id, 'emergency', 'Essai du bilan.', $2::timestamptz, $2::timestamptz + interval '1 hour',
       case when $3::text is not null then $2::timestamptz + interval '1 day' end, case when $3::text is not null then a.account_id end, $3,
       case when $3::text is not null then 'Vu.' end
       from access.assignment a where a.account_id = $4 limit 1`,
    [person, at, outcome, centre.who.doctor.account],
  );

test("each is counted as its definition says, and no more", async () => {
  const caller = centre.caller(centre.who.medical_director.token);
  const report = layOutReport(await countActivity(centre.t.db, caller, ROLES, year), new Map());
  expect(report.interpreting).toEqual({
    encounters: 3,
    languages: [
      { code: "ar", encounters: 3 },
      { code: "ber", encounters: 1 },
    ],
    interpreters: [
      { code: "professional", encounters: 2, minutes: 75 },
      { code: "relative", encounters: 2, minutes: 20 },
    ],
  });
  expect(report.takenUp).toEqual([
    { part: "eased", cares: 2, persons: 1 },
    { part: "started", cares: 1, persons: 1 },
  ]);
  expect(report.glass).toEqual([
    { outcome: "justified", openings: 1 },
    { outcome: "unjustified", openings: 1 },
    { outcome: "pending", openings: 1 },
  ]);
});

test.each([
  ["interpreted", ["Ana", "Ben"]],
  ["language:ber", ["Ana"]],
  ["interpreter:relative", ["Ana", "Ben"]],
  ["taken:eased", ["Ana"]],
  ["taken:started", ["Ben"]],
  ["taken:none", []],
])("%s opens onto the people it counts", async (figure, families) => {
  const caller = centre.caller(centre.who.medical_director.token);
  const behind = await listBehind(centre.t.db, caller, ROLES, figure, year);
  expect(behind.people.map(({ family }) => family).toSorted()).toEqual(families);
});
