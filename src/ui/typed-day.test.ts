import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "./days.ts";
import { shortDayText } from "./format.ts";
import { readTypedDay } from "./typed-day.ts";

const NOW = "2026-11-21";
const anyDay = fc.integer({ min: 0, max: 60_000 }).map((n) => addDays("1900-01-01", n));

describe("a day typed", () => {
  it("is the day shown, whatever the separators", () => {
    fc.assert(
      fc.property(anyDay, fc.constantFrom("/", ".", "-", " ", ""), (day, separator) => {
        expect(readTypedDay(shortDayText(day).replaceAll("/", separator), NOW)).toBe(day);
        expect(readTypedDay(day, NOW)).toBe(day);
      }),
    );
  });

  it("puts a year of two figures in the century that is not to come", () => {
    expect(readTypedDay("3/5/14", NOW)).toBe("2014-05-03");
    expect(readTypedDay("030527", NOW)).toBe("2027-05-03");
    expect(readTypedDay("3/5/28", NOW)).toBe("1928-05-03");
  });

  it("refuses what the calendar does not have", () => {
    for (const text of [
      "31/02/2014",
      "29/02/2015",
      "00/05/2014",
      "3/13/2014",
      "99/99/1999",
      "hier",
      "",
      "3/5",
    ])
      expect(readTypedDay(text, NOW)).toBeNull();
  });
});
