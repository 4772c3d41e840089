import type { Caller, Database } from "../platform/database/database.ts";

/**
 * Opens a record: the reader's own projection (a PersonPage) and its audit row, in one statement; null when there is
 * nothing to know. `whole`: with everything that is left out of it at first. As the JSON text the database wrote: the server has nothing to add, and would read it only to
 * write it again.
 */
export function openPerson(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  person: string,
  whole = false,
) {
  return db.call<string | null>(caller, roles, "record.open_person", "record.open_person($4, $5)", [
    person,
    whole,
  ]);
}
