/**
 * Numbers, days and counts as French readers write them. What most screens write at once is written by hand: the browser
 * reads its tables of all languages to make its first format, and the reader waits. The others are made when first asked.
 */

import { today } from "./days.ts";

const NBSP = "\u00A0";
const THIN_SPACE = "\u202F";
/** In the order of ISO weeks: day 1 first. */
export const WEEKDAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const MONTHS = [
  "janvier",
  "février",
  "mars",
  "avril",
  "mai",
  "juin",
  "juillet",
  "août",
  "septembre",
  "octobre",
  "novembre",
  "décembre",
];
const numbers = onceAsked(() => new Intl.NumberFormat("fr-FR", { signDisplay: "negative" }));
const averages = onceAsked(
  () =>
    new Intl.NumberFormat("fr-FR", {
      minimumFractionDigits: 2,
      maximumFractionDigits: 2,
      signDisplay: "negative",
    }),
);
/** "12 345"; and "0" whichever sign arithmetic left nothing with, which the browser's own default writes "-0". */
export function numberText(value: number): string {
  return Number.isSafeInteger(value)
    ? String(value).replace(/\d(?=(?:\d{3})+$)/g, `$&${THIN_SPACE}`)
    : numbers().format(value);
}

/** Two decimals: "2,44" */
export function averageText(value: number): string {
  const hundredths = Math.round(value * 100);
  if (value < 0 || hundredths / 100 !== value || hundredths > 1e12) return averages().format(value);
  const decimals = String(hundredths % 100).padStart(2, "0");
  return `${numberText(Math.floor(hundredths / 100))},${decimals}`;
}

/** "32 %", or a dash when there is nobody to share. */
export function percentText(percent: number | null): string {
  return percent === null ? "–" : `${numberText(percent)}${NBSP}%`;
}

/** "1 personne", "0 personne", "12 personnes" (French: singular below two). */
export function countText(count: number, one: string, many: string = `${one}s`): string {
  return `${numberText(count)}${NBSP}${Math.abs(count) < 2 ? one : many}`;
}

/** ISO day → "3 mai 2014", "1er mai 2014" */
export function dayText(day: string): string {
  const [year, month, date] = day.split("-").map(Number);
  return `${date === 1 ? "1er" : date} ${MONTHS[(month ?? 1) - 1]} ${year}`;
}

/** ISO day → "samedi 21 novembre 2026" */
export function weekdayText(day: string): string {
  return `${WEEKDAYS[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7]} ${dayText(day)}`;
}

/** ISO day → "03/05/2014" */
export function shortDayText(day: string): string {
  const [year, month, date] = day.split("-");
  return `${date}/${month}/${year}`;
}

/** "2014-05" → "mai 2014" */
export function monthText(month: string): string {
  const [year, one] = month.split("-").map(Number);
  return `${MONTHS[(one ?? 1) - 1]} ${year}`;
}

/** ISO moment → "03/05/2014 14:02:11", where the reader is */
export function momentText(moment: string): string {
  const then = new Date(moment);
  return `${shortDayText(today(then))} ${clock(then)}:${twoFigures(then.getSeconds())}`;
}

/** ISO moment → "14:02", where the reader is */
export function timeText(moment: string): string {
  return clock(new Date(moment));
}

function clock(then: Date): string {
  return `${twoFigures(then.getHours())}:${twoFigures(then.getMinutes())}`;
}

function twoFigures(figure: number): string {
  return String(figure).padStart(2, "0");
}

function onceAsked<Format>(make: () => Format): () => Format {
  let made: Format | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
