import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "../ui/days.ts";
import { coverAlerts } from "./cover-alerts.ts";
import type { CoverInterval, CoverStatement } from "./model.ts";
import { coverLanes, type Lane, type Span } from "./rules.ts";

const DAY_ZERO = "2014-01-01";
const day = (n: number) => addDays(DAY_ZERO, n);
const said = (n: number, scheme: string): CoverStatement => ({
  layer: "base",
  scheme,
  statedOn: day(n),
  source: "declared",
  declaredText: null,
});
const open = (from: number, to: number | null, scheme: string): CoverInterval => ({
  layer: "base",
  scheme,
  from: day(from),
  to: to === null ? null : day(to),
  source: "verified",
  proof: null,
});
const schemes = [
  {
    layer: "base" as const,
    code: "cmu_base",
    label: "CMU de base",
    from: "2000-01-01",
    until: "2015-12-31",
    successor: "puma",
  },
  { layer: "base" as const, code: "puma", label: "PUMA", from: "2016-01-01", until: null, successor: null },
  {
    layer: "base" as const,
    code: "none",
    label: "Aucune couverture",
    from: null,
    until: null,
    successor: null,
  },
];
const base = (lanes: readonly Lane[]): Lane => {
  const lane = lanes.find((one) => one.layer === "base");
  if (!lane) throw new Error("no base lane");
  return lane;
};
const spansOf = (
  statements: readonly CoverStatement[],
  intervals: readonly CoverInterval[],
  window: { from: string; to: string },
) => base(coverLanes(statements, intervals, schemes, window)).spans;
const on = (spans: readonly Span[], n: number) =>
  spans.find((span) => span.from <= day(n) && day(n) < span.to);
const window = { from: day(-5), to: day(65) };

const statement = fc
  .record({
    n: fc.integer({ min: 0, max: 59 }),
    scheme: fc.constantFrom("none", "cmu_base", "puma", "unknown"),
  })
  .map(({ n, scheme }) => said(n, scheme));
/** Intervals of one layer never overlap (the database forbids it): each starts where the one before ended, or later. */
const intervals = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 0, max: 15 }),
      length: fc.integer({ min: 1, max: 20 }),
      scheme: fc.constantFrom("none", "cmu_base", "puma"),
    }),
    { maxLength: 3 },
  )
  .map((parts) => {
    let at = 0;
    return parts.map(({ gap, length, scheme }) => {
      const from = at + gap;
      at = from + length;
      return open(from, at, scheme);
    });
  });

