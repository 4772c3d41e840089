/** Numbers, days and counts as French readers write them. */

const NBSP = "\u00A0";
const numbers = new Intl.NumberFormat("fr-FR");
const averages = new Intl.NumberFormat("fr-FR", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const longDays = new Intl.DateTimeFormat("fr-FR", { dateStyle: "long", timeZone: "UTC" });
const weekdays = new Intl.DateTimeFormat("fr-FR", {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
  timeZone: "UTC",
});
const monthsOfYear = new Intl.DateTimeFormat("fr-FR", { month: "long", year: "numeric", timeZone: "UTC" });
const times = new Intl.DateTimeFormat("fr-FR", { timeStyle: "short" });
const moments = new Intl.DateTimeFormat("fr-FR", { dateStyle: "short", timeStyle: "medium" });

/** "12 345" */
export function numberText(value: number): string {
  return numbers.format(value);
}

/** Two decimals: "2,44" */
export function averageText(value: number): string {
  return averages.format(value);
}

/** "32 %", or a dash when there is nobody to share. */
export function percentText(percent: number | null): string {
  return percent === null ? "–" : `${numbers.format(percent)}${NBSP}%`;
}

/** "1 personne", "0 personne", "12 personnes" (French: singular below two). */
export function countText(count: number, one: string, many: string = `${one}s`): string {
  return `${numbers.format(count)}${NBSP}${Math.abs(count) < 2 ? one : many}`;
}

/** ISO day → "3 mai 2014", "1er mai 2014" */
export function dayText(day: string): string {
  return firstOfMonth(longDays.format(new Date(`${day}T00:00:00Z`)));
}

/** ISO day → "samedi 21 novembre 2026" */
export function weekdayText(day: string): string {
  return firstOfMonth(weekdays.format(new Date(`${day}T00:00:00Z`)));
}

/** ISO day → "03/05/2014" */
export function shortDayText(day: string): string {
  const [year, month, date] = day.split("-");
  return `${date}/${month}/${year}`;
}

/** "2014-05" → "mai 2014" */
export function monthText(month: string): string {
  return monthsOfYear.format(new Date(`${month}-01T00:00:00Z`));
}

/** ISO moment → "03/05/2014 14:02:11", where the reader is */
export function momentText(moment: string): string {
  return moments.format(new Date(moment));
}

/** ISO moment → "14:02", where the reader is */
export function timeText(moment: string): string {
  return times.format(new Date(moment));
}

function firstOfMonth(text: string): string {
  return text.replace(/(^|\s)1(?=\s\p{L})/u, "$11er");
}
