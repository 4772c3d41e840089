import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { roles } from "../access/model.ts";
import { forgoneCares, tellingCares } from "../people/renouncement.ts";
import type { Essential, EssentialForm } from "./essentials.ts";
import { essentialFormOf, readEssential } from "./essentials-reading.ts";
import { allergiesOf, essentialNature, pregnancyOf, problemsOf, treatmentsOn } from "./essentials-rules.ts";

const row = <Kind extends Essential["kind"]>(kind: Kind, content: object, more: object = {}) =>
  ({
    id: JSON.stringify([kind, content]),
    on: "p",
    kind,
    content,
    nature: "clinical",
    reserved: false,
    onDay: "2026-01-01",
    encounterId: null,
    author: null,
    by: null,
    at: "2026-01-01T09:00:00Z",
    ...more,
  }) as Extract<Essential, { kind: Kind }>;
const allergy = (label: string, more: object = {}) =>
  row("allergy", { label, type: "allergy", reaction: "", severity: "unknown", since: null, ...more });
const day = fc
  .date({ min: new Date("2020-01-01"), max: new Date("2027-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe("allergies", () => {
  test("nobody asked is never none, and none gives way to what is named", () => {
    expect(allergiesOf([])).toEqual({ state: "not_asked" });
    const asked = row("no_allergy", {}, { onDay: "2026-02-01" });
    const before = row("no_allergy", {}, { onDay: "2025-02-01" });
    expect(allergiesOf([before, asked])).toEqual({ state: "none", row: asked });
    expect(allergiesOf([asked, allergy("Arachide")])).toMatchObject({ state: "known" });
  });

  test("the severe come first, intolerances last", () => {
    const [mild, severe] = [allergy("Pollen"), allergy("Pénicilline", { severity: "severe" })];
    const intolerance = allergy("Codéine", { type: "intolerance" });
    fc.assert(
      fc.property(fc.shuffledSubarray([mild, severe, intolerance], { minLength: 3 }), (rows) => {
        expect(allergiesOf(rows)).toMatchObject({ rows: [severe, mild, intolerance] });
      }),
    );
  });
});

describe("treatments", () => {
  test("each is under way on a day or not, from its first day to its last, both included", () => {
    const bound = fc.option(day, { nil: null });
    fc.assert(
      fc.property(fc.array(fc.tuple(bound, bound)), day, (bounds, on) => {
        const rows = bounds.map(([from, to], n) => row("treatment", { label: `t${n}`, dose: "", from, to }));
        const { current, others } = treatmentsOn(rows, on);
        expect([...current, ...others].map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => id).sort());
        for (const { content } of current) {
          expect(content.from === null || content.from <= on).toBe(true);
          expect(content.to === null || on <= content.to).toBe(true);
        }
        for (const { content } of others)
          expect((content.from ?? "0") > on || (content.to ?? "9") < on).toBe(true);
      }),
    );
  });
});

test("problems and pregnancies that ended are past", () => {
  const [active, past] = [null, "2024"].map((until) =>
    row("problem", { label: "Asthme", code: null, since: null, until }),
  );
  expect(problemsOf([active, past] as Essential[])).toEqual({ active: [active], past: [past] });
  const [over, now] = ["2024-01-01", null].map((endedOn) => row("pregnancy", { due: null, endedOn }));
  expect(pregnancyOf([over, now] as Essential[])).toBe(now);
  expect(pregnancyOf([over] as Essential[])).toBeNull();
});

describe("the block a row belongs to", () => {
  const forgone = (care: string) => ({ kind: "renouncement", care, reasons: [] }) as unknown as EssentialForm;

  test("is care, but for care given up, which the social path reads unless its name tells what someone has", () => {
    for (const role of roles) {
      expect(essentialNature({ kind: "no_allergy" }, role, false)).toBe("clinical");
      for (const care of Object.keys(forgoneCares) as (keyof typeof forgoneCares)[]) {
        const telling = tellingCares.includes(care);
        for (const kept of [true, false]) {
          const nature = essentialNature(forgone(care), role, kept);
          const social = role === "social_worker";
          expect(nature, `${role} ${care}`).toBe(
            social
              ? telling
                ? "social_notes"
                : "social_situation"
              : telling || kept
                ? "clinical"
                : "useful",
          );
        }
      }
    }
  });
});

describe("what is typed", () => {
  const since = fc.oneof(
    fc.constant(""),
    fc.integer({ min: 1950, max: 2025 }).map(String),
    fc.integer({ min: 1950, max: 2025 }).map((year) => `vers ${year}`),
    fc
      .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1950, max: 2025 }))
      .map(([month, year]) => `${String(month).padStart(2, "0")}/${year}`),
    day.filter((one) => one < "2026-01-01").map((one) => one.split("-").reverse().join("/")),
  );
  const text = fc.string({ minLength: 1, maxLength: 40 });
  const forms: fc.Arbitrary<EssentialForm> = fc.oneof(
    fc.record({
      kind: fc.constant("allergy" as const),
      label: text,
      type: fc.constantFrom("allergy" as const, "intolerance" as const),
      reaction: text,
      severity: fc.constantFrom("unknown" as const, "severe" as const),
      since,
    }),
    fc.record({
      kind: fc.constant("history" as const),
      label: text,
      category: fc.constantFrom("surgical" as const, "family" as const),
      since,
    }),
    fc.record({
      kind: fc.constant("problem" as const),
      label: text,
      code: fc.constantFrom(null, "I10" as const),
      since,
      until: fc.constant(""),
    }),
    fc.record({
      kind: fc.constant("treatment" as const),
      label: text,
      dose: text,
      from: fc.constant(null),
      to: fc.option(day, { nil: null }),
    }),
    fc.record({
      kind: fc.constant("vaccination" as const),
      label: text,
      on: since,
      next: fc.option(day, { nil: null }),
    }),
  );

  test("is given back by the form of what was kept", () => {
    fc.assert(
      fc.property(forms, (form) => {
        const read = readEssential(form, "2026-03-02");
        if (!read.ok) throw new Error(JSON.stringify(read.fields));
        expect(essentialFormOf(row(form.kind, read.content))).toEqual(form);
      }),
    );
  });
});
