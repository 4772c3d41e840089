/** Every table that holds something of a person is erased with them and given to them, or says why not. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { routeMatrix } from "../../src/access/route-matrix.ts";
import { holdings } from "../../src/retention/holdings.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangeEverything, tablesOfPersons } from "../support/retention.ts";

let centre: Centre;
beforeAll(async () => {
  centre = await arrangeFullCentre();
});
afterAll(() => centre.t.close());

const source = async (name: string) =>
  (
    await centre.t.owner.query<{ text: string }>(
      "select prosrc as text from pg_proc where oid = $1::regproc",
      [name],
    )
  ).rows[0]?.text ?? "";

describe("every table that can lead to a person", () => {
  test("is in src/retention/holdings.ts, with its clock and its part of the person’s copy", async () => {
    const found = await tablesOfPersons(centre.t.owner);
    const missing = found.filter((name) => !(name in holdings));
    expect(
      missing,
      "A table that can lead to a person was added. For each: 1. give it a line in src/retention/holdings.ts; " +
        "2. delete its rows in retention.erase (migrations/0026_retention.sql), as its neighbours do, and read its days in retention.facts; " +
        "3. give its rows in record.export_record and docs/record-export.md; 4. give the person of arrangeEverything (tests/support/retention.ts) a row of it. " +
        "A table that must be left out says why in holdings.ts.",
    ).toEqual([]);
    expect(
      Object.keys(holdings).filter((name) => !found.includes(name)),
      "no longer in the database",
    ).toEqual([]);
  });

  test("is erased by retention.erase, or says why not", async () => {
    const text = await source("retention.erase");
    const forgotten = Object.entries(holdings).flatMap(([name, { clock }]) =>
      typeof clock === "string" && !text.includes(`delete from ${name} `) ? [name] : [],
    );
    expect(forgotten, "listed as erased in holdings.ts, but retention.erase does not delete from it").toEqual(
      [],
    );
  });

  test("loses its rows of a person erased, block after block, and keeps those of everyone else", async () => {
    const { owner } = centre.t;
    const person = await arrangeEverything(centre, "Effacée");
    const other = await arrangeEverything(centre, "Gardée");
    await owner.query(
      "insert into retention.apart (person_id, block, since) values ($1, 'social', '2020-01-01')",
      [person],
    );
    await owner.query(
      "insert into retention.restored (person_id, on_day, reason, author_id) values ($1, '2020-02-03', 'revenue', $2)",
      [person, centre.who.doctor.account],
    );
    await owner.query(
      "insert into retention.hold (id, person_id, reason, author_name) values (gen_random_uuid(), $1, 'litige', 'X')",
      [person],
    );
    const about = await rowsAbout(person);
    const never = [
      ...["audit.entry", "retention.plan_item", "intake.staged_visit", "papers.content"],
      // They name their request or their referral, and go with it.
      ...["admission.referral_word", "admission.decision", "admission.attestation", "admission.link"],
      ...["rights.request_step", "rights.request_log", "rights.request_paper", "rights.request_fact"],
    ];
    expect(
      Object.keys(holdings).filter((name) => !never.includes(name) && !about[name]),
      "give the person of arrangeEverything (tests/support/retention.ts) a row of each",
    ).toEqual([]);
    const before = await rowsAbout(other);

    await owner.query("select retention.erase(array[$1::uuid], 'social', 'salt')", [person]);
    const afterSocial = await rowsAbout(person);
    for (const [name, { clock }] of Object.entries(holdings)) {
      if (clock === "social") expect([name, afterSocial[name] ?? 0]).toEqual([name, 0]);
      if (clock === "nature") expect(afterSocial[name], `${name}: what is of care stays`).toBeGreaterThan(0);
      if (clock === "clinical") expect(afterSocial[name], `${name}: what is of care stays`).toBe(about[name]);
    }
    const { rows } = await owner.query(
      "select array_agg(distinct nature) as natures from care.note where person_id = $1",
      [person],
    );
    expect(rows[0].natures).toEqual(["clinical"]);

    await owner.query("select retention.erase(array[$1::uuid], 'person', 'salt')", [person]);
    expect(await rowsAbout(person)).toEqual({});
    const { rows: words } = await owner.query("select word from people.search_word where word ~ 'effac'");
    expect(words, "a name nobody has any more stays in no dictionary").toEqual([]);
    const { people, ...left } = { people: null, ...(await rowsAbout(other)) };
    expect([people, left]).toEqual([null, before]);
  });
});

test("an act that writes in a block that may be set apart brings the person back, or is listed here", async () => {
  const { rows } = await centre.t.owner.query<{ code: string }>(
    "select code from audit.action where writes and not returns",
  );
  const silent = new Set(rows.map(({ code }) => code));
  const blocks = ["cover", "right_requests", "social_situation", "social_notes", "useful", "clinical"];
  const found = routeMatrix.flatMap(({ natures, audited, path }) =>
    path.startsWith("/api/people/:id") && natures.some((one) => blocks.includes(one))
      ? audited.filter((act) => silent.has(act) && !LEAVES_APART.includes(act))
      : [],
  );
  expect(
    [...new Set(found)],
    "A route writes in a block that may be set apart. Set audit.action.returns of its act, so that recording it brings the block back; " +
      "or list the act in this test when it says nothing of a return.",
  ).toEqual([]);
});

/** Giving a draft up, taking it back or sending it back, taking a paper out, ticking a task, pricing a visit: nothing of a return. */
const LEAVES_APART = [
  "act.record",
  "act.withdraw",
  "instrument.withdraw",
  "note.discard",
  "note.recall",
  "note.return",
  "essential.withdraw",
  "document.withdraw",
  "task.done",
  "task.undone",
];

/** How many rows of each table name this person, anywhere in them. */
async function rowsAbout(person: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of Object.keys(holdings)) {
    if (name === "audit.entry") continue;
    const { rows } = await centre.t.owner.query<{ n: number }>(
      `select count(*)::int as n from ${name} t where to_jsonb(t)::text like '%' || $1 || '%'`,
      [person],
    );
    if (rows[0]?.n) counts[name] = rows[0].n;
  }
  return counts;
}
