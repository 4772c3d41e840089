import type { Queryable } from "./transaction.ts";

/** Someone who may sign in, and the password hash to compare with. */
export interface Holder {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly closed: boolean;
  readonly passwordHash: string | null;
}

const HOLDER = `select a.id, a.email, a.display_name as name, a.disabled_at is not null as closed,
    c.password_hash as "passwordHash"
  from access.account a left join access.credential c on c.account_id = a.id`;

/** An e-mail address as accounts are stored: lower case, no space around, nothing unprintable. */
export function normaliseEmail(email: string): string {
  return email
    .replace(/\p{Cc}/gu, "")
    .trim()
    .toLowerCase();
}

export async function holderByEmail(client: Queryable, email: string): Promise<Holder | null> {
  const { rows } = await client.query<Holder & { [column: string]: unknown }>(
    `${HOLDER} where a.email = $1`,
    [email],
  );
  return rows[0] ?? null;
}

export async function holderById(client: Queryable, id: string): Promise<Holder | null> {
  const { rows } = await client.query<Holder & { [column: string]: unknown }>(`${HOLDER} where a.id = $1`, [
    id,
  ]);
  return rows[0] ?? null;
}

/**
 * Waits for this account's turn until the transaction ends: whatever judges or changes its secrets takes it first,
 * before any other lock, so that two at once are judged one after the other and never block each other.
 * @returns the password hash in force, null when there is none
 */
export async function takeTurn(tx: Queryable, accountId: string): Promise<string | null> {
  const { rows } = await tx.query<{ hash: string | null }>(
    "select password_hash as hash from access.credential where account_id = $1 for update",
    [accountId],
  );
  return rows[0]?.hash ?? null;
}

/** Which second factors an account has ready. */
export interface Factors {
  readonly totp: boolean;
  readonly passkeys: number;
}

export async function factorsOf(client: Queryable, accountId: string): Promise<Factors> {
  const { rows } = await client.query<{ totp: boolean; passkeys: number }>(
    `select exists (select from access.credential where account_id = $1 and totp_confirmed_at is not null) as totp,
            (select count(*)::integer from access.passkey where account_id = $1) as passkeys`,
    [accountId],
  );
  return rows[0] ?? { totp: false, passkeys: 0 };
}

/** The installation, as sign-in needs to know it. */
export interface House {
  readonly name: string;
  readonly demonstration: boolean;
}

export async function houseOf(client: Queryable): Promise<House> {
  const { rows } = await client.query<{ name: string; demonstration: boolean }>(
    "select name, demonstration from network.installation",
  );
  return rows[0] ?? { name: "Maillage", demonstration: false };
}

/** What sign-in writes in the audit trail. */
export type SignInAct =
  | "session.open"
  | "session.close"
  | "session.refused"
  | "session.prove"
  | "account.credential"
  | "account.link"
  | "account.create"
  | "installation.create";

/**
 * Writes the audit row of a sign-in act, in the transaction of the act: a request writes in one transaction only,
 * since its stamp serves once. No content: what, never which secret.
 */
export async function recordSignIn(
  client: Queryable,
  stamp: string,
  accountId: string | null,
  act: SignInAct,
  detail: Readonly<Record<string, string>>,
): Promise<void> {
  await client.query("select audit.record_sign_in($1, $2, $3, $4)", [
    accountId,
    act,
    stamp,
    JSON.stringify(detail),
  ]);
}
