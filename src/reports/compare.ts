/** Comparison of a figure with the same one of another period. Pure. */
import type { Period } from "./model.ts";
import { ratio } from "./rules.ts";

const NBSP = "\u00A0";

/**
 * "+12, +4 %": what was gained or lost, and its share of the figure compared with, in whole percents (half away from
 * zero). "sans changement" when equal; no share when the other figure is 0.
 */
export function differenceText(now: number, before: number): string {
  if (now === before) return "sans changement";
  // Averages have two decimals: hundredths keep the arithmetic whole.
  const [hundredths, base] = [Math.round(now * 100) - Math.round(before * 100), Math.round(before * 100)];
  const counts = new Intl.NumberFormat("fr-FR", { signDisplay: "exceptZero", maximumFractionDigits: 2 });
  const gained = counts.format(hundredths / 100);
  const share = ratio(Math.abs(hundredths) * 100, base, 0);
  if (share === null) return gained;
  return `${gained}, ${counts.format(Math.sign(hundredths) * share)}${NBSP}%`;
}

/** The same days one year before; 29 February becomes the 28th. */
export function yearBefore({ from, to, knownOn }: Period): Period {
  return { from: shifted(from), to: shifted(to), ...(knownOn === undefined ? {} : { knownOn }) };
}

function shifted(day: string): string {
  const year = String(Number(day.slice(0, 4)) - 1).padStart(4, "0");
  return `${year}${day.slice(4) === "-02-29" ? "-02-28" : day.slice(4)}`;
}
