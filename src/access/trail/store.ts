import type { Caller, Database } from "../../platform/database/database.ts";
import type { TrailChoices, TrailLine, TrailSearch, UnusualAccess } from "./model.ts";

/** Who asks, with the roles the route allows. */
export interface Asking {
  readonly db: Database;
  readonly caller: Caller;
  readonly roles: readonly string[];
}

/** Lines of the trail, latest first; reading it is itself audited. */
export function searchTrail(
  { db, caller, roles }: Asking,
  search: TrailSearch & { readonly limit: number; readonly export?: boolean },
) {
  return db.call<TrailLine[]>(
    caller,
    roles,
    "audit.search",
    "audit.search($4)",
    [JSON.stringify(search)],
    "slow",
  );
}

export function readChoices({ db, caller, roles }: Asking) {
  return db.call<TrailChoices>(caller, roles, "audit.choices", "audit.choices()", []);
}

/** Accesses worth a question between two days, both included. */
export function findUnusual({ db, caller, roles }: Asking, from: string, to: string) {
  return db.call<UnusualAccess[]>(
    caller,
    roles,
    "audit.unusual",
    "audit.unusual($4, $5)",
    [from, to],
    "slow",
  );
}
