import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MOST_WORDS, searchCriteria } from "./criteria.ts";

const TODAY = "2026-03-02";

/** What is looked for as written, apart from names: "how word". */
function asWritten(words: string): string[] {
  return searchCriteria(words, TODAY)
    .filter(({ tier = 1, name, how }) => tier === 1 && !name && how !== "exact" && how !== "joined")
    .map(({ how, word, part }) => `${how} ${word}${part ? "*" : ""}`);
}

/** The words taken for names, in their order. */
function names(words: string): string[] {
  return searchCriteria(words, TODAY).flatMap(({ name, word }) => (name ? [word] : []));
}

describe("a birth is read in any usual form", () => {
  const whole = ["birth 19750312", "birth_less 197503", "birth_less 1975"];
  test.each([
    "12/03/1975",
    "12/03/75",
    "12-03-1975",
    "12.03.1975",
    "1975-03-12",
    "12 mars 1975",
    "12 mars 75",
    "né le 12 mars 1975",
    "née le 12/03/1975",
  ])("%s", (text) => {
    expect(asWritten(text).filter((way) => way.startsWith("birth"))).toEqual(whole);
    expect(asWritten(`benali ${text} mohamed`).filter((way) => way.startsWith("birth"))).toEqual(whole);
  });
  test.each([
    ["mars 1975", ["birth_month 197503*", "birth_less 1975"]],
    ["03/1975", ["birth_month 197503*", "birth_less 1975"]],
    ["né en 1975", ["birth_year 1975*"]],
    ["vers 1975", [0, 1, -1, 2, -2].map((apart) => `birth_about ${1975 + apart}*`)],
  ])("partly: %s", (text, expected) => {
    expect(asWritten(text)).toEqual(expected);
  });
  test("a year alone is also a record's number and a part of a telephone number", () => {
    expect(asWritten("1975")).toEqual(["birth_year 1975*", "number 1975", "phone tel:1975*"]);
  });
  test("a day of any year", () => {
    expect(asWritten("12/03")).toContain("birth_day 19750312");
    expect(asWritten("29/02")).not.toContain("birth_day 19750229");
  });
});

describe("names", () => {
  test.each([
    ["D’Angelo", ["dangelo"]],
    ["d'angelo", ["dangelo"]],
    ["Jean-Pierre  LEFÈVRE", ["jean", "pierre", "lefevre"]],
    ["Benali, Mohamed", ["benali", "mohamed"]],
    ["Nguyễn Thị Mai", ["nguyen", "thi", "mai"]],
    ["Şahin Yıldız Đorđević", ["sahin", "yildiz", "dordevic"]],
  ])("%s", (text, expected) => {
    expect(names(text)).toEqual(expected);
  });
  test("particles may be missing from a record, unless nothing else is typed", () => {
    const needed = (words: string) =>
      searchCriteria(words, TODAY).flatMap(({ name, word, needed }) => (name && needed ? [word] : []));
    expect(needed("el amrani de la tour")).toEqual(["amrani", "tour"]);
    expect(needed("ben")).toEqual(["ben"]);
  });
});

test("whatever is typed, few criteria come of it, each word of them short and numbered in order", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (words) => {
      const criteria = searchCriteria(words, TODAY);
      const numbers = new Set(criteria.map(({ n }) => n));
      expect(numbers.size).toBeLessThanOrEqual(MOST_WORDS);
      expect(Math.max(0, ...numbers)).toBeLessThanOrEqual(MOST_WORDS);
      for (const { word } of criteria) expect(word.length).toBeLessThanOrEqual(300);
    }),
  );
});
