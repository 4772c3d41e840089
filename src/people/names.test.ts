import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foldName, lettersApart, nameKeys, type PersonName, sameName, tidyName } from "./names.ts";

const name = (family: string, given = ""): PersonName => ({ family, given });
const word = fc.string({ unit: fc.constantFrom(..."abcdeéèçñœışłKLMNO"), minLength: 1, maxLength: 8 });
const names = fc.record({ family: fc.array(word, { minLength: 1, maxLength: 3 }), given: word });

describe("folding", () => {
  test.each([
    ["Yılmaz", "yilmaz"],
    ["KOVAČEVIĆ", "kovacevic"],
    ["N’Diaye", "ndiaye"],
    ["N'DIAYE", "ndiaye"],
    ["  Ben \u00A0Saïd ", "ben said"],
    ["Jean-Pierre", "jean pierre"],
    ["Straße", "strasse"],
    ["Œuvrard-Łukasz", "oeuvrard lukasz"],
    ["Đorđe Þór Ægir", "dorde thor aegir"],
    ["İbrahim", "ibrahim"],
    ["?", ""],
  ])("%s", (written, folded) => expect(foldName(written)).toBe(folded));

  test("folding twice is folding once", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(foldName(foldName(text))).toBe(foldName(text));
      }),
    );
  });

  test("case, accents decomposed or not, and swapped columns change no key", () => {
    fc.assert(
      fc.property(names, ({ family, given }) => {
        const written = name(family.join(" "), given);
        const keys = nameKeys(written);
        expect(nameKeys(name(given.normalize("NFD"), family.join("-")))).toEqual(keys);
        expect(nameKeys(name(family.join("").toLowerCase(), given)).letters).toBe(keys.letters);
      }),
    );
  });
});

describe("same name", () => {
  test.each([
    [name("Da Silva", "Arben"), name("DASILVA", "arben")],
    [name("Da Silva", "Arben"), name("Arben", "Da Silva")],
    [name("Perrin", "Jean Pierre"), name("JEAN-PIERRE", "Perrin")],
    [name("Perrin Jean", "Pierre"), name("Perrin", "Pierre Jean")],
  ])("%o is %o", (a, b) => expect(sameName(a, b)).toBe(true));
  test("another letter is another name", () => {
    expect(sameName(name("Traore", "Awa"), name("Traorre", "Awa"))).toBe(false);
  });
});

describe("letters apart", () => {
  test.each([
    [name("Traore", "Awa"), name("TRAORÉ", "awa"), 0],
    [name("Traore", "Awa"), name("Traorre", "Awa"), 1],
    [name("Martin", "Ali"), name("Matrin", "Ali"), 1],
    [name("Martin", "Ali"), name("Ali", "Martim"), 1],
    [name("Da Silva", "Maria"), name("Maria", "Da Sylva"), 1],
    [name("Martin", "Alia"), name("Martim", "Ali"), 2],
    [name("Martin", "Ali"), name("Marchand", "Ali"), 3],
    [name("Sy", "Ali"), name("Moreau", "Jeanne"), 3],
  ])("%o and %o", (a, b, apart) => expect(lettersApart(a, b)).toBe(apart));

  test("one or two letters added, removed or replaced are seen, in either column order", () => {
    const edits = fc.array(
      fc.record({
        at: fc.nat(30),
        letter: fc.constantFrom(..."abcxyz"),
        kind: fc.constantFrom("add", "drop", "put"),
      }),
      { minLength: 1, maxLength: 2 },
    );
    fc.assert(
      fc.property(names, edits, fc.boolean(), ({ family, given }, changes, swap) => {
        const first = foldName(family.join(" ")).replaceAll(" ", "");
        let changed = first;
        for (const { at, letter, kind } of changes) {
          const place = at % (changed.length + 1);
          changed =
            changed.slice(0, place) +
            (kind === "drop" ? "" : letter) +
            changed.slice(place + (kind === "add" ? 0 : 1));
        }
        fc.pre(changed !== "");
        const other = swap ? name(given, changed) : name(changed, given);
        expect(lettersApart(name(first, given), other)).toBeLessThanOrEqual(changes.length);
      }),
    );
  });

  test("agrees with a plain Damerau–Levenshtein on single words", () => {
    const letters = fc.string({ unit: fc.constantFrom(..."abc"), minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(letters, letters, (a, b) => {
        expect(lettersApart(name(a), name(b))).toBe(Math.min(3, plainDistance(a, b)));
      }),
      { numRuns: 500 },
    );
  });
});

test("names typed in capitals are tidied, mixed case is left", () => {
  expect(tidyName("  N'DIAYE ")).toBe("N'Diaye");
  expect(tidyName("jean-pierre")).toBe("Jean-Pierre");
  expect(tidyName("BEN SAÏD")).toBe("Ben Saïd");
  expect(tidyName("McDonald")).toBe("McDonald");
});

/** Optimal string alignment written the slow way, from its definition. */
function plainDistance(a: string, b: string): number {
  if (a === "" || b === "") return a.length + b.length;
  const same = a.at(-1) === b.at(-1);
  const best = Math.min(
    plainDistance(a.slice(0, -1), b) + 1,
    plainDistance(a, b.slice(0, -1)) + 1,
    plainDistance(a.slice(0, -1), b.slice(0, -1)) + (same ? 0 : 1),
  );
  const swapped = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1);
  return swapped ? Math.min(best, plainDistance(a.slice(0, -2), b.slice(0, -2)) + 1) : best;
}
