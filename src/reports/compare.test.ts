import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { differenceText, yearBefore } from "./compare.ts";

describe("a figure beside that of another period", () => {
  test.each([
    [312, 300, "+12, +4\u00a0%"],
    [300, 312, "-12, -4\u00a0%"],
    [2.44, 2.3, "+0,14, +6\u00a0%"],
    [12, 0, "+12"],
    [7, 7, "sans changement"],
    [0, 4, "-4, -100\u00a0%"],
  ])("%d against %d: %s", (now, before, text) => expect(differenceText(now, before)).toBe(text));

  test("gains and losses mirror each other", () => {
    fc.assert(
      fc.property(fc.nat(10_000), fc.nat(10_000), (a, b) => {
        fc.pre(a !== b);
        const sign = (text: string) => text.charAt(0);
        expect(sign(differenceText(a, b))).not.toBe(sign(differenceText(b, a)));
      }),
    );
  });

  test("is by default that of the year before", () => {
    expect(yearBefore({ from: "2024-02-29", to: "2024-12-31", knownOn: "2025-01-31" })).toEqual({
      from: "2023-02-28",
      to: "2023-12-31",
      knownOn: "2025-01-31",
    });
  });
});