describe("cover over time", () => {
  it("covers every day of the window once, in order", () => {
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 12 }), intervals, (statements, ranges) => {
        const spans = spansOf(statements, ranges, window);
        expect(spans[0]?.from).toBe(window.from);
        expect(spans.at(-1)?.to).toBe(window.to);
        for (const [index, span] of spans.entries()) {
          expect(span.from < span.to).toBe(true);
          expect(span.to).toBe(spans[index + 1]?.from ?? window.to);
        }
      }),
    );
  });

  it("follows an interval wherever there is one, half-open", () => {
    fc.assert(
      fc.property(
        fc.array(statement, { maxLength: 12 }),
        intervals,
        fc.integer({ min: -5, max: 64 }),
        (statements, ranges, n) => {
          const inForce = ranges.find((one) => one.from <= day(n) && one.to !== null && day(n) < one.to);
          const span = on(spansOf(statements, ranges, window), n);
          if (inForce) expect(span).toMatchObject({ basis: "interval", scheme: inForce.scheme });
          else expect(span?.basis).not.toBe("interval");
        },
      ),
    );
  });

  it("without interval, knows a day only when it was said or when the words before and after agree", () => {
    fc.assert(
      fc.property(
        fc.array(statement, { maxLength: 12 }),
        fc.integer({ min: -5, max: 64 }),
        (statements, n) => {
          const span = on(spansOf(statements, [], window), n);
          const at = (d: string) =>
            new Set(
              statements
                .filter((one) => one.statedOn === d && one.scheme !== "unknown")
                .map((one) => one.scheme),
            );
          const before = statements
            .map((one) => one.statedOn)
            .filter((d) => d <= day(n))
            .sort()
            .at(-1);
          const after = statements
            .map((one) => one.statedOn)
            .filter((d) => d >= day(n))
            .sort()[0];
          const one = before === undefined ? new Set<string>() : at(before);
          const other = after === undefined ? new Set<string>() : at(after);
          const agreed = one.size === 1 && other.size === 1 && [...one][0] === [...other][0];
          expect(span?.scheme ?? null).toBe(agreed ? [...one][0] : null);
          expect(span?.basis === "unknown").toBe(!agreed);
        },
      ),
    );
  });

  it("never makes an absence of cover out of what is not known", () => {
    fc.assert(
      fc.property(
        fc.array(
          statement.filter((one) => one.scheme !== "none"),
          { maxLength: 12 },
        ),
        intervals.map((ranges) => ranges.filter((one) => one.scheme !== "none")),
        (statements, ranges) => {
          for (const span of spansOf(statements, ranges, window)) expect(span.scheme).not.toBe("none");
        },
      ),
    );
  });

  it("shows unknown between statements that disagree, and the last day itself as said", () => {
    const spans = spansOf([said(0, "none"), said(10, "cmu_base"), said(20, "cmu_base")], [], {
      from: day(0),
      to: day(30),
    });
    expect(spans).toEqual([
      { from: day(0), to: day(1), basis: "stated", scheme: "none" },
      { from: day(1), to: day(10), basis: "unknown", scheme: null },
      { from: day(10), to: day(21), basis: "agreed", scheme: "cmu_base" },
      { from: day(21), to: day(30), basis: "unknown", scheme: null },
    ]);
  });

  it("does not bridge two agreeing statements over an interval that says otherwise", () => {
    const spans = spansOf([said(0, "none"), said(20, "none")], [open(5, 10, "puma")], {
      from: day(0),
      to: day(21),
    });
    expect(spans.map((span) => [span.basis, span.scheme])).toEqual([
      ["stated", "none"],
      ["unknown", null],
      ["interval", "puma"],
      ["unknown", null],
      ["stated", "none"],
    ]);
  });

  it("runs an open interval to the end of the window", () => {
    expect(spansOf([], [open(3, null, "puma")], { from: day(0), to: day(9) })).toEqual([
      { from: day(0), to: day(3), basis: "unknown", scheme: null },
      { from: day(3), to: day(9), basis: "interval", scheme: "puma" },
    ]);
  });

  it("keeps an outdated scheme as it was said, and flags it", () => {
    const late = { ...said(0, "cmu_base"), statedOn: "2016-01-01" };
    const early = { ...said(0, "cmu_base"), statedOn: "2015-12-31" };
    const lane = base(coverLanes([late, early], [], schemes));
    expect(lane.marks.map((mark) => [mark.on, mark.outdated])).toEqual([
      ["2015-12-31", false],
      ["2016-01-01", true],
    ]);
  });

  it("flags two words of one day that disagree, and covers that day by neither", () => {
    const lane = base(
      coverLanes([said(4, "none"), said(4, "puma")], [], schemes, { from: day(4), to: day(5) }),
    );
    expect(lane.marks.every((mark) => mark.contradicted)).toBe(true);
    expect(lane.spans).toEqual([{ from: day(4), to: day(5), basis: "unknown", scheme: null }]);
  });
});

describe("alerts on cover", () => {
  it("tells no cover from unknown cover", () => {
    expect(coverAlerts([said(1, "none")], [], schemes, day(30))).toEqual([
      { kind: "no_base", since: day(1) },
    ]);
    expect(coverAlerts([], [], schemes, day(30))).toEqual([{ kind: "base_unknown", lastAsked: null }]);
    expect(coverAlerts([said(2, "unknown")], [], schemes, day(30))).toEqual([
      { kind: "base_unknown", lastAsked: day(2) },
    ]);
  });

  it("trusts an interval in force over an older statement", () => {
    expect(coverAlerts([said(1, "none")], [open(5, null, "puma")], schemes, "2016-05-01")).toEqual([]);
  });

  it("names the scheme that no longer exists and what it became", () => {
    expect(coverAlerts([said(1, "cmu_base")], [], schemes, "2016-05-01")).toEqual([
      {
        kind: "outdated",
        layer: "base",
        label: "CMU de base",
        saidOn: day(1),
        ended: "2015-12-31",
        successor: "PUMA",
      },
    ]);
  });
});
