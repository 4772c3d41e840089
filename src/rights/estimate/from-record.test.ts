import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LifeFact } from "../../people/life.ts";
import { addDays, addMonths } from "../../ui/days.ts";
import { foundInRecord, territoryOf } from "./from-record.ts";
import { readLaw } from "./read-law.ts";

const law = readLaw();
const DATE = "2025-04-15";
/** Resources of March 2024 to February 2025 count. */
const [FIRST, AFTER] = ["2024-03-01", "2025-03-01"];

function fact(kind: string, more: object): LifeFact {
  return {
    id: "",
    on: "",
    kind,
    term: null,
    content: {},
    from: "2020-01-01",
    to: null,
    atLeast: false,
    source: "document",
    statedOn: "2025-01-02",
    by: "Lina Marchal",
    ...more,
  } as unknown as LifeFact;
}
const resources = (items: object[], more: object = {}) => fact("resources", { content: { items }, ...more });
const monthly = (kind: string, cents: number) => ({ kind, cents, every: "month" });
const street = fact("housing", { term: "street", content: { where: null } });
const answers = (facts: LifeFact[]) =>
  Object.fromEntries(foundInRecord(facts, DATE, law).map(({ question, answer }) => [question, answer]));

describe("what a record answers of an estimate", () => {
  test("stay, residence and household, each with its day and source; what it does not say is asked", () => {
    const facts = [
      fact("stay", { term: "irregular", content: { permit: null, permitEnds: null }, from: "2024-11-02" }),
      fact("residence", {
        content: { commune: "Auxerre", communeCode: "89024", presentSince: "2022-05-01" },
      }),
      fact("household", { content: { size: 3, members: [] } }),
    ];
    expect(answers(facts)).toEqual({
      stay: "irregular",
      irregularSince: "2024-11-02",
      territory: "metropole",
      presentSince: "2022-05-01",
      size: 3,
    });
    expect(foundInRecord(facts, DATE, law)[0]).toMatchObject({
      said: "Sans titre de séjour valable",
      source: "document vu le 2 janvier 2025, noté par Lina Marchal",
    });
    expect(answers([])).toEqual({});
    expect(answers([fact("stay", { term: "unknown", content: { permit: null, permitEnds: null } })])).toEqual(
      {},
    );
  });

  test("not the first day of a stay of which one only heard, nor a permit that has ended", () => {
    const stay = (more: object) => answers([fact("stay", { content: { permitEnds: null }, ...more })]);
    expect(stay({ term: "irregular", atLeast: true })).toEqual({ stay: "irregular", irregularSince: null });
    expect(stay({ term: "regular", content: { permitEnds: "2025-04-14" } })).toEqual({ stay: null });
    expect(stay({ term: "regular", content: { permitEnds: DATE } })).toEqual({ stay: "regular" });
  });

  test("territories are those of the law's amounts", () => {
    expect(["89024", "2A004", "68066", "97105", "97611", "97502"].map(territoryOf)).toEqual([
      "metropole",
      "metropole",
      "alsace_moselle",
      "dom",
      "mayotte",
      null,
    ]);
  });

  test("resources are those of the right twelve months, changes between two months included, RSA left out", () => {
    const half = { from: FIRST, to: "2024-09-01" };
    const facts = [
      street,
      resources([monthly("wage", 50_000), monthly("rsa", 20_000)], half),
      resources([], { from: "2024-09-01" }),
    ];
    expect(answers(facts).resources).toBe(300_000);
    expect(answers([street, resources([{ kind: "wage", cents: 600_000, every: "year" }])]).resources).toBe(
      600_000,
    );
  });

  test("and asked when a month is missing, a change falls inside one, a kind has rules of its own, or a lodging adds to them", () => {
    const wage = [monthly("wage", 50_000)];
    for (const facts of [
      [street, resources(wage, { from: addDays(FIRST, 1) })],
      [street, resources(wage, { to: "2024-09-10" }), resources(wage, { from: "2024-09-10" })],
      [street, resources(wage, { to: addDays(AFTER, -1) })],
      [street, resources([...wage, monthly("aah", 100)])],
      [
        street,
        resources([{ kind: "wage", cents: 1, every: "year" }], { to: "2024-06-01" }),
        resources([], { from: "2024-06-01" }),
      ],
      [street, resources(wage), resources(wage, { on: "joined" })],
      [resources(wage)],
      [fact("housing", { term: "hosted", content: {} }), resources(wage)],
    ])
      expect(answers(facts).resources, JSON.stringify(facts)).toBe(null);
  });

  test("never a total when any day of the twelve months is not said", () => {
    const spans = fc.array(fc.tuple(fc.integer({ min: -40, max: 400 }), fc.integer({ min: 1, max: 400 })), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(spans, (noted) => {
        const facts = noted.map(([from, days]) =>
          resources([monthly("wage", 100)], { from: addDays(FIRST, from), to: addDays(FIRST, from + days) }),
        );
        const said = Array.from({ length: 365 }, (_, n) => addDays(FIRST, n)).every((day) =>
          facts.some(({ from, to }) => from <= day && day < (to ?? "9999")),
        );
        const { resources: total = null } = answers([street, ...facts]);
        if (total !== null) expect([said, total]).toEqual([true, 1_200]);
      }),
    );
    expect(addMonths(FIRST, 12)).toBe(AFTER);
  });
});
