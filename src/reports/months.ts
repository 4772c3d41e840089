import type { Period } from "./model.ts";

/** Every month of a period ("2014-01"), those without anything included; at most `most` of them. */
export function monthsOf(period: Pick<Period, "from" | "to">, most = 120): string[] {
  const months: string[] = [];
  let [year = 0, month = 1] = period.from.split("-").map(Number);
  const last = period.to.slice(0, 7);
  while (months.length < most) {
    const code = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
    if (code > last) break;
    months.push(code);
    month += 1;
    if (month > 12) [year, month] = [year + 1, 1];
  }
  return months;
}
