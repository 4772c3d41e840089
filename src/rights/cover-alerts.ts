import type { Scheme } from "../network/model.ts";
import type { CoverInterval, CoverStatement, Layer } from "./model.ts";
import { schemeExists, schemeLabel } from "./rules.ts";

/** What deserves attention today in someone's cover. */
export type CoverAlert =
  /** The last word on base cover, said that day, is that there is none. */
  | { readonly kind: "no_base"; readonly since: string }
  /** Nothing at all is known of base cover. */
  | { readonly kind: "base_unknown"; readonly lastAsked: string | null }
  /** The last scheme said or open no longer exists: it became `successor` when the network knows it. */
  | {
      readonly kind: "outdated";
      readonly layer: Layer;
      readonly label: string;
      readonly saidOn: string;
      readonly ended: string | null;
      readonly successor: string | null;
    };

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
  const base = lastKnown("base", statements, intervals, day);
  const complementary = lastKnown("complementary", statements, intervals, day);
  const alerts: CoverAlert[] = [];
  if (base === null || base.scheme === "unknown")
    alerts.push({ kind: "base_unknown", lastAsked: base?.on ?? null });
  else if (base.scheme === "none") alerts.push({ kind: "no_base", since: base.on });
  for (const [layer, last] of [["base", base] as const, ["complementary", complementary] as const])
    if (last !== null && !schemeExists(schemes, layer, last.scheme, day))
      alerts.push(outdated(layer, last, schemes));
  return alerts;
}

interface LastKnown {
  readonly scheme: string;
  readonly on: string;
}

function lastKnown(
  layer: Layer,
  statements: readonly CoverStatement[],
  intervals: readonly CoverInterval[],
  day: string,
): LastKnown | null {
  const inForce = intervals.find(
    (one) => one.layer === layer && one.from <= day && (one.to === null || day < one.to),
  );
  if (inForce) return { scheme: inForce.scheme, on: inForce.from };
  const said = statements
    .filter((one) => one.layer === layer && one.statedOn <= day)
    .sort((a, b) => (a.statedOn < b.statedOn ? -1 : 1));
  const last = said.findLast((one) => one.scheme !== "unknown") ?? said.at(-1);
  return last ? { scheme: last.scheme, on: last.statedOn } : null;
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
