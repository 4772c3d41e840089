/** The date of a visit: exact to the day, or the row is refused. */
import { dayExists, isoDay, latestYear, readFrenchDate, readTime } from "../people/french-dates.ts";
import { serialCell } from "./day-serial.ts";
import type { Cell } from "./model.ts";

/** Before this year a date in a register is a typing error. */
export const FIRST_CREDIBLE_YEAR = 1990;

/** What completes and bounds a date. */
export interface VisitDateContext {
  /** ISO day the import is made on. */
  readonly today: string;
  /** Year that the register is said to be of. */
  readonly year?: number;
  readonly epoch1904: boolean;
}

/** A day with its time of day when one is written, or why there is none (French, without the column). */
export type VisitDateReading =
  | { readonly ok: true; readonly date: string; readonly time: string | null }
  | { readonly ok: false; readonly reason: string };

/** Reads the cell of a visit's date. */
export function readVisitDate(cell: Cell | undefined, context: VisitDateContext): VisitDateReading {
  if (cell === undefined || (typeof cell === "string" && !/[\p{L}\p{N}]/u.test(cell))) {
    return { ok: false, reason: "la date de la visite manque" };
  }
  if (typeof cell !== "string") {
    return cell.date === null ? notADate(cell.time ?? "") : within(cell.date, cell.time, cell.date, context);
  }
  const serial = daySerial(cell, context);
  if (serial !== null) return serial;
  const read = readFrenchDate(cell);
  if (read.kind === "month" || read.kind === "year") {
    return { ok: false, reason: `${quoted(cell)} ne donne pas le jour de la visite` };
  }
  if (read.kind === "none") return notADate(cell);
  const { day, month } = read;
  if (read.yearDigits === 0 && context.year === undefined) {
    return { ok: false, reason: `${quoted(cell)} ne donne pas l’année de la visite` };
  }
  const year =
    read.yearDigits === 4
      ? read.year
      : read.yearDigits === 2
        ? latestYear(read.year, month, day, context.today)
        : (context.year ?? 0);
  if (!dayExists(year, month, day)) {
    return { ok: false, reason: `${quoted(cell)} n’existe pas dans le calendrier` };
  }
  return within(isoDay(year, month, day), read.time, cell, context);
}

/** Reads the cell of a visit's time of day; null when it holds none. */
export function readVisitTime(cell: Cell | undefined): string | null {
  if (cell === undefined) return null;
  return typeof cell === "string" ? readTime(cell) : cell.time;
}

/** A workbook's day number left without its date format, as some exports do: only credible ones are taken so. */
function daySerial(text: string, context: VisitDateContext): VisitDateReading | null {
  if (!/^\s*\d{5}(?:[.,]\d+)?\s*$/u.test(text)) return null;
  const cell = serialCell(Number(text.trim().replace(",", ".")), "date", context.epoch1904);
  if (typeof cell === "string" || cell.date === null) return null;
  const inside = cell.date >= isoDay(FIRST_CREDIBLE_YEAR, 1, 1) && cell.date <= context.today;
  return inside ? within(cell.date, cell.time, text, context) : null;
}

function within(
  date: string,
  time: string | null,
  written: string,
  context: VisitDateContext,
): VisitDateReading {
  const year = Number(date.slice(0, 4));
  const shown = quoted(written === date ? frenchDay(date) : written);
  if (year < FIRST_CREDIBLE_YEAR) {
    return { ok: false, reason: `${shown} n’est pas crédible (avant ${FIRST_CREDIBLE_YEAR})` };
  }
  if (date > context.today) return { ok: false, reason: `${shown} est dans l’avenir` };
  if (context.year !== undefined && year !== context.year) {
    return { ok: false, reason: `${shown} n’est pas de l’année ${context.year}` };
  }
  return { ok: true, date, time };
}

/** Day as read in French, `03/01/2014`. */
export function frenchDay(iso: string): string {
  return iso.split("-").reverse().join("/");
}

/** A value from the file, between French quotation marks and of bounded length. */
export function quoted(value: string): string {
  const tidy = value.replace(/\s+/gu, " ").trim();
  return `«\u00A0${tidy.length > 60 ? `${tidy.slice(0, 60)}…` : tidy}\u00A0»`;
}

function notADate(written: string): VisitDateReading {
  return { ok: false, reason: `${quoted(written)} n’est pas une date` };
}
