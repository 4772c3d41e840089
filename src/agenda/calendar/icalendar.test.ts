import fc from "fast-check";
import ICAL from "ical.js";
import { expect, test } from "vitest";
import { type CalendarEvent, writeCalendar } from "./icalendar.ts";

const second = fc
  .date({ min: new Date("2026-01-01T00:00:00Z"), max: new Date("2027-12-31T00:00:00Z"), noInvalidDate: true })
  .map((moment) => `${moment.toISOString().slice(0, 19)}+00:00`);
const events: fc.Arbitrary<CalendarEvent[]> = fc.array(
  fc.record({
    id: fc.uuid(),
    version: fc.integer({ min: 1, max: 40 }),
    changed: second,
    start: second,
    end: second,
    site: fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 120 }).map((text) => text.replaceAll(/\p{Cc}/gu, "")),
      fc.constant(
        "Chalon-sur-Saône, quartier des Prés Saint-Jean; « la Maison » \\ 2\u1d49 étage, près de l’école élémentaire",
      ),
    ),
    cancelled: fc.boolean(),
  }),
  { maxLength: 6 },
);

test("another program reads back what was written, and no line is longer than the format allows", () => {
  fc.assert(
    fc.property(events, (written) => {
      const text = writeCalendar(written);
      expect(text.split("\r\n").every((line) => Buffer.byteLength(line) <= 75 && !line.includes("\n"))).toBe(
        true,
      );
      const read = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map((one) => {
        const event = new ICAL.Event(one);
        return [
          event.uid,
          event.sequence,
          event.startDate.toJSDate().getTime(),
          event.endDate.toJSDate().getTime(),
        ].concat([event.location, event.summary, one.getFirstPropertyValue("status")] as never[]);
      });
      expect(read).toEqual(
        written.map((one) => [
          ...[`${one.id}@maillage`, one.version - 1, Date.parse(one.start), Date.parse(one.end), one.site],
          ...["Rendez-vous", one.cancelled ? "CANCELLED" : "CONFIRMED"],
        ]),
      );
    }),
  );
});
