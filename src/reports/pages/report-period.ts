import { yearBefore } from "../compare.ts";
import type { Period } from "../model.ts";

/** The period as it stands in the page's address: nothing personal. */
export interface PeriodSearch {
  readonly du?: string;
  readonly au?: string;
  readonly connu?: string;
  /** Compared with: "an" (one year before), or the days that follow. */
  readonly avec?: "an" | "dates";
  readonly avecDu?: string;
  readonly avecAu?: string;
}

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Reads an address; what is not a day is dropped. */
export function readPeriodSearch(search: Record<string, unknown>): PeriodSearch {
  const day = (value: unknown) => (typeof value === "string" && ISO_DAY.test(value) ? value : undefined);
  const [du, au, connu] = [day(search.du), day(search.au), day(search.connu)];
  const [avecDu, avecAu] = [day(search.avecDu), day(search.avecAu)];
  const compared =
    search.avec === "an"
      ? ({ avec: "an" } as const)
      : search.avec === "dates" && avecDu && avecAu && avecDu <= avecAu
        ? ({ avec: "dates", avecDu, avecAu } as const)
        : {};
  return { ...(du ? { du } : {}), ...(au ? { au } : {}), ...(connu ? { connu } : {}), ...compared };
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

/** The period compared with, as known the same day; null when there is none. */
export function comparedOf(search: PeriodSearch, period: Period): Period | null {
  if (search.avec === "an") return yearBefore(period);
  if (search.avec !== "dates" || search.avecDu === undefined || search.avecAu === undefined) return null;
  return { ...period, from: search.avecDu, to: search.avecAu };
}

/** The choice of comparison alone, to be kept when the period changes. */
export function comparisonIn({ avec, avecDu, avecAu }: PeriodSearch): PeriodSearch {
  return { ...(avec ? { avec } : {}), ...(avecDu ? { avecDu } : {}), ...(avecAu ? { avecAu } : {}) };
}

/** The year a period is exactly, or null. */
export function wholeYear(period: Pick<Period, "from" | "to">): string | null {
  const year = period.from.slice(0, 4);
  return period.from === `${year}-01-01` && period.to === `${year}-12-31` ? year : null;
}
