import { sql } from "kysely";
import type { ActorTransaction, Caller, Database } from "../../platform/database/database.ts";
import type { LifeFact, LifeKind, PastFact } from "../life.ts";
import type { Planned } from "./plan.ts";

/** A fact in force, with the words of its proof. */
export type NotedFact = LifeFact & { readonly proof: string | null };

/** What to write: the act of the trail, the kinds it is about, and what it makes of those in force. */
export interface LifeEdit {
  readonly action: "life.write" | "life.correct" | "life.end";
  readonly kinds: readonly LifeKind[];
  /** Identifiers of the rows the form made: all there already, it was sent twice. */
  readonly made: readonly string[];
  /** "changed": what is in force is no longer what the form was opened on. */
  readonly plan: (inForce: readonly NotedFact[]) => Planned | "changed";
}
/**
 * done; changed: someone else saved meanwhile, and `current` is in force; refused: one field cannot be used; unknown: no one
 * the caller may know.
 */
export type LifeOutcome =
  | { readonly outcome: "done" }
  | { readonly outcome: "unknown" }
  | { readonly outcome: "changed"; readonly current: LifeFact[] }
  | { readonly outcome: "refused"; readonly field: string; readonly message: string };

/** Thrown to undo the transaction: the trail then says that nothing was written. */
class NotWritten extends Error {
  readonly why: Exclude<Planned, { ok: true }> | "changed";
  constructor(why: Exclude<Planned, { ok: true }> | "changed") {
    super("not written");
    this.why = why;
  }
}

/** Writes facts of one record in one transaction, or none of them. Sent twice, it writes once. */
export async function editLife(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  person: string,
  edit: LifeEdit,
): Promise<LifeOutcome> {
  try {
    return await db.transact(caller, roles, async (tx) => {
      await sql`select people.wait_for_life(${person})`.execute(tx);
      await sql`select audit.record(${edit.action}, ${person})`.execute(tx);
      const known = await tx.selectFrom("people.person").where("id", "=", person).select("id").execute();
      if (known.length === 0) return { outcome: "unknown" as const };
      if (await alreadyMade(tx, person, edit.made)) return { outcome: "done" as const };
      const planned = edit.plan(await inForce(tx, person, edit.kinds));
      if (planned === "changed" || !planned.ok) throw new NotWritten(planned as NotWritten["why"]);
      await write(tx, person, planned);
      return { outcome: "done" as const };
    });
  } catch (error) {
    if (!(error instanceof NotWritten)) throw error;
    const { why } = error;
    if (why !== "changed") return { outcome: "refused", field: why.field, message: why.message };
    return db.transact(caller, roles, async (tx) => {
      await sql`select audit.record('person.open', ${person})`.execute(tx);
      const rows = await inForce(tx, person, edit.kinds);
      return { outcome: "changed" as const, current: rows.map(({ proof, ...fact }) => fact as LifeFact) };
    });
  }
}

async function alreadyMade(tx: ActorTransaction, person: string, made: readonly string[]): Promise<boolean> {
  if (made.length === 0) return false;
  const rows = await tx
    .selectFrom("people.life_fact")
    .where("person_id", "=", person)
    .where("id", "in", [...made])
    .where("author_id", "=", sql<string>`access.account_id()`)
    .select("id")
    .execute();
  return rows.length === made.length;
}

async function write(
  tx: ActorTransaction,
  person: string,
  { closes, adds }: Planned & { ok: true },
): Promise<void> {
  if (closes.length > 0)
    await tx
      .updateTable("people.life_fact")
      .set({ known_to: sql`now()` })
      .where("id", "in", [...closes])
      .where("known_to", "is", null)
      .execute();
  if (adds.length === 0) return;
  const rows = adds.map((fact) => ({ ...fact, id: fact.id ?? null }));
  await sql`
    insert into people.life_fact (id, person_id, kind, term, content, valid, at_least, source, proof, stated_on, replaces, author_name)
    select coalesce(r.id, uuidv7()), ${person}::uuid, r.kind, r.term, r.content, daterange(r."from", r."to"), r."atLeast", r.source, r.proof,
           r."statedOn", r.replaces, (select a.display_name from access.account a where a.id = access.account_id())
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (id uuid, kind text, term text, content jsonb, "from" date, "to" date,
           "atLeast" boolean, source text, proof text, "statedOn" date, replaces uuid)`.execute(tx);
}

/** The facts of these kinds in force on one record, in the order they began. */
async function inForce(
  tx: ActorTransaction,
  person: string,
  kinds: readonly LifeKind[],
): Promise<NotedFact[]> {
  const { rows } = await sql<NotedFact>`
    select f.id, f.person_id as "on", f.kind, f.term, f.content, lower(f.valid)::text as "from", upper(f.valid)::text as "to",
           f.at_least as "atLeast", f.source, f.stated_on::text as "statedOn", f.author_name as "by", f.proof
      from people.life_fact f
     where f.person_id = ${person} and f.kind = any (${[...kinds]}) and f.known_to is null
     order by f.valid, f.id`.execute(tx);
  return rows;
}

/** Everything ever noted that the caller may read, of all the records read as one; null when they may not know the person. */
export function readLifeHistory(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  person: string,
): Promise<PastFact[] | null> {
  return db.transact(caller, roles, async (tx) => {
    const { rows: records } = await sql<{ ids: string[] | null }>`
      select people.together(${person}) as ids`.execute(tx);
    const ids = records[0]?.ids ?? null;
    await sql`select audit.record('life.history', ${person}, ${ids})`.execute(tx);
    const known = await tx.selectFrom("people.person").where("id", "=", person).select("id").execute();
    if (known.length === 0) return null;
    const { rows } = await sql<{ history: PastFact[] }>`
      select coalesce(jsonb_agg(jsonb_build_object('fact', jsonb_build_object('id', f.id, 'on', f.person_id, 'kind', f.kind, 'term', f.term,
          'content', f.content, 'from', lower(f.valid), 'to', upper(f.valid), 'atLeast', f.at_least, 'source', f.source,
          'statedOn', f.stated_on, 'by', f.author_name), 'proof', f.proof, 'knownFrom', f.known_from, 'knownTo', f.known_to,
          'replaces', f.replaces) order by lower(f.valid) desc, f.known_from desc, f.id), '[]') as history
        from people.life_fact f where f.person_id = any (${ids ?? [person]})`.execute(tx);
    return rows[0]?.history ?? [];
  });
}
