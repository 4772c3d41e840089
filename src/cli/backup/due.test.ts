import fc from "fast-check";
import { expect, test } from "vitest";
import { dueNow } from "./due.ts";

const at = (text: string) => new Date(text);

test("a backup is due once a day, from its hour in Paris on", () => {
  // Two in the morning in Paris, in winter: one o'clock universal time.
  expect(dueNow("02:00", "2025-01-10T01:00:30Z", at("2025-01-10T23:00:00Z"))).toBe(false);
  expect(dueNow("02:00", "2025-01-10T01:00:30Z", at("2025-01-11T00:59:00Z"))).toBe(false);
  expect(dueNow("02:00", "2025-01-10T01:00:30Z", at("2025-01-11T01:00:00Z"))).toBe(true);
  // In summer an hour earlier.
  expect(dueNow("02:00", "2025-07-10T00:00:30Z", at("2025-07-11T00:00:00Z"))).toBe(true);
});

test("a machine that slept through the hour makes it when it wakes; a first one never waits", () => {
  expect(dueNow("02:00", "2025-01-08T01:00:30Z", at("2025-01-11T00:10:00Z"))).toBe(true);
  expect(dueNow("02:00", null, at("2025-01-11T00:10:00Z"))).toBe(true);
});

test("just made, it is not due, whatever the hour", () => {
  fc.assert(
    fc.property(
      fc.date({ min: at("2024-01-01"), max: at("2030-01-01"), noInvalidDate: true }),
      fc.nat(23),
      (now, hour) => {
        expect(dueNow(`${String(hour).padStart(2, "0")}:00`, now.toISOString(), now)).toBe(false);
      },
    ),
  );
});
