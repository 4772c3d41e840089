import type { SignInResult } from "../model.ts";
import { factorsOf, type Holder, holderById, houseOf, recordSignIn } from "./accounts.ts";
import { admit } from "./advance.ts";
import { notInDemonstration, reauthenticate, stepExpired, wrongCode } from "./problems.ts";
import type { Advance, SignInServices, Visit } from "./services.ts";
import { liveSession } from "./sessions.ts";
import { currentStep, endStep, keepPendingTotp, type Step, startStep } from "./steps.ts";
import { newTotpSecret, stepOfCode, type TotpInvitation, totpInvitation } from "./totp.ts";
import { inTransaction, type Queryable } from "./transaction.ts";

/** Someone setting up a second factor: on the way in, or signed in already. */
export interface Enrolment {
  readonly step: Step;
  readonly holder: Holder;
  /** Token of the step, when it was made for this request. */
  readonly newStep: string | undefined;
}

/**
 * Begins, or goes on with, setting up a second factor. Call in a transaction.
 * @throws ProblemError 401 `step` for someone neither half-way in nor signed in, 403 `reauthenticate` when the
 * session is not recent: an unattended screen must not be enough to add a key to the house
 */
export async function beginEnrolment(tx: Queryable, visit: Visit): Promise<Enrolment> {
  const accountId = await signedIn(tx, visit);
  if (accountId === null) return enrolmentOf(tx, await currentStep(tx, visit.stepToken, ["enrolment"]));
  const newStep = await startStep(tx, "security_change", accountId);
  return { ...(await enrolmentOf(tx, await currentStep(tx, newStep, ["security_change"]))), newStep };
}

/** The enrolment this browser began. @throws ProblemError as `beginEnrolment` */
export async function currentEnrolment(tx: Queryable, visit: Visit): Promise<Enrolment> {
  const step = await currentStep(tx, visit.stepToken, ["enrolment", "security_change"]);
  if (step.kind === "security_change" && (await signedIn(tx, visit)) !== step.accountId) throw stepExpired();
  return enrolmentOf(tx, step);
}

async function enrolmentOf(tx: Queryable, step: Step): Promise<Enrolment> {
  const holder = step.accountId === null ? null : await holderById(tx, step.accountId);
  if (holder === null) throw new Error("an enrolment of no account");
  return { step, holder, newStep: undefined };
}

/** The account of the session, when there is one in force that may change its own secrets. */
async function signedIn(tx: Queryable, visit: Visit): Promise<string | null> {
  const session = visit.sessionToken === null ? null : await liveSession(tx, visit.sessionToken);
  if (session === null) return null;
  if (session.kind !== "browser") throw notInDemonstration();
  if (!session.recent) throw reauthenticate();
  return session.accountId;
}

/**
 * Ends an enrolment whose factor `store` keeps: someone half-way in is now in.
 * @throws ProblemError 401 when the account got a second factor meanwhile: a password alone must not add another
 */
export async function completeEnrolment(
  tx: Queryable,
  services: SignInServices,
  visit: Visit,
  enrolment: Enrolment,
  factor: "totp" | "passkey",
  store: () => Promise<void>,
): Promise<Advance> {
  const { step, holder } = enrolment;
  const before = await factorsOf(tx, holder.id);
  if (step.kind === "enrolment" && (before.totp || before.passkeys > 0)) throw stepExpired();
  await store();
  await recordSignIn(tx, visit.stamp, holder.id, "account.credential", { secret: factor });
  if (step.kind === "enrolment") return admit(tx, services, visit, holder.id, true);
  await endStep(tx, step);
  const result: SignInResult = { step: "done" };
  return { result };
}

/** Gives an authenticator application its secret; nothing changes until `confirmTotp`. */
export async function startTotp(
  services: SignInServices,
  visit: Visit,
): Promise<{ readonly invitation: TotpInvitation; readonly newStep: string | undefined }> {
  return inTransaction(services.pool, async (tx) => {
    const { step, holder, newStep } = await beginEnrolment(tx, visit);
    const secret = newTotpSecret();
    await keepPendingTotp(tx, step, services.totpBox.seal(secret, holder.id));
    const { name } = await houseOf(tx);
    return { invitation: totpInvitation(secret, name, holder.email), newStep };
  });
}

/** Sets the application up once its first code proves that it received the secret. @throws ProblemError 401 `code` */
export async function confirmTotp(services: SignInServices, visit: Visit, code: string): Promise<Advance> {
  return inTransaction(services.pool, async (tx) => {
    const enrolment = await currentEnrolment(tx, visit);
    const { step, holder } = enrolment;
    if (step.pendingTotpSecret === null) throw stepExpired();
    const secret = services.totpBox.open(step.pendingTotpSecret, holder.id);
    const used = stepOfCode(secret, code, services.now());
    if (used === null) throw wrongCode();
    return completeEnrolment(tx, services, visit, enrolment, "totp", async () => {
      await tx.query(
        `update access.credential set totp_secret = $2, totp_confirmed_at = clock_timestamp(), totp_last_step = $3
          where account_id = $1`,
        [holder.id, step.pendingTotpSecret, used],
      );
    });
  });
}
