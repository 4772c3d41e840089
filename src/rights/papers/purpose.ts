import { addMonths } from "../../ui/days.ts";
import { clocksOf, type Lived } from "../requests/clocks.ts";
import { parameterOf, type RequestLaw } from "../requests/law.ts";

/**
 * Last day the copies of a request's papers are needed (handbook 2.5: identity papers go after the decision and the delay to
 * contest it). Null while it goes on, and when the day it counts from is not known: nothing is then erased.
 * @returns ISO day
 */
export function papersUntil(lived: Lived, law: RequestLaw): string | null {
  const last = lived.steps.at(-1);
  switch (last?.state) {
    case "refused":
    case "implicitly_refused": {
      const clocks = clocksOf(lived, law);
      return (
        (clocks.find(({ code }) => code === "appeal") ?? clocks.find(({ code }) => code === "court"))?.day ??
        null
      );
    }
    case "granted":
    case "renewal_due":
    case "renewed":
    case "expired": {
      // What was granted may be contested too: its day of effect, its scope.
      const on = lived.steps.findLast(({ state }) => state === "granted")?.on ?? null;
      if (on === null) return null;
      const row = parameterOf(law, lived.type, "appeal", on) ?? parameterOf(law, lived.type, "court", on);
      return row ? addMonths(on, row.value) : on;
    }
    case "withdrawn":
    case "closed_no_news":
    case "refused_by_person":
      return last.on;
    default:
      return null;
  }
}
