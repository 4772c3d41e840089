import { sql } from "kysely";
import type { ActorTransaction, Caller, Database } from "../../platform/database/database.ts";
import type { SealedMail } from "../../platform/mail/outgoing.ts";
import { type LinkPurpose, linkLifetime } from "../sign-in/links.ts";
import { hashToken } from "../sign-in/tokens.ts";
import type { AccountLine, AccountsPage, AssignmentForm, SessionLine } from "./model.ts";

/** Who asks, and the roles the matrix allows on the route. */
export interface Asking {
  readonly db: Database;
  readonly caller: Caller;
  readonly roles: readonly string[];
}

type Listed = Omit<AccountLine, "standing"> & { readonly disabled: boolean };

/** Every account with its functions, past and to come included, and what a new one can be made of. */
export async function readAccounts({ db, caller, roles }: Asking): Promise<Omit<AccountsPage, "mail">> {
  const { accounts, ...choices } = await db.transact(caller, roles, async (tx) => ({
    accounts: (
      await sql<Listed>`
        select a.id, a.display_name as name, a.email, a.disabled_at is not null as disabled,
               coalesce(jsonb_agg(jsonb_build_object('id', g.id, 'role', g.role, 'roleLabel', r.label, 'structure', s.name,
                   'supervisor', b.display_name, 'from', lower(g.valid), 'until', upper(g.valid) - 1,
                   'standing', case when g.valid @> current_date then 'current'
                                    when lower(g.valid) > current_date then 'future' else 'past' end)
                 order by lower(g.valid), g.id) filter (where not isempty(g.valid)), '[]') as assignments
          from access.account a
          left join access.assignment g on g.account_id = a.id
          left join access.role r on r.code = g.role
          left join network.structure s on s.id = g.structure_id
          left join access.assignment v on v.id = g.supervisor_id
          left join access.account b on b.id = v.account_id
         where a.email <> 'console@maillage.invalid'
         group by a.id order by a.disabled_at is not null, a.display_name`.execute(tx)
    ).rows,
    roles: (
      await sql<AccountsPage["roles"][number]>`
        select code, label from access.role where assignable order by sort`.execute(tx)
    ).rows,
    structures: (
      await sql<AccountsPage["structures"][number]>`
        select id, name from network.structure order by in_team desc, name`.execute(tx)
    ).rows,
  }));
  const ready = await withPassword(db);
  return {
    ...choices,
    accounts: accounts.map(({ disabled, ...one }) => ({ ...one, standing: standing(one, disabled, ready) })),
  };
}

function standing(
  one: Pick<AccountLine, "id" | "email">,
  disabled: boolean,
  ready: ReadonlySet<string>,
): AccountLine["standing"] {
  if (disabled) return "closed";
  // Accounts of a demonstration need no password.
  return ready.has(one.id) || one.email.endsWith(".invalid") ? "open" : "invited";
}

/** Accounts whose holder chose a password; told by the sign-in role, the only one that reads secrets. */
async function withPassword(db: Database): Promise<ReadonlySet<string>> {
  const { rows } = await db.signIn.query<{ id: string }>(
    "select account_id as id from access.credential where password_hash is not null",
  );
  return new Set(rows.map(({ id }) => id));
}

export async function createAccount(
  tx: ActorTransaction,
  account: { readonly email: string; readonly name: string; readonly category: string },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    select access.create_account(${account.email}, ${account.name}, ${account.category}) as id`.execute(tx);
  return rows[0]?.id ?? "";
}

export async function addAssignment(
  tx: ActorTransaction,
  account: string,
  form: AssignmentForm,
): Promise<void> {
  await sql`select access.add_assignment(${account}, ${form.role}, ${form.structureId}, ${form.supervisorId},
    ${form.from}, ${form.until})`.execute(tx);
}

/** Keeps a link of which the database learns the hash alone. @returns until when it serves */
export async function issueLink(
  tx: ActorTransaction,
  account: string,
  purpose: LinkPurpose,
  token: string,
): Promise<Date> {
  const { rows } = await sql<{ ends: Date }>`
    select access.issue_link(${account}, ${purpose}, ${hashToken(token)}, ${linkLifetime(purpose)}) as ends`.execute(
    tx,
  );
  return rows[0]?.ends ?? new Date();
}

export async function queueMail(tx: ActorTransaction, mail: SealedMail): Promise<void> {
  await sql`insert into access.outgoing_mail (id, sealed) values (${mail.id}, ${mail.sealed})`.execute(tx);
}

/** E-mail address of an account, and the centre's name, for a letter. */
export async function addressOf(
  tx: ActorTransaction,
  account: string,
): Promise<{ email: string; house: string }> {
  const { rows } = await sql<{ email: string; house: string }>`
    select a.email, (select name from network.installation) as house from access.account a where a.id = ${account}`.execute(
    tx,
  );
  return rows[0] ?? { email: "", house: "" };
}

export function endAssignment({ db, caller, roles }: Asking, assignment: string): Promise<unknown> {
  return db.call(caller, roles, "end_assignment", "access.end_assignment($4)::text", [assignment]);
}

export function closeAccount({ db, caller, roles }: Asking, account: string): Promise<unknown> {
  return db.call(caller, roles, "disable_account", "access.disable_account($4)::text", [account]);
}

export function reopenAccount({ db, caller, roles }: Asking, account: string): Promise<unknown> {
  return db.call(caller, roles, "enable_account", "access.enable_account($4)::text", [account]);
}

export function closeSessionNumber({ db, caller, roles }: Asking, session: string): Promise<unknown> {
  return db.call(caller, roles, "close_session", "access.close_session($4)::text", [session]);
}

export function switchAssignment({ db, caller, roles }: Asking, assignment: string): Promise<unknown> {
  return db.call(caller, roles, "switch_assignment", "access.switch_assignment($4)::text", [assignment]);
}

/** Sessions in force of an account; one's own when null. */
export function readSessions({ db, caller, roles }: Asking, account: string | null): Promise<SessionLine[]> {
  return db.transact(caller, roles, async (tx) => {
    const { rows } = await sql<SessionLine>`
      select id, role, structure, to_json(created_at) #>> '{}' as "openedAt", to_json(last_seen_at) #>> '{}' as "lastSeenAt", current
        from access.sessions_of(coalesce(${account}::uuid, access.account_id()))`.execute(tx);
    return rows;
  });
}
