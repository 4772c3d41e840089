import type { Lived } from "./clocks.ts";
import type { RequestState } from "./transitions.ts";

/** Where a right is asked for, or about to be, and not answered for good (rights.request_state.pending: a test compares). */
export const pendingStates: readonly RequestState[] = [
  "to_prepare",
  "documents_pending",
  "complete",
  "filed",
  "acknowledged",
  "incomplete_returned",
  "completed",
  "under_review",
  "implicitly_granted",
  "appeal_cra",
  "appeal_court",
];

/**
 * The earliest day a right still awaited may begin: the first of the month of its filing (no effect of the law comes before), or
 * of its first dated step while no filing is known. An act from that day on waits for the answer (handbook A9).
 * @returns an ISO day; null when nothing is awaited, or when no day is known. rights.awaited does the same
 */
export function awaitedFrom({ steps }: Pick<Lived, "steps">): string | null {
  const state = steps.at(-1)?.state;
  if (state === undefined || !pendingStates.includes(state)) return null;
  const days = (wanted: typeof steps) => wanted.flatMap(({ on }) => on ?? []).sort()[0];
  const first = days(steps.filter((step) => step.state === "filed")) ?? days(steps);
  return first === undefined ? null : `${first.slice(0, 7)}-01`;
}
