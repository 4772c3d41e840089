import { sql } from "kysely";
import type { Caller, Database } from "../platform/database/database.ts";
import type { AccountLine, AuditLine, Me } from "./model.ts";

/** Who the caller is, what their role reads and writes. */
export function readMe(
  db: Database,
  caller: Caller,
  roles: readonly string[],
): Promise<Omit<Me, "secondFactor">> {
  return db.transact(caller, roles, async (tx) => {
    const { rows } = await sql<{ me: Omit<Me, "secondFactor"> }>`
      select jsonb_build_object('accountId', a.id, 'name', a.display_name, 'email', a.email, 'role', who.role,
          'roleLabel', r.label, 'structure', s.name, 'demonstration', (select demonstration from network.installation),
          'natures', (select coalesce(jsonb_object_agg(n.nature, jsonb_build_object('read', n.can_read or n.own,
              'write', n.can_write and not who.read_only)), '{}') from access.nature_right n where n.role = who.effective_role),
          'capabilities', (select coalesce(jsonb_agg(c.capability), '[]') from access.capability c where c.role = who.role),
          'idleSeconds', 1800) as me
        from (select (access.actor()).*) who
        join access.account a on a.id = who.account_id
        join access.role r on r.code = who.role
        join network.structure s on s.id = who.structure_id`.execute(tx);
    const me = rows[0]?.me;
    if (!me) throw new Error("an actor without an account");
    return me;
  });
}

/** Which second factors an account has; told by the sign-in role, the only one that reads secrets. */
export async function readSecondFactors(db: Database, accountId: string): Promise<Me["secondFactor"]> {
  const { rows } = await db.signIn.query<Me["secondFactor"]>(
    `select exists (select from access.credential c where c.account_id = $1 and c.totp_confirmed_at is not null) as totp,
            (select count(*)::int from access.passkey p where p.account_id = $1) as passkeys`,
    [accountId],
  );
  return rows[0] ?? { totp: false, passkeys: 0 };
}

/** Lines of the audit trail, newest first, from those before `before`; reading it is itself audited. */
export function readTrail(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  before: number | null,
): Promise<AuditLine[]> {
  return db.transact(caller, roles, async (tx) => {
    await sql`select audit.record('audit.read')`.execute(tx);
    const lines = await tx
      .selectFrom("audit.entry as e")
      .innerJoin("audit.action as n", "n.code", "e.action")
      .leftJoin("audit.seal as s", "s.entry_id", "e.id")
      .leftJoin("access.role as r", "r.code", "e.role")
      .$if(before !== null, (query) => query.where("e.id", "<", before ?? 0))
      .orderBy("e.id", "desc")
      .limit(100)
      .select([
        "e.id",
        sql<string>`to_json(e.at) #>> '{}'`.as("at"),
        "e.account_id as account",
        "r.label as role",
        "e.action",
        "n.label as actionLabel",
        "e.person_id as personId",
        sql<number>`coalesce(cardinality(e.person_ids), (e.person_id is not null)::int)`.as("persons"),
        sql<boolean>`s.seq is not null`.as("sealed"),
      ])
      .execute();
    return lines;
  });
}

/** Every account with its assignments in force. */
export function readAccounts(db: Database, caller: Caller, roles: readonly string[]): Promise<AccountLine[]> {
  return db.transact(caller, roles, async (tx) => {
    const { rows } = await sql<AccountLine>`
      select a.id, a.display_name as name, a.email, a.disabled_at is not null as disabled,
             coalesce(jsonb_agg(jsonb_build_object('role', g.role, 'roleLabel', r.label, 'structure', s.name) order by r.sort)
               filter (where g.id is not null), '[]') as assignments
        from access.account a
        left join access.assignment g on g.account_id = a.id and g.valid @> current_date
        left join access.role r on r.code = g.role
        left join network.structure s on s.id = g.structure_id
       where a.email <> 'console@maillage.invalid'
       group by a.id order by a.display_name`.execute(tx);
    return rows;
  });
}
