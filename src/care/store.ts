import type { Caller, Database } from "../platform/database/database.ts";
import type { RecordEncounter } from "./model.ts";

/** Records an encounter, its words and the cover stated that day, each under the writer's own policies; returns its id, the encounter's own when it brings one. */
export function recordEncounter(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  person: string,
  encounter: RecordEncounter,
): Promise<string> {
  return db.call<string>(caller, roles, "care.record_encounter", "care.record_encounter($4)", [
    JSON.stringify({ ...encounter, personId: person }),
  ]);
}
