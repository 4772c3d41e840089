import fc from "fast-check";
import { expect, it } from "vitest";
import { addDays } from "./days.ts";
import { averageText, dayText, momentText, monthText, numberText, timeText, weekdayText } from "./format.ts";

const anyDay = fc.integer({ min: 0, max: 60_000 }).map((n) => addDays("1900-01-01", n));
const written = (day: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat("fr-FR", { ...options, timeZone: "UTC" })
    .format(new Date(`${day}T00:00:00Z`))
    .replace(/(^|\s)1(?=\s\p{L})/u, "$11er");

it("writes days, moments and numbers by hand as the browser would", () => {
  fc.assert(
    fc.property(anyDay, (day) => {
      expect(dayText(day)).toBe(written(day, { dateStyle: "long" }));
      expect(weekdayText(day)).toBe(
        written(day, { weekday: "long", day: "numeric", month: "long", year: "numeric" }),
      );
      expect(monthText(day.slice(0, 7))).toBe(written(day, { month: "long", year: "numeric" }));
    }),
  );
  const number = new Intl.NumberFormat("fr-FR", { signDisplay: "negative" });
  fc.assert(
    fc.property(
      fc.oneof(fc.maxSafeInteger(), fc.integer(), fc.constant(-0), fc.float({ noNaN: true })),
      (value) => {
        expect(numberText(value)).toBe(number.format(value));
      },
    ),
  );
  const average = new Intl.NumberFormat("fr-FR", {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
    signDisplay: "negative",
  });
  const hundredths = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).map((n) => n / 100);
  fc.assert(
    fc.property(fc.oneof(hundredths, fc.constant(-0.001), fc.double({ noNaN: true })), (value) => {
      expect(averageText(value)).toBe(average.format(value));
    }),
  );
  const time = new Intl.DateTimeFormat("fr-FR", { timeStyle: "short" });
  const moment = new Intl.DateTimeFormat("fr-FR", { dateStyle: "short", timeStyle: "medium" });
  const anyMoment = fc.date({
    min: new Date("1900-01-01"),
    max: new Date("2100-01-01"),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(anyMoment, (then) => {
      expect(timeText(then.toISOString())).toBe(time.format(then));
      expect(momentText(then.toISOString())).toBe(moment.format(then));
    }),
  );
});
