import { sql } from "kysely";
import type { AdmissionRules } from "../../network/admission-data.ts";
import type { ActorTransaction, Caller, Database } from "../../platform/database/database.ts";
import type { Facts } from "../eligibility.ts";
import type { OwnReferrals, ReceivedLine, Referral } from "../model.ts";

/** Who asks. */
export interface Asking {
  readonly db: Database;
  readonly caller: Caller;
  readonly roles: readonly string[];
}

type Values = Readonly<Record<string, unknown>>;

function ask<T>({ db, caller, roles }: Asking, name: string, values: readonly unknown[]): Promise<T> {
  const places = values.map((_, n) => `$${n + 4}`).join(", ");
  return db.call<T>(caller, roles, `admission.${name}`, `admission.${name}(${places})`, [...values]);
}

/** The rules in force; null where one simply comes. */
export const readRules = (asking: Asking) => ask<AdmissionRules | null>(asking, "rules", []);
/** "centre": not one to which people are referred. */
export const refer = (asking: Asking, p: Values) =>
  ask<"done" | "centre">(asking, "refer", [JSON.stringify(p)]);
export const readOwn = (asking: Asking) => ask<OwnReferrals>(asking, "mine", []);
export const withdraw = (asking: Asking, referral: string, decision: string, today: string) =>
  ask<"done" | "decided" | "unknown">(asking, "withdraw", [referral, decision, today]);
export const readReceived = (asking: Asking) =>
  ask<{ referrals: ReceivedLine[]; used: boolean; overrules: boolean }>(asking, "received", []);
export const readReferral = (asking: Asking, referral: string) =>
  ask<Referral | null>(asking, "read", [referral]);
/** "stale": of another record already; "unknown": not a record they may know; "objects": the person objects to who referred them. */
export const resolveReferral = (asking: Asking, referral: string, person: string) =>
  ask<"done" | "stale" | "unknown" | "objects">(asking, "resolve", [referral, person]);
/** The whole facts, to be judged again; never given to anyone. */
export const factsOf = (asking: Asking, referral: string) =>
  ask<Facts | null>(asking, "facts_of", [referral]);
export const learn = (asking: Asking, p: Values) =>
  ask<"done" | "stale" | "unknown">(asking, "learn", [JSON.stringify(p)]);
export const confirmCover = (asking: Asking, p: Values) =>
  ask<"done" | "unknown" | "consent" | "state">(asking, "confirm_cover", [JSON.stringify(p)]);

/** What a decision answers; with whom to write to when it is done for the first time. */
export interface Decided {
  readonly outcome: "done" | "stale" | "unknown" | "urgent" | "record" | "ask" | "rules" | "words";
  readonly house?: string;
  readonly email?: string | null;
  readonly linkId?: string | null;
  readonly tells?: boolean;
}

export async function decide(tx: ActorTransaction, p: Values): Promise<Decided> {
  const { rows } = await sql<{
    told: Decided;
  }>`select admission.decide(${JSON.stringify(p)}::jsonb) as told`.execute(tx);
  return rows[0]?.told ?? { outcome: "unknown" };
}

/** A link by which who sent a referral by link reads its answer. */
export async function followLink(tx: ActorTransaction, hash: Buffer, link: string): Promise<void> {
  await sql`select admission.follow_link(${hash}, ${link})`.execute(tx);
}

/** A link for one referral. @returns when it ends */
export async function issueLink(
  tx: ActorTransaction,
  hash: Buffer,
  { name, structure, email }: { readonly name: string; readonly structure: string; readonly email: string },
): Promise<{ expiresAt: string; house: string }> {
  const { rows } = await sql<{ ends: Date; house: string }>`
    select admission.issue_link(${hash}, ${name}, ${structure}, ${email}) as ends, (select name from network.installation) as house`.execute(
    tx,
  );
  return { expiresAt: rows[0]?.ends.toISOString() ?? "", house: rows[0]?.house ?? "" };
}

/** A photograph encrypted, as the database keeps it. */
export interface KeptPhotograph {
  readonly id: string;
  readonly media: "pdf" | "jpeg" | "png" | "heic";
  readonly sealed: Buffer;
  readonly wrapped: Buffer;
  readonly keyVersion: number;
}

export const keepAttestation = (asking: Asking, values: readonly unknown[]) =>
  ask<void>(asking, "keep_attestation", values);

export function readAttestation(
  { db, caller, roles }: Asking,
  referral: string,
): Promise<KeptPhotograph | null> {
  return db.transact(caller, roles, async (tx) => {
    const { rows } = await sql<KeptPhotograph>`
      select id, media, sealed, wrapped, key_version as "keyVersion" from admission.attestation(${referral})`.execute(
      tx,
    );
    return rows[0] ?? null;
  });
}
