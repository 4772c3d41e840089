import { type ExpressionBuilder, sql } from "kysely";
import type { Caller, Database } from "../platform/database/database.ts";
import type { DB } from "../platform/database/schema.generated.ts";
import type { Apart, Hold, Parameter, Plan, PlanItem, SetParameter } from "./model.ts";

/** Who asks, and by which roles. */
export interface Asking {
  readonly db: Database;
  readonly caller: Caller;
  readonly roles: readonly string[];
}

/**
 * Makes the plan of a day. @param keep an approved plan that still says what is due is given instead
 * @returns its identifier @throws StaleError while a plan is under way
 */
export function makePlan({ db, caller, roles }: Asking, day: string, keep: boolean): Promise<string> {
  return db.call<string>(
    caller,
    roles,
    "retention.make_plan",
    "retention.make_plan($4, $5)",
    [day, keep],
    "slow",
  );
}

/** The latest plans, the one that counts first; those replaced are left out. */
export function readPlans({ db, caller, roles }: Asking): Promise<Plan[]> {
  return db.transact(caller, roles, (tx) =>
    tx
      .selectFrom("retention.plan")
      .where("state", "<>", "dropped")
      .orderBy("made_at", "desc")
      .limit(50)
      .select((eb) => [
        "id",
        "day",
        "digest",
        "counts",
        "held",
        "years",
        "state",
        "results",
        "approved_by as approvedBy",
        moment(eb, "made_at").as("madeAt"),
        moment(eb, "approved_at").as("approvedAt"),
        moment(eb, "begun_at").as("begunAt"),
        moment(eb, "ended_at").as("endedAt"),
      ])
      .execute(),
  ) as unknown as Promise<Plan[]>;
}

function moment(
  eb: ExpressionBuilder<DB, "retention.plan">,
  column: "made_at" | "approved_at" | "begun_at" | "ended_at",
) {
  return sql<string | null>`to_json(${eb.ref(column)}) #>> '{}'`;
}

/** @returns false when the plan is no longer the one seen */
export function approvePlan({ db, caller, roles }: Asking, plan: string, digest: string): Promise<boolean> {
  return db.call<boolean>(caller, roles, "retention.approve", "retention.approve($4, $5)", [plan, digest]);
}

/** Lines of a plan after one of them, two hundred at most. */
export function readItems({ db, caller, roles }: Asking, plan: string, after: number): Promise<PlanItem[]> {
  return db.call<PlanItem[]>(caller, roles, "retention.items", "retention.items($4, $5, 200)", [plan, after]);
}

/** What came of asking to begin. */
export type Beginning =
  | { readonly outcome: "none" }
  | { readonly outcome: "expired" | "moved"; readonly plan: string; readonly day: string }
  | { readonly outcome: "freeze"; readonly plan: string; readonly years: readonly number[] }
  | { readonly outcome: "running"; readonly plan: string };

/** Begins the approved plan, or goes on with the one under way. */
export function beginPlan({ db, caller, roles }: Asking, day: string): Promise<Beginning> {
  return db.call<Beginning>(caller, roles, "retention.begin_plan", "retention.begin_plan($4)", [day], "slow");
}

/** One batch of the plan under way, in one short transaction. @param salt see erasure-proof.ts */
export function stepPlan(
  { db, caller, roles }: Asking,
  plan: string,
  limit: number,
  salt: string,
): Promise<{ done: number; left: number }> {
  return db.call(caller, roles, "retention.step", "retention.step($4, $5, $6)", [plan, limit, salt], "slow");
}

/** Every duration ever decided, those in force on this day marked. */
export function readParameters({ db, caller, roles }: Asking, day: string): Promise<Parameter[]> {
  return db.transact(caller, roles, async (tx) => {
    const { rows } = await sql<Parameter>`
      select p.id, p.code, p.structure_id as "structureId", s.name as structure, p.value, p.valid_from as "validFrom", p.source,
             p.confidence, p.author_name as by,
             p.id = (select q.id from retention.parameter q
                      where q.code = p.code and q.structure_id is not distinct from p.structure_id and q.valid_from <= ${day}
                      order by q.valid_from desc, q.known_from desc, q.id desc limit 1) as "inForce"
        from retention.parameter p left join network.structure s on s.id = p.structure_id
       order by p.code, s.name nulls first, p.valid_from desc, p.known_from desc`.execute(tx);
    return rows.map((row) => ({ ...row, inForce: row.inForce === true }));
  });
}

/** A new duration, from a day on. */
export function setParameter({ db, caller, roles }: Asking, said: SetParameter): Promise<void> {
  return db.call(
    caller,
    roles,
    "retention.set_parameter",
    "retention.set_parameter($4, $5, $6, $7, $8, $9)",
    [said.code, said.structureId, said.value, said.validFrom, said.source, said.confidence],
  );
}

export function readHolds({ db, caller, roles }: Asking): Promise<Hold[]> {
  return db.call<Hold[]>(caller, roles, "retention.holds", "retention.holds()", []);
}

/** @returns false when no record has this number */
export function addHold(
  { db, caller, roles }: Asking,
  hold: { id: string; localNumber: number; reason: string; until: string | null },
): Promise<boolean> {
  return db.call<boolean>(caller, roles, "retention.add_hold", "retention.add_hold($4, $5, $6, $7)", [
    hold.id,
    hold.localNumber,
    hold.reason,
    hold.until,
  ]);
}

/** @returns false when it was ended already */
export function endHold({ db, caller, roles }: Asking, id: string): Promise<boolean> {
  return db.call<boolean>(caller, roles, "retention.end_hold", "retention.end_hold($4)", [id]);
}

/** Records set apart whole of exactly this name (folded) and birth, or of this number. */
export function findApart(
  { db, caller, roles }: Asking,
  sought: { keyTokens: string; birth: string | null; localNumber: number | null },
): Promise<Apart[]> {
  return db.call<Apart[]>(caller, roles, "retention.find_apart", "retention.find_apart($4, $5, $6)", [
    sought.keyTokens,
    sought.birth,
    sought.localNumber,
  ]);
}

/** @returns false when nothing of theirs is set apart, or they are of another structure */
export function restorePerson(
  { db, caller, roles }: Asking,
  person: string,
  reason: string,
  day: string,
): Promise<boolean> {
  return db.call<boolean>(caller, roles, "retention.restore", "retention.restore($4, $5, $6)", [
    person,
    reason,
    day,
  ]);
}
