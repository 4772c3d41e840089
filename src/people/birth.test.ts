import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { birthFromCanonical, birthsCompatible, parseBirth } from "./birth.ts";

const VISIT = "2014-05-20";
const canonical = (text: string, reference = VISIT) => {
  const read = parseBirth(text, reference);
  return read.ok ? (read.birth?.canonical ?? null) : read.problem;
};

describe("birth dates as written", () => {
  test.each([
    ["12/03/1975", "1975-03-12"],
    ["12.3.75", "1975-03-12"],
    ["1975-03-12", "1975-03-12"],
    ["1er mars 1975", "1975-03-12".replace("12", "01")],
    ["né le 12 mars 1975", "1975-03-12"],
    ["12-mars-75", "1975-03-12"],
    ["03 janv. 1980", "1980-01-03"],
    ["12031975", "1975-03-12"],
    ["12/03/1975 ?", "1975-03-12"],
    ["03/1975", "1975-03"],
    ["mars 1975", "1975-03"],
    ["00/03/1975", "1975-03"],
    ["1975", "1975"],
    ["00/00/1975", "1975"],
    ["xx/xx/1975", "1975"],
    ["??/??/1975", "1975"],
    ["vers 1975", "~1975"],
    ["Née vers 1975", "~1975"],
    ["env. 1975", "~1975"],
    ["~1975", "~1975"],
    ["1975 ?", "~1975"],
    ["39 ans", "~1975"],
    ["\u00A012/03/1975 ", "1975-03-12"],
    ["", null],
    ["?", null],
    ["-", null],
    ["NSP", null],
    ["inconnue", null],
    ["99/99/1999", "impossible"],
    ["31/02/1980", "impossible"],
    ["29/02/1981", "impossible"],
    ["00/00/0000", "impossible"],
    ["13/1975", "impossible"],
    ["01/01/1790", "not_credible"],
    ["1790", "not_credible"],
    ["01/01/2017", "after_reference"],
    ["2015", "after_reference"],
    ["21/05/2014", "after_reference"],
    ["hier", "not_a_date"],
    ["12/03", "not_a_date"],
  ])("%s", (text, expected) => expect(canonical(text)).toBe(expected));

  test("a two-digit year is the latest one not after the visit", () => {
    expect(canonical("20/05/14")).toBe("2014-05-20");
    expect(canonical("21/05/14")).toBe("1914-05-21");
    expect(canonical("29/02/12")).toBe("2012-02-29");
  });

  test("the text is kept as written", () => {
    const read = parseBirth(" vers  1975 ", VISIT);
    expect(read.ok && read.birth?.text).toBe("vers 1975");
  });
});

test("every canonical form reads back as itself, and is read whatever the way it is written", () => {
  const day = fc.date({ min: new Date("1920-01-01"), max: new Date("2014-05-20"), noInvalidDate: true });
  fc.assert(
    fc.property(day, fc.constantFrom(".", "/", "-", " "), (date, separator) => {
      const iso = date.toISOString().slice(0, 10);
      const [year = "", month = "", dayOfMonth = ""] = iso.split("-");
      expect(canonical([dayOfMonth, month, year].join(separator))).toBe(iso);
      expect(canonical([Number(dayOfMonth), Number(month), year].join(separator))).toBe(iso);
      for (const form of [iso, iso.slice(0, 7), year, `~${year}`]) {
        expect(birthFromCanonical(form)?.canonical).toBe(form);
        expect(canonical(form)).toBe(form);
      }
    }),
  );
});

test("whatever the text, reading ends with an answer", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const read = parseBirth(text, VISIT);
      if (read.ok && read.birth !== null) expect(birthFromCanonical(read.birth.canonical)).not.toBeNull();
    }),
  );
});

test("compatible births", () => {
  const birth = (text: string) => {
    const read = birthFromCanonical(text);
    if (read === null) throw new Error(text);
    return read;
  };
  expect(birthsCompatible(birth("1975"), birth("1975-03-12"))).toBe(true);
  expect(birthsCompatible(birth("1975-04"), birth("1975-03-12"))).toBe(false);
  expect(birthsCompatible(birth("~1974"), birth("1975-03-12"))).toBe(true);
  expect(birthFromCanonical("1975-02-30")).toBeNull();
  expect(birthFromCanonical("~1975-02")).toBeNull();
});
