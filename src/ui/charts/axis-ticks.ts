import { addMonths, daysBetween } from "../days.ts";

/** A labelled day of a time axis. */
export interface Tick {
  readonly on: string;
  readonly label: string;
  /** The first of a year: written with its year, drawn stronger. */
  readonly year: boolean;
}

const MONTHS = "janv.,févr.,mars,avr.,mai,juin,juil.,août,sept.,oct.,nov.,déc.".split(",");
/** Months between ticks, the finest first. */
const STEPS = [1, 3, 6, 12, 24, 60, 120];
const TICK_PX = 64;

/** Ticks on firsts of months, as many as `width` pixels let one read, from the ISO day `from` to `to` (excluded). */
export function axisTicks(from: string, to: string, width: number): Tick[] {
  const months = daysBetween(from, to) / 30.4;
  const wanted = Math.max(2, Math.floor(width / TICK_PX));
  const step = STEPS.find((one) => months / one <= wanted) ?? 120;
  const ticks: Tick[] = [];
  for (let on = firstTick(from, step); on < to; on = addMonths(on, step)) {
    if (on < from) continue;
    const [year = "", month = "01"] = on.split("-");
    const january = month === "01";
    const name = MONTHS[Number(month) - 1] ?? "";
    ticks.push({ on, label: january ? (step >= 12 ? year : `${name} ${year}`) : name, year: january });
  }
  return ticks;
}

function firstTick(from: string, step: number): string {
  const [year = 0, month = 1] = from.split("-").map(Number);
  const years = Math.max(1, step / 12);
  const startYear = year - (year % years);
  const first = `${String(startYear).padStart(4, "0")}-01-01`;
  return step >= 12 ? first : addMonths(first, Math.floor((month - 1) / step) * step);
}
