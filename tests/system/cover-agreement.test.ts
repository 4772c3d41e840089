/**
 * The report counts covers in SQL; the person's page draws them by src/rights/rules.ts. On random histories, with
 * corrections, the day of each encounter must be told the same by both.
 */
import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Scheme } from "../../src/network/model.ts";
import { type CoverInterval, type CoverStatement, type Layer, layers } from "../../src/rights/model.ts";
import { coverLanes } from "../../src/rights/rules.ts";
import { addDays } from "../../src/ui/days.ts";
import { type TestDatabase, testDatabase } from "../support/database.ts";

let t: TestDatabase;
let schemes: (Scheme & { bit: number })[];
let structure: string;

beforeAll(async () => {
  t = await testDatabase();
  const { rows } = await t.owner.query<Scheme & { bit: number }>(
    "select layer, code, label, bit, null as from, null as until, null as successor from rights.scheme",
  );
  schemes = rows;
  const made = await t.owner.query<{ id: string }>(
    "insert into network.structure (code, name, kind) values ('a', 'A', 'centre') returning id",
  );
  structure = made.rows[0]?.id ?? "";
});
afterAll(() => t.close());

/** Moments at which something became known, and days a report is asked for: some fall on the very same moment. */
const MOMENTS = [
  "2025-01-01T00:00:00Z",
  "2025-02-01T00:00:00Z",
  "2025-03-01T00:00:00Z",
  "2025-04-01T00:00:00Z",
];
const CUTS = ["2025-02-01T00:00:00Z", "2025-02-15T00:00:00Z", "2025-05-01T00:00:00Z"];
const FIRST = "2024-06-01";
const DAYS = 24;
const day = (n: number) => addDays(FIRST, n);

/** When a row was known: from a moment, to a later one or still. */
const known = fc
  .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 6 }))
  .map(([from, lasts]) => ({
    from: MOMENTS[from] ?? "",
    to: MOMENTS[from + lasts] ?? null,
  }));
type Known = { readonly from: string; readonly to: string | null };
const layer = fc.constantFrom(...layers);
/** Few schemes, so that statements often agree; most are known. */
const CODES: Readonly<Record<Layer, readonly string[]>> = {
  base: ["none", "puma", "puma", "unknown", "ame"],
  complementary: ["none", "c2s", "c2s", "unknown", "ame"],
};
const fact = fc
  .tuple(layer, fc.nat(4), fc.nat(DAYS - 1), fc.integer({ min: 1, max: 8 }), known)
  .map(([of, code, on, lasts, when]) => ({ layer: of, scheme: CODES[of][code] ?? "", on, lasts, when }));
const history = fc.record({
  statements: fc.array(fact, { maxLength: 9 }),
  intervals: fc.array(fact, { maxLength: 3 }),
  visits: fc.uniqueArray(fc.nat(DAYS - 1), { minLength: 1, maxLength: 6 }),
});
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;
type Fact = History["statements"][number];

/** What the database refuses to hold together is left out: two intervals of one layer over the same days at once. */
function compatible(facts: readonly Fact[]): Fact[] {
  const kept: Fact[] = [];
  for (const one of facts.filter(({ scheme }) => scheme !== "unknown")) {
    const overlaps = kept.some(
      (other) =>
        other.layer === one.layer &&
        other.on < one.on + one.lasts &&
        one.on < other.on + other.lasts &&
        (other.when.to === null || one.when.from < other.when.to) &&
        (one.when.to === null || other.when.from < one.when.to),
    );
    if (!overlaps) kept.push(one);
  }
  return kept;
}

const UNKNOWN_BITS = (1 << 8) | (1 << 15);
const bitOf = (of: Layer, code: string) =>
  1 << (schemes.find((s) => s.layer === of && s.code === code)?.bit ?? 99);

/** Known before the cut, and not corrected before it. */
const knownAt = (cut: string) => (one: { when: Known }) =>
  one.when.from < cut && (one.when.to === null || one.when.to >= cut);

