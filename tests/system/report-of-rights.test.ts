/** Requests, the days they took, rights and médecin traitant found, and who pays, against counts made by hand. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Role } from "../../src/access/model.ts";
import { layOutReport } from "../../src/reports/rules.ts";
import { countActivity, listBehind } from "../../src/reports/store.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";

const year = { from: "2025-01-01", to: "2025-12-31", knownOn: "2099-12-31" };

let centre: Centre;
let [ana, ben, cleo, dov]: string[] = [];
const run = (sql: string, values: unknown[] = []) => centre.t.owner.query(sql, values);

beforeAll(async () => {
  centre = await arrangeFullCentre();
  const known = (family: string) =>
    arrangePerson(centre.t.owner, { structure: centre.team, author: centre.who.doctor.account, family });
  ana = await known("Ana");
  ben = await known("Ben");
  cleo = await known("Cleo");
  dov = await known("Dov");
  for (const table of ["cover_statement", "cover_interval", "request"])
    await run(`delete from rights.${table}`);
  for (const table of ["care.encounter", "people.life_fact", "funding.part"])
    await run(`delete from ${table}`);
  await wroteRequests();
  await wroteCover();
  await wroteDoctors();
  await wroteActs();
}, 60_000);
afterAll(() => centre.t.close());

type Step = readonly [
  state: string,
  day: string | null,
  more?: { effect?: string; reason?: string; knownFrom?: string; knownTo?: string; seq?: number },
];

/** A request known from 1 February 2025, and its steps. */
async function asked(person: string | undefined, type: string, nature: string, steps: readonly Step[]) {
  const by = centre.who.doctor.account;
  const { rows } = await run(
    `insert into rights.request (id, person_id, structure_id, type, nature, keeper_id, keeper_name, author_id, author_name, known_from, state)
     values (uuidv7(), $1, $2, $3, $4, $5, 'N', $5, 'N', '2025-02-01', $6) returning id`,
    [person, centre.team, type, nature, by, steps[0]?.[0]],
  );
  for (const [n, [state, day, more = {}]] of steps.entries())
    await run(
      `insert into rights.request_step (id, request_id, seq, state, on_day, effect_on, author_id, author_name, known_from, known_to, reason)
       values (uuidv7(), $1, $2, $3, $4, $5, $6, 'N', $7, $8, $9)`,
      [
        rows[0]?.id,
        more.seq ?? n + 1,
        state,
        day,
        more.effect ?? null,
        by,
        more.knownFrom ?? "2025-02-01",
        more.knownTo ?? null,
        more.reason ?? null,
      ],
    );
}

async function wroteRequests(): Promise<void> {
  // Decided on 28 April, and written that day: on 1 April it was pending.
  await asked(ana, "ame", "right_requests", [
    ["identified", "2025-02-21"],
    ["filed", "2025-03-03"],
    ["granted", "2025-04-28", { effect: "2025-03-03", knownFrom: "2025-04-28" }],
  ]);
  await asked(ben, "ame", "right_requests", [
    ["identified", null],
    ["filed", "2025-01-10"],
    ["refused", "2025-02-09", { knownFrom: "2025-02-20" }],
    // Corrected since: it had been noted a day later.
    ["refused", "2025-02-10", { seq: 3, knownTo: "2025-02-20" }],
  ]);
  // From the paper in hand: nothing is known before the decision.
  await asked(cleo, "c2s", "right_requests", [["granted", "2025-06-10", { effect: "2025-07-01" }]]);
  await asked(cleo, "c2s", "right_requests", [["implicitly_granted", "2025-08-01"]]);
  await asked(dov, "mdph", "clinical", [
    ["to_prepare", "2025-05-01"],
    ["withdrawn", "2025-05-20"],
  ]);
  await asked(dov, "ame", "right_requests", [
    ["identified", "2025-05-01"],
    ["refused_by_person", "2025-05-02", { reason: "fear" }],
  ]);
  // Opened the year before; decided this year.
  await asked(dov, "c2s", "right_requests", [
    ["identified", "2024-11-21"],
    ["filed", "2024-12-01"],
    ["refused", "2025-01-15"],
    ["withdrawn", "2025-03-01"],
  ]);
}

