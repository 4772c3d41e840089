import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseBirth } from "./birth.ts";
import { ageText, birthText, birthTyped, birthWords, shownName } from "./names-shown.ts";

const names = { family: "Koné", given: "Mariam", usedFamily: null, usedGiven: null, sex: "female" } as const;

describe("the name shown", () => {
  it("is the name used, with the birth name when it differs", () => {
    expect(shownName(names)).toMatchObject({ whole: "Mariam Koné", born: null });
    expect(shownName({ ...names, usedFamily: "Traoré" })).toMatchObject({
      whole: "Mariam Traoré",
      born: "née Koné",
    });
    expect(shownName({ ...names, usedGiven: "Max", sex: "unknown" }).born).toBe("né(e) Mariam Koné");
  });
});

describe("a birth date shown", () => {
  it("is never more precise than what is known", () => {
    expect(birthText("1975-03-12")).toBe("12/03/1975");
    expect(birthText("1975-03")).toBe("mars 1975");
    expect(birthText("1975")).toBe("1975");
    expect(birthText("~1975")).toBe("vers 1975");
    expect(birthText(null)).toBeNull();
    expect(["1975-03-12", "1975-03", "1975", "~1975", null].map(birthWords)).toEqual([
      "le 12/03/1975",
      "en mars 1975",
      "en 1975",
      "vers 1975",
      null,
    ]);
  });

  it("is typed back as the same birth", () => {
    const canonical = fc
      .tuple(
        fc.integer({ min: 1920, max: 2013 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 28 }),
      )
      .chain(([year, month, day]) => {
        const [m, d] = [String(month).padStart(2, "0"), String(day).padStart(2, "0")];
        return fc.constantFrom(`${year}-${m}-${d}`, `${year}-${m}`, `${year}`, `~${year}`);
      });
    fc.assert(
      fc.property(canonical, (birth) => {
        const read = parseBirth(birthTyped(birth), "2014-12-31");
        expect(read.ok && read.birth?.canonical).toBe(birth);
      }),
    );
  });
});

describe("an age shown", () => {
  it("keeps the doubt of the birth date", () => {
    expect(ageText("1992-03-12", "2026-03-11")).toBe("33 ans");
    expect(ageText("1992-03-12", "2026-03-12")).toBe("34 ans");
    expect(ageText("1975", "2014-06-01")).toBe("38 ou 39 ans");
    expect(ageText("1975", "2014-12-31")).toBe("39 ans");
    expect(ageText("~1975", "2014-06-01")).toBe("environ 39 ans");
    expect(ageText("2014-01-15", "2014-06-14")).toBe("4 mois");
    expect(ageText(null, "2014-06-01")).toBeNull();
  });
});
