import { sql } from "kysely";
import type { PersonLine } from "../people/model.ts";
import type { Caller, Database } from "../platform/database/database.ts";
import type { Period } from "./model.ts";
import type { ActivityCounts } from "./rules.ts";

/** Counts of a period, from the audited owner function reports.activity. */
export function countActivity(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  period: Required<Period>,
) {
  return db.call<ActivityCounts>(
    caller,
    roles,
    "reports.activity",
    "reports.activity($4, $5, $6)",
    [period.from, period.to, period.knownOn],
    "slow",
  );
}

/** Most people listed at once behind a figure; the total is always given. */
const LIST_LENGTH = 2_000;

/** The people behind a figure that the reader's own policies let them know, and how many there are in all. */
export function listBehind(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  figure: string,
  period: Required<Period>,
): Promise<{ total: number; readable: number; people: PersonLine[] }> {
  return db.transact(caller, roles, async (tx) => {
    const { rows } = await sql<{ ids: string[] }>`
      select reports.people_behind(${figure}, ${period.from}, ${period.to}, ${period.knownOn}) as ids`.execute(
      tx,
    );
    const ids = rows[0]?.ids ?? [];
    const people = await tx
      .selectFrom("people.person as p")
      .innerJoin("people.identity as i", "i.person_id", "p.id")
      .where("p.id", "=", sql<string>`any(${ids}::uuid[])`)
      .where("i.known_to", "is", null)
      .orderBy("i.key_tokens")
      .select([
        "p.id",
        "p.local_number as localNumber",
        "i.family",
        "i.given",
        "i.used_family as usedFamily",
        "i.used_given as usedGiven",
        "i.birth",
        "i.sex",
        "i.status",
      ])
      .execute();
    return {
      total: ids.length,
      readable: people.length,
      people: people.slice(0, LIST_LENGTH) as unknown as PersonLine[],
    };
  });
}