const came = (person: string | undefined, day: string) =>
  run(
    `insert into care.encounter (person_id, structure_id, site_id, on_day, kind, known_from)
     values ($1, $2, $3, $4, 'consultation', '2025-01-01')`,
    [person, centre.team, centre.site, day],
  );

async function wroteCover(): Promise<void> {
  const said = (person: string | undefined, day: string, scheme: string) =>
    run(
      `insert into rights.cover_statement (person_id, layer, scheme, mask, stated_on, source, known_from)
       select $1, k.layer, k.code, k.mask, $3, 'declared', '2025-01-01' from rights.scheme k where k.layer = 'base' and k.code = $2`,
      [person, scheme, day],
    );
  const opened = (person: string | undefined, valid: string, known: string) =>
    run(
      `insert into rights.cover_interval (person_id, layer, scheme, valid, source, known) values ($1, 'base', 'ame', $2, 'document', $3)`,
      [person, valid, known],
    );
  for (const [person, day] of [
    [ana, "2025-01-20"],
    [ana, "2025-06-01"],
    [ben, "2025-01-20"],
    [cleo, "2025-01-20"],
    [dov, "2025-01-20"],
  ] as const)
    await came(person, day);
  await said(ana, "2025-01-20", "none");
  await said(ben, "2025-01-20", "none");
  await opened(ana, "[2025-03-03,2026-03-03)", "[2025-04-28,)");
  await opened(ben, "[2026-01-01,2027-01-01)", "[2025-04-28,)");
  // Nothing said: unknown is not "without".
  await opened(cleo, "[2025-03-03,2026-03-03)", "[2025-04-28,)");
}

async function wroteDoctors(): Promise<void> {
  const doctor = (person: string | undefined, content: object, valid: string) =>
    run(
      `insert into people.life_fact (person_id, kind, content, valid, source, stated_on, known_from)
       values ($1, 'attending_doctor', $2, $3, 'declared', lower($3::daterange), lower($3::daterange))`,
      [person, content, valid],
    );
  await doctor(ana, { none: true }, "[2025-01-01,2025-05-01)");
  await doctor(ana, { name: "Dr A" }, "[2025-05-01,)");
  await doctor(ben, { none: true }, "[2025-01-01,)");
  // Known at the end, unknown at first contact.
  await doctor(cleo, { name: "Dr C" }, "[2025-05-01,)");
  await doctor(dov, { none: true }, "[2025-02-01,2025-03-01)");
}

async function wroteActs(): Promise<void> {
  const part = (
    act: string,
    name: string,
    cents: number,
    payer: string | null,
    state: string,
    known: string,
    until: string | null,
    back = false,
  ) =>
    run(
      `insert into funding.part (act_id, person_id, structure_id, on_day, part, cents, payer, state, known_from, known_to, brought_back)
       values ($1, $2, $3, '2025-03-20', $4, $5, $6, $7, $8, $9, $10)`,
      [act, ana, centre.team, name, cents, payer, state, known, until, back],
    );
  const [one, two] = ["019a0000-0000-7000-8000-000000000001", "019a0000-0000-7000-8000-000000000002"];
  await part(one, "compulsory", 2100, null, "awaiting_rights", "2025-03-20", "2025-04-28");
  await part(one, "compulsory", 2100, "ame", "to_invoice", "2025-04-28", null, true);
  await part(one, "complementary", 900, "ame", "to_invoice", "2025-04-28", null, true);
  await part(two, "compulsory", 3000, "free", "borne", "2025-03-20", null);
}

const report = async (knownOn = year.knownOn, role: Role = "medical_director") =>
  layOutReport(
    await countActivity(centre.t.db, centre.caller(centre.who[role].token), [role], { ...year, knownOn }),
    new Map(),
  );
const outcomes = { granted: 0, refused: 0, pending: 0, abandoned: 0, declined: 0 };

