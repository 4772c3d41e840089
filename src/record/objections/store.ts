import type { Caller, Database } from "../../platform/database/database.ts";
import type { Accesses, PersonRights } from "./model.ts";

/** Who asks, with the roles the route allows. */
export interface Asking {
  readonly db: Database;
  readonly caller: Caller;
  readonly roles: readonly string[];
}

/** What a person said of who may read them; null for who may not know them. */
export function readRights({ db, caller, roles }: Asking, person: string) {
  return db.call<PersonRights | null>(caller, roles, "access.person_rights", "access.person_rights($4)", [
    person,
  ]);
}

/** "already": they object to that professional; "unknown": the caller may not know them, or nobody has that account. */
export function recordObjection({ db, caller, roles }: Asking, objection: Readonly<Record<string, unknown>>) {
  return db.call<"done" | "already" | "unknown">(
    caller,
    roles,
    "access.record_objection",
    "access.record_objection($4)",
    [JSON.stringify(objection)],
  );
}

/** "before": lifted before it was said. */
export function liftObjection({ db, caller, roles }: Asking, lifting: Readonly<Record<string, unknown>>) {
  return db.call<"done" | "before" | "unknown">(
    caller,
    roles,
    "access.lift_objection",
    "access.lift_objection($4)",
    [JSON.stringify(lifting)],
  );
}

export function tellOpening({ db, caller, roles }: Asking, opening: string, person: string, day: string) {
  return db.call<"done" | "unknown">(caller, roles, "access.tell_glass", "access.tell_glass($4, $5, $6)", [
    opening,
    person,
    day,
  ]);
}

/** Who read a record between two days (both included), latest first; null for who may not know the person. */
export function listAccesses({ db, caller, roles }: Asking, person: string, from: string, to: string) {
  return db.call<Accesses | null>(
    caller,
    roles,
    "audit.accesses_of",
    "audit.accesses_of($4, $5, $6)",
    [person, from, to],
    "slow",
  );
}
