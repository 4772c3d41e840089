import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { layOut } from "./day-layout.ts";
import type { AgendaOpening, AgendaView } from "./model.ts";
import { addMinutes } from "./wall-clock.ts";

const NINE = "2026-03-03T08:00:00.000Z";
const at = (minutes: number) => addMinutes(NINE, minutes);

const opening = (free: AgendaOpening["free"]): AgendaOpening => ({
  ...{
    id: "o",
    seriesId: "s",
    professionalId: "p",
    practitioner: "Dr Premier",
    siteId: "site",
    roomId: null,
  },
  ...{ day: "2026-03-03", start: at(0), end: at(180), taken: 0, capacity: null, longest: 0, free },
});
const appointment = (from: number, length: number, n: number) =>
  ({
    ...{ id: `a${n}`, siteId: "site", day: "2026-03-03", practitioner: "Dr Premier", professionalId: "p" },
    ...{ start: at(from), end: at(from + length), state: "booked", person: null },
  }) as unknown as AgendaView["appointments"][number];

const options = { zoneOf: () => "Europe/Paris", stepOf: () => 20 };

describe("the agenda laid out", () => {
  test("free time is cut into starts, at the hours of the site", () => {
    const [column] = layOut({ openings: [opening([[at(0), at(50)]])], appointments: [] }, options);
    expect(column?.items.map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ["free", 540, 560],
      ["free", 560, 590],
      ["taken", 590, 720],
    ]);
  });

  test("an appointment of several practitioners is in the column of each who has hours that day, and in one at least", () => {
    const joint = { ...appointment(0, 20, 1), with: ["Dr Second", "Dr Absent"] };
    const second = { ...opening([]), id: "o2", practitioner: "Dr Second", professionalId: "p2" };
    const shown = (view: AgendaView) =>
      layOut(view, options).map(({ practitioner, items }) => [
        practitioner,
        items.flatMap((item) => (item.kind === "appointment" ? [item.appointment.id] : [])),
      ]);
    expect(shown({ openings: [opening([]), second], appointments: [joint] })).toEqual([
      ["Dr Premier", ["a1"]],
      ["Dr Second", ["a1"]],
    ]);
    // The week of the second alone.
    expect(shown({ openings: [second], appointments: [joint] })).toEqual([["Dr Second", ["a1"]]]);
    expect(shown({ openings: [], appointments: [joint] })).toEqual([["Dr Premier", ["a1"]]]);
  });

  test("whatever is booked, every minute of the hours is free, known or taken; what shares hours is side by side", () => {
    const drawn = fc.array(
      fc.record({ from: fc.integer({ min: 0, max: 160 }), length: fc.integer({ min: 5, max: 60 }) }),
      {
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(drawn, fc.integer({ min: 0, max: 90 }), (booked, freeTo) => {
        const view = {
          openings: [opening(freeTo === 0 ? [] : [[at(0), at(freeTo)]])],
          appointments: booked.map(({ from, length }, n) => appointment(from, length, n)),
        };
        const items = layOut(view, options)[0]?.items ?? [];
        for (let minute = 540; minute < 720; minute++)
          expect(items.some(({ from, to }) => from <= minute && minute < to)).toBe(true);
        const known = items.filter(({ kind }) => kind === "appointment");
        expect(known.length).toBe(booked.length);
        for (const a of known)
          for (const b of known)
            if (a !== b && a.from < b.to && b.from < a.to)
              expect([a.lanes === b.lanes, a.lane === b.lane]).toEqual([true, false]);
        const taken = items.filter(({ kind }) => kind === "taken");
        expect(taken.some((t) => known.some((k) => k.from < t.to && t.from < k.to))).toBe(false);
      }),
    );
  });
});
