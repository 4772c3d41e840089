import type { Scheme } from "../network/model.ts";
import { addDays, daysBetween } from "../ui/days.ts";
import type { CoverInterval, CoverStatement, Layer } from "./model.ts";
import { schemeExists, schemeLabel } from "./rules.ts";

/** What deserves attention today in someone's cover. */
export type CoverAlert =
  /** The last word on base cover, said that day, is that there is none. */
  | { readonly kind: "no_base"; readonly since: string }
  /** Nothing at all is known of base cover. */
  | { readonly kind: "base_unknown"; readonly lastAsked: string | null }
  /** A right in force ends soon: its last day, and the days left (0: today). */
  | {
      readonly kind: "ending";
      readonly layer: Layer;
      readonly label: string;
      readonly lastDay: string;
      readonly daysLeft: number;
    }
  /** The last scheme said or open no longer exists: it became `successor` when the network knows it. */
  | {
      readonly kind: "outdated";
      readonly layer: Layer;
      readonly label: string;
      readonly saidOn: string;
      readonly ended: string | null;
      readonly successor: string | null;
    };

/** A right that ends within so many days is told: the time a renewal takes. */
const SOON_DAYS = 60;

/**
 * Alerts on cover as of a day (ISO): base cover first. An interval in force outweighs any statement made before or
 * during it; without one the last statement is what is known.
 */
export function coverAlerts(
  statements: readonly CoverStatement[],
  intervals: readonly CoverInterval[],
  schemes: readonly Scheme[],
  day: string,
): CoverAlert[] {
  const base = lastKnownCover("base", statements, intervals, day);
  const complementary = lastKnownCover("complementary", statements, intervals, day);
  const alerts: CoverAlert[] = [];
  if (base === null || base.scheme === "unknown")
    alerts.push({ kind: "base_unknown", lastAsked: base?.on ?? null });
  else if (base.scheme === "none") alerts.push({ kind: "no_base", since: base.on });
  const layers = [["base", base] as const, ["complementary", complementary] as const];
  for (const [layer, last] of layers)
    if (last?.until) alerts.push(...ending(layer, last, last.until, schemes, day));
  for (const [layer, last] of layers)
    if (last !== null && !schemeExists(schemes, layer, last.scheme, day))
      alerts.push(outdated(layer, last, schemes));
  return alerts;
}

/** What is last known of one layer: since or on which day, and, for a right in force, the day it ends (excluded). */
export interface LastKnown {
  readonly scheme: string;
  readonly on: string;
  /** A right in force, from decisions and documents; otherwise what was said or seen that day. */
  readonly inForce: boolean;
  readonly until: string | null;
}

/** The end of a right (excluded), renewals of the same right included; null when no end is known. */
function carriedOn(right: CoverInterval, intervals: readonly CoverInterval[]): string | null {
  const next = intervals.find(
    (one) => one.layer === right.layer && one.scheme === right.scheme && one.from === right.to,
  );
  return next ? carriedOn(next, intervals) : right.to;
}

/** What is last known of one layer of cover on a day (ISO); null when nothing ever was said. */
export function lastKnownCover(
  layer: Layer,
  statements: readonly CoverStatement[],
  intervals: readonly CoverInterval[],
  day: string,
): LastKnown | null {
  const inForce = intervals.find(
    (one) => one.layer === layer && one.from <= day && (one.to === null || day < one.to),
  );
  if (inForce)
    return { scheme: inForce.scheme, on: inForce.from, inForce: true, until: carriedOn(inForce, intervals) };
  const said = statements
    .filter((one) => one.layer === layer && one.statedOn <= day)
    .sort((a, b) => (a.statedOn < b.statedOn ? -1 : 1));
  const last = said.findLast((one) => one.scheme !== "unknown") ?? said.at(-1);
  return last ? { scheme: last.scheme, on: last.statedOn, inForce: false, until: null } : null;
}

function ending(
  layer: Layer,
  last: LastKnown,
  until: string,
  schemes: readonly Scheme[],
  day: string,
): CoverAlert[] {
  const lastDay = addDays(until, -1);
  const daysLeft = daysBetween(day, lastDay);
  if (daysLeft > SOON_DAYS || last.scheme === "none" || last.scheme === "unknown") return [];
  return [{ kind: "ending", layer, label: schemeLabel(schemes, layer, last.scheme), lastDay, daysLeft }];
}

function outdated(layer: Layer, last: LastKnown, schemes: readonly Scheme[]): CoverAlert {
  const scheme = schemes.find((one) => one.layer === layer && one.code === last.scheme);
  return {
    kind: "outdated",
    layer,
    label: schemeLabel(schemes, layer, last.scheme),
    saidOn: last.on,
    ended: scheme?.until ?? null,
    successor: scheme?.successor ? schemeLabel(schemes, layer, scheme.successor) : null,
  };
}
