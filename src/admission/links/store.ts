import type pg from "pg";
import { hashToken, inTransaction } from "../../access/one-time.ts";
import type { OpenedLink } from "../model.ts";

/** Of who has no account: the functions of migration 0068 that the sign-in role calls, by a link's token. */

async function one<T>(pool: pg.Pool, text: string, values: unknown[]): Promise<T> {
  const row = await inTransaction(pool, async (tx) => (await tx.query<{ answer: T }>(text, values)).rows[0]);
  return row?.answer as T;
}

export const openLink = (pool: pg.Pool, token: string) =>
  one<OpenedLink | null>(pool, "select admission.link_open($1) as answer", [hashToken(token)]);

export const keepDraft = (pool: pg.Pool, token: string, draft: unknown) =>
  one<boolean>(pool, "select admission.link_keep($1, $2) as answer", [
    hashToken(token),
    JSON.stringify(draft),
  ]);

/** "over": the link ended, or served for another; "centre": nobody is referred there any more. */
export const sendByLink = (pool: pg.Pool, token: string, p: unknown, stamp: string) =>
  one<"done" | "over" | "centre">(pool, "select admission.link_send($1, $2, $3) as answer", [
    hashToken(token),
    JSON.stringify(p),
    stamp,
  ]);

/** @param values document, media, bytes, fingerprint, content, key, its version */
export const keepByLink = (pool: pg.Pool, token: string, values: readonly unknown[], stamp: string) =>
  one<boolean>(pool, "select admission.link_attestation($1, $2, $3, $4, $5, $6, $7, $8, $9) as answer", [
    hashToken(token),
    ...values,
    stamp,
  ]);

/** Makes the next link of the same prescriber and puts its letter in the queue. @returns whether a letter leaves */
export function renewLink(
  pool: pg.Pool,
  renewal: { readonly token: string; readonly next: string; readonly draft: unknown; readonly stamp: string },
  seal: (to: { email: string; house: string }) => { readonly id: string; readonly sealed: Buffer },
): Promise<boolean> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ answer: { email: string; house: string } | null }>(
      "select admission.link_renew($1, $2, $3, $4) as answer",
      [
        hashToken(renewal.token),
        hashToken(renewal.next),
        renewal.draft === null ? null : JSON.stringify(renewal.draft),
        renewal.stamp,
      ],
    );
    const to = rows[0]?.answer;
    if (!to) return false;
    const { id, sealed } = seal(to);
    await tx.query("insert into access.outgoing_mail (id, sealed) values ($1, $2)", [id, sealed]);
    return true;
  });
}
