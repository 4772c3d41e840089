import fc from "fast-check";
import { expect, test } from "vitest";
import { lineHoursText, lineHoursWords, readLineHours } from "./line-hours.ts";

const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

test("what is written of a day’s hours is read back the same", () => {
  const day = fc.uniqueArray(fc.integer({ min: 0, max: 1439 }), { maxLength: 6 }).map((minutes) => {
    const ordered = minutes.toSorted((a, b) => a - b);
    return Array.from({ length: Math.floor(ordered.length / 2) }, (_, n) => ({
      weekday: 3,
      from: clock(ordered[2 * n] ?? 0),
      to: clock(ordered[2 * n + 1] ?? 0),
    }));
  });
  fc.assert(
    fc.property(day, (hours) => {
      expect(readLineHours(lineHoursText(hours, 3), 3)).toEqual(hours);
    }),
  );
});

test("hours are read as people write them; what is not hours is refused whole", () => {
  const [morning, evening] = [
    { weekday: 1, from: "08:00", to: "12:00" },
    { weekday: 1, from: "14:00", to: "18:30" },
  ];
  expect(readLineHours("8h-12h, 14 h à 18h30", 1)).toEqual([morning, evening]);
  expect(readLineHours(" ", 1)).toEqual([]);
  for (const wrong of ["8h", "12h-8h", "8h-12h, 11h-14h", "matin", "8h-12h-14h"])
    expect(readLineHours(wrong, 1), wrong).toBeNull();
});

test("days of the same hours are told together", () => {
  const hours = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: "08:00", to: "20:00" }));
  expect(lineHoursWords([...hours, { weekday: 6, from: "08:00", to: "12:00" }])).toBe(
    "du lundi au vendredi 08:00-20:00\u00a0; samedi 08:00-12:00",
  );
});
