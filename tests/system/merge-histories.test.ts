/**
 * Random histories of people who write, correct, merge and separate at the same time, over two servers' connections.
 * Whatever the order things really happened in: nothing written is lost, everything is read where the decisions in force
 * say, what was known on an earlier day does not move, and undoing everything gives every record back as it was written.
 */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "../../src/platform/database/database.ts";
import type { PersonPage } from "../../src/record/model.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import {
  type Decision,
  decide,
  type Link,
  outcomes,
  shownFor,
  togetherWith,
  toldAs,
} from "../support/joined-model.ts";
import { type Answer, type ServedApp, serveApp } from "../support/served-app.ts";

const PEOPLE = 6;
const HISTORIES = 30;

let centre: Centre;
let apps: readonly [ServedApp, ServedApp];
let closeSecond: () => Promise<void>;
let runs = 0;

beforeAll(async () => {
  centre = await arrangeFullCentre();
  const { t } = centre;
  const { rows } = await t.owner.query<{ name: string }>("select current_database() as name");
  const second = openDatabase((user, password) => t.server.login(user, password), rows[0]?.name ?? "", {
    app: t.secrets.appPassword,
    signin: t.secrets.signinPassword,
    sealer: t.secrets.sealerPassword,
  });
  closeSecond = () => second.close();
  apps = [serveApp(centre), serveApp(centre, { db: second })];
});
afterAll(async () => {
  await closeSecond();
  await centre.t.close();
});

/** Roles that may do all of it: their sessions take turns. */
const DECIDERS = ["coordinating_nurse", "social_worker", "administrative_officer"] as const;
let turn = 0;
function ask(method: string, path: string, body?: unknown): Promise<Answer> {
  turn += 1;
  const role = DECIDERS[turn % DECIDERS.length] ?? "coordinating_nurse";
  return apps[turn % 2 === 0 ? 0 : 1].ask(centre.who[role].token, method, path, body);
}

const who = fc.nat(PEOPLE - 1);
const act = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("encounter" as const), person: who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cover" as const), person: who }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("identity" as const), person: who }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("merge" as const), person: who, other: who }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("separate" as const), person: who, nth: fc.nat(4) }),
  },
);
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never;
/** Acts of one line happen at once. */
const history = fc.array(fc.array(act, { minLength: 1, maxLength: 5 }), { minLength: 3, maxLength: 8 });

/** What was acknowledged, and the decisions in force. */
interface Told {
  readonly people: readonly string[];
  readonly year: number;
  links: readonly Link[];
  /** By the record it was written on. */
  readonly encounters: Map<string, string[]>;
  readonly covers: Map<string, string[]>;
  readonly families: Map<string, { readonly family: string; readonly version: number }>;
  accepted: Decision[];
}

async function begin(): Promise<Told> {
  runs += 1;
  const made = await Promise.all(
    Array.from({ length: PEOPLE }, (_, n) => ask("POST", "/api/people", { family: `Départ${runs}x${n}` })),
  );
  const people: string[] = made.map(({ body }) => body.id);
  return {
    people,
    year: 1930 + runs,
    links: [],
    encounters: new Map(people.map((id) => [id, []])),
    covers: new Map(people.map((id) => [id, []])),
    families: new Map(people.map((id, n) => [id, { family: `Départ${runs}x${n}`, version: 1 }])),
    accepted: [],
  };
}

let days = 0;
function newDay(year: number): string {
  days += 1;
  return new Date(Date.UTC(year, 0, 1 + (days % 360))).toISOString().slice(0, 10);
}

const done = { 200: true, 409: false } as const;
/** Accepted or told that something changed; anything else is a defect. */
function outcomeOf({ status, body }: Answer): boolean {
  expect([200, 409], `${JSON.stringify(body)} ${apps.flatMap(({ unexpected }) => unexpected)}`).toContain(
    status,
  );
  return done[status as 200 | 409];
}

