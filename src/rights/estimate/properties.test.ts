/** What holds of any situation: nothing is guessed, richer is never better off, every right is answered once. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, addMonths } from "../../ui/days.ts";
import {
  type Likelihood,
  type RightCode,
  rightCodes,
  type Situation,
  situationSchema,
  stays,
  territories,
} from "./model.ts";
import { readLaw } from "./read-law.ts";
import { estimateRights } from "./rules.ts";

const law = readLaw();
const RUNS = { numRuns: 150 };

/** Days on both sides of everything that changes: revisions of the law, and the limits of durations. */
const turning = [...new Set(law.map((row) => row.from))].flatMap((day) => [addDays(day, -1), day]);
const someDay = fc.oneof(
  fc.constantFrom(...turning),
  fc.integer({ min: 0, max: 5000 }).map((n) => addDays("2014-01-01", n)),
);
const before = (day: string) =>
  fc.oneof(
    fc.constantFrom(0, 1, 2, 3, 4, 6, 7, 12, 13).chain((months) =>
      fc.constantFrom(-1, 0, 1).map((shift) => {
        const limit = addDays(addMonths(day, -months), shift);
        return limit > day ? day : limit;
      }),
    ),
    fc.integer({ min: 0, max: 4000 }).map((n) => addDays(day, -n)),
  );
const amounts = law.filter(({ unit }) => unit === "EUR").map(({ value }) => value);
const euros = fc.oneof(
  fc.constantFrom(...amounts).chain((amount) => fc.constantFrom(amount - 1, amount, amount + 1)),
  fc.integer({ min: 0, max: 60_000 }),
);
const households = (date: string): fc.Arbitrary<NonNullable<Situation["household"]>> =>
  fc.oneof(
    fc.integer({ min: 1, max: 9 }).map((size) => ({ size })),
    fc
      .array(fc.oneof(before(date), before(addMonths(date, -12 * 18)), before(addMonths(date, -12 * 25))), {
        minLength: 1,
        maxLength: 6,
      })
      .map((births) => ({ members: births.map((birthDate) => ({ birthDate })) })),
  );

/** Every fact given. */
const whole: fc.Arbitrary<Required<Situation>> = someDay.chain((date) =>
  fc
    .record({
      territory: fc.constantFrom(...territories),
      household: households(date),
      annualResourcesEuros: euros,
      stay: fc.constantFrom(...stays),
      presentSince: before(date),
      hasActivity: fc.boolean(),
      since: before(date),
      never: fc.boolean(),
    })
    .map(({ since, never, ...facts }) => ({
      ...facts,
      date,
      irregularSince: never ? facts.presentSince : since,
    })),
);
const facts = Object.keys(situationSchema.shape) as (keyof Situation)[];

function answers(situation: Situation): Record<RightCode, Likelihood> {
  const { rights } = estimateRights(situation, law);
  return Object.fromEntries(rights.map(({ code, likelihood }) => [code, likelihood])) as Record<
    RightCode,
    Likelihood
  >;
}
const without = (situation: Situation, left: readonly (keyof Situation)[]): Situation =>
  Object.fromEntries(Object.entries(situation).filter(([fact]) => !left.includes(fact as keyof Situation)));

describe("any situation", () => {
  test("is one the schema takes, and every right is answered once, with why", () => {
    fc.assert(
      fc.property(whole, fc.subarray(facts), (situation, left) => {
        const partial = without(situation, left);
        expect(situationSchema.safeParse(partial).success).toBe(true);
        const { rights } = estimateRights(partial, law);
        expect(rights.map(({ code }) => code)).toEqual(rightCodes);
        for (const { code, why, parameters } of rights) {
          expect(why.length, code).toBeGreaterThan(0);
          for (const sentence of why) expect(sentence).toMatch(/^[A-ZÀÉÊ0-9].*\.$/u);
          for (const row of parameters)
            if (
              row.name !== "c2s_ceiling" &&
              row.name !== "c2s_contribution_ceiling" &&
              row.name !== "regime"
            )
              expect(row.from <= (partial.date ?? "")).toBe(true);
        }
      }),
      RUNS,
    );
  });

  test("is never guessed: with facts missing, an answer stands only if the whole gives the same", () => {
    fc.assert(
      fc.property(whole, fc.subarray(facts, { minLength: 1 }), (situation, left) => {
        const [full, partial] = [answers(situation), answers(without(situation, left))];
        const guessed = rightCodes.filter(
          (code) => partial[code] !== "a_verifier" && partial[code] !== full[code],
        );
        expect(guessed).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test("a missing fact is asked for only where it matters", () => {
    const never: Readonly<Record<RightCode, readonly (keyof Situation)[]>> = {
      PUMA: ["annualResourcesEuros", "irregularSince"],
      PUMA_EXTENSION: ["annualResourcesEuros", "household", "hasActivity", "territory"],
      DSUV: ["annualResourcesEuros", "irregularSince"],
      C2S: ["irregularSince"],
      C2S_PARTICIPATION: ["irregularSince"],
      AME: ["hasActivity"],
    };
    fc.assert(
      fc.property(whole, (situation) => {
        const full = answers(situation);
        const moved = rightCodes.filter(
          (code) => answers(without(situation, never[code]))[code] !== full[code],
        );
        expect(moved).toEqual([]);
      }),
      RUNS,
    );
  });

  test("where every value of a fact gives the same answer, that answer is given without it", () => {
    const values: Readonly<Record<string, (situation: Required<Situation>) => readonly unknown[]>> = {
      hasActivity: () => [true, false],
      stay: () => stays,
      presentSince: ({ date, irregularSince }) => [date, "1990-01-01", irregularSince],
      irregularSince: ({ date, presentSince }) => [
        date,
        ...[1, 3, 4, 5, 13].map((months) => addMonths(date ?? "", -months)),
        presentSince,
        "1990-01-01",
      ],
    };
    fc.assert(
      fc.property(whole, fc.constantFrom(...Object.keys(values)), (situation, fact) => {
        // Before, the AME asked for no duration of irregular stay, and two conditions hung on one missing arrival.
        fc.pre((situation.date ?? "") >= "2020-01-01");
        const partial = answers(without(situation, [fact as keyof Situation]));
        const each = (values[fact]?.(situation) ?? []).map((value) =>
          answers({ ...situation, [fact]: value }),
        );
        for (const code of rightCodes) {
          const given = new Set(each.map((one) => one[code]));
          expect([fact, code, partial[code]]).toEqual([
            fact,
            code,
            given.size === 1 ? [...given][0] : "a_verifier",
          ]);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("resources growing never bring a right that less would not", () => {
    const order: readonly Likelihood[] = ["probable", "a_verifier", "improbable"];
    fc.assert(
      fc.property(whole, euros, (situation, more) => {
        const [less, richer] = [
          answers(situation),
          answers({ ...situation, annualResourcesEuros: (situation.annualResourcesEuros ?? 0) + more }),
        ];
        for (const code of ["C2S", "AME"] as const)
          expect(order.indexOf(richer[code])).toBeGreaterThanOrEqual(order.indexOf(less[code]));
        for (const code of ["PUMA", "PUMA_EXTENSION", "DSUV"] as const) expect(richer[code]).toBe(less[code]);
        expect([less.C2S, less.C2S_PARTICIPATION]).not.toEqual(["probable", "probable"]);
      }),
      RUNS,
    );
  });
});
