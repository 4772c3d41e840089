import { type LivedStep, planOf } from "../src/rights/requests/clocks.ts";
import type { RequestLaw } from "../src/rights/requests/law.ts";
import { readRequestLaw } from "../src/rights/requests/read-law.ts";
import type { RequestState } from "../src/rights/requests/transitions.ts";
import { addDays, addMonths } from "../src/ui/days.ts";
import { type Draw, pickWeighted, seededDraw, uuidAt } from "./random.ts";

/** A request for a right as it is invented: rows have the shape of the tables they go to. */
export interface InventedRequest {
  readonly id: string;
  readonly type: string;
  readonly state: RequestState;
  readonly state_on: string | null;
  readonly trail: readonly (readonly [RequestState, string | null])[];
  readonly plan: ReturnType<typeof planOf>;
  readonly effect_on: string | null;
  readonly ends_on: string | null;
  readonly steps: readonly (LivedStep & { readonly id: string; readonly seq: number })[];
}

/** What was lived of an open request, by how often: as a centre's board holds them. */
const LIVES: readonly (readonly [number, string, readonly RequestState[]])[] = [
  [4, "ame", ["identified"]],
  [8, "c2s", ["to_prepare"]],
  [14, "ame", ["to_prepare", "documents_pending"]],
  [10, "c2s", ["to_prepare", "documents_pending"]],
  [4, "puma", ["to_prepare", "complete"]],
  [4, "domiciliation", ["to_prepare"]],
  [16, "ame", ["to_prepare", "documents_pending", "filed"]],
  [14, "c2s", ["to_prepare", "filed", "acknowledged"]],
  [6, "puma", ["to_prepare", "filed", "under_review"]],
  [4, "rsa", ["filed"]],
  [4, "ame", ["filed", "incomplete_returned"]],
  [3, "c2s", ["filed", "implicitly_granted"]],
  [3, "ame", ["filed", "refused"]],
  [2, "puma", ["filed", "refused", "appeal_cra"]],
  [4, "c2s", ["filed", "granted"]],
];

/** Open requests, always the same for a day and a number. */
export function inventRequests(many: number, today: string): InventedRequest[] {
  const draw = seededDraw(5_020);
  const law = readRequestLaw();
  return Array.from({ length: many }, () => inventRequest(draw, law, today));
}

function inventRequest(draw: Draw, law: RequestLaw, today: string): InventedRequest {
  const [type, states] = pickWeighted(
    draw,
    LIVES.map(([weight, ...life]) => [weight, life] as const),
  );
  let day = addDays(today, -Math.floor(draw() * 150));
  const steps = states
    .toReversed()
    .map((state): LivedStep => {
      // A right whose renewal is near or open: still on the board, or soon.
      const endsOn = state === "granted" ? addDays(addMonths(today, 1), Math.floor(draw() * 120)) : null;
      const lived = { state, on: day, effectOn: endsOn && addMonths(endsOn, -12), endsOn };
      day = addDays(day, -Math.floor(draw() * 25));
      return lived;
    })
    .toReversed();
  const moment = Date.parse(day);
  const last = steps.at(-1);
  return {
    id: uuidAt(draw, moment),
    type,
    state: last?.state ?? "identified",
    state_on: last?.on ?? null,
    trail: steps.map(({ state, on }) => [state, on]),
    plan: planOf({ type, nextChase: null, steps }, law),
    effect_on: last?.effectOn ?? null,
    ends_on: last?.endsOn ?? null,
    steps: steps.map((step, n) => ({ ...step, id: uuidAt(draw, moment + n), seq: n + 1 })),
  };
}
