import { recordSignIn, takeTurn } from "./accounts.ts";
import { afterPassword } from "./advance.ts";
import type { Attempt } from "./limits.ts";
import { inspectLink, type LinkedAccount, useLink } from "./links.ts";
import { linkUnusable } from "./problems.ts";
import type { Advance, SignInServices, Visit } from "./services.ts";
import { closeSessionsOf } from "./sessions.ts";
import { endStepsOf } from "./steps.ts";
import { inTransaction, type Queryable } from "./transaction.ts";

/**
 * Whom a link is for, before it is used.
 * @throws ProblemError 410 when it leads nowhere, 429 when too many wrong ones were tried
 */
export async function lookAtLink(
  services: SignInServices,
  visit: Visit,
  token: string,
): Promise<LinkedAccount> {
  const attempt = await services.limits.begin({ email: null, address: visit.address });
  const linked = await inTransaction(services.pool, (tx) => inspectLink(tx, token));
  if (linked === null) return noLink(attempt);
  await attempt.passed();
  return linked;
}

/**
 * Uses a link: the new password replaces the old one, every open session of the account closes, and the sign-in
 * goes on with the second factor. An invitation also removes the second factors there were.
 * @throws ProblemError 410 when it leads nowhere or was just used
 */
export async function acceptLink(
  services: SignInServices,
  visit: Visit,
  form: { readonly token: string; readonly password: string },
): Promise<Advance> {
  const linked = await lookAtLink(services, visit, form.token);
  const passwordHash = await services.passwords.hash(form.password);
  const advance = await inTransaction(services.pool, async (tx) => {
    await takeTurn(tx, linked.accountId);
    if (!(await useLink(tx, form.token))) throw linkUnusable();
    await renewSecrets(tx, linked, passwordHash);
    await closeSessionsOf(tx, linked.accountId, visit.stamp);
    await endStepsOf(tx, linked.accountId);
    await recordSignIn(tx, visit.stamp, linked.accountId, "account.credential", {
      secret: "password",
      by: linked.purpose,
    });
    return afterPassword(tx, services, visit, linked.accountId);
  });
  // Whoever holds the link is not kept out by wrong passwords, theirs or another's.
  await services.limits.forget(linked.email);
  return advance;
}

async function renewSecrets(tx: Queryable, linked: LinkedAccount, passwordHash: string): Promise<void> {
  await tx.query(
    `insert into access.credential (account_id, password_hash, password_set_at) values ($1, $2, clock_timestamp())
     on conflict (account_id) do update set password_hash = $2, password_set_at = clock_timestamp()`,
    [linked.accountId, passwordHash],
  );
  if (linked.purpose === "reset") return;
  await tx.query(
    `update access.credential set totp_secret = null, totp_confirmed_at = null, totp_last_step = null
      where account_id = $1`,
    [linked.accountId],
  );
  await tx.query("delete from access.passkey where account_id = $1", [linked.accountId]);
}

async function noLink(attempt: Attempt): Promise<never> {
  await attempt.failed();
  throw linkUnusable();
}
