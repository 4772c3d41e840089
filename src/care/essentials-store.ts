import { CompiledQuery, sql } from "kysely";
import type { ActorTransaction, Caller, Database } from "../platform/database/database.ts";
import type { EssentialConflict, EssentialContent, EssentialKind, WriteEssential } from "./essentials.ts";

/** One thing to write, of one person. */
export interface EssentialWritten extends Omit<WriteEssential, "form"> {
  readonly id: string;
  readonly personId: string;
  readonly kind: EssentialKind;
  readonly content: EssentialContent;
}

/**
 * done; changed: what it corrects is no longer in force, or is said otherwise, and `current` is; unknown: no one the caller
 * may know.
 */
export type EssentialOutcome =
  | { readonly outcome: "done" }
  | { readonly outcome: "unknown" }
  | {
      readonly outcome: "changed" | "allergies" | "pregnant";
      readonly current: EssentialConflict["current"];
    };

/** Thrown to undo the transaction of who came second: the trail then says that it only read. */
class Second extends Error {
  readonly why: "changed" | "allergies" | "pregnant";
  constructor(why: "changed" | "allergies" | "pregnant") {
    super(why);
    this.why = why;
  }
}

/** Notes one thing, or corrects one. @throws StaleError when the identifier is another row's */
export function writeEssential(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  written: EssentialWritten,
): Promise<EssentialOutcome> {
  const statement = CompiledQuery.raw("select care.write_essential($1) as outcome", [
    JSON.stringify(written),
  ]);
  return firstOrSecond(db, caller, roles, written.personId, statement);
}

/** Takes back what was noted by mistake: it is no longer in force, and stays in what was known. */
export function withdrawEssential(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  person: string,
  essential: string,
): Promise<EssentialOutcome> {
  const values = [person, essential];
  const statement = CompiledQuery.raw("select care.withdraw_essential($1, $2) as outcome", values);
  return firstOrSecond(db, caller, roles, person, statement);
}

async function firstOrSecond(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  person: string,
  statement: CompiledQuery,
): Promise<EssentialOutcome> {
  try {
    return await db.transact(caller, roles, async (tx) => {
      const { rows } = await tx.executeQuery<{ outcome: EssentialOutcome["outcome"] }>(statement);
      const outcome = rows[0]?.outcome ?? "unknown";
      if (outcome === "done" || outcome === "unknown") return { outcome };
      throw new Second(outcome);
    });
  } catch (error) {
    if (!(error instanceof Second)) throw error;
    return db.transact(caller, roles, async (tx) => {
      await sql`select audit.record('person.open', ${person})`.execute(tx);
      return { outcome: error.why, current: await inForce(tx, person) };
    });
  }
}

/** Rows of the person's page, but for what changes with each reading: see record.open_person. */
async function inForce(tx: ActorTransaction, person: string): Promise<EssentialConflict["current"]> {
  const rows = await tx
    .selectFrom("care.essential")
    .where("person_id", "=", person)
    .where("known_to", "is", null)
    .orderBy("on_day")
    .orderBy("id")
    .select([
      "id",
      "person_id as on",
      "kind",
      "content",
      "nature",
      "reserved",
      "on_day as onDay",
      "encounter_id as encounterId",
      "author_id as author",
      "author_name as by",
      "replaces",
      sql<string>`to_json(known_from) #>> '{}'`.as("at"),
    ])
    .execute();
  return rows as unknown as EssentialConflict["current"];
}
