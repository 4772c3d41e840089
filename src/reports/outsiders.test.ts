/** Someone who receives every table of the version for outsiders, and tries to find a masked count again. */
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ReferralOutcome } from "./admission-model.ts";
import type { AdmissionCounts } from "./admission-rules.ts";
import { composeDocument, MASKED } from "./document.ts";
import { writeCsv } from "./export-csv.ts";
import { countsOf, relationsOf } from "./masking.ts";
import type { DelayPart, RequestOutcome } from "./model.ts";
import { type ActivityCounts, layOutReport } from "./rules.ts";
import { layOutTables } from "./tables.ts";
import { currentWording } from "./wording.ts";

interface Person {
  readonly age: string;
  readonly sex: string;
  readonly referrer: string | null;
  /** Days of coming: month, cover that day. */
  readonly days: readonly { readonly month: number; readonly cover: Cover }[];
}
type Cover = "none" | "cmu_c" | "ame" | "general" | "unknown";

const CATEGORY = {
  none: "none",
  cmu_c: "cmu_c_c2s",
  ame: "ame",
  general: "base_only",
  unknown: "unknown",
} as const;

const persons = fc.array(
  fc.record({
    age: fc.constantFrom("0-17", "18-24", "25-39", "25-39", "40-59", "40-59", "75+"),
    sex: fc.constantFrom("female", "male", "male", "unknown"),
    referrer: fc.constantFrom("ccas", "ccas", "friend", "hospital", null),
    days: fc.array(
      fc.record({
        month: fc.integer({ min: 1, max: 12 }),
        cover: fc.constantFrom<Cover>("none", "cmu_c", "cmu_c", "ame", "general", "unknown"),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  }) satisfies fc.Arbitrary<Person>,
  { maxLength: 140 },
);

function countAll(people: readonly Person[]): ActivityCounts {
  const having = (cover: Cover) => people.filter((one) => one.days.some((day) => day.cover === cover)).length;
  const days = people.flatMap((one) => one.days);
  const tally = (keys: readonly string[]) => {
    const found: Record<string, number> = {};
    for (const key of keys) found[key] = (found[key] ?? 0) + 1;
    return found;
  };
  const months = tally(days.map((day) => `2014-${String(day.month).padStart(2, "0")}`));
  const ages = tally(people.map((one) => `${one.age} ${one.sex}`));
  const referrers = tally(people.flatMap((one) => (one.referrer === null ? [] : [one.referrer])));
  return {
    from: "2014-01-01",
    to: "2014-12-31",
    knownOn: "2015-01-31",
    recordBegins: "2013-05-02",
    consultations: days.length,
    activeCaseload: people.length,
    noneAtLeastOnce: having("none"),
    cmuAtLeastOnce: having("cmu_c"),
    unknown: having("unknown"),
    newPersons: people.filter((one) => one.days.length === 1).length,
    halfDays: new Set(days.map((day) => day.month)).size,
    schemes: [
      { layer: "base", code: "none", label: "Aucune couverture", persons: having("none") },
      { layer: "base", code: "general", label: "Régime général", persons: having("general") },
      { layer: "base", code: "ame", label: "AME", persons: having("ame") },
      { layer: "complementary", code: "cmu_c", label: "CMU-C", persons: having("cmu_c") },
    ],
    coverAtFirst: tally(people.map((one) => CATEGORY[one.days[0]?.cover ?? "unknown"])),
    coverAtLast: tally(people.map((one) => CATEGORY[one.days.at(-1)?.cover ?? "unknown"])),
    ages: Object.entries(ages).map(([key, count]) => {
      const [ageClass = "", sex = ""] = key.split(" ");
      return { ageClass, sex, persons: count };
    }),
    months: Object.entries(months).map(([month, consultations]) => ({ month, consultations })),
    interpreting: {
      encounters: days.filter(({ month }) => month % 3 === 0).length,
      languages: [{ code: "ar", encounters: days.filter(({ month }) => month % 3 === 0).length }],
      interpreters: [
        { code: "professional", encounters: days.filter(({ month }) => month === 3).length, minutes: 100 },
        {
          code: "relative",
          encounters: days.filter(({ month }) => month % 3 === 0 && month > 3).length,
          minutes: 0,
        },
      ],
    },
    takenUp: [
      {
        part: "eased",
        cares: days.filter(({ month }) => month === 5).length,
        persons: people.filter((one) => one.days.some(({ month }) => month === 5)).length,
      },
    ],
    glass: { justified: Math.floor(people.length / 7), pending: Math.floor(people.length / 20) },
    ...countRights(people),
    ...countAdmission(people),
    words: Object.entries(referrers).map(([code, count]) => ({ list: "referrer", code, label: code, count })),
  };
}

/** One referral and one appointment each; where they live, calls, care given up follow their first day. */
function countAdmission(people: readonly Person[]): AdmissionCounts {
  const first = people.map((one) => one.days[0] ?? { month: 1, cover: "unknown" as const });
  const size = (kept: (day: (typeof first)[number]) => boolean) => first.filter(kept).length;
  const OUTCOME = {
    none: "accepted",
    cmu_c: "accepted",
    ame: "elsewhere",
    general: "study",
    unknown: "received",
  } as const;
  const from = (name: number) => {
    const outcomes: Partial<Record<ReferralOutcome, number>> = {};
    for (const { month, cover } of first)
      if (month % 2 === name) outcomes[OUTCOME[cover]] = (outcomes[OUTCOME[cover]] ?? 0) + 1;
    return { name: `Service ${name}`, outcomes };
  };
  const accepted = size(({ cover }) => OUTCOME[cover] === "accepted");
  const decided = accepted + size(({ cover }) => OUTCOME[cover] === "elsewhere");
  const coming = (kept: (month: number) => boolean) => ({
    consultations: people.filter((one) => kept(one.days[0]?.month ?? 0)).flatMap((one) => one.days).length,
    persons: people.filter((one) => kept(one.days[0]?.month ?? 0)).length,
  });
  return {
    referrals: {
      overruled: Math.floor(accepted / 9),
      structures: [from(0), from(1)],
      grounds: [
        { code: "social_precarity", label: "Précarité", sent: people.length, accepted },
        { code: "isolation", label: "Isolement", sent: size(({ month }) => month === 2), accepted: 0 },
      ],
    },
    renounced: {
      cares: [
        {
          care: "dental",
          recorded: size(({ month }) => month === 3),
          referred: size(({ month }) => month === 4),
        },
      ],
      reasons: [{ reason: "cost_rest", cares: size(({ month }) => month === 3) }],
    },
    attendance: {
      honoured: size(({ month }) => month < 8),
      missed: size(({ month }) => month === 8),
      excused: size(({ month }) => month === 9),
      booked: size(({ month }) => month > 9),
    },
    waits: [
      { part: "decision", known: decided, unknown: 0, median: 2, p90: 3 },
      {
        part: "first",
        known: accepted - Math.floor(accepted / 5),
        unknown: Math.floor(accepted / 5),
        median: 8,
        p90: 20,
      },
      { part: "booking", known: size(({ month }) => month < 8), unknown: 0, median: 8, p90: 20 },
    ],
    hours: [{ profession: "doctor", standing: "volunteer", practitioners: 8, minutes: 500, fte: 1 }],
    places: {
      sites: [
        { id: "a", name: "A", ...coming((month) => month < 6) },
        { id: "b", name: "B", ...coming((month) => month >= 6) },
      ],
      communes: [
        { code: "", ...coming((month) => month < 2) },
        { code: "89024", ...coming((month) => month >= 2) },
      ],
    },
    calls: {
      outcomes: { booked: size(({ month }) => month < 4), message: size(({ month }) => month >= 4) },
      hours: [
        { hour: 9, calls: size(({ month }) => month < 3) },
        { hour: 10, calls: size(({ month }) => month >= 3) },
      ],
    },
    target: { people: 1000, source: "Essai", confidence: "to_check" },
  };
}

/** One request each: its type from the first month, its outcome from the first cover; acts paid by that cover. */
function countRights(people: readonly Person[]) {
  const first = people.map((one) => one.days[0] ?? { month: 1, cover: "unknown" as const });
  const OUTCOME = {
    none: "refused",
    cmu_c: "granted",
    ame: "granted",
    general: "pending",
    unknown: "declined",
  } as const;
  const types = [...new Set(first.map(({ month }) => ["ame", "c2s", "mdph"][month % 3] ?? "ame"))];
  const size = (kept: (day: (typeof first)[number]) => boolean) => first.filter(kept).length;
  const granted = size(({ cover }) => OUTCOME[cover] === "granted");
  const wait = (part: DelayPart, unknown: number, of: number) => ({
    part,
    known: of - unknown,
    unknown,
    median: 30,
    p90: 60,
  });
  const acts = (cover: Cover) => size((day) => day.cover === cover);
  return {
    requests: types.map((type, n) => {
      const outcomes: Partial<Record<RequestOutcome, number>> = {};
      for (const { month, cover } of first)
        if (["ame", "c2s", "mdph"][month % 3] === type)
          outcomes[OUTCOME[cover]] = (outcomes[OUTCOME[cover]] ?? 0) + 1;
      return { type, label: `Demande ${n}`, outcomes };
    }),
    delays: [
      wait(
        "decided",
        Math.floor(granted / 9),
        size(({ cover }) => cover === "none" || OUTCOME[cover] === "granted"),
      ),
      wait("effective", Math.floor(granted / 8), granted),
      wait("whole", Math.floor(granted / 2), granted),
    ],
    declined: { requests: acts("unknown"), persons: acts("unknown") - (acts("unknown") > 3 ? 1 : 0) },
    entryOpened: size(({ month, cover }) => cover === "none" && month < 7),
    doctor: {
      none: size(({ month }) => month < 5),
      found: size(({ month }) => month < 3),
    },
    funding: {
      acts: people.length,
      payers: (["cmu_c", "ame", "none", "general"] as const)
        .filter((cover) => acts(cover) > 0)
        .map((cover) => ({ payer: cover, label: cover, acts: acts(cover), cents: acts(cover) * 3000 })),
      awaiting: { acts: acts("unknown"), cents: acts("unknown") * 3000 },
      broughtBack: { acts: Math.floor(acts("ame") / 2), cents: Math.floor(acts("ame") / 2) * 3000 },
    },
  };
}

function documentFor(counts: ActivityCounts, threshold: 5 | 11) {
  return composeDocument({
    report: layOutReport(counts, new Map()),
    wording: currentWording,
    notes: [{ figure: "ages", version: 1, text: "Dont 3 enfants." }],
    centre: "Centre",
    demonstration: false,
    frozen: null,
    audience: "outside",
    threshold,
  });
}

/** What the file tells: for each named count, its value, or undefined when masked. Read from the CSV alone. */
function readPublished(counts: ActivityCounts, csv: string): Map<string, number | undefined> {
  const lines: string[][] = parse(csv, { bom: true, delimiter: ";", relax_column_count: true });
  const published = new Map<string, number | undefined>();
  for (const table of layOutTables(layOutReport(counts, new Map()), currentWording)) {
    const start = lines.findIndex((line) => line.length === 1 && line[0] === table.title) + 2;
    for (const [index, row] of table.rows.entries()) {
      for (const [column, cell] of row.cells.entries()) {
        const text = lines[start + index]?.[column + 1] ?? "?";
        if (cell.kind === "count") published.set(cell.id, text === MASKED ? undefined : Number(text));
        // A share or an average gives a count away as soon as its other count is there.
        if (
          (cell.kind === "percent" || cell.kind === "average" || cell.kind === "days") &&
          text !== MASKED &&
          text !== "–"
        ) {
          expect(
            [cell.of, cell.by].map((id) => published.get(id)),
            row.label,
          ).not.toContain(undefined);
        }
      }
    }
  }
  return published;
}

/** Ranges narrowed by every relation until nothing moves: all that sums and subtractions can tell. */
function narrowed(published: ReadonlyMap<string, number | undefined>, counts: ActivityCounts) {
  const tables = layOutTables(layOutReport(counts, new Map()), currentWording);
  const truth = countsOf(tables);
  const value = (id: string) => truth.get(id) ?? 0;
  const ranges = new Map<string, [number, number]>();
  for (const id of truth.keys()) {
    const told = published.get(id);
    ranges.set(id, told === undefined ? [1, 1e6] : [told, told]);
  }
  const range = (id: string) => ranges.get(id) ?? ([0, 0] as const);
  const relations = relationsOf(tables).filter(({ parts, kind, whole }) => {
    const sum = (ids: readonly string[]) => ids.reduce((total, id) => total + value(id), 0);
    return kind === "=" ? sum(parts) === sum(whole) : sum(parts) <= sum(whole);
  });
  for (let moved = true; moved; ) {
    moved = false;
    for (const { parts, kind, whole } of relations) {
      const sides = [[parts, whole], ...(kind === "=" ? [[whole, parts]] : [])] as const;
      for (const [less = [], more = []] of sides) {
        const most = more.reduce((sum, id) => sum + range(id)[1], 0);
        const least = less.reduce((sum, id) => sum + range(id)[0], 0);
        for (const id of less) {
          const high = most - (least - range(id)[0]);
          if (high < range(id)[1]) [moved] = [true, ranges.set(id, [range(id)[0], high])];
        }
        for (const id of more) {
          const low = least - (most - range(id)[1]);
          if (low > range(id)[0]) [moved] = [true, ranges.set(id, [low, range(id)[1]])];
        }
      }
    }
  }
  return { ranges, truth, relations };
}

/** Gauss: the masked counts that the sums alone fix, whatever their signs. */
function solved(
  published: ReadonlyMap<string, number | undefined>,
  relations: ReturnType<typeof relationsOf>,
): string[] {
  const masked = [...published].filter(([, told]) => told === undefined).map(([id]) => id);
  const rows = relations
    .filter(({ kind }) => kind === "=")
    .map(({ parts, whole }) =>
      masked.map((id) => parts.filter((one) => one === id).length - whole.filter((one) => one === id).length),
    );
  let rank = 0;
  for (let column = 0; column < masked.length; column += 1) {
    const found = rows.findIndex((row, index) => index >= rank && Math.abs(row[column] ?? 0) > 1e-9);
    const row = rows[found];
    if (!row) continue;
    [rows[found], rows[rank]] = [rows[rank] ?? [], row];
    const divisor = row[column] ?? 1;
    for (const [index] of row.entries()) row[index] = (row[index] ?? 0) / divisor;
    for (const other of rows) {
      const weight = other === row ? 0 : (other[column] ?? 0);
      if (weight !== 0)
        for (const [index] of other.entries())
          other[index] = (other[index] ?? 0) - weight * (row[index] ?? 0);
    }
    rank += 1;
  }
  return rows
    .map((row) => row.flatMap((weight, index) => (Math.abs(weight) > 1e-9 ? [masked[index] ?? ""] : [])))
    .filter((ids) => ids.length === 1)
    .flat();
}

describe("the version for outsiders", () => {
  test("gives no small count, and no sum or subtraction over all its tables gives one back", () => {
    fc.assert(
      fc.property(persons, fc.constantFrom(5 as const, 11 as const), (people, threshold) => {
        const counts = countAll(people);
        const published = readPublished(counts, writeCsv(documentFor(counts, threshold)).toString("utf8"));
        for (const told of published.values()) {
          if (told !== undefined) expect(told === 0 || told >= threshold, String(told)).toBe(true);
        }
        const { ranges, truth, relations } = narrowed(published, counts);
        expect(solved(published, relations)).toEqual([]);
        for (const [id, told] of published) {
          if (told !== undefined) {
            expect(told).toBe(truth.get(id));
            continue;
          }
          const [low, high] = ranges.get(id) ?? [0, 0];
          expect(high - low, `${id} between ${low} and ${high}`).toBeGreaterThanOrEqual(threshold - 2);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("keeps the explanations written inside", () => {
    const csv = writeCsv(documentFor(countAll([]), 11)).toString("utf8");
    expect(csv).not.toContain("enfants");
  });
});
