import { createHash, randomBytes } from "node:crypto";
import type pg from "pg";
import type { Caller } from "../platform/database/database.ts";
import { type Role, roles } from "./model.ts";
import { demonstrationEmail } from "./sign-in/demonstration.ts";

/** The account every command of the command line acts as; nobody can sign in with it. */
const CONSOLE_EMAIL = "console@maillage.invalid";

/** Creates the console's account. Must run in the set-up's transaction, after the structures exist. */
export async function setUpConsole(owner: pg.Client): Promise<void> {
  await owner.query(
    `with made as (insert into access.account (email, display_name, legal_category)
                   values ($1, 'Ligne de commande', 'other') returning id)
     insert into access.assignment (account_id, structure_id, role)
     select made.id, (select id from network.structure where in_team order by code limit 1), 'console' from made`,
    [CONSOLE_EMAIL],
  );
}

const DEMONSTRATION_NAMES: Readonly<Record<Exclude<Role, "console">, string>> = {
  reception: "Nadia Perrin",
  telephone_desk: "Lucas Morel",
  prescriber: "Claire Dumas",
  outside_social_worker: "Sophie Bellanger",
  social_worker: "Sonia Nowak",
  administrative_officer: "Amélie Roche",
  mediator: "Karim Haddad",
  nurse: "Julie Lambert",
  coordinating_nurse: "Anne Le Goff",
  doctor: "Dr Hélène Marchal",
  paramedic: "Thomas Giraud",
  trainee: "Inès Caron",
  imprest_manager: "Paul Renard",
  public_accountant: "Michel Faure",
  medical_director: "Dr Bernard Colin",
  network_manager: "Isabelle Martel",
  auditor: "Denis Picard",
  data_protection_officer: "Laure Fontaine",
  technical_administrator: "Hugo Blanc",
};

/** Legal category of CSP R1110-2, apart from the job title. */
export function legalCategory(role: Role): "health_professional" | "social_worker" | "other" {
  if (["doctor", "medical_director", "nurse", "coordinating_nurse", "paramedic", "trainee"].includes(role)) {
    return "health_professional";
  }
  return ["social_worker", "outside_social_worker", "prescriber"].includes(role) ? "social_worker" : "other";
}

/**
 * One invented person for each role, without password: only the demonstration's own door opens their session.
 * @param outside roles whose people work in another structure: role → structure code
 */
export async function setUpDemonstrationAccounts(
  owner: pg.Client,
  outside: Readonly<Record<string, string>>,
): Promise<void> {
  for (const role of roles) {
    if (role === "console") continue;
    await createAccount(owner, {
      email: demonstrationEmail(role),
      name: DEMONSTRATION_NAMES[role],
      role,
      structure: outside[role] ?? null,
      supervisorEmail: role === "trainee" ? demonstrationEmail("doctor") : null,
    });
  }
}

/** An account to create, with its first assignment. */
export interface NewAccount {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** Code of the structure; the first team structure when null. */
  readonly structure: string | null;
  /** A trainee's supervisor. */
  readonly supervisorEmail: string | null;
}

/** Creates an account and its assignment, without any password; returns its id. */
export async function createAccount(owner: pg.Client, account: NewAccount): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `with made as (insert into access.account (email, display_name, legal_category) values (lower($1), $2, $3) returning id),
          assigned as (insert into access.assignment (account_id, structure_id, role, supervisor_id)
            select made.id, (select id from network.structure where case when $5::text is null then in_team else code = $5 end
                              order by code limit 1), $4,
                   (select g.id from access.assignment g join access.account a on a.id = g.account_id where a.email = lower($6) limit 1)
              from made)
     select id from made`,
    [
      account.email,
      account.name,
      legalCategory(account.role),
      account.role,
      account.structure,
      account.supervisorEmail,
    ],
  );
  const id = rows[0]?.id;
  if (!id) throw new Error("account not created");
  return id;
}

/** Gives an account one more function, in the structure it already works in. */
export async function addAssignmentTo(owner: pg.Client, account: string, role: Role): Promise<void> {
  await owner.query(
    `insert into access.assignment (account_id, structure_id, role)
     select account_id, structure_id, $2 from access.assignment where account_id = $1 order by id limit 1`,
    [account, role],
  );
}

/**
 * Opens a session of the actor `console` for one command. The owner's connection stands for the person who holds
 * the machine: whoever can read the data folder is already its keeper.
 * @param newStamp see audit/stamp.ts
 */
export async function openConsoleSession(owner: pg.Client, newStamp: () => string): Promise<Caller> {
  const token = randomBytes(32).toString("hex");
  const stamp = newStamp();
  await owner.query("begin");
  await owner.query(
    `insert into access.session (token_hash, account_id, assignment_id, kind, idle, expires_at, label)
     select $1, a.id, g.id, 'console', '1 day', now() + interval '1 day', 'ligne de commande'
       from access.account a join access.assignment g on g.account_id = a.id where a.email = $2`,
    [createHash("sha256").update(token).digest(), CONSOLE_EMAIL],
  );
  await owner.query("select set_config('maillage.token', $1, true), set_config('maillage.stamp', $2, true)", [
    token,
    stamp,
  ]);
  await owner.query("select audit.record('session.open')");
  await owner.query("commit");
  return { token, stamp };
}

/** Closes the console's session: its token is nobody from then on. */
export async function closeConsoleSession(
  owner: pg.Client,
  caller: Caller,
  newStamp: () => string,
): Promise<void> {
  await owner.query("begin");
  await owner.query("select set_config('maillage.token', $1, true), set_config('maillage.stamp', $2, true)", [
    caller.token,
    newStamp(),
  ]);
  await owner.query("select audit.record('session.close')");
  await owner.query("update access.session set revoked_at = now() where token_hash = $1", [
    createHash("sha256").update(caller.token).digest(),
  ]);
  await owner.query("commit");
}
