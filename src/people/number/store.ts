import { sql } from "kysely";
import type { Caller, Database } from "../../platform/database/database.ts";
import type { FoundPerson, PersonLine } from "../model.ts";
import type { AllowNumbers, NumberBasis, NumberRecorded } from "../number.ts";
import { disagreements, type SocialNumber } from "../social-number.ts";
import type { NumberBox } from "./box.ts";

type Recorded =
  | ({ readonly outcome: "done" } & NumberRecorded)
  | { readonly outcome: "off" | "changed" | "unknown" };

/**
 * Replaces someone's number, or removes it.
 * @param seen the row in force when the form was opened
 */
export function recordNumber(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  box: NumberBox,
  edit: { readonly person: string; readonly seen: string | null; readonly number: SocialNumber | null },
): Promise<Recorded> {
  const { person, seen, number } = edit;
  const kept = number && box.seal(number.value, person);
  const written = number &&
    kept && {
      kind: number.kind,
      head: number.value.slice(0, 5),
      sealed: kept.sealed.toString("base64"),
      keyVersion: kept.keyVersion,
      blind: kept.blind.toString("base64"),
    };
  const blinds = number ? box.blinds(number.value) : [];
  return db.transact(caller, roles, async (tx) => {
    const { rows } = await sql<{ result: Recorded }>`
      select people.record_number(${person}, ${seen}, ${written && JSON.stringify(written)}::jsonb, ${blinds}::bytea[]) as result`.execute(
      tx,
    );
    const result = rows[0]?.result ?? { outcome: "unknown" as const };
    if (result.outcome !== "done") return result;
    const identity = await tx
      .selectFrom("people.identity")
      .where("person_id", "=", person)
      .where("known_to", "is", null)
      .select(["sex", "birth"])
      .executeTakeFirst();
    return { ...result, warnings: number && identity ? disagreements(number.value, identity) : [] };
  });
}

/** Someone's number, opened; null when there is none, or none that this reader may see. An act of its own in the trail. */
export async function revealNumber(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  box: NumberBox,
  person: string,
): Promise<string | null> {
  const kept = await db.call<{ sealed: string; keyVersion: number } | null>(
    caller,
    roles,
    "people.reveal_number",
    "people.reveal_number($4)",
    [person],
  );
  return (
    kept && box.open({ sealed: Buffer.from(kept.sealed, "base64"), keyVersion: kept.keyVersion }, person)
  );
}

/** Who has this number, among the people the caller may know. */
export function searchNumber(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  box: NumberBox,
  value: string,
): Promise<FoundPerson[]> {
  return db.transact(caller, roles, async (tx) => {
    const { rows } = await sql<PersonLine>`
      select id, local_number as "localNumber", family, given, used_family as "usedFamily", used_given as "usedGiven",
             birth, sex, status
        from people.search_number(${box.blinds(value)}::bytea[])`.execute(tx);
    return rows.map((person) => ({ ...person, why: "numéro de sécurité sociale" }));
  });
}

/** The officer's decisions, latest first. */
export function readBases(db: Database, caller: Caller, roles: readonly string[]): Promise<NumberBasis[]> {
  return db.transact(caller, roles, (tx) =>
    tx
      .selectFrom("people.number_basis")
      .orderBy("recorded_at", "desc")
      .select([
        "id",
        "decided_on as decidedOn",
        "basis",
        sql<NumberBasis["category"]>`category`.as("category"),
        sql<string>`to_json(recorded_at) #>> '{}'`.as("recordedAt"),
        sql<string | null>`to_json(ended_at) #>> '{}'`.as("endedAt"),
      ])
      .execute(),
  ) as unknown as Promise<NumberBasis[]>;
}

/** Starts the use of numbers. @returns false when a basis is in force already */
export function allowNumbers(db: Database, caller: Caller, roles: readonly string[], said: AllowNumbers) {
  return db.call<boolean>(caller, roles, "people.allow_numbers", "people.allow_numbers($4, $5, $6)", [
    said.decidedOn,
    said.basis,
    said.category,
  ]);
}

/** Stops it. @returns false when it was stopped already */
export function forbidNumbers(db: Database, caller: Caller, roles: readonly string[]) {
  return db.call<boolean>(caller, roles, "people.forbid_numbers", "people.forbid_numbers()", []);
}
