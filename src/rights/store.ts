import { sql } from "kysely";
import type { Caller, Database } from "../platform/database/database.ts";
import type { StateCover } from "./model.ts";

/** Records what was said or seen of someone's cover on a day, with its audit row. */
export async function stateCover(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  person: string,
  statement: StateCover,
): Promise<void> {
  await db.transact(caller, roles, async (tx) => {
    await sql`select audit.record('cover.state', ${person}::uuid)`.execute(tx);
    await tx
      .insertInto("rights.cover_statement")
      .values(
        statement.cover.map((one) => ({
          person_id: person,
          layer: one.layer,
          scheme: one.scheme,
          stated_on: statement.statedOn,
          source: one.source,
          mask: sql<number>`(select mask from rights.scheme where layer = ${one.layer} and code = ${one.scheme})`,
        })),
      )
      .execute();
  });
}
