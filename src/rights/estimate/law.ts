import type { LawParameter, ParameterName, Territory } from "./model.ts";

/** Every parameter of the law the program knows (law/health-cover.csv). */
export type Law = readonly LawParameter[];

/** Which value of a parameter: what it is for, and where. */
interface Which {
  readonly case?: string;
  readonly territory?: Territory | null;
}

/** The row in force that day: the territory's own, or else the one for everywhere; null when there is none. */
export function inForce(law: Law, name: ParameterName, day: string, which: Which = {}): LawParameter | null {
  const rows = law.filter(
    (row) => sameCase(row, name, which.case) && row.from <= day && (row.until === null || day <= row.until),
  );
  return (
    rows.find((row) => row.territory !== null && row.territory === which.territory) ??
    rows.find((row) => row.territory === null) ??
    null
  );
}

/**
 * How far a value may be from what the law says: nothing when it was read at a source; otherwise as much as it
 * differs from the last value that needed no verifying, or without bound when there is none.
 */
export function doubtOf(law: Law, rows: readonly LawParameter[], weights: readonly number[]): number {
  let [doubt, changed] = [0, false];
  for (const [index, row] of rows.entries()) {
    if (row.confidence !== "to_verify") continue;
    changed = true;
    const settled = law
      .filter((one) => sameCase(one, row.name, row.case ?? undefined) && one.territory === row.territory)
      .filter((one) => one.confidence !== "to_verify" && one.from < row.from)
      .reduce<LawParameter | null>((last, one) => (last && last.from > one.from ? last : one), null);
    doubt +=
      (settled === null ? Number.POSITIVE_INFINITY : row.value - settled.value) * (weights[index] ?? 1);
  }
  return changed ? Math.abs(doubt) : 0;
}

function sameCase(row: LawParameter, name: ParameterName, which: string | undefined): boolean {
  return row.name === name && (row.case ?? undefined) === which;
}
