import { createHash } from "node:crypto";
import { z } from "zod";

/** How giving a message to a carrier ended. */
export type Outcome =
  | { readonly outcome: "sent"; readonly reference: string | null }
  /** Clearly refused: it did not leave. `impossible`: it never will, the number is none. */
  | { readonly outcome: "refused" | "impossible"; readonly failure: string }
  /** Nobody can tell: the line was cut after it was asked, or the answer cannot be read. */
  | { readonly outcome: "unknown"; readonly failure: string };

/** A carrier of SMS. */
export interface SmsCarrier {
  readonly name: string;
  send(to: string, text: string): Promise<Outcome>;
  /** Whether a message arrived: null while it is under way. */
  receipt?(
    reference: string,
  ): Promise<{ readonly received: boolean; readonly failure: string | null } | null>;
}

/** What is set cannot be used; the message is French. */
export class SmsSettingsError extends Error {
  override name = "SmsSettingsError";
}

const TIMEOUT_MS = 15_000;

/**
 * Reads MAILLAGE_SMS and what goes with it.
 * @returns null when no carrier is set up
 * @throws SmsSettingsError when something is missing or unknown
 */
export function readSmsCarrier(env: Readonly<Record<string, string | undefined>>): SmsCarrier | null {
  const { MAILLAGE_SMS: carrier = "" } = env;
  const need = (name: string) => {
    const value = env[name] ?? "";
    if (value === "")
      throw new SmsSettingsError(
        `${name} manque pour envoyer des SMS par ${carrier}. Rien n’a été modifié. Indiquez ce réglage, ou retirez MAILLAGE_SMS.`,
      );
    return value;
  };
  const base = (usual: string) => (env.MAILLAGE_SMS_URL || usual).replace(/\/$/, "");
  if (carrier === "") return null;
  if (carrier === "local") return localCarrier();
  if (carrier === "smsmode")
    return smsmode({
      base: base("https://rest.smsmode.com/sms/v1"),
      key: need("MAILLAGE_SMS_KEY"),
      from: env.MAILLAGE_SMS_FROM ?? "",
    });
  if (carrier === "ovh")
    return ovh({
      base: base("https://eu.api.ovh.com/1.0"),
      service: need("MAILLAGE_SMS_SERVICE"),
      application: need("MAILLAGE_SMS_KEY"),
      secret: need("MAILLAGE_SMS_SECRET"),
      consumer: need("MAILLAGE_SMS_CONSUMER"),
      from: env.MAILLAGE_SMS_FROM ?? "",
    });
  throw new SmsSettingsError(
    "MAILLAGE_SMS ne nomme pas un transporteur connu. Rien n’a été modifié. Écrivez smsmode, ovh, ou local (démonstration : rien ne part).",
  );
}

/** Sends nothing: the message is read on the screen of reminders. For a demonstration. */
function localCarrier(): SmsCarrier {
  return { name: "local", send: async () => ({ outcome: "sent", reference: null }) };
}

const smsmodeAnswer = z.object({ messageId: z.string().min(1) });
const smsmodeReceipt = z.object({ status: z.object({ value: z.string() }) });

/** smsmode, REST API v1: POST /messages with an X-Api-Key, 201 and a messageId; GET /messages/:id says how it went. */
function smsmode(at: { base: string; key: string; from: string }): SmsCarrier {
  const headers = { "X-Api-Key": at.key, "Content-Type": "application/json", Accept: "application/json" };
  return {
    name: "smsmode",
    send: (to, text) =>
      ask(
        `${at.base}/messages`,
        {
          method: "POST",
          headers,
          body: JSON.stringify({
            recipient: { to: to.replace(/^\+/, "") },
            body: { text },
            ...(at.from && { from: at.from }),
          }),
        },
        (body) => smsmodeAnswer.safeParse(body).data?.messageId ?? null,
      ),
    async receipt(reference) {
      const answer = await read(`${at.base}/messages/${encodeURIComponent(reference)}`, { headers });
      const value = smsmodeReceipt.safeParse(answer).data?.status.value;
      if (value === "DELIVERED") return { received: true, failure: null };
      return value === "UNDELIVERABLE" || value === "UNDELIVERED"
        ? { received: false, failure: value }
        : null;
    },
  };
}

