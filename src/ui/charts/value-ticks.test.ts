import fc from "fast-check";
import { expect, test } from "vitest";
import { valueTicks } from "./value-ticks.ts";

test("few round marks hold every value between the first and the last", () => {
  const value = fc.integer({ min: 1, max: 99_900 }).map((n) => n / 100);
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), (values) => {
      const ticks = valueTicks(values);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(5);
      expect(ticks[0]).toBeLessThanOrEqual(Math.min(...values));
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(Math.max(...values));
    }),
  );
  expect(valueTicks([71.5, 64])).toEqual([64, 66, 68, 70, 72]);
  expect(valueTicks([37.2])).toEqual([35.5, 36, 36.5, 37, 37.5]);
});
