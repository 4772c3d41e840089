import { describe, expect, test } from "vitest";
import { wordReminder } from "./words.ts";

const facts = {
  starts: new Date("2026-11-24T08:40:00Z"),
  timeZone: "Europe/Paris",
  site: "Centre de Montceau-les-Mines",
  place: "12 rue de l’Hôpital, 71300 Montceau-les-Mines\nTél. 03 85 34 71 00",
  phone: "03 85 34 71 00",
};

describe("a reminder", () => {
  test("says where, when at the site’s clock, what to bring and how to cancel", () => {
    expect(wordReminder(facts, "fr")).toMatch(
      /^Rendez-vous mardi 24 novembre à 09:40, Centre de Montceau-les-Mines, 12 rue de l’Hôpital, 71300 Montceau-les-Mines\. Apportez .*\. Pour annuler ou changer : 03 85 34 71 00\.$/,
    );
  });

  test("is in the person’s language, French beside it; French alone where there is no catalogue", () => {
    expect(wordReminder(facts, "en").split("\n")).toEqual([
      expect.stringMatching(/^Appointment Tuesday,? 24 November at 09:40/),
      wordReminder(facts, null),
    ]);
    expect(wordReminder(facts, "ary")).toMatch(/^موعدكم/);
    // No-break spaces keep the figures in their order among words read from the right.
    expect(wordReminder(facts, "ary").split("\n")[0]).toContain("03\u00a085\u00a034\u00a071\u00a000");
    expect(wordReminder(facts, "so")).toBe(wordReminder(facts, "fr"));
    expect(wordReminder(facts, "toString")).toBe(wordReminder(facts, "fr"));
  });

  test("says no number when none is known", () => {
    expect(wordReminder({ ...facts, phone: null }, "es")).not.toMatch(/anular|annuler/);
  });
});