const ovhAnswer = z.object({
  ids: z.array(z.union([z.number(), z.string()])),
  invalidReceivers: z.array(z.string()).default([]),
});
const ovhReceipt = z.object({ deliveryReceipt: z.number() });

/**
 * OVHcloud: POST /sms/:service/jobs, signed with the application's secret ("$1$" and SHA-1 of secret, consumer, method, address,
 * body and hour, joined by "+"); a refused number is told in invalidReceivers. GET …/outgoing/:id says how it went.
 */
function ovh(at: {
  base: string;
  service: string;
  application: string;
  secret: string;
  consumer: string;
  from: string;
}): SmsCarrier {
  const place = `${at.base}/sms/${encodeURIComponent(at.service)}`;
  const signed = (method: string, url: string, body: string) => {
    const hour = Math.floor(Date.now() / 1000).toString();
    const digest = createHash("sha1")
      .update([at.secret, at.consumer, method, url, body, hour].join("+"))
      .digest("hex");
    return {
      "Content-Type": "application/json",
      "X-Ovh-Application": at.application,
      "X-Ovh-Consumer": at.consumer,
      "X-Ovh-Timestamp": hour,
      "X-Ovh-Signature": `$1$${digest}`,
    };
  };
  return {
    name: "ovh",
    async send(to, text) {
      const url = `${place}/jobs`;
      const body = JSON.stringify({
        receivers: [to],
        message: text,
        // Not advertising: no "STOP" of the carrier's, and it leaves at any hour.
        noStopClause: true,
        ...(at.from ? { sender: at.from } : { senderForResponse: true }),
      });
      let invalid = false;
      const outcome = await ask(
        url,
        { method: "POST", headers: signed("POST", url, body), body },
        (answer) => {
          const read = ovhAnswer.safeParse(answer).data;
          invalid = read !== undefined && read.ids.length === 0 && read.invalidReceivers.length > 0;
          return read?.ids[0]?.toString() ?? null;
        },
      );
      return invalid ? { outcome: "impossible", failure: "numéro refusé" } : outcome;
    },
    async receipt(reference) {
      const url = `${place}/outgoing/${encodeURIComponent(reference)}`;
      const code = ovhReceipt.safeParse(await read(url, { headers: signed("GET", url, "") })).data
        ?.deliveryReceipt;
      // 0: under way; 1: on the telephone; 4 and 8: waiting at the operator's; others: lost.
      if (code === 1) return { received: true, failure: null };
      return code === undefined || [0, 4, 8].includes(code)
        ? null
        : { received: false, failure: `code ${code}` };
    },
  };
}

/**
 * Asks once. An answer says what happened; a line that never opened means that nothing left; anything else is unknown.
 * @param reference the message's reference in the answer; null: the answer cannot be read
 */
async function ask(
  url: string,
  init: RequestInit,
  reference: (body: unknown) => string | null,
): Promise<Outcome> {
  let answer: Response;
  try {
    // A line of its own: one kept since the last minute may be closed by the other end as it is used, and nobody could tell.
    const headers = { ...(init.headers as Record<string, string>), Connection: "close" };
    answer = await fetch(url, {
      ...init,
      headers,
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    const code = (error as { cause?: { code?: string } }).cause?.code ?? "";
    return ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ENETUNREACH", "EHOSTUNREACH"].includes(code)
      ? { outcome: "refused", failure: code }
      : { outcome: "unknown", failure: code || "ligne coupée" };
  }
  const body: unknown = await answer.json().catch(() => null);
  if (answer.status === 429) return { outcome: "refused", failure: "trop de demandes" };
  if (answer.status >= 500) return { outcome: "unknown", failure: `réponse ${answer.status}` };
  // Refused keys or an empty account may be put right before the appointment; a refused number will not.
  if ([400, 404, 422].includes(answer.status))
    return { outcome: "impossible", failure: `réponse ${answer.status}` };
  if (!answer.ok) return { outcome: "refused", failure: `réponse ${answer.status}` };
  const found = reference(body);
  return found === null
    ? { outcome: "unknown", failure: "réponse illisible" }
    : { outcome: "sent", reference: found };
}

async function read(url: string, init: RequestInit): Promise<unknown> {
  try {
    const headers = { ...(init.headers as Record<string, string>), Connection: "close" };
    const answer = await fetch(url, {
      ...init,
      headers,
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
