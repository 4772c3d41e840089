import fc from "fast-check";
import { expect, test } from "vitest";
import type { Slot } from "../agenda/model.ts";
import { callOutcomes } from "./model.ts";
import { identityTyped, lineState, nothingFor, outcomeOf, proposed, readBack, slotKey } from "./rules.ts";

const slot = fc
  .record({
    site: fc.constantFrom("a", "b", "c", "d"),
    hour: fc.integer({ min: 8, max: 18 }),
    own: fc.boolean(),
  })
  .map(
    ({ site, hour, own }): Slot => ({
      opening: site,
      professional: own ? "own" : site,
      practitioner: "Dr Rey",
      site,
      day: "2026-03-03",
      start: `2026-03-03T${String(hour).padStart(2, "0")}:00:00+01:00`,
      end: `2026-03-03T${String(hour).padStart(2, "0")}:20:00+01:00`,
      ...(own ? { own: true as const } : {}),
    }),
  );
const slots = fc.array(slot, { maxLength: 30 });

test("what is proposed is what was found, each once, six at most, one’s own practitioner first, every site heard", () => {
  fc.assert(
    fc.property(slots, slots, (wanted, elsewhere) => {
      const all = [...wanted, ...elsewhere];
      const said = proposed(wanted, elsewhere);
      const keys = said.map(slotKey);
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys.length).toBe(Math.min(6, new Set(all.map(slotKey)).size));
      expect(said.every((one) => all.includes(one))).toBe(true);
      if (wanted.some(({ own }) => own)) expect(said[0]?.own).toBe(true);
      // Own, two where they want to come, four sites: seven at most, of which two are of one site.
      if (elsewhere.length === 0)
        expect(new Set(said.map(({ site }) => site))).toEqual(new Set(all.map(({ site }) => site)));
    }),
  );
});

test("a call comes to what counts most of all that was done in it", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...callOutcomes)), (done) => {
      const whole = outcomeOf(done);
      expect(done.every((one) => callOutcomes.indexOf(whole) <= callOutcomes.indexOf(one))).toBe(true);
      if (done.length > 0) expect(done).toContain(whole);
    }),
  );
});

test.each([
  ["Ducroux Jean Marc 14/08/1961", { family: "Ducroux", given: "Jean Marc", birth: "14/08/1961" }],
  ["  ducroux ", { family: "ducroux", given: "", birth: "" }],
  ["12 mars 1975", { family: "", given: "", birth: "12 mars 1975" }],
])("what is typed fills the three fields: %s", (words, expected) => {
  expect(identityTyped(words)).toEqual(expected);
});

test("what is read is said in words, with no more than there is", () => {
  const place = { site: "Autun", address: "12 rue de l’Hôpital\n71400 Autun" };
  const said = readBack(
    { start: "2026-04-01T14:00:00+02:00", practitioner: "un professionnel du centre" },
    place,
    "",
  );
  expect(said.replaceAll("\u00a0", " ")).toBe(
    "Mercredi 1er avril à 14 h, à Autun, 12 rue de l’Hôpital, 71400 Autun, avec un professionnel du centre.",
  );
});

test.each([
  [null, "Digoin n’a rien de libre."],
  ["2026-03-10T09:00:00+01:00", null],
  ["2026-03-24T09:00:00+01:00", "Digoin n’a rien avant trois semaines."],
])("nothing for weeks is said: %s", (first, expected) => {
  expect(nothingFor("Digoin", "2026-03-02", first)).toBe(expected);
});

test.each([
  ["07:59", false, "elle ouvre à 8 h"],
  ["08:00", true, "jusqu’à 20 h"],
  ["20:00", false, "fermée pour aujourd’hui"],
])("the line at %s", (time, open, words) => {
  const state = lineState([{ weekday: 1, from: "08:00", to: "20:00" }], 1, time);
  expect(state.open).toBe(open);
  expect(state.words.replaceAll("\u00a0", " ")).toContain(words);
  expect(lineState([], 1, time).open).toBe(false);
});
