import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { type MailBox, sealMail } from "../../platform/mail/outgoing.ts";
import type { Outcome, SmsCarrier } from "./sms.ts";
import { wordReminder } from "./words.ts";

const MINUTE_MS = 60_000;
/** Taken at once and sent one after the other: slow as a carrier may be (TIMEOUT_MS each), the last leaves within five minutes. */
const AT_ONCE = 10;

export interface ReminderDeps {
  /** Connections of the sign-in role. */
  readonly pool: pg.Pool;
  /** Null: no mail is set up. */
  readonly mail: { readonly box: MailBox; readonly wake: () => void } | null;
  /** Null: no carrier of SMS is set up. */
  readonly sms: SmsCarrier | null;
  /** The hour it is, which tests set. */
  readonly now: () => Date;
}

interface Taken {
  readonly id: string;
  readonly channel: "sms" | "email";
  readonly target: string;
  readonly language: string | null;
  readonly starts: Date;
  readonly time_zone: string;
  readonly site: string;
  readonly place: string;
  readonly phone: string | null;
}

/**
 * Sends the reminders that are due. What is due is taken first, in a transaction of its own: killed after that, the process leaves
 * them of unknown outcome, and nobody sends them again.
 * @returns how many were sent
 */
export async function sendReminders(deps: ReminderDeps): Promise<number> {
  const { pool, mail, sms, now } = deps;
  const channels = [...(sms ? ["sms"] : []), ...(mail ? ["email"] : [])];
  const { rows } = await pool.query<Taken>("select * from agenda.take_reminders($1, $2, $3)", [
    now(),
    channels,
    AT_ONCE,
  ]);
  let sent = 0;
  for (const one of rows) {
    const words = wordReminder(
      { starts: one.starts, timeZone: one.time_zone, site: one.site, place: one.place, phone: one.phone },
      one.language,
    );
    if (one.channel === "email" && mail) {
      await handToMail(pool, mail.box, one, words, now());
      mail.wake();
      sent += 1;
    } else if (one.channel === "sms" && sms) {
      const outcome = await sms.send(one.target, words);
      await note(pool, one.id, outcome, words, sms.name, now());
      if (outcome.outcome === "sent") sent += 1;
    }
  }
  if (sms?.receipt) await readReceipts(pool, sms.name, sms.receipt, now());
  return sent;
}

/** A letter waits in the database like any other, in the transaction that says it was sent. */
async function handToMail(pool: pg.Pool, box: MailBox, one: Taken, words: string, now: Date): Promise<void> {
  const { id, sealed } = sealMail(box, {
    to: one.target,
    subject: "Rappel de rendez-vous",
    text: `${words}\n`,
  });
  await pool.query(
    `with letter as (insert into access.outgoing_mail (id, sealed) values ($1, $2))
     select agenda.note_reminder($3, 'sent', $4, 'email', null, null, $5)`,
    [id, sealed, one.id, words, now],
  );
}

async function note(pool: pg.Pool, id: string, end: Outcome, words: string, carrier: string, now: Date) {
  await pool.query("select agenda.note_reminder($1, $2, $3, $4, $5, $6, $7)", [
    id,
    end.outcome,
    words,
    carrier,
    end.outcome === "sent" ? end.reference : null,
    end.outcome === "sent" ? null : end.failure,
    now,
  ]);
}

async function readReceipts(
  pool: pg.Pool,
  carrier: string,
  receipt: NonNullable<SmsCarrier["receipt"]>,
  now: Date,
): Promise<void> {
  const { rows } = await pool.query<{ id: string; reference: string }>(
    "select * from agenda.take_receipts($1, $2)",
    [now, carrier],
  );
  for (const { id, reference } of rows) {
    const end = await receipt(reference);
    if (end) await pool.query("select agenda.note_receipt($1, $2, $3)", [id, end.received, end.failure]);
  }
}

/** Looks once a minute. Any number of processes may: each reminder is one process's. */
export function startReminders(
  deps: ReminderDeps & { readonly log: { warn(message: string): void }; readonly everyMs?: number },
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const sent = await sendReminders(deps).catch(() => {
        deps.log.warn("Rappels : la base ne répond pas, nouvel essai dans une minute.");
        return 0;
      });
      if (sent === AT_ONCE) continue;
      await sleep(deps.everyMs ?? MINUTE_MS, undefined, { signal: stopping.signal, ref: false }).catch(
        () => {},
      );
    }
  }
  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
