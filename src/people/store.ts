import { CompiledQuery } from "kysely";
import type { Caller, Database } from "../platform/database/database.ts";
import type { Identity } from "./model.ts";
import type { IdentityRow } from "./rules.ts";

/**
 * Creates a record in the caller's structure; returns its id.
 * @param id made by the form: asked twice with the same one, there is one record
 * @throws StaleError when another's record has this id
 */
export function createPerson(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  identity: IdentityRow,
  id: string | undefined,
) {
  return db.call<string>(caller, roles, "people.create", "people.create_person($4, $5)", [
    JSON.stringify(identity),
    id ?? null,
  ]);
}

/** The outcome of an edit: the new version, or the identity someone else saved meanwhile. */
export type Revision =
  | { readonly done: true; readonly version: number }
  | { readonly done: false; readonly version: number; readonly current: Identity };

/**
 * Supersedes the identity if the record is still at `version`; otherwise changes nothing and gives the one in force.
 * @returns null when the caller may not read this person
 */
export function reviseIdentity(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  person: string,
  version: number,
  identity: IdentityRow,
): Promise<Revision | null> {
  return db.transact(caller, roles, async (tx) => {
    const { rows } = await tx.executeQuery<{ done: boolean }>(
      CompiledQuery.raw("select people.revise_identity($1, $2, $3) as done", [
        person,
        version,
        JSON.stringify(identity),
      ]),
    );
    const now = await tx
      .selectFrom("people.person as p")
      .innerJoin("people.identity as i", "i.person_id", "p.id")
      .where("p.id", "=", person)
      .where("i.known_to", "is", null)
      .select([
        "p.version",
        "i.family",
        "i.given",
        "i.used_family as usedFamily",
        "i.used_given as usedGiven",
        "i.birth",
        "i.birth_place_code as birthPlaceCode",
        "i.birth_place as birthPlace",
        "i.sex",
        "i.status",
        "i.pseudonym",
        "i.homonym",
        "i.doubtful",
        "i.fictitious",
        "i.validation_document as validationDocument",
      ])
      .executeTakeFirst();
    if (!now) return null;
    const { version: currentVersion, ...current } = now;
    return rows[0]?.done
      ? { done: true as const, version: currentVersion }
      : { done: false as const, version: currentVersion, current: current as Identity };
  });
}
