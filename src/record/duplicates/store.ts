import type { Caller, Database } from "../../platform/database/database.ts";
import type { Comparison, PairsPage } from "./model.ts";

/** Who asks, with the roles the route allows. */
export interface Decider {
  readonly db: Database;
  readonly caller: Caller;
  readonly roles: readonly string[];
}

/** Pairs on one page: what someone decides in a sitting. */
const PAGE = 25;

/** Probable pairs of the caller's structure, the latest records first, from after a pair; audited as one list. */
export function listPairs({ db, caller, roles }: Decider, after: PairsPage["after"]) {
  return db.call<PairsPage>(
    caller,
    roles,
    "people.probable_pairs",
    "people.probable_pairs($4, $5, $6)",
    [after?.a ?? null, after?.b ?? null, PAGE],
    "slow",
  );
}

/** Two records side by side; a side is null when the caller may not know it. */
export function compareRecords({ db, caller, roles }: Decider, a: string, b: string) {
  return db.call<Omit<Comparison, "records"> & { records: (Comparison["records"][number] | null)[] }>(
    caller,
    roles,
    "record.compare",
    "record.compare($4, $5)",
    [a, b],
  );
}

/** From now on `joined` is read under `kept`. @throws StaleError when either changed since they were compared */
export function mergeRecords({ db, caller, roles }: Decider, kept: string, joined: string, seen: string) {
  return db.call<void>(caller, roles, "people.merge", "people.merge($4, $5, $6)", [kept, joined, seen]);
}

/** Undoes one merge. @throws StaleError when they are not joined any more */
export function separateRecords(
  { db, caller, roles }: Decider,
  person: string,
  joinedTo: string,
  distinct: boolean,
) {
  return db.call<void>(caller, roles, "people.unmerge", "people.unmerge($4, $5, $6)", [
    person,
    joinedTo,
    distinct,
  ]);
}

/** "Ce sont deux personnes", or that answer taken back. @throws StaleError when one was joined meanwhile */
export function decideDistinct(
  { db, caller, roles }: Decider,
  { a, b, distinct }: { a: string; b: string; distinct: boolean },
) {
  return db.call<void>(caller, roles, "people.decide_distinct", "people.decide_distinct($4, $5, $6)", [
    a,
    b,
    distinct,
  ]);
}
