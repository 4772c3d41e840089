import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Caller, Database } from "../platform/database/database.ts";
import type { ImportLine } from "./import-messages.ts";
import type { KnownPeople, KnownPerson } from "./model.ts";
import type { RegisterLookups } from "./rules.ts";
import type { StagingChunk, StagingHeader } from "./staging.ts";

/** Who asks, with the roles the route allows. */
export interface Importer {
  readonly db: Database;
  readonly caller: Caller;
  readonly roles: readonly string[];
}

/** The people and rows already recorded that a file could meet, and the state of the record this was read at. */
export async function readKnown(
  { db, caller, roles }: Importer,
  lookups: RegisterLookups,
): Promise<{ known: KnownPeople; generation: number }> {
  const keysOf = (kind: "w:" | "l:") =>
    lookups.nameKeys.filter((key) => key.startsWith(kind)).map((key) => key.slice(2));
  return db.transact(caller, roles, async (tx) => {
    // Read first: a record made between the two is then seen as a change, never missed.
    const generation = await sql<{ value: number }>`select intake.generation() as value`.execute(tx);
    const taken = await sql<{ value: Record<string, string> }>`
      select intake.taken(${lookups.fingerprints as string[]}::text[]) as value`.execute(tx);
    const people = await sql<{
      person_id: string;
      family: string;
      given: string;
      birth: string | null;
      variants: { family: string; given: string }[];
    }>`select person_id, family, given, birth, variants from intake.known_people(
         ${keysOf("w:")}::text[], ${keysOf("l:")}::text[], ${lookups.births as string[]}::text[])`.execute(
      tx,
    );
    const persons = people.rows.map(
      (row): KnownPerson => ({
        id: row.person_id,
        names: [{ family: row.family, given: row.given }, ...row.variants],
        birth: row.birth,
      }),
    );
    return {
      known: { persons, fingerprints: new Map(Object.entries(taken.rows[0]?.value ?? {})) },
      generation: generation.rows[0]?.value ?? 0,
    };
  });
}

/** Opens an import: nothing of it is visible until it is finished. */
export function openImport({ db, caller, roles }: Importer, header: StagingHeader, bytes: Uint8Array) {
  return db.call<string>(caller, roles, "intake.open_import", "intake.open_import($4)", [
    JSON.stringify({ ...header, fileDigest: createHash("sha256").update(bytes).digest("hex") }),
  ]);
}

/** Stages one chunk; returns the number of visits staged so far. */
export function stageChunk({ db, caller, roles }: Importer, importId: string, chunk: StagingChunk) {
  return db.call<number>(caller, roles, "intake.stage", "intake.stage($4, $5, $6)", [
    importId,
    chunk.persons,
    chunk.visits,
  ]);
}

/** Writes everything staged in one step. @param decisions JSON @throws StaleError when records moved since the plan was made */
export function finishImport({ db, caller, roles }: Importer, importId: string, decisions: string) {
  return db.call<{ importId: string; imported: number; personsTouched: number }>(
    caller,
    roles,
    "intake.finish",
    "intake.finish($4, $5)",
    [importId, decisions],
  );
}

/** Forgets what was staged. */
export function cancelImport({ db, caller, roles }: Importer, importId: string) {
  return db.call<boolean>(caller, roles, "intake.cancel", "intake.cancel($4)", [importId]);
}

/** Takes an import back whole; returns how many visits left. @throws StaleError when someone worked on what it brought */
export function withdrawImport({ db, caller, roles }: Importer, importId: string) {
  return db.call<number>(caller, roles, "intake.withdraw", "intake.withdraw($4)", [importId]);
}

/** What someone did since on the records an import brought, as counts. */
export function readWorkedOn({ db, caller, roles }: Importer, importId: string) {
  return db.call<Record<string, number>>(caller, roles, "intake.worked_on", "intake.worked_on($4)", [
    importId,
  ]);
}

/** Imports of the caller's structure, newest first. */
export function listImports({ db, caller, roles }: Importer): Promise<ImportLine[]> {
  return db.transact(caller, roles, async (tx) => {
    const lines = await tx
      .selectFrom("intake.import")
      .orderBy("created_at", "desc")
      .limit(100)
      .select([
        "id",
        "file_name as fileName",
        "status",
        sql<string>`to_json(created_at) #>> '{}'`.as("createdAt"),
        sql<string | null>`to_json(finished_at) #>> '{}'`.as("finishedAt"),
        "rows_read as rowsRead",
        "rows_imported as rowsImported",
        "rows_refused as rowsRefused",
        "rows_ignored as rowsIgnored",
        "persons_touched as personsTouched",
      ])
      .execute();
    return lines as ImportLine[];
  });
}
