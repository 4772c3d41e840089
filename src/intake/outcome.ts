import type { ImportOutcome } from "./import-messages.ts";
import type { RegisterPlan } from "./model.ts";

/** The plan as the command line and the screen tell it. @param trial nothing is going to be written in any case */
export function describePlan(plan: RegisterPlan, trial: boolean): ImportOutcome {
  return {
    rows: {
      read: plan.counts.read,
      imported: plan.needsDecision && !trial ? 0 : plan.counts.imported,
      refused: plan.counts.refused,
      ignored: plan.counts.ignored,
    },
    personsTouched: plan.personsTouched,
    probablePairs: plan.pairs.length,
    pairs: plan.pairs.map(({ rows, why }) => ({ rows: [...rows], why })),
    refusals: plan.rows.flatMap((row) =>
      row.fate === "refused" ? [{ row: row.row, reason: row.reason }] : [],
    ),
    alreadyImported: plan.alreadyImported,
    notices: plan.notices.map(({ text, rows }) => ({ text, rows: [...rows] })),
  };
}
