import type { Caller, Database } from "../platform/database/database.ts";

/** What the database counts of its own work. */
export interface DatabaseCounts {
  readonly letters: { readonly waiting: number; readonly oldest: string | null; readonly givenUp: number };
  readonly unsealed: { readonly count: number; readonly oldest: string | null };
  readonly migrations: number;
  readonly postgres: string;
}

/** Counts of letters and entries that wait, audited. */
export function readCounts(db: Database, caller: Caller, roles: readonly string[]): Promise<DatabaseCounts> {
  return db.call(caller, roles, "access.upkeep_counts", "access.upkeep_counts()", []);
}

/** Writes an act on what is outside the database into the trail, before it is done. */
export async function noteAct(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  action: "backup.make" | "backup.key" | "backup.plan",
): Promise<void> {
  await db.call(caller, roles, action, "audit.record($4)", [action]);
}
