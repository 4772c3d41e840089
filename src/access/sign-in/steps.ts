import { takeTurn } from "./accounts.ts";
import { stepExpired } from "./problems.ts";
import { hashToken, newToken } from "./tokens.ts";
import type { Queryable } from "./transaction.ts";

/** What may still be done with a sign-in under way (migrations/0003_access.sql). */
export type StepKind = "second_factor" | "enrolment" | "passkey_sign_in" | "security_change" | "proof";

/** A sign-in under way. */
export interface Step {
  readonly hash: Buffer;
  readonly kind: StepKind;
  /** Null only for passkey_sign_in: nobody is known yet. */
  readonly accountId: string | null;
  readonly pendingTotpSecret: Buffer | null;
}

/** Long enough to install an authenticator application; the database's clock decides. */
const STEP_MINUTES = 15;
const CHALLENGE_MINUTES = 5;

/** Starts a step. @returns the token for the step cookie */
export async function startStep(tx: Queryable, kind: StepKind, accountId: string | null): Promise<string> {
  await sweep(tx);
  const token = newToken();
  await tx.query(
    `insert into access.sign_in_step (token_hash, account_id, kind, expires_at)
     values ($1, $2, $3, clock_timestamp() + make_interval(mins => $4))`,
    [hashToken(token), accountId, kind, STEP_MINUTES],
  );
  return token;
}

/** Removes some steps nobody finished, without waiting behind anyone who does the same. */
async function sweep(tx: Queryable): Promise<void> {
  await tx.query(
    `delete from access.sign_in_step where token_hash in (
       select token_hash from access.sign_in_step where expires_at < clock_timestamp() limit 100 for update skip locked)`,
  );
}

/**
 * The step of a cookie; it and its account are this transaction's alone until it ends.
 * @throws ProblemError 401 when there is none, it is too old, or of another kind
 */
export async function currentStep(
  tx: Queryable,
  token: string | null,
  kinds: readonly StepKind[],
): Promise<Step> {
  const step = token === null ? null : await findStep(tx, token);
  if (step === null || !kinds.includes(step.kind)) throw stepExpired();
  return step;
}

async function findStep(tx: Queryable, token: string): Promise<Step | null> {
  const known = await tx.query<{ accountId: string | null }>(
    'select account_id as "accountId" from access.sign_in_step where token_hash = $1',
    [hashToken(token)],
  );
  if (known.rows[0]?.accountId) await takeTurn(tx, known.rows[0].accountId);
  const { rows } = await tx.query<{
    hash: Buffer;
    kind: StepKind;
    accountId: string | null;
    pendingTotpSecret: Buffer | null;
  }>(
    `select token_hash as hash, kind, account_id as "accountId", pending_totp_secret as "pendingTotpSecret"
       from access.sign_in_step where token_hash = $1 and expires_at > clock_timestamp() for update`,
    [hashToken(token)],
  );
  return rows[0] ?? null;
}

/** Keeps the encrypted secret an application is receiving, until its first code proves it. */
export async function keepPendingTotp(tx: Queryable, step: Step, sealed: Buffer): Promise<void> {
  await tx.query("update access.sign_in_step set pending_totp_secret = $2 where token_hash = $1", [
    step.hash,
    sealed,
  ]);
}

/** Sets what a passkey must sign: once, within five minutes. */
export async function setChallenge(tx: Queryable, hash: Buffer, challenge: string): Promise<void> {
  await tx.query(
    `update access.sign_in_step
        set challenge = $2, challenge_expires_at = clock_timestamp() + make_interval(mins => $3)
      where token_hash = $1`,
    [hash, challenge, CHALLENGE_MINUTES],
  );
}

/**
 * Takes the challenge of a step away. Commit it before judging the answer: a wrong one must not be tried twice.
 * @throws ProblemError 401 when there is none left
 */
export async function takeChallenge(client: Queryable, hash: Buffer): Promise<string> {
  const { rows } = await client.query<{ challenge: string }>(
    `update access.sign_in_step set challenge = null, challenge_expires_at = null
      where token_hash = $1 and challenge_expires_at > clock_timestamp()
      returning old.challenge`,
    [hash],
  );
  if (!rows[0]) throw stepExpired();
  return rows[0].challenge;
}

/** Ends one step. */
export async function endStep(tx: Queryable, step: Step): Promise<void> {
  await tx.query("delete from access.sign_in_step where token_hash = $1", [step.hash]);
}

/** Ends every step of an account: it is signed in, or its secrets changed. */
export async function endStepsOf(tx: Queryable, accountId: string): Promise<void> {
  await tx.query("delete from access.sign_in_step where account_id = $1", [accountId]);
}
