import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/server";
import type { z } from "zod";
import { holderById, houseOf } from "./accounts.ts";
import { admit } from "./advance.ts";
import { beginEnrolment, completeEnrolment, currentEnrolment } from "./enrolment.ts";
import type { addPasskeySchema, authenticationResponseSchema } from "./passkey-messages.ts";
import {
  authenticationOptions,
  registrationOptions,
  type StoredPasskey,
  verifiedCounter,
  verifiedPasskey,
} from "./passkeys.ts";
import { passkeyNotAdded, wrongPasskey } from "./problems.ts";
import type { Advance, SignInServices, Visit } from "./services.ts";
import { refuse } from "./sign-in.ts";
import { currentStep, setChallenge, startStep, takeChallenge } from "./steps.ts";
import { hashToken } from "./tokens.ts";
import { inTransaction, type Queryable } from "./transaction.ts";

const PASSKEY = `select id, account_id as "accountId", public_key as "publicKey", counter, transports
  from access.passkey`;
type PasskeyRow = StoredPasskey & { [column: string]: unknown };

/** Begins adding a passkey. @throws ProblemError as `beginEnrolment`, 409 when the address is a bare IP */
export async function startPasskey(
  services: SignInServices,
  visit: Visit,
): Promise<{ options: PublicKeyCredentialCreationOptionsJSON; newStep: string | undefined }> {
  return inTransaction(services.pool, async (tx) => {
    const { step, holder, newStep } = await beginEnrolment(tx, visit);
    const { name } = await houseOf(tx);
    const options = await registrationOptions(visit.publicUrl, name, holder, await passkeysOf(tx, holder.id));
    await setChallenge(tx, step.hash, options.challenge);
    return { options, newStep };
  });
}

/** Adds the passkey the browser made. @throws ProblemError 422 `passkey` when it does not hold, 401 `step` */
export async function addPasskey(
  services: SignInServices,
  visit: Visit,
  form: z.output<typeof addPasskeySchema>,
): Promise<Advance> {
  const challenge = await inTransaction(services.pool, async (tx) => {
    const { step } = await currentEnrolment(tx, visit);
    return takeChallenge(tx, step.hash);
  });
  const passkey = await verifiedPasskey(visit.publicUrl, challenge, form.response);
  if (passkey === null) throw passkeyNotAdded();
  return inTransaction(services.pool, async (tx) => {
    const enrolment = await currentEnrolment(tx, visit);
    return completeEnrolment(tx, services, visit, enrolment, "passkey", () =>
      storePasskey(tx, enrolment.holder.id, passkey, form.label),
    );
  });
}

async function storePasskey(
  tx: Queryable,
  accountId: string,
  passkey: Omit<StoredPasskey, "accountId">,
  label: string,
): Promise<void> {
  const { rows } = await tx.query(
    `insert into access.passkey (id, account_id, public_key, counter, transports, label)
     values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing returning id`,
    [passkey.id, accountId, Buffer.from(passkey.publicKey), passkey.counter, passkey.transports, label],
  );
  if (rows.length === 0) throw passkeyNotAdded();
}

/**
 * Begins signing in by passkey: as the second step after a password, or alone (it counts as both factors).
 * @throws ProblemError 409 when the address is a bare IP, 429 when asked for too often
 */
export async function startPasskeySignIn(
  services: SignInServices,
  visit: Visit,
): Promise<{ options: PublicKeyCredentialRequestOptionsJSON; newStep: string | undefined }> {
  await services.limits.anonymousStep(visit.address);
  return inTransaction(services.pool, async (tx) => {
    const known = await secondFactorStep(tx, visit);
    const allowed = known === null ? [] : await passkeysOf(tx, known);
    const options = await authenticationOptions(visit.publicUrl, allowed);
    const newStep = known === null ? await startStep(tx, "passkey_sign_in", null) : undefined;
    await setChallenge(tx, hashToken(newStep ?? visit.stepToken ?? ""), options.challenge);
    return { options, newStep };
  });
}

/** The account that gave its password just before, if any. */
async function secondFactorStep(tx: Queryable, visit: Visit): Promise<string | null> {
  const { rows } = await tx.query<{ accountId: string }>(
    `select account_id as "accountId" from access.sign_in_step
      where token_hash = $1 and kind = 'second_factor' and expires_at > clock_timestamp()`,
    [hashToken(visit.stepToken ?? "")],
  );
  return rows[0]?.accountId ?? null;
}

/**
 * Signs in with what the passkey signed.
 * @throws ProblemError 401 `passkey` when it does not hold, 401 `step` when the challenge was used or is too old
 */
export async function signInWithPasskey(
  services: SignInServices,
  visit: Visit,
  response: z.output<typeof authenticationResponseSchema>,
): Promise<Advance> {
  const { step, challenge, passkey } = await inTransaction(services.pool, async (tx) => {
    const current = await currentStep(tx, visit.stepToken, ["second_factor", "passkey_sign_in"]);
    return {
      step: current,
      challenge: await takeChallenge(tx, current.hash),
      passkey: await findPasskey(tx, response.id),
    };
  });
  const own = step.accountId === null || step.accountId === passkey?.accountId;
  const counter =
    passkey && own ? await verifiedCounter(visit.publicUrl, challenge, passkey, response) : null;
  const advance =
    passkey && counter !== null
      ? await inTransaction(services.pool, async (tx) => {
          if (!(await countUse(tx, passkey.id, counter))) return null;
          return admit(tx, services, visit, passkey.accountId, true);
        })
      : null;
  if (passkey === null || advance === null) {
    await refuse(services, visit, passkey?.accountId ?? null, "passkey");
    throw wrongPasskey();
  }
  const holder = await inTransaction(services.pool, (tx) => holderById(tx, passkey.accountId));
  if (holder) await services.limits.forget(holder.email);
  return advance;
}

export async function passkeysOf(tx: Queryable, accountId: string): Promise<StoredPasskey[]> {
  const { rows } = await tx.query<PasskeyRow>(`${PASSKEY} where account_id = $1 order by created_at`, [
    accountId,
  ]);
  return rows;
}

export async function findPasskey(tx: Queryable, id: string): Promise<StoredPasskey | null> {
  const { rows } = await tx.query<PasskeyRow>(`${PASSKEY} where id = $1`, [id]);
  return rows[0] ?? null;
}

/** Keeps the counter; a copy of the key that lags behind is refused, even at the same instant. Zero: it counts nothing. */
export async function countUse(tx: Queryable, id: string, counter: number): Promise<boolean> {
  const { rows } = await tx.query(
    `update access.passkey set counter = $2, last_used_at = clock_timestamp()
      where id = $1 and (counter < $2 or (counter = 0 and $2 = 0)) returning id`,
    [id, counter],
  );
  return rows.length === 1;
}
