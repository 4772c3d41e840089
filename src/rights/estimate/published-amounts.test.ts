/** Every amount of the table, on its first and last day, to the euro: what is published decides, and nothing else. */
import { describe, expect, test } from "vitest";
import { addDays } from "../../ui/days.ts";
import type { LawParameter, Likelihood, RightCode, Situation, Territory } from "./model.ts";
import { readLaw } from "./read-law.ts";
import { estimateRights } from "./rules.ts";

const law = readLaw();
const MOST_SIZE = 9;

/** As the tables are published (handbook 1.3), copied by hand and not from the program: 1, 2, 3, 4 persons, one more. */
const PUBLISHED: readonly {
  readonly from: string;
  readonly until: string;
  readonly where: readonly Territory[];
  readonly free: readonly number[];
  readonly paid: readonly number[];
}[] = [
  {
    from: "2024-04-01",
    until: "2025-03-31",
    where: ["metropole", "alsace_moselle"],
    free: [10166, 15249, 18298, 21348, 4066],
    paid: [13724, 20586, 24703, 28820, 5490],
  },
  {
    from: "2025-04-01",
    until: "2026-03-31",
    where: ["metropole", "alsace_moselle"],
    free: [10339, 15508, 18609, 21711, 4135],
    paid: [13957, 20936, 25123, 29311, 5583],
  },
  {
    from: "2024-04-01",
    until: "2025-03-31",
    where: ["dom"],
    free: [11315, 16972, 20366, 23760, 4526],
    paid: [15275, 22912, 27494, 32077, 6110],
  },
];

const amountFor = (amounts: readonly number[], size: number) =>
  (amounts[Math.min(size, 4) - 1] ?? Number.NaN) + Math.max(0, size - 4) * (amounts[4] ?? Number.NaN);

function answer(situation: Situation, code: RightCode): Likelihood | undefined {
  return estimateRights(situation, law).rights.find((right) => right.code === code)?.likelihood;
}

const regular = (date: string, territory: Territory, size: number, euros: number): Situation => ({
  date,
  territory,
  household: { size },
  annualResourcesEuros: euros,
  stay: "regular",
  presentSince: "2015-01-01",
  hasActivity: false,
});
const irregular = (date: string, territory: Territory, size: number, euros: number): Situation => ({
  ...regular(date, territory, size, euros),
  stay: "irregular",
  irregularSince: "2015-01-01",
});

const cases = PUBLISHED.flatMap(({ from, until, where, free, paid }) =>
  where.flatMap((territory) =>
    [from, until].flatMap((date) =>
      Array.from({ length: MOST_SIZE }, (_, index) => index + 1).map((size) => ({
        date,
        territory,
        size,
        free: amountFor(free, size),
        paid: amountFor(paid, size),
      })),
    ),
  ),
);

describe("published C2S amounts", () => {
  test.each(cases)(
    "$territory, $size, on $date: $free € then $paid €",
    ({ date, territory, size, free, paid }) => {
      const both = (euros: number) =>
        (["C2S", "C2S_PARTICIPATION"] as const).map((code) =>
          answer(regular(date, territory, size, euros), code),
        );
      for (const euros of [0, free - 1, free]) expect(both(euros)).toEqual(["probable", "improbable"]);
      for (const euros of [free + 0.01, free + 1, paid - 1, paid])
        expect(both(euros)).toEqual(["improbable", "probable"]);
      for (const euros of [paid + 0.01, paid + 1]) expect(both(euros)).toEqual(["improbable", "improbable"]);
      for (const [euros, expected] of [
        [free - 1, "probable"],
        [free, "probable"],
        [free + 1, "improbable"],
      ] as const)
        expect(answer(irregular(date, territory, size, euros), "AME")).toBe(expected);
    },
  );

  test.each([1, 2, 3, 4, 5, 8])("of 2026 for %i: flagged, and near them nothing is decided", (size) => {
    const [free, last] = [
      amountFor([10421, 15632, 18759, 21885, 4169], size),
      amountFor([10339, 15508, 18609, 21711, 4135], size),
    ];
    const at = (euros: number) =>
      estimateRights(regular("2026-11-22", "metropole", size, euros), law).rights.find(
        ({ code }) => code === "C2S",
      );
    expect(at(last)?.likelihood).toBe("probable");
    for (const euros of [last + 1, free - 1, free, free + 1])
      expect(at(euros)?.likelihood).toBe("a_verifier");
    expect(at(free + (free - last))?.likelihood).toBe("improbable");
    for (const euros of [0, free, 90_000]) {
      expect(at(euros)?.why.join(" ")).toContain("à vérifier");
      const used = at(euros)?.parameters.filter(({ name }) => name === "c2s_ceiling") ?? [];
      expect(used.length).toBe(size > 4 ? 2 : 1);
      for (const row of used) expect(row.confidence).toBe("to_verify");
    }
  });

  test.each([
    ["dom", "2025-04-01"],
    ["dom", "2024-03-31"],
    ["dom", "2026-11-22"],
    ["mayotte", "2025-04-15"],
    ["metropole", "2027-04-01"],
  ] as const)("for %s on %s are not in the table: nothing is recomputed", (territory, date) => {
    const situation = regular(date, territory, 1, 5_000);
    for (const code of ["C2S", "C2S_PARTICIPATION"] as const)
      expect(answer(situation, code)).toBe("a_verifier");
    const c2s = estimateRights(situation, law).rights.find(({ code }) => code === "C2S");
    expect(c2s?.why.join(" ")).toMatch(/à vérifier/);
  });
});

describe("the day an amount changes", () => {
  const ceilings = law.filter((row) => row.name === "c2s_ceiling" && row.confidence !== "to_verify");
  const changes = ceilings.flatMap((row) => {
    const before = ceilings.find((one) => one.until === addDays(row.from, -1) && sameKey(one, row));
    return before && row.case !== "+1" && row.from >= "2019-11-01" && row.value > before.value
      ? [{ before, row }]
      : [];
  });

  test("there are several to look at", () => expect(changes.length).toBeGreaterThan(8));

  test.each(changes)("$row.from for $row.case, $row.territory", ({ before, row }) => {
    const with_ = (date: string, euros: number) =>
      answer(regular(date, row.territory ?? "metropole", Number(row.case), euros), "C2S");
    expect(with_(addDays(row.from, -1), before.value)).toBe("probable");
    expect(with_(addDays(row.from, -1), row.value)).not.toBe("probable");
    expect(with_(row.from, row.value)).toBe("probable");
    expect(with_(row.from, row.value + 1)).toBe("improbable");
  });
});

function sameKey(one: LawParameter, other: LawParameter): boolean {
  return one.case === other.case && one.territory === other.territory;
}
