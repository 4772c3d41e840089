import type { z } from "zod";
import type { signInSchema } from "../model.ts";
import {
  type Holder,
  holderByEmail,
  holderById,
  normaliseEmail,
  recordSignIn,
  takeTurn,
} from "./accounts.ts";
import { admit, afterPassword } from "./advance.ts";
import type { Attempt } from "./limits.ts";
import { wrongCode, wrongCredentials } from "./problems.ts";
import type { Advance, SignInServices, Visit } from "./services.ts";
import { currentStep } from "./steps.ts";
import { stepOfCode } from "./totp.ts";
import { inTransaction, type Queryable } from "./transaction.ts";

/**
 * First step of a sign-in: e-mail address and password.
 * @throws ProblemError 401 `credentials` (the same for an unknown, closed or mistaken account), 429 `paused`,
 * 503 `busy`
 */
export async function signInWithPassword(
  services: SignInServices,
  visit: Visit,
  form: z.output<typeof signInSchema>,
): Promise<Advance> {
  const email = normaliseEmail(form.email);
  const attempt = await services.limits.begin({ email, address: visit.address });
  const holder = await judged(attempt, async () => {
    const found = await inTransaction(services.pool, (tx) => holderByEmail(tx, email));
    const right = await services.passwords.matches(found?.passwordHash ?? null, form.password);
    return { found, right };
  });
  if (!holder.right || holder.found === null || holder.found.closed) {
    await refuse(services, visit, holder.found?.id ?? null, "password");
    await attempt.failed();
    throw wrongCredentials();
  }
  await attempt.passed();
  const { id, passwordHash } = holder.found;
  const advance = await inTransaction(services.pool, async (tx) => {
    // A link may have replaced the password while this one was being compared.
    if ((await takeTurn(tx, id)) !== passwordHash) throw wrongCredentials();
    return afterPassword(tx, services, visit, id);
  });
  if (advance.session) await services.limits.forget(email);
  return advance;
}

/**
 * Second step: a code of the authenticator application.
 * @throws ProblemError 401 `step` when the first step is too old, 401 `code` when wrong or already used, 429 `paused`
 */
export async function signInWithTotp(services: SignInServices, visit: Visit, code: string): Promise<Advance> {
  const holder = await inTransaction(services.pool, (tx) => halfSignedIn(tx, visit));
  const attempt = await services.limits.begin({ email: holder.email, address: visit.address });
  const advance = await judged(attempt, () =>
    inTransaction(services.pool, async (tx) => {
      await currentStep(tx, visit.stepToken, ["second_factor"]);
      if (!(await spendCode(tx, services, holder.id, code))) return null;
      return admit(tx, services, visit, holder.id, true);
    }),
  );
  if (advance === null) {
    await refuse(services, visit, holder.id, "totp");
    await attempt.failed();
    throw wrongCode();
  }
  await attempt.passed();
  await services.limits.forget(holder.email);
  return advance;
}

async function halfSignedIn(tx: Queryable, visit: Visit): Promise<Holder> {
  const step = await currentStep(tx, visit.stepToken, ["second_factor"]);
  const holder = step.accountId === null ? null : await holderById(tx, step.accountId);
  if (holder === null) throw new Error("a step of no account");
  return holder;
}

/**
 * Accepts a code once: the step it belongs to must be later than the last one used. The row's lock decides
 * between two at the same time.
 */
export async function spendCode(
  tx: Queryable,
  services: SignInServices,
  accountId: string,
  code: string,
): Promise<boolean> {
  const { rows } = await tx.query<{ sealed: Buffer }>(
    `select totp_secret as sealed from access.credential
      where account_id = $1 and totp_confirmed_at is not null`,
    [accountId],
  );
  if (!rows[0]) return false;
  const secret = services.totpBox.open(rows[0].sealed, accountId);
  const step = stepOfCode(secret, code, services.now());
  if (step === null) return false;
  const spent = await tx.query(
    `update access.credential set totp_last_step = $2
      where account_id = $1 and (totp_last_step is null or totp_last_step < $2) returning account_id`,
    [accountId, step],
  );
  return spent.rows.length === 1;
}

/** Notes a refusal in the audit trail. */
export async function refuse(
  services: SignInServices,
  visit: Visit,
  accountId: string | null,
  by: "password" | "totp" | "passkey",
): Promise<void> {
  await inTransaction(services.pool, (tx) =>
    recordSignIn(tx, visit.stamp, accountId, "session.refused", { by }),
  );
}

/** A try that could not be judged (the database is away, too many at once) is not held against anyone. */
export async function judged<T>(attempt: Attempt, judge: () => Promise<T>): Promise<T> {
  try {
    return await judge();
  } catch (error) {
    await attempt.passed().catch(() => {});
    throw error;
  }
}
