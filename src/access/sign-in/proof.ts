import type { PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/server";
import type { z } from "zod";
import { factorsOf, type Holder, holderById, recordSignIn } from "./accounts.ts";
import { countUse, findPasskey, passkeysOf } from "./passkey-flows.ts";
import type { authenticationResponseSchema } from "./passkey-messages.ts";
import { authenticationOptions, verifiedCounter } from "./passkeys.ts";
import { notInDemonstration, signedOut, wrongCode, wrongPasskey } from "./problems.ts";
import type { SignInServices, Visit } from "./services.ts";
import { liveSession } from "./sessions.ts";
import { judged, refuse, spendCode } from "./sign-in.ts";
import { currentStep, endStep, setChallenge, startStep, takeChallenge } from "./steps.ts";
import { hashToken } from "./tokens.ts";
import { inTransaction, type Queryable } from "./transaction.ts";

/**
 * Someone signed in shows their second factor again, now: what follows within two minutes may ask for it, once
 * (access.session.proven_at). An open session left on a desk is not enough.
 */

/** Which second factors the holder of the session can show. @throws ProblemError 401 signed out, 403 in a demonstration */
export async function proofMethods(
  services: SignInServices,
  visit: Visit,
): Promise<readonly ("totp" | "passkey")[]> {
  return inTransaction(services.pool, async (tx) => {
    const factors = await factorsOf(tx, (await holderOf(tx, visit)).id);
    return [
      ...(factors.totp ? (["totp"] as const) : []),
      ...(factors.passkeys > 0 ? (["passkey"] as const) : []),
    ];
  });
}

/** By a code of the authenticator application. @throws ProblemError 401 `code`, 429 `paused` */
export async function proveByTotp(services: SignInServices, visit: Visit, code: string): Promise<void> {
  const holder = await inTransaction(services.pool, (tx) => holderOf(tx, visit));
  const attempt = await services.limits.begin({ email: holder.email, address: visit.address });
  const right = await judged(attempt, () =>
    inTransaction(services.pool, async (tx) => {
      if (!(await spendCode(tx, services, holder.id, code))) return false;
      await proven(tx, visit, holder);
      return true;
    }),
  );
  if (!right) {
    await refuse(services, visit, holder.id, "totp");
    await attempt.failed();
    throw wrongCode();
  }
  await attempt.passed();
}

/** Begins by passkey: what it must sign. */
export async function startProof(
  services: SignInServices,
  visit: Visit,
): Promise<{ options: PublicKeyCredentialRequestOptionsJSON; newStep: string }> {
  return inTransaction(services.pool, async (tx) => {
    const holder = await holderOf(tx, visit);
    const options = await authenticationOptions(visit.publicUrl, await passkeysOf(tx, holder.id));
    const newStep = await startStep(tx, "proof", holder.id);
    await setChallenge(tx, hashToken(newStep), options.challenge);
    return { options, newStep };
  });
}

/** By what the passkey signed. @throws ProblemError 401 `passkey` when it does not hold, 401 `step` when it is too old */
export async function proveByPasskey(
  services: SignInServices,
  visit: Visit,
  response: z.output<typeof authenticationResponseSchema>,
): Promise<void> {
  const { holder, step, challenge, passkey } = await inTransaction(services.pool, async (tx) => {
    const current = await currentStep(tx, visit.stepToken, ["proof"]);
    return {
      holder: await holderOf(tx, visit),
      step: current,
      challenge: await takeChallenge(tx, current.hash),
      passkey: await findPasskey(tx, response.id),
    };
  });
  const own = passkey !== null && passkey.accountId === holder.id && step.accountId === holder.id;
  const counter = own ? await verifiedCounter(visit.publicUrl, challenge, passkey, response) : null;
  const right =
    own &&
    counter !== null &&
    (await inTransaction(services.pool, async (tx) => {
      if (!(await countUse(tx, passkey.id, counter))) return false;
      await proven(tx, visit, holder);
      await endStep(tx, step);
      return true;
    }));
  if (right) return;
  await refuse(services, visit, holder.id, "passkey");
  throw wrongPasskey();
}

async function holderOf(tx: Queryable, visit: Visit): Promise<Holder> {
  const session = visit.sessionToken === null ? null : await liveSession(tx, visit.sessionToken);
  if (session === null) throw signedOut();
  if (session.kind !== "browser") throw notInDemonstration();
  const holder = await holderById(tx, session.accountId);
  if (holder === null) throw signedOut();
  return holder;
}

async function proven(tx: Queryable, visit: Visit, holder: Holder): Promise<void> {
  await tx.query("update access.session set proven_at = clock_timestamp() where token_hash = $1", [
    hashToken(visit.sessionToken ?? ""),
  ]);
  await recordSignIn(tx, visit.stamp, holder.id, "session.prove", {});
}
