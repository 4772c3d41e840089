import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDays } from "../../ui/days.ts";
import type { HalfDay } from "./model.ts";
import { type Known, readHour, readPlanning, splitPasted } from "./table.ts";
import { comesOn, meet, weekdayOf } from "./week.ts";

const TODAY = "2026-03-02";
const known: Known = {
  practitioners: [
    { id: "p1", label: "Dr Hélène Marchal" },
    { id: "p2", label: "Dr Paul Marchal" },
    { id: "p3", label: "Inès Roy (IDE)" },
  ],
  sites: [
    { id: "s1", name: "Digoin", code: "digoin" },
    { id: "s2", name: "Chalon-sur-Saône", code: "chalon" },
  ],
  rooms: [{ id: "r1", siteId: "s1", label: "Cabinet 1" }],
  halfDays: [],
  today: TODAY,
};
const TITLES =
  "Praticien\tJour de la semaine\tHeure de début\tHeure de fin\tSite\tSalle\tFréquence\tÀ partir du\tJusqu’au\tCapacité";
const read = (lines: readonly string[], more: Partial<Known> = {}) => {
  const table = readPlanning(splitPasted([TITLES, ...lines].join("\r\n")), { ...known, ...more });
  return "lines" in table ? table.lines : [];
};

describe("a planning read from a table", () => {
  test("takes headings, days, hours, rhythms and dates as people write them", () => {
    const [first, second] = read([
      "helene marchal\tLundis\t8h30\t12 h\tdigoin\tcabinet 1\tune semaine sur deux\t9/3/26\t30/06/2026\t6",
      "Roy\tmer.\t14:00:00\t17.30\tChalon sur Saône",
    ]);
    expect(first).toMatchObject({
      row: 2,
      problems: [],
      halfDay: {
        ...{ professionalId: "p1", siteId: "s1", roomId: "r1", weekday: 1, everyWeeks: 2, capacity: 6 },
        ...{ from: "2026-03-09", until: "2026-06-30", starts: "08:30", ends: "12:00" },
      },
    });
    expect(second?.halfDay).toMatchObject({
      ...{ professionalId: "p3", siteId: "s2", roomId: null, weekday: 3, everyWeeks: 1, from: TODAY },
      ...{ starts: "14:00", ends: "17:30", until: null, capacity: null },
    });
  });

  test("says what is wrong with each line, all of it, and keeps none of it", () => {
    const said = read([
      "Marchal\tlundi\t8h30\t12h\tDigoin",
      "Dr Hélène Marchal\tfoo\t12h\t8h\tAutun\t\t40\tdemain\t\tdix",
      "Inès Roy\tmardi\t9h\t10h\tChalon\tCabinet 1",
    ]);
    expect(said.map(({ halfDay }) => halfDay)).toEqual([null, null, null]);
    expect(said.map(({ problems }) => problems.length)).toEqual([1, 6, 1]);
    const untitled = readPlanning(splitPasted("Marchal;lundi;8h;12h"), known);
    expect(untitled).toMatchObject({ missing: ["practitioner", "weekday", "starts", "ends"] });
  });

  test("sees hours at the same time, in the table and in what is kept, and hours kept already", () => {
    const kept: HalfDay = {
      ...{ seriesId: "x", professionalId: "p1", siteId: "s1", roomId: null, weekday: 1, everyWeeks: 1 },
      ...{ anchor: TODAY, from: TODAY, until: null, starts: "09:00:00", ends: "12:00:00" },
      ...{ capacity: null, services: [], onHolidays: false, stamp: "", booked: {} },
    };
    const lines = read(
      [
        "Hélène Marchal\tlundi\t9h\t12h\tDigoin",
        "Hélène Marchal\tlundi\t11h\t13h\tChalon",
        "Inès Roy\tlundi\t9h\t12h\tDigoin\tCabinet 1",
        "Paul Marchal\tlundi\t10h\t11h\tDigoin\tCabinet 1",
        "Paul Marchal\tlundi\t12h\t13h\tDigoin\tCabinet 1",
      ],
      { halfDays: [kept] },
    );
    expect(lines.map(({ known: already, halfDay }) => [already, halfDay !== null])).toEqual([
      ...[
        [true, true],
        [false, false],
        [false, true],
        [false, false],
        [false, true],
      ],
    ]);
    expect(lines[3]?.problems).toEqual(["Salle déjà prise par la ligne 4."]);
  });

  test("reads whatever is pasted without failing, each line kept or told why", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.string({ maxLength: 12 }), { maxLength: 11 }), { maxLength: 8 }),
        (rows) => {
          for (const line of read(rows.map((cells) => cells.join("\t"))))
            expect(line.halfDay === null).toBe(line.problems.length > 0);
        },
      ),
    );
    fc.assert(
      fc.property(fc.nat(23), fc.nat(59), (hours, minutes) => {
        const two = String(minutes).padStart(2, "0");
        const hour = `${String(hours).padStart(2, "0")}:${two}`;
        for (const text of [hour, `${hours}h${two}`, `${hours} h ${two}`, `${hours}.${two}`, `${hour}:00`])
          expect(readHour(text)).toBe(hour);
      }),
    );
  });
});

test("two series meet exactly when some day has hours of both", () => {
  const series = fc
    .record({
      start: fc.nat(60),
      length: fc.option(fc.nat(120), { nil: null }),
      everyWeeks: fc.integer({ min: 1, max: 4 }),
      weekday: fc.integer({ min: 1, max: 2 }),
      at: fc.integer({ min: 8, max: 10 }),
    })
    .map(({ start, length, everyWeeks, weekday, at }) => ({
      ...{ weekday, everyWeeks, anchor: addDays(TODAY, start), from: addDays(TODAY, start) },
      until: length === null ? null : addDays(TODAY, start + length),
      starts: `${String(at).padStart(2, "0")}:00`,
      ends: `${at + 2}:00`,
    }));
  const rest = { seriesId: "", professionalId: "", siteId: "", roomId: null, capacity: null };
  fc.assert(
    fc.property(series, series, (one, other) => {
      const common = Array.from({ length: 300 }, (_, n) => addDays(TODAY, n)).some((day) =>
        [one, other].every((half) =>
          comesOn({ ...rest, services: [], onHolidays: false, stamp: "", booked: {}, ...half }, day),
        ),
      );
      const hours = one.starts < other.ends && other.starts < one.ends;
      expect(meet(one, other)).toBe(common && hours);
      expect(weekdayOf(addDays(TODAY, one.weekday - 1))).toBe(one.weekday);
    }),
  );
});
