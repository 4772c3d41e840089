/** The hours of the line as one types them, a text for each day: "08:00-12:00, 14:00-18:00". Pure. */
import { WEEKDAYS } from "../../ui/format.ts";
import type { LineHours } from "../model.ts";
import { readHour } from "./table.ts";

export const LINE_DAYS = ["Lundi", "Mardi", "Mercredi", "Jeudi", "Vendredi", "Samedi", "Dimanche"] as const;

/** Hours of a day, in their order; "": the line does not answer. @param weekday 1: Monday */
export function lineHoursText(hours: readonly LineHours[], weekday: number): string {
  return hours
    .filter((one) => one.weekday === weekday)
    .toSorted((a, b) => a.from.localeCompare(b.from))
    .map(({ from, to }) => `${from}-${to}`)
    .join(", ");
}

/** "8h-12h, 14:00 à 18:00" → hours of that day; null: not hours, or one that begins before the last one ends. */
export function readLineHours(text: string, weekday: number): readonly LineHours[] | null {
  const found: LineHours[] = [];
  for (const part of text.split(/[,;]|\bet\b/u)) {
    if (part.trim() === "") continue;
    const [first = "", last = "", ...more] = part.split(/-|–|\sà\s/u);
    const [from, to] = [readHour(first), readHour(last)];
    if (from === null || to === null || more.length > 0 || from >= to) return null;
    const before = found.at(-1);
    if (before && from < before.to) return null;
    found.push({ weekday, from, to });
  }
  return found;
}

/** Days of the same hours together: "du lundi au vendredi 08:00-20:00 ; samedi 08:00-12:00". */
export function lineHoursWords(hours: readonly LineHours[]): string {
  const groups: { first: number; last: number; words: string }[] = [];
  for (const weekday of [1, 2, 3, 4, 5, 6, 7]) {
    const words = lineHoursText(hours, weekday);
    const before = groups.at(-1);
    if (words === "") continue;
    if (before && before.last === weekday - 1 && before.words === words) before.last = weekday;
    else groups.push({ first: weekday, last: weekday, words });
  }
  const name = (weekday: number) => WEEKDAYS[weekday - 1] ?? "";
  return groups
    .map(({ first, last, words }) =>
      first === last ? `${name(first)} ${words}` : `du ${name(first)} au ${name(last)} ${words}`,
    )
    .join("\u00a0; ");
}
