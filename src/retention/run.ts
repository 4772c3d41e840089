import { freezeReport } from "../reports/frozen-store.ts";
import { currentWording } from "../reports/wording.ts";
import { type Asking, type Beginning, beginPlan, stepPlan } from "./store.ts";

/** Persons of one transaction: a few milliseconds each, so that nobody waits behind it. */
const BATCH = 50;
/** Small cells of a report frozen by itself are masked for outsiders as the strictest reader asks. */
const THRESHOLD = 11;

/** What a run came to. */
export type Run =
  | { readonly outcome: "done"; readonly plan: string; readonly frozen: readonly string[] }
  | Exclude<Beginning, { outcome: "running" | "freeze" }>;

/**
 * Applies the approved plan, batch by batch, or goes on with the one a killed process left. The report of each year that
 * loses rows is frozen first. Nothing is done unless the plan is still what is due.
 * @param asking each call with a stamp of its own @param salt of a plan (erasure-proof.ts) @param onStep told how many are left
 */
export async function runPlan(
  asking: () => Asking,
  day: string,
  salt: (plan: string) => string,
  onStep: (left: number) => void = () => {},
): Promise<Run> {
  const frozen: string[] = [];
  let begun = await beginPlan(asking(), day);
  if (begun.outcome === "freeze") {
    // All that is known, whatever day the plan is of: it is the last time that it can be counted.
    const knownOn = [day, new Date().toISOString().slice(0, 10)].sort().at(-1) ?? day;
    for (const year of begun.years) {
      const name = `Bilan ${year}, avant effacement`;
      const period = { from: `${year}-01-01`, to: `${year}-12-31`, knownOn };
      await freezeReport(asking(), name, period, currentWording, THRESHOLD);
      frozen.push(name);
    }
    begun = await beginPlan(asking(), day);
  }
  if (begun.outcome === "freeze") throw new Error("years were frozen and are still asked for");
  if (begun.outcome !== "running") return begun;
  const { plan } = begun;
  for (;;) {
    const { left } = await stepPlan(asking(), plan, BATCH, salt(plan));
    onStep(left);
    if (left === 0) return { outcome: "done", plan, frozen };
  }
}
