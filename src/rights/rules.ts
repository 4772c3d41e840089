/**
 * What is known of someone's cover over time. A statement says one day; an interval says from-to; between two
 * statements that agree, cover is taken to have held. Everywhere else it is unknown, which is never "none".
 */
import type { Scheme } from "../network/model.ts";
import { addDays } from "../ui/days.ts";
import type { CoverInterval, CoverStatement, Layer } from "./model.ts";

/** How a stretch of days is known. `stated`: one day said; `agreed`: between statements that say the same. */
export type SpanBasis = "interval" | "agreed" | "stated" | "unknown";

/** Days `from` (included) to `to` (excluded), ISO. `scheme` is null where cover is unknown. */
export interface Span {
  readonly from: string;
  readonly to: string;
  readonly basis: SpanBasis;
  readonly scheme: string | null;
}

/** A statement on its day. */
export interface Mark {
  readonly on: string;
  readonly scheme: string;
  readonly label: string;
  readonly source: CoverStatement["source"];
  readonly declaredText: string | null;
  /** The scheme did not exist that day: said as it was, flagged. */
  readonly outdated: boolean;
  /** An interval or another statement of the same day says otherwise. */
  readonly contradicted: boolean;
}

/** One layer of cover over a window of days: spans cover every day of the window once, in order. */
export interface Lane {
  readonly layer: Layer;
  readonly spans: readonly Span[];
  readonly marks: readonly Mark[];
}

/** Days `from` (included) to `to` (excluded), ISO. */
export interface DayWindow {
  readonly from: string;
  readonly to: string;
}

/** Nothing was learnt of cover by this statement. */
const UNKNOWN = "unknown";
const LAYERS: readonly Layer[] = ["base", "complementary"];

/** Two lanes, base then complementary, over `window` (by default from the first fact to the day after the last). */
export function coverLanes(
  statements: readonly CoverStatement[],
  intervals: readonly CoverInterval[],
  schemes: readonly Scheme[],
  window: DayWindow | null = factsWindow(statements, intervals),
): Lane[] {
  return LAYERS.map((layer) => {
    const said = statements
      .filter((one) => one.layer === layer)
      .sort((a, b) => compare(a.statedOn, b.statedOn));
    const open = intervals.filter((one) => one.layer === layer).sort((a, b) => compare(a.from, b.from));
    return {
      layer,
      spans: window === null ? [] : fillUnknown(knownSpans(said, open, window), window),
      marks: said.map((one) => markOf(one, said, open, schemes)),
    };
  });
}

/** True when the scheme existed that day; a scheme that the network does not list is taken to exist. */
export function schemeExists(schemes: readonly Scheme[], layer: Layer, code: string, day: string): boolean {
  const scheme = schemes.find((one) => one.layer === layer && one.code === code);
  if (!scheme) return true;
  return (scheme.from === null || scheme.from <= day) && (scheme.until === null || day <= scheme.until);
}

/** The label of a scheme, or its code when the network does not list it. */
export function schemeLabel(schemes: readonly Scheme[], layer: Layer, code: string): string {
  return schemes.find((one) => one.layer === layer && one.code === code)?.label ?? code;
}

/** A stretch of days without end yet: `to` excluded. */
interface Known extends Span {
  readonly scheme: string;
}

function knownSpans(
  said: readonly CoverStatement[],
  open: readonly CoverInterval[],
  window: DayWindow,
): Known[] {
  const sure: Known[] = open.map((one) => ({
    from: one.from,
    to: one.to ?? later(window.to, addDays(one.from, 1)),
    basis: "interval",
    scheme: one.scheme,
  }));
  const stated = agreements(said, sure).flatMap((span) => subtract(span, sure));
  return [...sure, ...stated]
    .map((span) => ({ ...span, from: later(span.from, window.from), to: earlier(span.to, window.to) }))
    .filter((span) => span.from < span.to)
    .sort((a, b) => compare(a.from, b.from));
}

/** Runs of statements that agree: each run holds from its first day to its last, both included. */
function agreements(said: readonly CoverStatement[], sure: readonly Known[]): Known[] {
  const days = [...new Set(said.map((one) => one.statedOn))];
  const runs: Known[] = [];
  let goingOn = false;
  for (const day of days) {
    const scheme = onlyScheme(said.filter((one) => one.statedOn === day));
    const last = runs.at(-1);
    const to = addDays(day, 1);
    if (scheme === null) goingOn = false;
    else if (goingOn && last?.scheme === scheme && !contradictedBetween(sure, last.to, day, scheme))
      runs[runs.length - 1] = { ...last, to, basis: "agreed" };
    else {
      runs.push({ from: day, to, basis: "stated", scheme });
      goingOn = true;
    }
  }
  return runs;
}

/** The one scheme the statements of a day give; null when none does or they disagree. */
function onlyScheme(ofDay: readonly CoverStatement[]): string | null {
  const known = new Set(ofDay.map((one) => one.scheme).filter((scheme) => scheme !== UNKNOWN));
  const [first] = known;
  return known.size === 1 && first !== undefined ? first : null;
}

function contradictedBetween(sure: readonly Known[], from: string, to: string, scheme: string): boolean {
  return sure.some((one) => one.scheme !== scheme && one.from < to && from < one.to);
}

/** What is left of a span once the intervals, which know better, are taken out. */
function subtract(span: Known, sure: readonly Known[]): Known[] {
  let left = [span];
  for (const one of sure)
    left = left.flatMap((part) => [
      ...(part.from < one.from ? [{ ...part, to: earlier(part.to, one.from) }] : []),
      ...(one.to < part.to ? [{ ...part, from: later(part.from, one.to) }] : []),
    ]);
  return left.filter((part) => part.from < part.to);
}

function fillUnknown(known: readonly Known[], window: DayWindow): Span[] {
  const spans: Span[] = [];
  let day = window.from;
  for (const one of known) {
    const from = later(one.from, day);
    if (day < from) spans.push({ from: day, to: from, basis: "unknown", scheme: null });
    if (from < one.to) spans.push({ ...one, from });
    day = later(day, one.to);
  }
  if (day < window.to) spans.push({ from: day, to: window.to, basis: "unknown", scheme: null });
  return spans;
}

function markOf(
  one: CoverStatement,
  said: readonly CoverStatement[],
  open: readonly CoverInterval[],
  schemes: readonly Scheme[],
): Mark {
  const others = [
    ...said.filter((other) => other.statedOn === one.statedOn && other.scheme !== UNKNOWN),
    ...open.filter((other) => other.from <= one.statedOn && (other.to === null || one.statedOn < other.to)),
  ];
  return {
    on: one.statedOn,
    scheme: one.scheme,
    label: schemeLabel(schemes, one.layer, one.scheme),
    source: one.source,
    declaredText: one.declaredText,
    outdated: !schemeExists(schemes, one.layer, one.scheme, one.statedOn),
    contradicted: one.scheme !== UNKNOWN && others.some((other) => other.scheme !== one.scheme),
  };
}

function factsWindow(
  statements: readonly CoverStatement[],
  intervals: readonly CoverInterval[],
): DayWindow | null {
  const starts = [...statements.map((one) => one.statedOn), ...intervals.map((one) => one.from)].sort(
    compare,
  );
  const ends = [
    ...statements.map((one) => addDays(one.statedOn, 1)),
    ...intervals.map((one) => one.to ?? addDays(one.from, 1)),
  ].sort(compare);
  const [from, to] = [starts[0], ends.at(-1)];
  return from === undefined || to === undefined ? null : { from, to };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}
