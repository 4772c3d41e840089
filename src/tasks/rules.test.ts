import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { natures, roles } from "../access/model.ts";
import { addDays } from "../ui/days.ts";
import { dueState, mayBeFor } from "./rules.ts";

const DAY = "2026-03-02";

describe("the day of a task", () => {
  test("comes nearer and never goes back: later, soon, today, late", () => {
    const order = ["later", "soon", "today", "late"];
    fc.assert(
      fc.property(fc.integer({ min: -400, max: 400 }), fc.integer({ min: 0, max: 400 }), (ahead, passed) => {
        const due = addDays(DAY, ahead);
        const before = order.indexOf(dueState(due, DAY));
        const after = order.indexOf(dueState(due, addDays(DAY, passed)));
        expect(after).toBeGreaterThanOrEqual(before);
      }),
    );
  });
  test("is late the day after, and not on the day itself", () => {
    expect(
      [addDays(DAY, -1), DAY, addDays(DAY, 1), addDays(DAY, 7), addDays(DAY, 8), null].map((due) =>
        dueState(due, DAY),
      ),
    ).toEqual(["late", "today", "soon", "soon", "later", "undated"]);
  });
});

describe("whom a task may be for", () => {
  const anyRecipients = fc.array(
    fc.record({
      account: fc.constantFrom("a", "b", "c"),
      name: fc.constantFrom("Ana", "Bo"),
      role: fc.constantFrom(...roles),
      roleLabel: fc.constantFrom("Médecin", "Accueil"),
      natures: fc.subarray([...natures]),
    }),
  );
  test("is never a function nor someone who may not be told", () => {
    fc.assert(
      fc.property(anyRecipients, fc.constantFrom(...natures), (recipients, nature) => {
        const told = recipients.filter((one) => one.natures.includes(nature));
        const offered = mayBeFor(nature, recipients);
        const [functions, people] = [
          offered.flatMap(({ forRole }) => forRole ?? []),
          offered.flatMap(({ forAccount }) => forAccount ?? []),
        ];
        expect(people.sort()).toEqual([...new Set(told.map(({ account }) => account))].sort());
        expect(new Set(functions).size).toBe(functions.length);
        for (const role of functions) expect(told.map((one) => one.role)).toContain(role);
        expect(functions).not.toContain("trainee");
        expect(new Set(offered.map(({ code }) => code)).size).toBe(offered.length);
      }),
    );
  });
});
