import { sql } from "kysely";
import type pg from "pg";
import { hashToken, inTransaction, newToken } from "../../access/openings.ts";
import type { Caller, Database } from "../../platform/database/database.ts";
import type { SecretBox } from "../../platform/secret-box.ts";
import type { Identity } from "../model.ts";
import { shownName } from "../names-shown.ts";
import type { CareElsewhere, Opening, OpeningRefusal, ProgramLine } from "../programs.ts";
import { judgeOpening, type SignedOpening } from "./signed-opening.ts";

/** How long what was asked waits for someone to be signed in. */
const WAITS_MINUTES = 10;

/** Programs in use, then those revoked, the latest first. */
export function readPrograms(db: Database, caller: Caller, roles: readonly string[]): Promise<ProgramLine[]> {
  const moment = (column: "made_at" | "last_used_at" | "revoked_at") =>
    sql<string | null>`to_json(${sql.ref(column)}) #>> '{}'`;
  return db.transact(caller, roles, (tx) =>
    tx
      .selectFrom("access.program")
      .orderBy(sql`revoked_at is not null`)
      .orderBy("made_at", "desc")
      .select([
        "id",
        "name",
        sql<string>`${moment("made_at")}`.as("madeAt"),
        "made_by as madeBy",
        moment("last_used_at").as("lastUsedAt"),
        moment("revoked_at").as("revokedAt"),
        "revoked_by as revokedBy",
      ])
      .execute(),
  );
}

/** Writes a program down with a secret of its own. @returns the secret, told this once; null when the name is taken */
export async function addProgram(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  box: SecretBox,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<string | null> {
  const secret = newToken();
  const added = await db.call<boolean>(
    caller,
    roles,
    "access.add_program",
    "access.add_program($4, $5, $6)",
    [id, name, box.seal(Buffer.from(secret), id)],
  );
  return added ? secret : null;
}

/** Ends a program. @returns false when there is none of this identifier */
export function revokeProgram(db: Database, caller: Caller, roles: readonly string[], id: string) {
  return db.call<boolean>(caller, roles, "access.revoke_program", "access.revoke_program($4)", [id]);
}

/** Says where care is written from now on. @returns false when it is no longer as it was shown: nothing was written */
export function setCareElsewhere(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  { program, seen }: CareElsewhere,
): Promise<boolean> {
  return db.call(caller, roles, "access.set_care_elsewhere", "access.set_care_elsewhere($4, $5)", [
    program,
    seen,
  ]);
}

interface Known {
  readonly sealed: Buffer | null;
  readonly most: number;
  readonly now: number;
}

/**
 * Judges a form, and keeps what it asks under a token, for the browser's cookie. Its nonce is written in the same transaction:
 * of two processes that receive the same form, one keeps it. No session yet: the sign-in role does it, and reads nobody.
 * @returns the token, or why not
 */
export function beginOpening(
  pool: pg.Pool,
  box: SecretBox,
  stamp: string,
  opening: SignedOpening,
): Promise<{ readonly token: string } | { readonly refused: OpeningRefusal }> {
  const { program, number, issuedAt, nonce } = opening;
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<Known>(
      `select (select g.sealed from access.program g where g.id = $1 and g.revoked_at is null) as sealed,
              (select a.seconds from access.opening_age a where a.valid @> current_date) as most,
              extract(epoch from clock_timestamp())::float8 as now`,
      [program],
    );
    const [known] = rows as [Known];
    const secret = known.sealed && box.open(known.sealed, program).toString();
    const judged = judgeOpening(opening, secret, known.now, known.most);
    const token = newToken();
    let refused: OpeningRefusal | null = judged === "believed" ? null : judged;
    if (refused === null) {
      const kept = await tx.query(
        `insert into access.opening (token_hash, program_id, nonce, sealed, expires_at, kept_until)
         values ($1, $2, $3, $4, clock_timestamp() + make_interval(mins => $5),
           greatest(clock_timestamp() + make_interval(mins => $5), to_timestamp($6::float8) + make_interval(secs => $7)))
         on conflict (program_id, nonce) do nothing`,
        [
          hashToken(token),
          program,
          nonce,
          box.seal(Buffer.from(number), program),
          WAITS_MINUTES,
          issuedAt,
          known.most,
        ],
      );
      if (kept.rowCount === 0) refused = "used";
    }
    // Of no program we know, a line would tell nothing but that someone knocked.
    if (known.sealed !== null)
      await tx.query("select audit.record_sign_in(null, $1, $2, $3)", [
        refused === null ? "program.ask" : "program.refuse",
        stamp,
        JSON.stringify(refused === null ? { program } : { program, why: refused }),
      ]);
    if (refused !== null) return { refused };
    await tx.query("update access.program set last_used_at = clock_timestamp() where id = $1", [program]);
    return { token };
  });
}

/**
 * What waits under the token, for whoever is signed in: whose number it is, among the people they may know. The session that takes it
 * first may ask again until its time is over.
 */
export function takeOpening(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  box: SecretBox,
  token: string,
): Promise<Opening> {
  return db.transact(caller, roles, async (tx) => {
    const { rows: taken } = await sql<{ opening: { program: string; name: string; sealed: string } | null }>`
      select access.take_opening(${hashToken(token)}) as opening`.execute(tx);
    const waiting = taken[0]?.opening;
    if (!waiting) return { step: "nothing" };
    const number = box.open(Buffer.from(waiting.sealed, "base64"), waiting.program).toString();
    const { rows: found } = await sql<{ people: string[] }>`
      select people.with_program_number(${waiting.program}, ${number}) as people`.execute(tx);
    const ids = found[0]?.people ?? [];
    const people =
      ids.length === 0
        ? []
        : await tx
            .selectFrom("people.person as p")
            .innerJoin("people.identity as i", (join) =>
              join.onRef("i.person_id", "=", "p.id").on("i.known_to", "is", null),
            )
            .where("p.id", "in", ids)
            .select([
              "p.id",
              "p.local_number",
              "i.family",
              "i.given",
              "i.used_family",
              "i.used_given",
              "i.sex",
            ])
            .execute();
    return {
      step: "asked",
      program: { id: waiting.program, name: waiting.name },
      number,
      people: ids.flatMap((id) => {
        const row = people.find((one) => one.id === id);
        if (row === undefined) return [];
        const { family, given, used_family: usedFamily, used_given: usedGiven } = row;
        const name = shownName({
          family,
          given,
          usedFamily,
          usedGiven,
          sex: row.sex as Identity["sex"],
        }).whole;
        return [{ id, localNumber: Number(row.local_number), name }];
      }),
    };
  });
}

type Attached =
  | { readonly outcome: "done" | "revoked" | "unknown" }
  | { readonly outcome: "taken"; readonly on: string; readonly localNumber: number };

/** Says that this is someone's number in that program. taken: it is another person's, whom the caller may know. */
export function attachNumber(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  person: string,
  said: { readonly id: string; readonly program: string; readonly number: string },
): Promise<Attached> {
  return db.call(caller, roles, "people.attach_number", "people.attach_number($4, $5, $6, $7)", [
    said.id,
    person,
    said.program,
    said.number,
  ]);
}

/** Takes a number back: it was another's, or serves no more. */
export function detachNumber(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  person: string,
  id: string,
): Promise<"done" | "unknown"> {
  return db.call(caller, roles, "people.detach_number", "people.detach_number($4, $5)", [person, id]);
}
