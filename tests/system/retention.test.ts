/** Plans made, approved, applied; people set apart, taken back, erased: on the days a test's clock says. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "../../src/access/model.ts";
import { runPlan } from "../../src/retention/run.ts";
import { makePlan, readPlans, stepPlan } from "../../src/retention/store.ts";
import { newId } from "../../src/ui/new-id.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { encounterOf } from "../support/known-person.ts";
import { arrangeEverything } from "../support/retention.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

let centre: Centre;
let app: ServedApp;
let today = "2021-01-01";

beforeAll(async () => {
  centre = await arrangeFullCentre();
  app = serveApp(centre, { today: () => today });
});
afterAll(async () => {
  expect(app.unexpected).toEqual([]);
  await centre.t.close();
});

const ask = (role: Role, method: string, path: string, body?: unknown) =>
  app.ask(centre.who[role].token, method, path, body);
const console_ = () => ({
  db: centre.t.db,
  caller: centre.caller(centre.who.console.token),
  roles: ["console"],
});
const run = () => runPlan(console_, today, () => "salt");
const number = async (id: string) =>
  Number(
    (await centre.t.owner.query("select local_number from people.person where id = $1", [id])).rows[0]
      .local_number,
  );

/** The plan as the officer sees it. */
async function plan() {
  const { body } = await ask("data_protection_officer", "POST", "/api/retention/plans");
  const read = await ask("data_protection_officer", "GET", "/api/retention");
  const made = read.body.plans.find((one: { id: string }) => one.id === body.id);
  // Those of whom nothing was ever known but that they are someone else (see arrangeEverything).
  return { ...made, counts: made.counts.filter(({ reason }: { reason: string }) => reason !== "empty") };
}
async function approve(role: Role = "data_protection_officer") {
  const made = await plan();
  const answer = await ask(role, "POST", `/api/retention/plans/${made.id}/approve`, { digest: made.digest });
  return { made, answer };
}
async function approveAndRun() {
  const { made } = await approve();
  expect(await run()).toMatchObject({ outcome: "done", plan: made.id });
  return (await readPlans(console_())).find(({ id }) => id === made.id);
}
const opened = (role: Role, id: string) => ask(role, "GET", `/api/people/${id}`);
/** Everyone of a test leaves the file before the next. */
async function nobody() {
  await centre.t.owner.query(
    "delete from retention.plan; select retention.erase(array(select id from people.person), 'person', '')",
  );
}

