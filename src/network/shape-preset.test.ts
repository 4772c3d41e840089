import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { listPresets, readPreset } from "./preset.ts";
import { shapePreset } from "./shape-preset.ts";

const folder = join(import.meta.dirname, "../../presets");
const preset = readPreset(folder, "bourgoin");

test("every preset of the folder is offered with its name and places", () => {
  const offered = listPresets(folder);
  expect(offered.map(({ code }) => code)).toContain("bourgoin");
  for (const one of offered) expect([one.label, one.description].every((text) => text.length > 3)).toBe(true);
});

test("a centre keeps the preset's words and takes its own names, places and hours", () => {
  const shaped = shapePreset(preset, {
    name: "Centre de Saint-Étienne",
    timeZone: "Indian/Reunion",
    structures: [{ code: "bourgoin", name: "Ville de Saint-Étienne" }],
    sites: [{ name: "Place Jean-Jaurès", opening: [{ weekday: 1, halfDay: "morning" }] }],
  });
  expect(shaped).toMatchObject({
    code: "bourgoin",
    name: "Centre de Saint-Étienne",
    timeZone: "Indian/Reunion",
    personWord: preset.personWord,
  });
  expect(shaped.structures.map(({ name }) => name)).toEqual([
    "Ville de Saint-Étienne",
    "CCAS de Bourgoin-Jallieu",
  ]);
  expect(shaped.sites).toEqual([
    {
      code: "place-jean-jaures",
      structure: "bourgoin",
      name: "Place Jean-Jaurès",
      communeCode: null,
      opening: [{ weekday: 1, halfDay: "morning" }],
    },
  ]);
});

test("whatever places are called, their codes differ and are never empty", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1, maxLength: 8 }), (names) => {
      const { sites } = shapePreset(preset, {
        name: "x",
        timeZone: "Europe/Paris",
        structures: [],
        sites: names.map((name) => ({ name, opening: [] })),
      });
      const codes = sites.map(({ code }) => code);
      expect(new Set(codes).size).toBe(names.length);
      expect(codes.every((code) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(code))).toBe(true);
    }),
  );
});
