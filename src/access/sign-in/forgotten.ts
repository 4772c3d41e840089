import { setTimeout as delay } from "node:timers/promises";
import { sealMail } from "../../platform/mail/outgoing.ts";
import { invitationLink } from "../accounts/links.ts";
import { mailBox } from "../accounts/mail-box.ts";
import { linkMail } from "../accounts/messages.ts";
import { holderByEmail, houseOf, normaliseEmail, recordSignIn, takeTurn } from "./accounts.ts";
import { createReset } from "./links.ts";
import type { SignInServices, Visit } from "./services.ts";
import { inTransaction, type Queryable } from "./transaction.ts";

/** How a reset leaves; null when no mail is set up. */
export interface ResetMail {
  readonly encryptionKey: Buffer;
  /** The configured address, or the listening one: never the one a request names, which anybody may choose. */
  readonly address: () => URL;
  wake(): void;
}

/** Long enough to hide whether there was an account. */
const ANSWER_MS = 400;

/**
 * Sends a reset link to the holder of an open account who has a password; otherwise does nothing. Answers the same
 * in either case, and after the same time. At most one letter in five minutes for an account.
 * @throws ProblemError 429 when one connection asks too often
 */
export async function askReset(
  services: SignInServices,
  visit: Visit,
  email: string,
  mail: ResetMail | null,
): Promise<void> {
  await services.limits.anonymousStep(visit.address);
  const work = mail === null ? Promise.resolve() : sendReset(services, visit, normaliseEmail(email), mail);
  await Promise.all([work, delay(ANSWER_MS)]);
}

async function sendReset(
  services: SignInServices,
  visit: Visit,
  email: string,
  mail: ResetMail,
): Promise<void> {
  const sent = await inTransaction(services.pool, async (tx) => {
    const holder = await holderByEmail(tx, email);
    if (holder === null || holder.closed) return false;
    // Two at once: the second finds the link of the first.
    if ((await takeTurn(tx, holder.id)) === null || (await justSent(tx, holder.id))) return false;
    const { token } = await createReset(tx, holder.id);
    const link = invitationLink(mail.address(), token);
    const { name } = await houseOf(tx);
    const { id, sealed } = sealMail(mailBox(mail.encryptionKey), linkMail("reset", holder.email, name, link));
    await tx.query("insert into access.outgoing_mail (id, sealed) values ($1, $2)", [id, sealed]);
    await recordSignIn(tx, visit.stamp, holder.id, "account.link", { purpose: "reset", by: "forgotten" });
    return true;
  });
  if (sent) mail.wake();
}

async function justSent(tx: Queryable, accountId: string): Promise<boolean> {
  const { rows } = await tx.query(
    `select from access.one_time_link
      where account_id = $1 and created_at > clock_timestamp() - interval '5 minutes' limit 1`,
    [accountId],
  );
  return rows.length > 0;
}
