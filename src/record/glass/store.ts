import type { Caller, Database } from "../../platform/database/database.ts";
import type { GlassState, ReviewForm, ReviewLine } from "./model.ts";

/** Who asks, with the roles the route allows. */
export interface Asking {
  readonly db: Database;
  readonly caller: Caller;
  readonly roles: readonly string[];
}

/** What is asked for, once read: words of the names folded, the birth as it is kept. */
export interface GlassRequest {
  readonly id: string;
  readonly reason: string;
  readonly words: string;
  readonly personId?: string;
  readonly names?: readonly string[];
  readonly birth?: string;
  readonly number?: string;
}

export type GlassOutcome =
  | { readonly outcome: "open"; readonly id: string; readonly personId: string; readonly endsAt: string }
  | { readonly outcome: "unproven" | "unknown" | "several" | "paused" };

/** Breaks one record open for an hour. @throws ForbiddenError when the role has no right for that reason */
export function breakGlass({ db, caller, roles }: Asking, request: GlassRequest) {
  return db.call<GlassOutcome>(caller, roles, "access.break_glass", "access.break_glass($4)", [
    JSON.stringify(request),
  ]);
}

export function readGlasses({ db, caller, roles }: Asking) {
  return db.call<GlassState>(caller, roles, "access.glasses_open", "access.glasses_open()", []);
}

/** @throws StaleError when it is not the caller's */
export function closeGlass({ db, caller, roles }: Asking, opening: string) {
  return db.call<void>(caller, roles, "access.close_glass", "access.close_glass($4)::text", [opening]);
}

/** Openings on one page of the review. */
export const REVIEW_PAGE = 50;

/** Latest first, from before a moment; the names are those the caller may know. */
export function listGlasses({ db, caller, roles }: Asking, before: string | null, pending: boolean) {
  return db.call<ReviewLine[]>(
    caller,
    roles,
    "access.glasses_to_review",
    "access.glasses_to_review($4, $5, $6)",
    [before, pending, REVIEW_PAGE],
  );
}

/** "own": another reviews it. @throws StaleError when someone else concluded meanwhile */
export function reviewGlass({ db, caller, roles }: Asking, opening: string, review: Required<ReviewForm>) {
  return db.call<"done" | "own">(caller, roles, "access.review_glass", "access.review_glass($4, $5, $6)", [
    opening,
    review.outcome,
    review.words,
  ]);
}
