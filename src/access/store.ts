import { sql } from "kysely";
import type { Caller, Database } from "../platform/database/database.ts";
import type { Me } from "./model.ts";

/** Who the caller is, what their role reads and writes. */
export function readMe(
  db: Database,
  caller: Caller,
  roles: readonly string[],
): Promise<Omit<Me, "secondFactor">> {
  return db.transact(caller, roles, async (tx) => {
    const { rows } = await sql<{ me: Omit<Me, "secondFactor"> }>`
      select jsonb_build_object('accountId', a.id, 'name', a.display_name, 'email', a.email, 'role', who.role,
          'roleLabel', r.label, 'rpps', a.rpps, 'structure', s.name, 'demonstration', n.demonstration, 'careElsewhere', n.care_elsewhere,
          'natures', (select coalesce(jsonb_object_agg(m.nature, jsonb_build_object('read', m.can_read or m.own,
              'write', m.can_write and not who.read_only)), '{}') from access.nature_right m where m.role = who.effective_role),
          'capabilities', (select coalesce(jsonb_agg(c.capability), '[]') from access.capability c where c.role = who.role
               -- Where one simply comes, nobody is referred.
               and (c.capability not in ('refer', 'admission', 'overrule') or exists (select from admission.rule_set))),
          'supervisor', (select jsonb_build_object('name', b.name, 'role', b.role) from access.supervisor() b where b.name is not null),
          'idleSeconds', 1800, 'assignmentId', who.assignment_id,
          'assignments', (select coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'role', g.role, 'roleLabel', gr.label,
              'structure', gs.name) order by lower(g.valid), g.id), '[]')
            from access.assignment g join access.role gr on gr.code = g.role join network.structure gs on gs.id = g.structure_id
           where g.account_id = who.account_id and g.valid @> current_date)) as me
        from (select (access.actor()).*) who
        join access.account a on a.id = who.account_id
        join access.role r on r.code = who.role
        join network.structure s on s.id = who.structure_id
        cross join network.installation n`.execute(tx);
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

/** Proves the caller and their role, for a route that reads nothing of the database. */
export function proveActor(db: Database, caller: Caller, roles: readonly string[]): Promise<string> {
  return db.call<string>(caller, roles, "access.prove_actor", "access.role()", []);
}