async function open(id: string): Promise<PersonPage> {
  const { status, body } = await ask("GET", `/api/people/${id}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

let edits = 0;
async function perform(told: Told, one: Act): Promise<void> {
  const person = told.people[one.person] ?? "";
  switch (one.kind) {
    case "encounter": {
      const onDay = newDay(told.year);
      const visit = { siteId: centre.site, onDay, kind: "interview" };
      const answer = await ask("POST", `/api/people/${person}/encounters`, visit);
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
      told.encounters.get(person)?.push(answer.body.id);
      return;
    }
    case "cover": {
      const statedOn = newDay(told.year);
      const cover = [{ layer: "base", scheme: "general", source: "declared" }];
      const answer = await ask("POST", `/api/people/${person}/cover-statements`, { statedOn, cover });
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
      told.covers.get(person)?.push(statedOn);
      return;
    }
    case "identity": {
      edits += 1;
      const family = `Revu${runs}x${edits}`;
      // As a form opened a moment ago: on the record itself, whatever it is read under since.
      const { rows } = await centre.t.owner.query<{ version: number }>(
        "select version from people.person where id = $1",
        [person],
      );
      const edit = { version: rows[0]?.version, identity: { family } };
      const answer = await ask("PUT", `/api/people/${person}/identity`, edit);
      const { version = 0 } = told.families.get(person) ?? {};
      if (outcomeOf(answer) && answer.body.version > version)
        told.families.set(person, { family, version: answer.body.version });
      return;
    }
    case "merge": {
      const other = told.people[one.other] ?? "";
      const compared = await ask("POST", "/api/duplicates/compare", { a: person, b: other });
      expect(compared.status, JSON.stringify(compared.body)).toBe(200);
      const [kept, joined] = compared.body.records.map(({ id }: { id: string }) => id);
      if (compared.body.together) return;
      const decision = { kept, joined, seen: compared.body.seen };
      if (outcomeOf(await ask("POST", "/api/duplicates/merge", decision)))
        told.accepted.push({ kind: "merge", kept, joined });
      return;
    }
    case "separate": {
      const decisions = (await open(person)).joined?.decisions ?? [];
      const decision = decisions[one.nth % Math.max(1, decisions.length)];
      if (!decision) return;
      const undo = { person: decision.id, joinedTo: decision.joinedTo, distinct: false };
      if (outcomeOf(await ask("POST", "/api/duplicates/separate", undo)))
        told.accepted.push({ kind: "separate", person: decision.id, joinedTo: decision.joinedTo });
      return;
    }
  }
}

/** The decisions in force, as the database holds them. */
async function heldLinks(people: readonly string[]): Promise<Link[]> {
  const { rows } = await centre.t.owner.query<Link>(
    `select person_id as person, joined_to as "joinedTo" from people.alias
      where known_to is null and person_id = any ($1)`,
    [people],
  );
  return rows;
}

async function expectReadTogether(told: Told): Promise<void> {
  for (const person of told.people) {
    const page = await open(person);
    const together = togetherWith(told.links, told.people, person);
    const shown = shownFor(told.links, person);
    const all = (of: Told["encounters"]) => together.flatMap((one) => of.get(one) ?? []).sort();
    expect(page.id).toBe(shown);
    expect(page.identity.family).toBe(told.families.get(shown)?.family);
    expect(page.encounters.map(({ id }) => id).sort()).toEqual(all(told.encounters));
    expect(page.statements.map(({ statedOn }) => statedOn).sort()).toEqual(all(told.covers));
    const others = (page.joined?.records ?? []).map(({ id, identity }) => [id, identity.family]).sort();
    expect(others).toEqual(
      together.filter((one) => one !== shown).map((one) => [one, told.families.get(one)?.family]),
    );
    const found = await ask("POST", "/api/people/search", { words: told.families.get(person)?.family });
    expect(found.body.people.map(({ id }: { id: string }) => id)).toContain(shown);
    const listed = found.body.people.filter(({ id }: { id: string }) => together.includes(id));
    expect(listed, "one line for one person").toHaveLength(1);
  }
}

interface Counts {
  readonly activeCaseload: number;
  readonly consultations: number;
}

/** The report of this history's own year, as known at a moment. */
async function countAt(year: number, moment: string): Promise<Counts> {
  const { rows } = await centre.t.owner.query<{ counts: Counts }>(
    "select reports.count_persons($1, $2, $3, null) as counts",
    [`${year}-01-01`, `${year}-12-31`, moment],
  );
  const { activeCaseload, consultations } = rows[0]?.counts ?? { activeCaseload: -1, consultations: -1 };
  return { activeCaseload, consultations };
}

function countAgain(told: Told): Counts {
  const met = told.people.filter((one) => (told.encounters.get(one) ?? []).length > 0);
  return {
    activeCaseload: new Set(met.map((one) => shownFor(told.links, one))).size,
    consultations: [...told.encounters.values()].flat().length,
  };
}

/** After this moment nothing that was done so far can be known. */
async function momentNow(): Promise<string> {
  const { rows } = await centre.t.owner.query<{ now: string }>("select clock_timestamp()::text as now");
  return rows[0]?.now ?? "";
}

async function settle(told: Told): Promise<void> {
  const held = toldAs(await heldLinks(told.people));
  const after = outcomes(told.links, told.accepted).find((links) => toldAs(links) === held);
  expect(after, `${JSON.stringify(told.accepted)} cannot give ${held}`).toBeDefined();
  told.links = after ?? [];
  told.accepted = [];
}

async function undoAll(told: Told, order: number): Promise<void> {
  while (told.links.length > 0) {
    const link = told.links[order % told.links.length] as Link;
    const answer = await ask("POST", "/api/duplicates/separate", { ...link, distinct: false });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    told.links = decide(told.links, { kind: "separate", ...link }) ?? [];
  }
}

test("people merge, separate, write and correct at once: nothing is lost, nothing of the past moves", async () => {
  const director = centre.who.medical_director.token;
  await fc.assert(
    fc.asyncProperty(history, fc.nat(20), async (lines, order) => {
      const told = await begin();
      const past: { moment: string; counts: Counts }[] = [];
      let frozen: { id: string; body: unknown } | null = null;
      for (const [index, acts] of lines.entries()) {
        await Promise.all(acts.map((one) => perform(told, one)));
        await settle(told);
        await expectReadTogether(told);
        const moment = await momentNow();
        const counts = countAgain(told);
        expect(await countAt(told.year, moment)).toEqual(counts);
        past.push({ moment, counts });
        if (index === 1) {
          const period = { from: `${told.year}-01-01`, to: `${told.year}-12-31`, knownOn: "2099-12-31" };
          const made = await apps[0].ask(director, "POST", "/api/reports/frozen", {
            name: `Bilan ${runs}`,
            period,
          });
          const path = `/api/reports/frozen/${made.body.id}`;
          frozen = { id: path, body: (await apps[0].ask(director, "GET", path)).body };
          expect(frozen.body).toMatchObject({ report: counts });
        }
      }
      await undoAll(told, order);
      await expectReadTogether(told);
      for (const { moment, counts } of past) expect(await countAt(told.year, moment)).toEqual(counts);
      if (frozen) expect((await apps[0].ask(director, "GET", frozen.id)).body).toEqual(frozen.body);
      // Every row is still on the record it was written on.
      const { rows } = await centre.t.owner.query<{ id: string; person: string }>(
        "select id, person_id as person from care.encounter where person_id = any ($1) and known_to is null",
        [told.people],
      );
      const written = told.people.flatMap((one) =>
        (told.encounters.get(one) ?? []).map((id) => `${id} ${one}`),
      );
      expect(rows.map(({ id, person }) => `${id} ${person}`).sort()).toEqual(written.sort());
    }),
    // What happens at once cannot be shrunk to less: the first failure is told as it came.
    { numRuns: HISTORIES, seed: 31_415, endOnFailure: true },
  );
  expect(apps.flatMap(({ unexpected }) => unexpected)).toEqual([]);
  // The histories did what they are about.
  const { rows } = await centre.t.owner.query<{ action: string; n: number }>(
    "select action, count(*)::int as n from audit.entry where action in ('person.merge', 'person.unmerge') group by 1",
  );
  for (const { n } of rows) expect(n).toBeGreaterThan(HISTORIES);
  expect(rows).toHaveLength(2);
});
