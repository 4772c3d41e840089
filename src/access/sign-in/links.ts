import { hashToken, newToken } from "./tokens.ts";
import type { Queryable } from "./transaction.ts";

/** invitation: starts over, second factor included; reset: the password alone. */
export type LinkPurpose = "invitation" | "reset";

const LIFETIME: Readonly<Record<LinkPurpose, string>> = { invitation: "8 days", reset: "1 hour" };

/** How long a link of this kind serves, as a PostgreSQL interval. */
export function linkLifetime(purpose: LinkPurpose): string {
  return LIFETIME[purpose];
}

/** A one-time link, told once: the database keeps only the hash of its token. */
export interface OneTimeLink {
  readonly token: string;
  readonly expiresAt: Date;
}

/**
 * Makes a link by which an account's holder chooses a password and sets up a second factor, whatever they had
 * before; for a first sign-in, or after a lost phone. Valid 8 days, once; earlier links of the account end.
 * The caller writes the audit row of its own act.
 * @param client the sign-in role, or the owner of the schema
 */
export function createInvitation(client: Queryable, accountId: string): Promise<OneTimeLink> {
  return createLink(client, accountId, "invitation");
}

/** The same for a forgotten password: valid one hour; the second factor is still asked for afterwards. */
export function createReset(client: Queryable, accountId: string): Promise<OneTimeLink> {
  return createLink(client, accountId, "reset");
}

async function createLink(client: Queryable, accountId: string, purpose: LinkPurpose): Promise<OneTimeLink> {
  const token = newToken();
  const { rows } = await client.query<{ expiresAt: Date }>(
    `with ended as (
       update access.one_time_link set used_at = clock_timestamp() where account_id = $2 and used_at is null)
     insert into access.one_time_link (token_hash, account_id, purpose, expires_at)
     values ($1, $2, $3, clock_timestamp() + $4::interval) returning expires_at as "expiresAt"`,
    [hashToken(token), accountId, purpose, LIFETIME[purpose]],
  );
  const expiresAt = rows[0]?.expiresAt;
  if (!expiresAt) throw new Error("the link was not stored");
  return { token, expiresAt };
}

/** What a link opens. */
export interface LinkedAccount {
  readonly accountId: string;
  readonly purpose: LinkPurpose;
  readonly name: string;
  readonly email: string;
}

/** Looks at a link without using it; null when it is unknown, used, too old, or its account is closed. */
export async function inspectLink(client: Queryable, token: string): Promise<LinkedAccount | null> {
  const { rows } = await client.query<LinkedAccount & { [column: string]: unknown }>(
    `select a.id as "accountId", l.purpose, a.display_name as name, a.email
       from access.one_time_link l join access.account a on a.id = l.account_id
      where l.token_hash = $1 and l.used_at is null and l.expires_at > clock_timestamp() and a.disabled_at is null`,
    [hashToken(token)],
  );
  return rows[0] ?? null;
}

/** Uses a link up. @returns false when someone else just did: of two at once, one succeeds */
export async function useLink(tx: Queryable, token: string): Promise<boolean> {
  const { rows } = await tx.query(
    `update access.one_time_link set used_at = clock_timestamp()
      where token_hash = $1 and used_at is null and expires_at > clock_timestamp() returning account_id`,
    [hashToken(token)],
  );
  return rows.length === 1;
}
