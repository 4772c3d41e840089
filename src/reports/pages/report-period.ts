import type { Period } from "../model.ts";

/** The period as it stands in the page's address: nothing personal. */
export interface PeriodSearch {
  readonly du?: string;
  readonly au?: string;
  readonly connu?: string;
}

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Reads an address; what is not a day is dropped. */
export function readPeriodSearch(search: Record<string, unknown>): PeriodSearch {
  const day = (value: unknown) => (typeof value === "string" && ISO_DAY.test(value) ? value : undefined);
  const [du, au, connu] = [day(search.du), day(search.au), day(search.connu)];
  return { ...(du ? { du } : {}), ...(au ? { au } : {}), ...(connu ? { connu } : {}) };
}

/** The period asked; the current year when the address says none. */
export function periodOf(search: PeriodSearch, today: string): Period {
  const year = today.slice(0, 4);
  return {
    from: search.du ?? `${year}-01-01`,
    to: search.au ?? `${year}-12-31`,
    ...(search.connu ? { knownOn: search.connu } : {}),
  };
}

/** The year a period is exactly, or null. */
export function wholeYear(period: Pick<Period, "from" | "to">): string | null {
  const year = period.from.slice(0, 4);
  return period.from === `${year}-01-01` && period.to === `${year}-12-31` ? year : null;
}

/** Every month of a period ("2014-01"), those without anything included; at most ten years of them. */
export function monthsOf(period: Pick<Period, "from" | "to">): string[] {
  const months: string[] = [];
  let [year = 0, month = 1] = period.from.split("-").map(Number);
  const last = period.to.slice(0, 7);
  while (months.length < 120) {
    const code = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
    if (code > last) break;
    months.push(code);
    month += 1;
    if (month > 12) [year, month] = [year + 1, 1];
  }
  return months;
}
