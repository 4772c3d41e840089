import type { Caller, Database } from "../platform/database/database.ts";
import type { PersonPage } from "./model.ts";

/** Opens a record: the reader's own projection and its audit row, in one statement; null when there is nothing to know. */
export function openPerson(db: Database, caller: Caller, roles: readonly string[], person: string) {
  return db.call<PersonPage | null>(caller, roles, "record.open_person", "record.open_person($4)", [person]);
}
