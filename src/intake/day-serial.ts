/** Day numbers of workbooks. */
import { isoDay } from "../people/french-dates.ts";
import type { Cell } from "./model.ts";

/** A number as a spreadsheet shows it. */
export function plainNumber(number: number): string {
  // 15 significant digits are what a spreadsheet shows: 0.1 + 0.2 is 0.3.
  return String(Number(number.toPrecision(15)));
}

/**
 * Day of a workbook's day number. Counting from 1900 pretends that 29 February 1900 existed; the day itself has no
 * date. Numbers outside 1900–9999 are left as numbers.
 */
export function serialCell(number: number, kind: "date" | "time", epoch1904: boolean): Cell {
  // Rounded to the second: 14:30 is stored as a fraction that falls short of it.
  const seconds = Math.round(number * 86_400);
  const days = Math.floor(seconds / 86_400);
  const minutes = Math.floor((seconds - days * 86_400) / 60);
  const clock = `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
  if (kind === "time" && days === 0) return { date: null, time: clock };
  const counted = epoch1904 ? days + 1462 : days;
  if (counted < 1 || counted === 60 || counted > 2_958_465) return plainNumber(number);
  const date = new Date(Date.UTC(1899, 11, counted < 60 ? 31 + counted : 30 + counted));
  const day = isoDay(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
  return { date: day, time: clock === "00:00" ? null : clock };
}
