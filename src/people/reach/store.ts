import { CompiledQuery, sql } from "kysely";
import type { ActorTransaction, Caller, Database } from "../../platform/database/database.ts";
import type { ContactRow } from "../contact.ts";
import type { WantedRow } from "./rows.ts";

/** What to change: the act the trail names, the parts replaced, the rows seen when the form was opened, those wanted. */
export interface ContactEdit {
  readonly action: "contact.revise" | "address.revise" | "death.record";
  readonly parts: readonly string[];
  readonly seen: readonly string[];
  readonly rows: readonly WantedRow[];
}

/** done; or what someone else saved meanwhile, and nothing was written. */
export type ContactRevision =
  | { readonly done: true }
  | { readonly done: false; readonly current: ContactRow[] };

/** Thrown to undo the transaction of an edit that came second: the trail then says that it only read. */
class Conflict extends Error {}

/**
 * Replaces what is in force of some parts by the rows wanted, unless someone else changed them since they were seen.
 * @returns null when the caller may not know this person
 */
export async function reviseContact(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  person: string,
  edit: ContactEdit,
): Promise<ContactRevision | null> {
  try {
    return await db.transact(caller, roles, async (tx) => {
      const { rows } = await tx.executeQuery<{ outcome: string }>(
        CompiledQuery.raw("select people.revise_contact($1, $2, $3, $4, $5) as outcome", [
          person,
          edit.action,
          edit.parts as string[],
          edit.seen as string[],
          JSON.stringify(edit.rows),
        ]),
      );
      const outcome = rows[0]?.outcome;
      if (outcome === "changed") throw new Conflict();
      return outcome === "unknown" ? null : { done: true as const };
    });
  } catch (error) {
    if (!(error instanceof Conflict)) throw error;
    return db.transact(caller, roles, async (tx) => {
      await sql`select audit.record('person.open', ${person})`.execute(tx);
      return { done: false as const, current: await rowsInForce(tx, person, edit.parts) };
    });
  }
}

async function rowsInForce(
  tx: ActorTransaction,
  person: string,
  parts: readonly string[],
): Promise<ContactRow[]> {
  const rows = await tx
    .selectFrom("people.contact")
    .where("person_id", "=", person)
    .where("part", "in", [...parts])
    .where("known_to", "is", null)
    .orderBy("rank")
    .orderBy("id")
    .select([
      "id",
      "part",
      "rank",
      "content",
      "author_name as by",
      sql<string>`to_json(known_from) #>> '{}'`.as("at"),
    ])
    .execute();
  return rows as unknown as ContactRow[];
}
