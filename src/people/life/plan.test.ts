import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays } from "../../ui/days.ts";
import type { LifeFact } from "../life.ts";
import { factOn, gapsOf, holds } from "../life-days.ts";
import { type NewFact, planEnd, planFacts } from "./plan.ts";

type Noted = LifeFact & { readonly proof: string | null };

const START = "2024-01-01";
const DAYS = 40;
const at = (day: number) => addDays(START, day);
const everyDay = Array.from({ length: DAYS + 5 }, (_, day) => at(day));

const said = fc
  .record({
    term: fc.constantFrom("street", "hotel", "home"),
    from: fc.nat({ max: DAYS }),
    length: fc.option(fc.integer({ min: 1, max: 15 })),
    rupture: fc.boolean(),
  })
  .map(
    ({ term, from, length, rupture }): NewFact =>
      ({
        id: null,
        kind: rupture ? "rupture" : "housing",
        term,
        content: rupture ? {} : { where: null },
        from: at(from),
        to: length === null ? null : at(from + length),
        atLeast: false,
        source: "declared",
        proof: null,
        statedOn: at(from),
        replaces: null,
      }) as NewFact,
  );

/** What is in force once these were written one after the other; those refused are left out. */
function written(facts: readonly NewFact[]): Noted[] {
  let count = 0;
  let noted: Noted[] = [];
  for (const fact of facts) {
    const plan = planFacts(noted, [fact]);
    if (!plan.ok) continue;
    const closed = new Set(plan.closes);
    noted = [
      ...noted.filter(({ id }) => !closed.has(id)),
      ...plan.adds.map((one) => ({ ...one, id: `f${++count}`, on: "p", by: null }) as unknown as Noted),
    ];
  }
  return noted;
}
const saidOn = (facts: readonly Noted[], day: string) => factOn(facts, "housing", day)?.term ?? null;

describe("writing facts", () => {
  test("whatever is written, no two of a kind that is one at a time share a day, and none is empty", () => {
    fc.assert(
      fc.property(fc.array(said, { maxLength: 12 }), (facts) => {
        const noted = written(facts);
        for (const day of everyDay)
          expect(noted.filter((one) => one.kind === "housing" && holds(one, day)).length).toBeLessThan(2);
        expect(noted.every(({ from, to }) => to === null || from < to)).toBe(true);
      }),
    );
  });

  test("a fact says its own days, and changes no other day", () => {
    fc.assert(
      fc.property(fc.array(said, { maxLength: 10 }), said, (before, fact) => {
        fc.pre(fact.kind === "housing");
        const noted = written(before);
        const plan = planFacts(noted, [fact]);
        fc.pre(plan.ok);
        if (!plan.ok) return;
        const added = plan.adds.find(({ from, term }) => from === fact.from && term === fact.term);
        const after = [
          ...noted.filter(({ id }) => !plan.closes.includes(id)),
          ...plan.adds.map((one, n) => ({ ...one, id: `n${n}`, on: "p", by: null }) as unknown as Noted),
        ];
        expect(added).toBeDefined();
        const to = added?.to ?? null;
        for (const day of everyDay)
          expect(saidOn(after, day)).toBe(
            fact.from <= day && (to === null || day < to) ? fact.term : saidOn(noted, day),
          );
      }),
    );
  });

  test("a fact never takes the place of one that began later: it stops there, or is refused", () => {
    const later = { ...fact("housing", "hotel", "2024-03-01", null), id: "later" };
    const open = planFacts([later], [fact("housing", "street", "2024-01-01", null)]);
    expect(open).toMatchObject({ ok: true, closes: [], adds: [{ term: "street", to: "2024-03-01" }] });
    const past = planFacts([later], [fact("housing", "street", "2024-01-01", "2024-04-01")]);
    expect(past).toMatchObject({ ok: false, field: "facts.0.lastDay" });
    expect(past.ok ? "" : past.message).toContain("01/03/2024");
  });

  test("a correction takes the place of its row alone; an end shortens it, and never lengthens it", () => {
    const one = { ...fact("housing", "hotel", "2024-03-01", null), id: "one" };
    expect(planFacts([one], [fact("housing", "home", "2024-02-01", null)], "one")).toMatchObject({
      closes: ["one"],
      adds: [{ term: "home", from: "2024-02-01", to: null }],
    });
    expect(planFacts([one], [], "one")).toEqual({ ok: true, closes: ["one"], adds: [] });
    expect(planEnd([one], "one", "new", "2024-04-01", "2024-04-02")).toMatchObject({
      closes: ["one"],
      adds: [{ id: "new", from: "2024-03-01", to: "2024-04-01", replaces: "one" }],
    });
    expect(planEnd([one], "one", "new", "2024-03-01", "2024-04-02").ok).toBe(false);
    expect(planEnd([{ ...one, to: "2024-03-10" }], "one", "new", "2024-04-01", "2024-04-02").ok).toBe(false);
  });

  test("every day of a stretch is either said or in a gap, never both", () => {
    fc.assert(
      fc.property(fc.array(said, { maxLength: 10 }), (facts) => {
        const noted = written(facts);
        const gaps = gapsOf(noted, "housing", at(2), at(DAYS));
        for (const day of everyDay.filter((one) => one >= at(2) && one < at(DAYS)))
          expect(gaps.some((gap) => holds(gap, day))).toBe(saidOn(noted, day) === null);
      }),
    );
  });
});

function fact(kind: LifeFact["kind"], term: string | null, from: string, to: string | null): Noted & NewFact {
  return {
    id: "",
    on: "p",
    by: null,
    kind,
    term,
    content: {},
    from,
    to,
    atLeast: false,
    source: "declared",
    proof: null,
    statedOn: from,
    replaces: null,
  } as unknown as Noted & NewFact;
}
