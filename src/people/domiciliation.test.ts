import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays, addMonths } from "../ui/days.ts";
import { attestationEnd, contactDuty, lifeAlerts } from "./domiciliation.ts";
import type { LifeFact, LifeFactOf } from "./life.ts";

describe("domiciliation", () => {
  const dom = (over: Partial<LifeFactOf<"domiciliation">["content"]> = {}) =>
    ({
      ...fact("domiciliation", null, "2026-01-31", "2027-01-31"),
      content: { none: false, organism: "CCAS", ours: false, mailAt: null, exempt: null, ...over },
    }) as LifeFactOf<"domiciliation">;
  const went = (day: string) => fact("domiciliation_contact", null, day, addDays(day, 1));
  const duty = (day: string, facts: LifeFact[] = [], visits: string[] = [], one = dom()) =>
    contactDuty(one, facts, visits, day);

  test("lasts a year, and asks for a contact every three months, the last day of a shorter month counted", () => {
    expect(attestationEnd("2026-03-03")).toBe("2027-03-02");
    expect(attestationEnd("2024-02-29")).toBe("2025-02-27");
    expect(duty("2026-02-01")).toEqual({ lastContact: "2026-01-31", dueOn: "2026-04-30", state: "done" });
    expect(duty("2026-04-09")?.state).toBe("soon");
    expect(duty("2026-04-30")?.state).toBe("soon");
    expect(duty("2026-05-01")?.state).toBe("late");
    expect(duty("2026-05-01", [went("2026-04-20")])).toMatchObject({ dueOn: "2026-07-20", state: "done" });
  });

  test("counts visits here only when the organism is ours, and asks nothing of who is exempt or has none", () => {
    expect(duty("2026-05-01", [], ["2026-04-20"])?.state).toBe("late");
    expect(duty("2026-05-01", [], ["2026-04-20"], dom({ ours: true }))?.state).toBe("done");
    expect(duty("2026-05-01", [], [], dom({ exempt: "detention" }))).toBeNull();
    expect(duty("2026-05-01", [], [], dom({ none: true }))).toBeNull();
  });

  test("a contact always sets the duty three months after it, whatever else was noted before", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 200 }), { minLength: 1, maxLength: 8 }), (days) => {
        const contacts = days.map((n) => addDays("2026-01-31", n));
        const day = "2026-08-20";
        const last = contacts.reduce((a, b) => (a > b ? a : b));
        expect(duty(day, contacts.map(went))).toMatchObject({ lastContact: last, dueOn: addMonths(last, 3) });
      }),
    );
  });

  test("alerts name the act and its last day", () => {
    const titles = (day: string, facts: LifeFact[] = [dom()]) =>
      lifeAlerts(facts, [], day).map(({ title }) => title);
    expect(titles("2026-04-20")).toEqual(["CCAS\u00a0: passer ou appeler au plus tard le 30 avril 2026"]);
    expect(titles("2026-05-02")).toEqual([
      "CCAS\u00a0: passage ou appel attendu avant le 30 avril 2026, dépassé",
    ]);
    const seen = [dom(), went("2026-10-20")];
    expect(titles("2026-11-10", seen)).toEqual([
      "Domiciliation\u00a0: demander le renouvellement au plus tard le 30 novembre 2026",
    ]);
    expect(titles("2026-12-05", seen)).toEqual([
      "Domiciliation\u00a0: renouvellement à demander sans attendre, fin le 30 janvier 2027",
    ]);
    expect(titles("2027-02-10", seen)).toEqual(["Domiciliation terminée depuis le 30 janvier 2027"]);
    expect(titles("2027-08-10", seen)).toEqual([]);
    const stay = {
      ...fact("stay", "regular", "2025-01-01", null),
      content: { permit: "temporary", permitEnds: "2026-06-30" },
    } as LifeFact;
    expect(titles("2026-04-30", [stay])).toEqual([]);
    expect(titles("2026-05-01", [stay])).toEqual(["Titre de séjour\u00a0: dernier jour le 30 juin 2026"]);
    expect(titles("2026-07-01", [stay])).toEqual(["Titre de séjour terminé depuis le 30 juin 2026"]);
  });
});

function fact(kind: LifeFact["kind"], term: string | null, from: string, to: string | null): LifeFact {
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
    statedOn: from,
  } as unknown as LifeFact;
}
