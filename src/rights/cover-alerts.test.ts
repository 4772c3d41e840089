import { describe, expect, test } from "vitest";
import { coverAlerts, lastKnownCover } from "./cover-alerts.ts";
import type { CoverInterval, CoverStatement } from "./model.ts";

const open = (from: string, to: string | null): CoverInterval => ({
  layer: "base",
  scheme: "puma",
  from,
  to,
  source: "verified",
  proof: null,
});
const said = (scheme: string, statedOn: string): CoverStatement => ({
  layer: "base",
  scheme,
  statedOn,
  source: "declared",
  declaredText: null,
});
const kinds = (statements: CoverStatement[], intervals: CoverInterval[], day: string) =>
  coverAlerts(statements, intervals, [], day).map((alert) => alert.kind);

describe("alerts on cover", () => {
  test("a right is told from sixty days before its last day, and no more once it is over", () => {
    const until = [open("2026-01-01", "2026-12-31")];
    expect(kinds([], until, "2026-10-30")).toEqual([]);
    expect(coverAlerts([], until, [], "2026-10-31")).toEqual([
      { kind: "ending", layer: "base", label: "puma", lastDay: "2026-12-30", daysLeft: 60 },
    ]);
    expect(coverAlerts([], until, [], "2026-12-30")).toMatchObject([{ daysLeft: 0 }]);
    expect(kinds([], until, "2026-12-31")).toEqual(["base_unknown"]);
    expect(kinds([], [open("2026-01-01", null)], "2030-01-01")).toEqual([]);
  });

  test("a right in force outweighs what was said before; a later 'unknown' does not erase what was known", () => {
    expect(
      lastKnownCover("base", [said("none", "2026-02-01")], [open("2026-01-01", null)], "2026-03-01"),
    ).toEqual({ scheme: "puma", on: "2026-01-01", inForce: true, until: null });
    const later = [said("none", "2026-02-01"), said("unknown", "2026-04-01")];
    expect(kinds(later, [], "2026-05-01")).toEqual(["no_base"]);
    expect(kinds(later, [], "2026-01-01")).toEqual(["base_unknown"]);
  });
});