/** The mask of each day by the rules of the page: what was said that day in a layer, else what was in force. */
function masksByRules(person: History, cut: string): (on: number) => number {
  const statements = person.statements.filter(knownAt(cut)).map(
    (one): CoverStatement => ({
      layer: one.layer,
      scheme: one.scheme,
      statedOn: day(one.on),
      source: "declared",
      declaredText: null,
    }),
  );
  const intervals = compatible(person.intervals)
    .filter(knownAt(cut))
    .map(
      (one): CoverInterval => ({
        layer: one.layer,
        scheme: one.scheme,
        from: day(one.on),
        to: day(one.on + one.lasts),
        source: "document",
        proof: null,
      }),
    );
  const lanes = coverLanes(statements, intervals, schemes, { from: FIRST, to: day(DAYS + 10) });
  return (on) => {
    let mask = 0;
    for (const lane of lanes) {
      const said = lane.marks.filter((mark) => mark.on === day(on) && mark.scheme !== "unknown");
      const span = lane.spans.find(({ from, to }) => from <= day(on) && day(on) < to);
      if (said.length > 0) for (const { scheme } of said) mask |= bitOf(lane.layer, scheme);
      else if (span?.scheme) mask |= bitOf(lane.layer, span.scheme);
    }
    return mask;
  };
}

/** Writes every history at once. @returns the ids of their persons, in order */
async function record(people: readonly History[]): Promise<string[]> {
  const ids = people.map(() => randomUUID());
  const rows = <T>(of: (person: History) => readonly T[], shape: (one: T, id: string) => object) =>
    JSON.stringify(people.flatMap((person, n) => of(person).map((one) => shape(one, ids[n] ?? ""))));
  await t.owner.query("truncate people.person cascade");
  await t.owner.query("insert into people.person (id) select unnest($1::uuid[])", [ids]);
  await t.owner.query(
    `insert into rights.cover_statement (person_id, layer, scheme, mask, stated_on, source, known_from, known_to)
     select r.id, r.layer, r.scheme, k.mask, on_day, 'declared', known_from, known_to from jsonb_to_recordset($1) as r
       (id uuid, layer text, scheme text, on_day date, known_from timestamptz, known_to timestamptz)
       join rights.scheme k on k.layer = r.layer and k.code = r.scheme`,
    [
      rows(
        ({ statements }) => statements,
        (one, id) => ({
          id,
          layer: one.layer,
          scheme: one.scheme,
          on_day: day(one.on),
          known_from: one.when.from,
          known_to: one.when.to,
        }),
      ),
    ],
  );
  await t.owner.query(
    `insert into rights.cover_interval (person_id, layer, scheme, valid, source, known)
     select id, layer, scheme, daterange(first, last), 'document', tstzrange(known_from, known_to) from jsonb_to_recordset($1) as r
       (id uuid, layer text, scheme text, first date, last date, known_from timestamptz, known_to timestamptz)`,
    [
      rows(
        ({ intervals }) => compatible(intervals),
        (one, id) => ({
          id,
          layer: one.layer,
          scheme: one.scheme,
          first: day(one.on),
          last: day(one.on + one.lasts),
          known_from: one.when.from,
          known_to: one.when.to,
        }),
      ),
    ],
  );
  await t.owner.query(
    `insert into care.encounter (person_id, structure_id, on_day, kind, known_from)
     select id, $2, on_day, 'consultation', '2024-01-01' from jsonb_to_recordset($1) as r (id uuid, on_day date)`,
    [
      rows(
        ({ visits }) => visits,
        (on, id) => ({ id, on_day: day(on) }),
      ),
      structure,
    ],
  );
  // As PostgreSQL does by itself a minute after: without, it reads every row for each day of encounter.
  await t.owner.query("analyze people.person, rights.cover_statement, rights.cover_interval, care.encounter");
  return ids;
}

async function masksOf(cut: string): Promise<Map<string, number>> {
  const { rows } = await t.owner.query<{ person: string; day: string; mask: number }>(
    "select person_id as person, on_day::text as day, mask & ~$4::int as mask from reports.encounter_rows($1, $2, $3)",
    [FIRST, day(DAYS), cut, UNKNOWN_BITS],
  );
  return new Map(rows.map((row) => [`${row.person} ${row.day}`, row.mask]));
}

