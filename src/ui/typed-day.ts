import { today } from "./days.ts";

/**
 * Reads a day as French readers type it: "3/5/2014", "03.05.14", "3 5 2014", "03052014", and ISO "2014-05-03".
 * A year of two figures is the latest one not after next year. Null when it is not a day of the calendar.
 */
export function readTypedDay(text: string, now: string = today()): string | null {
  const typed = text.trim();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/u.exec(typed);
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const french =
    /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})$/u.exec(typed) ??
    /^(\d{2})(\d{2})(\d{4}|\d{2})$/u.exec(typed);
  if (!french) return null;
  const [day, month, written] = [Number(french[1]), Number(french[2]), french[3] ?? ""];
  return dayOf(written.length === 4 ? Number(written) : wholeYear(Number(written), now), month, day);
}

function wholeYear(twoFigures: number, now: string): number {
  const latest = Number(now.slice(0, 4)) + 1;
  return latest - ((((latest - twoFigures) % 100) + 100) % 100);
}

function dayOf(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real =
    year >= 1000 &&
    date.getUTCFullYear() === year &&
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day;
  return real ? date.toISOString().slice(0, 10) : null;
}