describe("someone last seen on 3 February 2020", () => {
  let person: string;
  beforeAll(async () => {
    await nobody();
    person = await arrangeEverything(centre, "Ancienne");
  });
  afterAll(nobody);

  test("is in no plan the day before two years have passed, and the social block is the day after", async () => {
    today = "2022-02-02";
    expect((await plan()).counts).toEqual([]);
    today = "2022-02-03";
    expect((await plan()).counts).toEqual([
      { act: "archive", block: "social", reason: "social", persons: 1 },
    ]);
  });

  test("a plan nobody approved is not applied, nor one approved by another role, nor in other terms", async () => {
    expect(await run()).toEqual({ outcome: "none" });
    const { answer } = await approve("nurse");
    expect(answer.status).toBe(403);
    const made = await plan();
    const other = await ask("medical_director", "POST", `/api/retention/plans/${made.id}/approve`, {
      digest: "0".repeat(64),
    });
    expect(other.status).toBe(409);
    expect(await run()).toEqual({ outcome: "none" });
  });

  test("a plan that moved since its approval is not applied: the record is held back meanwhile", async () => {
    const { answer } = await approve("medical_director");
    expect(answer.status).toBe(200);
    const id = newId();
    const hold = { id, localNumber: await number(person), reason: "Recours devant le tribunal" };
    for (const _ of [1, 2])
      expect((await ask("data_protection_officer", "POST", "/api/retention/holds", hold)).status).toBe(200);
    expect(await run()).toMatchObject({ outcome: "moved" });
    expect(await plan()).toMatchObject({ counts: [], held: 1 });
    expect((await ask("data_protection_officer", "POST", `/api/retention/holds/${id}/end`)).body).toEqual({
      done: true,
    });
    expect((await ask("reception", "POST", "/api/retention/holds", hold)).status).toBe(403);
  });

  test("approved too long ago, it is to be decided again", async () => {
    await approve();
    today = "2022-04-01";
    expect(await run()).toMatchObject({ outcome: "expired" });
    today = "2022-02-03";
  });

  test("applied, it hides the social block from those who read it, and leaves care as it was", async () => {
    const before = (await opened("nurse", person)).body;
    expect(before.statements).toHaveLength(1);
    expect(before.notes.map(({ nature }: { nature: string }) => nature).sort()).toEqual([
      "clinical",
      "useful",
    ]);
    expect(await approveAndRun()).toMatchObject({ state: "done", results: { archive: 1, moved: 0 } });
    for (const role of ["nurse", "doctor", "social_worker", "reception"] as const) {
      const { status, body } = await opened(role, person);
      expect([role, status, body.statements, body.intervals, body.housing]).toEqual([role, 200, [], [], []]);
      expect(body.notes.filter(({ nature }: { nature: string }) => nature !== "clinical")).toEqual([]);
      // Said to who would read it; of it nothing is counted as reserved to others.
      expect([role, body.withheld.apart]).toEqual([role, ["social"]]);
      expect([body.withheld.counts.cover, body.withheld.counts.social_situation]).toEqual([
        undefined,
        undefined,
      ]);
    }
    expect((await opened("telephone_desk", person)).body.withheld.apart).toEqual([]);
    const after = (await opened("nurse", person)).body;
    expect(after.notes).toHaveLength(1);
    expect(after.encounters).toEqual(before.encounters);
  });

  test("a visit recorded brings the block back, and the next plan has nothing to say", async () => {
    today = "2022-02-05";
    const answer = await ask("reception", "POST", `/api/people/${person}/encounters`, {
      id: newId(),
      siteId: centre.site,
      onDay: "2022-02-05",
      kind: "interview",
      cover: [{ layer: "base", scheme: "puma", source: "declared" }],
    });
    expect(answer.status).toBe(200);
    const back = (await opened("nurse", person)).body;
    expect([back.statements.length, back.withheld.apart]).toEqual([2, []]);
    today = "2022-03-01";
    expect((await plan()).counts).toEqual([]);
    today = "2024-02-04";
    expect((await plan()).counts).toEqual([]);
  });

  test("two years after that visit it is set apart again, and two months later erased: the social block, before the other", async () => {
    today = "2024-02-05";
    await approveAndRun();
    today = "2024-04-04";
    expect((await plan()).counts).toEqual([]);
    today = "2024-04-05";
    expect((await plan()).counts).toEqual([{ act: "erase", block: "social", reason: "social", persons: 1 }]);
    const { made } = await approve();
    expect(await run()).toMatchObject({
      outcome: "done",
      frozen: ["Bilan 2020, avant effacement", "Bilan 2022, avant effacement"],
    });
    const done = (await readPlans(console_())).find(({ id }) => id === made.id);
    expect(done?.results.rows).toMatchObject({
      "rights.cover_statement": 2,
      "people.situation_statement": 1,
      "care.note": 2,
    });
    const { rows } = await centre.t.owner.query(
      "select detail, person_ids from audit.entry where action = 'retention.erase' order by id desc limit 1",
    );
    expect(rows[0].detail).toMatchObject({
      block: "social",
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(rows[0].person_ids).toEqual([person]);
    const { body } = await opened("nurse", person);
    expect([body.statements, body.notes.length]).toEqual([[], 1]);
  });

  test("five years after the last visit the record leaves the file whole: found by nobody, opened by nobody", async () => {
    today = "2027-02-05";
    expect((await plan()).counts).toEqual([
      { act: "archive", block: "person", reason: "elapsed", persons: 1 },
    ]);
    await approveAndRun();
    for (const role of ["doctor", "nurse", "medical_director", "reception"] as const)
      expect((await opened(role, person)).status).toBe(404);
    const search = await ask("doctor", "POST", "/api/people/search", { words: "ancienne" });
    expect(search.body.people).toEqual([]);
  });

  test("whoever may reach the archive finds it by its exact name, and takes it back when the person returns", async () => {
    const sought = { family: "Ancienne" };
    expect((await ask("doctor", "POST", "/api/retention/apart/search", sought)).status).toBe(403);
    const { body } = await ask("coordinating_nurse", "POST", "/api/retention/apart/search", {
      family: "Ancienn",
    });
    expect(body.people).toEqual([]);
    const { body: found } = await ask("coordinating_nurse", "POST", "/api/retention/apart/search", sought);
    expect(found.people).toMatchObject([{ id: person, family: "Ancienne", since: "2027-02-05" }]);
    const restore = () =>
      ask("coordinating_nurse", "POST", `/api/retention/apart/${person}/restore`, {
        reason: "Revenue à l’accueil",
      });
    expect((await restore()).status).toBe(200);
    expect((await restore()).status).toBe(404);
    expect((await opened("nurse", person)).body.notes).toHaveLength(1);
    expect((await plan()).counts).toEqual([]);
  });

  test("the record ends after twenty years, or on the 28th birthday: nothing is left of it, and past years stay counted", async () => {
    today = "2032-02-05";
    await approveAndRun();
    today = "2047-02-04";
    expect((await plan()).counts).toEqual([]);
    today = "2047-02-05";
    expect(await plan()).toMatchObject({
      counts: [{ act: "erase", block: "person", reason: "elapsed", persons: 1 }],
      years: [2020, 2022],
    });
    const count = async (year: number) =>
      (
        await ask("medical_director", "POST", "/api/reports/activity", {
          from: `${year}-01-01`,
          to: `${year}-12-31`,
          knownOn: today,
        })
      ).body;
    const before = await count(2020);
    expect(before.activeCaseload).toBe(1);
    await approve();
    // Those years were frozen before their social block went.
    expect(await run()).toMatchObject({ outcome: "done", frozen: [] });
    const left = await centre.t.owner.query("select from people.person where id = $1", [person]);
    expect(left.rowCount).toBe(0);
    const { body: frozen } = await ask("medical_director", "GET", "/api/reports/frozen");
    const kept = frozen.reports.find(({ name }: { name: string }) => name === "Bilan 2020, avant effacement");
    const { body } = await ask("medical_director", "GET", `/api/reports/frozen/${kept.id}`);
    expect(body.report.activeCaseload).toBe(1);
    expect(await count(2020)).toMatchObject({ activeCaseload: 0, erased: [{ year: 2020, persons: 1 }] });
    const items = await centre.t.owner.query("select from retention.plan_item where person_id = $1", [
      person,
    ]);
    expect(items.rowCount).toBe(0);
  });
});

describe("records read as one", () => {
  test("count from the latest of all, are set apart together and taken back together", async () => {
    await nobody();
    const [kept, joined] = [
      await arrangeEverything(centre, "Double"),
      await arrangeEverything(centre, "Doubl"),
    ];
    await centre.t.owner.query(
      "insert into people.alias (person_id, joined_to, kept_id, decided_at, known_from) values ($1, $2, $2, now(), now())",
      [joined, kept],
    );
    await centre.t.owner.query(
      "update rights.cover_statement set stated_on = '2021-06-01' where person_id = $1",
      [joined],
    );
    today = "2022-02-03";
    expect((await plan()).counts).toEqual([]);
    today = "2023-06-01";
    expect((await plan()).counts).toEqual([
      { act: "archive", block: "social", reason: "social", persons: 1 },
    ]);
    await approveAndRun();
    const { rows } = await centre.t.owner.query("select person_id from retention.apart order by 1");
    expect(rows.map(({ person_id }) => person_id)).toEqual([kept, joined].sort());
    await ask("nurse", "POST", `/api/people/${kept}/encounters`, {
      id: newId(),
      siteId: centre.site,
      onDay: today,
      kind: "nursing",
    });
    expect((await centre.t.owner.query("select from retention.apart")).rowCount).toBe(0);
    // Not the record whose visit was recorded is opened, and shows both again.
    expect((await opened("nurse", joined)).body.statements).toHaveLength(2);
    today = "2025-08-01";
    await approveAndRun();
    await centre.t.owner.query("update people.alias set known_to = now() where person_id = $1", [joined]);
    // Separated since, each by its own last contact: of the first, a nurse's visit is none of the social block's.
    expect((await plan()).counts).toEqual([{ act: "erase", block: "social", reason: "social", persons: 2 }]);
  });
});

describe("a run cut in the middle", () => {
  test("goes on where it stopped, leaves alone who came back meanwhile, and never does twice", async () => {
    await nobody();
    const people: string[] = [];
    for (let i = 0; i < 7; i++) people.push(await arrangeEverything(centre, `Coupure${"abcdefg"[i]}`));
    today = "2025-02-03";
    const { made } = await approve();
    expect(made.counts).toEqual([{ act: "archive", block: "person", reason: "elapsed", persons: 7 }]);
    const { rows } = await centre.t.owner.query("select 1 from retention.plan where state = 'running'");
    expect(rows).toEqual([]);
    const begun = await centre.t.db.call(
      console_().caller,
      ["console"],
      "begin",
      "retention.begin_plan($4)",
      [today],
    );
    expect(begun).toMatchObject({ outcome: "running" });
    expect(await stepPlan(console_(), made.id, 3, "salt")).toEqual({ done: 3, left: 4 });
    // The process is killed here; someone comes in before it is started again; nobody makes another plan meanwhile.
    await expect(makePlan(console_(), today, true)).rejects.toThrow();
    expect((await ask("data_protection_officer", "POST", "/api/retention/plans")).status).toBe(409);
    const waiting = await centre.t.owner.query(
      "select person_id from retention.plan_item where state = 'waiting' order by no",
    );
    const back = waiting.rows[0].person_id;
    await ask("nurse", "POST", `/api/people/${back}/encounters`, {
      id: newId(),
      siteId: centre.site,
      onDay: today,
      kind: "nursing",
    });
    expect(await run()).toMatchObject({ outcome: "done", plan: made.id });
    const [done] = await readPlans(console_());
    expect(done).toMatchObject({ state: "done", results: { archive: 6, moved: 1 } });
    expect((await opened("nurse", back)).status).toBe(200);
    expect(await encounterOf(centre.t.owner, back)).not.toBe("");
    expect(await run()).toEqual({ outcome: "none" });
  });
});

describe("durations", () => {
  test("are decided by the officer alone, from a day on, for the network or one structure: the longest of them counts", async () => {
    await nobody();
    await arrangeEverything(centre, "Durée");
    const longer = {
      code: "social_active",
      value: 36,
      validFrom: "2022-01-01",
      source: "Décision du conseil",
      structureId: centre.team,
    };
    expect((await ask("medical_director", "POST", "/api/retention/parameters", longer)).status).toBe(403);
    expect((await ask("data_protection_officer", "POST", "/api/retention/parameters", longer)).status).toBe(
      200,
    );
    today = "2022-02-03";
    expect((await plan()).counts).toEqual([]);
    today = "2023-02-03";
    expect((await plan()).counts).toHaveLength(1);
    const { body } = await ask("data_protection_officer", "GET", "/api/retention");
    const rows = body.parameters.filter(({ code }: { code: string }) => code === "social_active");
    expect(rows).toMatchObject([
      { value: 24, structure: null, inForce: true, confidence: "sure" },
      { value: 36, inForce: true, confidence: "to_verify", by: "Essai data_protection_officer" },
    ]);
  });
});

describe("papers kept until a day", () => {
  afterAll(nobody);

  test("are in the plan once it has passed, and go alone, told by what was erased", async () => {
    await nobody();
    const person = await arrangeEverything(centre, "Papiers");
    const { owner } = centre.t;
    const kept = (label: string, until: string | null) =>
      owner
        .query(
          "update papers.document set kept_until = $2 where id = (select id from papers.document where person_id = $1 and kept_until is null order by id limit 1) returning id",
          [person, until],
        )
        .then(({ rows }) => ({ label, id: rows[0]?.id as string }));
    const before = Number(
      (await owner.query("select count(*)::int as n from papers.document where person_id = $1", [person]))
        .rows[0].n,
    );
    const due = await kept("identité", "2020-12-31");
    const later = await kept("avis", "2021-06-01");
    today = "2020-12-31";
    expect((await plan()).counts).toEqual([]);
    today = "2021-01-01";
    expect((await plan()).counts).toEqual([{ act: "erase", block: "papers", reason: "purpose", persons: 1 }]);
    const done = await approveAndRun();
    expect(done?.results).toMatchObject({ erase: 1, rows: { "papers.document": 1 } });
    const { rows: left } = await owner.query("select id from papers.document where person_id = $1", [person]);
    expect(left).toHaveLength(before - 1);
    expect(left.map(({ id }) => id)).toContain(later.id);
    expect(left.map(({ id }) => id)).not.toContain(due.id);
    expect(
      (await owner.query("select count(*)::int as n from papers.content where document_id = $1", [due.id]))
        .rows[0].n,
    ).toBe(0);
    expect((await opened("nurse", person)).status).toBe(200);
    expect((await plan()).counts).toEqual([]);
  });
});