test("the report and the page say the same of the cover of each day of encounter, as known on any day", async () => {
  const people = fc.sample(history, { numRuns: 1_500, seed: 20_141 });
  const ids = await record(people);
  const disagreements: string[] = [];
  for (const cut of CUTS) {
    const masks = await masksOf(cut);
    for (const [n, person] of people.entries()) {
      const byRules = masksByRules(person, cut);
      for (const on of person.visits) {
        const [wanted, found] = [byRules(on), masks.get(`${ids[n]} ${day(on)}`)];
        if (found === wanted) continue;
        disagreements.push(
          `known at ${cut}, ${day(on)}: the report says ${names(found)}, the page ${names(wanted)}\n${tell(person, cut)}`,
        );
      }
    }
  }
  expect(disagreements.slice(0, 3), `${disagreements.length} disagreements`).toEqual([]);
});

test("so do they of someone whose two records are read together, from when that was known to when it was undone", async () => {
  const pairs = fc.sample(fc.tuple(history, history, known), { numRuns: 500, seed: 27_182 });
  const people = pairs.flatMap(([a, b]) => {
    const both = compatible([...a.intervals, ...b.intervals]);
    return [a, b].map((one) => ({ ...one, intervals: both.filter((held) => one.intervals.includes(held)) }));
  });
  const ids = await record(people);
  await join(pairs.map(([, , when], n) => ({ kept: ids[2 * n] ?? "", joined: ids[2 * n + 1] ?? "", when })));
  const disagreements: string[] = [];
  let together = 0;
  for (const cut of CUTS) {
    const masks = await masksOf(cut);
    for (const [n, [, , when]] of pairs.entries()) {
      const [a, b] = [people[2 * n] as History, people[2 * n + 1] as History];
      const joined = knownAt(cut)({ when });
      together += joined ? 1 : 0;
      const whole: History = {
        statements: [...a.statements, ...b.statements],
        intervals: [...a.intervals, ...b.intervals],
        visits: [...a.visits, ...b.visits],
      };
      const read = joined
        ? [{ id: ids[2 * n], person: whole }]
        : [a, b].map((person, k) => ({ id: ids[2 * n + k], person }));
      for (const { id, person } of read) {
        const byRules = masksByRules(person, cut);
        for (const on of person.visits) {
          const [wanted, found] = [byRules(on), masks.get(`${id} ${day(on)}`)];
          if (found !== wanted)
            disagreements.push(
              `known at ${cut}, ${day(on)}, ${joined ? "joined" : "apart"}: ${names(found)}, the page ${names(wanted)}\n${tell(person, cut)}`,
            );
        }
      }
    }
  }
  expect(disagreements.slice(0, 3), `${disagreements.length} disagreements`).toEqual([]);
  expect(together).toBeGreaterThan(pairs.length / 2);
});

async function join(decisions: readonly { kept: string; joined: string; when: Known }[]): Promise<void> {
  await t.owner.query(
    `insert into people.alias (person_id, joined_to, kept_id, decided_at, known_from, known_to)
     select joined, kept, kept, known_from, known_from, known_to from jsonb_to_recordset($1) as r
       (kept uuid, joined uuid, known_from timestamptz, known_to timestamptz)`,
    [
      JSON.stringify(
        decisions.map(({ kept, joined, when }) => ({
          kept,
          joined,
          known_from: when.from,
          known_to: when.to,
        })),
      ),
    ],
  );
}

function names(mask = -1): string {
  const held = schemes.filter(({ bit }) => mask & (1 << bit)).map((s) => `${s.layer}:${s.code}`);
  return mask === -1 ? "(no row)" : held.join("+") || "unknown";
}

function tell(person: History, cut: string): string {
  const line = (kind: string) => (one: Fact) =>
    `${kind} ${one.layer} ${one.scheme} ${day(one.on)}${kind === "interval" ? `..${day(one.on + one.lasts)}` : ""}`;
  return [
    ...person.statements.filter(knownAt(cut)).map(line("statement")),
    ...compatible(person.intervals).filter(knownAt(cut)).map(line("interval")),
  ]
    .sort()
    .join("\n");
}
