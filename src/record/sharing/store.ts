import type { Asking } from "../objections/store.ts";
import type { Sharing } from "./model.ts";

/** The circle of a person; null for who may not know them. @param print it is to be printed: the trail says so */
export function readSharing({ db, caller, roles }: Asking, person: string, print: boolean) {
  return db.call<Sharing | null>(caller, roles, "access.sharing", "access.sharing($4, $5)", [person, print]);
}

/** "recipient": nobody it can be for; "stale": what it corrects changed meanwhile; "unknown": not theirs to know. */
export function recordConsent({ db, caller, roles }: Asking, consent: Readonly<Record<string, unknown>>) {
  return db.call<"done" | "unknown" | "recipient" | "stale">(
    caller,
    roles,
    "access.record_consent",
    "access.record_consent($4)",
    [JSON.stringify(consent)],
  );
}

/** "before": taken back before it was given; "stale": corrected meanwhile. */
export function withdrawConsent({ db, caller, roles }: Asking, taken: Readonly<Record<string, unknown>>) {
  return db.call<"done" | "unknown" | "before" | "stale">(
    caller,
    roles,
    "access.withdraw_consent",
    "access.withdraw_consent($4)",
    [JSON.stringify(taken)],
  );
}

/** The blocks the caller may read now of a person; null when they may not know them. Keeps no session awake. */
export function readReading({ db, caller, roles }: Asking, person: string) {
  return db.call<string[] | null>(
    caller,
    roles,
    "access.reading_now",
    "access.reading_now($4)",
    [person],
    "unasked",
  );
}
