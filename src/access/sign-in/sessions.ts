import { recordSignIn } from "./accounts.ts";
import { accountClosed, noAssignment } from "./problems.ts";
import { hashToken, newToken } from "./tokens.ts";
import type { Queryable } from "./transaction.ts";

/** However busy it is kept, a session ends after this. */
const ABSOLUTE_HOURS = 12;

/** Whose session, of which kind, and how they proved who they are. */
export interface Opening {
  readonly accountId: string;
  readonly kind: "browser" | "demonstration";
  readonly secondFactor: boolean;
  readonly idleMinutes: number;
  readonly stamp: string;
  /** The session this browser had before: it is closed. */
  readonly replaces: string | null;
  /** Only an assignment of this role will do. */
  readonly role?: string;
}

/**
 * Opens a session under the account's earliest current assignment. Call in a transaction.
 * @returns the token for the cookie; the database keeps only its hash
 * @throws ProblemError 403 when the account is closed or has no assignment today
 */
export async function openSession(tx: Queryable, opening: Opening): Promise<string> {
  const assignmentId = await currentAssignment(tx, opening.accountId, opening.role ?? null);
  if (opening.replaces !== null) await closeSession(tx, opening.replaces, opening.stamp);
  const token = newToken();
  const { rows } = await tx.query<{ id: string }>(
    `insert into access.session (token_hash, account_id, assignment_id, kind, second_factor, idle, expires_at)
     values ($1, $2, $3, $4, $5, make_interval(mins => $6), clock_timestamp() + make_interval(hours => $7))
     returning id`,
    [
      hashToken(token),
      opening.accountId,
      assignmentId,
      opening.kind,
      opening.secondFactor,
      opening.idleMinutes,
      ABSOLUTE_HOURS,
    ],
  );
  await recordSignIn(tx, opening.stamp, opening.accountId, "session.open", {
    session: rows[0]?.id ?? "",
    kind: opening.kind,
  });
  return token;
}

async function currentAssignment(tx: Queryable, accountId: string, role: string | null): Promise<string> {
  const { rows } = await tx.query<{ closed: boolean; assignment: string | null }>(
    `select a.disabled_at is not null as closed,
            (select g.id from access.assignment g
              where g.account_id = a.id and g.valid @> current_date and ($2::text is null or g.role = $2)
              order by lower(g.valid), g.id limit 1) as assignment
       from access.account a where a.id = $1`,
    [accountId, role],
  );
  const account = rows[0];
  if (!account || account.closed) throw accountClosed();
  if (account.assignment === null) throw noAssignment();
  return account.assignment;
}

/** Closes the session of a token, at once and for all processes. An unknown or closed one is left alone. */
export async function closeSession(tx: Queryable, token: string, stamp: string): Promise<void> {
  await tx.query(
    `with closed as (
       update access.session set revoked_at = clock_timestamp()
        where token_hash = $1 and revoked_at is null returning id, account_id)
     select audit.record_sign_in(account_id, 'session.close', $2, jsonb_build_object('session', id)) from closed`,
    [hashToken(token), stamp],
  );
}

/** Closes every session of an account: its secrets changed hands. */
export async function closeSessionsOf(tx: Queryable, accountId: string, stamp: string): Promise<void> {
  await tx.query(
    `with closed as (
       update access.session set revoked_at = clock_timestamp()
        where account_id = $1 and revoked_at is null and expires_at > clock_timestamp() returning id)
     select audit.record_sign_in($1, 'session.close', $2, jsonb_build_object('session', id)) from closed`,
    [accountId, stamp],
  );
}

/** A session in force, as a change of one's own secrets needs to know it. */
export interface LiveSession {
  readonly accountId: string;
  readonly kind: "browser" | "demonstration" | "console";
  /** True when its holder proved who they are less than a quarter of an hour ago. */
  readonly recent: boolean;
}

/** The session of a token, by the database's own judgement; null when it is nobody's. */
export async function liveSession(tx: Queryable, token: string): Promise<LiveSession | null> {
  await tx.query("select set_config('maillage.token', $1, true)", [token]);
  const { rows } = await tx.query<{ accountId: string; kind: LiveSession["kind"]; recent: boolean }>(
    `select s.account_id as "accountId", s.kind, s.created_at > clock_timestamp() - interval '15 minutes' as recent
       from access.actor() a join access.session s on s.id = a.session_id`,
  );
  return rows[0] ?? null;
}
