import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { disagreements, keyOf, maskedNumber, readNumber, writtenNumber } from "./social-number.ts";

const digits = (count: number, min = 0) =>
  fc.integer({ min, max: 10 ** count - 1 }).map((n) => String(n).padStart(count, "0"));
const department = fc.oneof(digits(2, 1), fc.constantFrom("2A", "2B"));
const bare = fc
  .tuple(
    fc.constantFrom("1", "2", "3", "4", "7", "8"),
    digits(2),
    fc.constantFrom("01", "06", "12", "20", "42", "50", "99"),
    department,
    digits(3, 1),
    digits(3, 1),
  )
  .map((parts) => parts.join(""));
const whole = (number: string) => number + String(keyOf(number)).padStart(2, "0");

describe("a social security number", () => {
  test.each([
    ["2 69 05 49 588 157 80", "nir"],
    ["1 84 12 76 451 089 46", "nir"],
  ] as const)("%s is right, and a %s", (typed, kind) => {
    expect(readNumber(typed)).toEqual({ ok: true, number: { kind, value: typed.replaceAll(" ", "") } });
  });

  test("Corsica counts 2A as 19 and 2B as 18", () => {
    const key = (n: string) => 97 - Number(BigInt(n) % 97n);
    expect(keyOf("155082A004012")).toBe(key("1550819004012"));
    expect(keyOf("155082B033012")).toBe(key("1550818033012"));
  });

  test.each([
    ["1550838053012", /manque la clé/],
    ["155083805", /celui-ci a 9 caractères/],
    ["955083805301200", /premier chiffre/],
    ["155133805301200", /mois/],
    ["155083805300000", /zéro/],
    ["155082C05301200", /forme/],
  ])("%s is refused with a reason", (typed, reason) => {
    const reading = readNumber(typed);
    expect(reading.ok ? "" : reading.reason).toMatch(reason);
  });

  test("every number of the right form with its key is read, however it is spaced; 7 and 8 begin a NIA", () => {
    fc.assert(
      fc.property(bare, (number) => {
        const value = whole(number);
        const kind = /^[12]/u.test(number) ? "nir" : "nia";
        for (const typed of [value, writtenNumber(value), writtenNumber(value).toLowerCase()])
          expect(readNumber(typed)).toEqual({ ok: true, number: { kind, value } });
      }),
    );
  });

  test("any other key is refused, and any one digit changed, and two neighbours exchanged", () => {
    fc.assert(
      fc.property(bare, fc.nat(14), fc.integer({ min: 1, max: 9 }), (number, at, more) => {
        const value = whole(number);
        const char = value.charAt(at);
        fc.pre(/\d/u.test(char) && !/[AB]/u.test(value.charAt(at + 1)));
        const changed = value.slice(0, at) + ((Number(char) + more) % 10) + value.slice(at + 1);
        expect(readNumber(changed).ok, `${value} → ${changed}`).toBe(false);
        const next = value.charAt(at + 1);
        fc.pre(/\d/u.test(next) && next !== char && at < 12);
        const swapped = value.slice(0, at) + next + char + value.slice(at + 2);
        expect(readNumber(swapped).ok, `${value} → ${swapped}`).toBe(false);
      }),
    );
  });

  test("masked, it shows sex, year and month alone", () => {
    fc.assert(
      fc.property(bare, (number) => {
        expect(maskedNumber(number.slice(0, 5)).replace(/[ •]/gu, "")).toBe(number.slice(0, 5));
      }),
    );
    expect(maskedNumber("15508")).toBe("1 55 08 •• ••• ••• ••");
  });
});

describe("against the identity", () => {
  const value = whole("1550838053012");
  test.each([
    [{ sex: "male", birth: "1955-08-17" }, 0],
    [{ sex: "unknown", birth: null }, 0],
    [{ sex: "other", birth: "~1960" }, 0],
    [{ sex: "female", birth: "1955" }, 1],
    [{ sex: "male", birth: "1956-08" }, 1],
    [{ sex: "female", birth: "1956-09-01" }, 3],
  ])("%o: %i warnings", (identity, count) => {
    expect(disagreements(value, identity)).toHaveLength(count);
  });
  test("a month that stands for an unknown one disagrees with none", () => {
    expect(disagreements(whole("1552038053012"), { sex: "male", birth: "1955-08-17" })).toEqual([]);
  });
});
