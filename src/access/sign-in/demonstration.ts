import type { Role } from "../model.ts";
import { holderByEmail, houseOf } from "./accounts.ts";
import { noDemonstrationAccount, notADemonstration } from "./problems.ts";
import type { Advance, SignInServices, Visit } from "./services.ts";
import { openSession } from "./sessions.ts";
import { inTransaction } from "./transaction.ts";

/** E-mail address of the one account a demonstration has for each role; no mail can ever reach it (RFC 2606). */
export function demonstrationEmail(role: Role): string {
  return `${role}@demonstration.invalid`;
}

/**
 * Opens a session of a demonstration's account for this role, without any secret.
 * @throws ProblemError 403 when the database is not that of a demonstration, 404 without account for the role
 */
export async function signInToDemonstration(
  services: SignInServices,
  visit: Visit,
  role: Role,
): Promise<Advance> {
  return inTransaction(services.pool, async (tx) => {
    // Asked of the database each time: no setting of the process can open a real installation.
    if (!(await houseOf(tx)).demonstration) throw notADemonstration();
    const holder = await holderByEmail(tx, demonstrationEmail(role));
    if (holder === null) throw noDemonstrationAccount();
    const session = await openSession(tx, {
      accountId: holder.id,
      kind: "demonstration",
      secondFactor: false,
      idleMinutes: services.idleMinutes,
      stamp: visit.stamp,
      replaces: visit.sessionToken,
      role,
    });
    return { result: { step: "done" }, session };
  });
}