test("each is counted as its definition says, and no more", async () => {
  const { requests, delays, declined, givenUp, regained, funding } = await report();
  expect(requests?.map(({ type, outcomes: found }) => [type, found])).toEqual([
    ["c2s", { ...outcomes, granted: 1, pending: 1 }],
    ["ame", { ...outcomes, granted: 1, refused: 1, declined: 1 }],
    ["mdph", { ...outcomes, abandoned: 1 }],
  ]);
  expect(delays).toEqual([
    // Ana's ten; unknown: Ben's, and Cleo's two.
    { part: "filed", known: 1, unknown: 3, median: 10, p90: 10 },
    // Ben's 30, Dov's 45, Ana's 56.
    { part: "decided", known: 3, unknown: 1, median: 45, p90: 56 },
    { part: "effective", known: 2, unknown: 0, median: -56, p90: 21 },
    { part: "whole", known: 1, unknown: 1, median: 10, p90: 10 },
  ]);
  expect(declined).toEqual({ requests: 1, persons: 1 });
  // Dov's three: one told why.
  expect(givenUp).toEqual([
    { reason: "", label: null, requests: 2 },
    { reason: "fear", label: "Peur", requests: 1 },
  ]);
  expect(regained).toEqual({ none: 2, opened: 1, doctorNone: 2, doctorFound: 1 });
  expect(funding).toEqual({
    acts: 2,
    payers: [
      { payer: "ame", label: "AME (État, par la CPAM)", acts: 1, cents: 3000, received: 0 },
      { payer: "free", label: "Gratuit, sans financeur", acts: 1, cents: 3000, received: 0 },
    ],
    awaiting: { acts: 0, cents: 0 },
    broughtBack: { acts: 1, cents: 3000 },
  });
});

test("tel que connu le 1er avril, the decision of 28 April changes nothing", async () => {
  const { requests, delays, regained, funding } = await report("2025-04-01");
  expect(requests?.find(({ type }) => type === "ame")?.outcomes).toEqual({
    ...outcomes,
    pending: 1,
    refused: 1,
    declined: 1,
  });
  expect(delays?.find(({ part }) => part === "decided")).toEqual({
    part: "decided",
    known: 2,
    unknown: 1,
    median: 30,
    p90: 45,
  });
  expect(regained).toEqual({ none: 2, opened: 0, doctorNone: 2, doctorFound: 0 });
  expect(funding).toMatchObject({ awaiting: { acts: 1, cents: 2100 }, broughtBack: { acts: 0, cents: 0 } });
  expect((await report("2025-02-15")).delays?.find(({ part }) => part === "decided")?.median).toBe(31);
});

test("a report frozen before these were counted shows none of them", async () => {
  const { requests, delays, declined, givenUp, entryOpened, doctor, funding, ...before } =
    await countActivity(
      centre.t.db,
      centre.caller(centre.who.medical_director.token),
      ["medical_director"],
      year,
    );
  expect([requests, delays, declined, givenUp, entryOpened, doctor, funding]).not.toContain(undefined);
  expect(layOutReport(before, new Map())).toMatchObject({
    requests: null,
    delays: null,
    declined: null,
    givenUp: null,
    regained: null,
    funding: null,
  });
});

test.each([
  ["medical_director", "outcome:granted", ["Ana", "Cleo"]],
  ["medical_director", "outcome:abandoned", ["Dov"]],
  ["medical_director", "opened", ["Ana"]],
  ["medical_director", "doctor:none", ["Ana", "Ben"]],
  ["medical_director", "doctor:found", ["Ana"]],
] as const)("%s: %s opens onto the people it counts", async (role, figure, families) => {
  const caller = centre.caller(centre.who[role].token);
  const behind = await listBehind(centre.t.db, caller, [role], figure, year);
  expect(behind.people.map(({ family }) => family).toSorted()).toEqual(families);
});

test("a file that tells of an illness is counted and brings no name to who does not read care", async () => {
  const role = "network_manager";
  const abandoned = (await report(year.knownOn, role)).requests?.map((one) => one.outcomes.abandoned);
  expect(abandoned).toEqual([0, 0, 1]);
  const caller = centre.caller(centre.who[role].token);
  expect(await listBehind(centre.t.db, caller, [role], "outcome:abandoned", year)).toMatchObject({
    total: 0,
  });
});
