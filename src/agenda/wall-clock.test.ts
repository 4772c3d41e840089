import fc from "fast-check";
import { expect, test } from "vitest";
import { momentAt, wallText } from "./wall-clock.ts";

test("a moment is told at the clocks of where it takes place, on the night they change too", () => {
  expect(wallText("2026-11-24T08:40:00Z", "Europe/Paris")).toBe("2026-11-24T09:40");
  expect(wallText("2026-11-24T21:40:00Z", "Indian/Reunion")).toBe("2026-11-25T01:40");
  expect(wallText("2026-10-25T00:30:00Z", "Europe/Paris")).toBe("2026-10-25T02:30");
  expect(wallText("2026-10-25T01:30:00Z", "Europe/Paris")).toBe("2026-10-25T02:30");
});

test("a moment written as the clocks show it is read back, but for the hour that they show twice", () => {
  const zones = ["Europe/Paris", "Indian/Reunion", "America/Cayenne", "America/Miquelon"];
  const minutes = fc.integer({ min: Date.UTC(2025, 0) / 60_000, max: Date.UTC(2027, 0) / 60_000 });
  fc.assert(
    fc.property(minutes, fc.constantFrom(...zones), (minute, zone) => {
      const moment = new Date(minute * 60_000).toISOString();
      const back = momentAt(wallText(moment, zone), zone);
      expect(wallText(back, zone)).toBe(wallText(moment, zone));
      expect([0, 3_600_000]).toContain(Date.parse(moment) - Date.parse(back));
    }),
    { numRuns: 500 },
  );
  expect(momentAt("2026-10-25T02:30", "Europe/Paris")).toBe("2026-10-25T00:30:00.000Z");
  expect(momentAt("2026-03-29T02:30", "Europe/Paris")).toBe("2026-03-29T01:30:00.000Z");
});
