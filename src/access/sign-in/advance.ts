import { factorsOf, houseOf } from "./accounts.ts";
import type { Advance, SignInServices, Visit } from "./services.ts";
import { openSession } from "./sessions.ts";
import { endStepsOf, startStep } from "./steps.ts";
import type { Queryable } from "./transaction.ts";

/**
 * What comes after a right password or an accepted link: the second factor if there is one, else its setting up.
 * Only a demonstration opens without it.
 */
export async function afterPassword(
  tx: Queryable,
  services: SignInServices,
  visit: Visit,
  accountId: string,
): Promise<Advance> {
  const factors = await factorsOf(tx, accountId);
  const methods = [
    ...(factors.totp ? (["totp"] as const) : []),
    ...(factors.passkeys > 0 ? (["passkey"] as const) : []),
  ];
  if (methods.length > 0) {
    const step = await startStep(tx, "second_factor", accountId);
    return { result: { step: "second_factor", methods }, step };
  }
  if ((await houseOf(tx)).demonstration) return admit(tx, services, visit, accountId, false);
  return { result: { step: "enrol" }, step: await startStep(tx, "enrolment", accountId) };
}

/** Opens the session of someone who has proven enough, and ends the steps that led to it. */
export async function admit(
  tx: Queryable,
  services: SignInServices,
  visit: Visit,
  accountId: string,
  secondFactor: boolean,
): Promise<Advance> {
  const session = await openSession(tx, {
    accountId,
    kind: "browser",
    secondFactor,
    idleMinutes: services.idleMinutes,
    stamp: visit.stamp,
    replaces: visit.sessionToken,
  });
  await endStepsOf(tx, accountId);
  return { result: { step: "done" }, session };
}
