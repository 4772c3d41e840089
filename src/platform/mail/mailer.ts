import { createTransport } from "nodemailer";
import type pg from "pg";
import { type MailBox, openMail } from "./outgoing.ts";
import type { MailSettings } from "./settings.ts";

/** Seconds before each new try: about a day and a half in all, then the message is given up. */
const WAITS = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 43_200, 43_200];
const POLL_MS = 5_000;
/** A server that does not answer must not hold a connection of the database for long. */
const SMTP_TIMEOUT_MS = 15_000;

/** Sends what waits in access.outgoing_mail, until it is stopped. */
export interface Mailer {
  /** Something was just written: look now rather than at the next turn. */
  wake(): void;
  /** Lets the message under way end. */
  stop(): Promise<void>;
}

interface MailerDeps {
  /** Connections of the sign-in role. */
  readonly pool: pg.Pool;
  readonly box: MailBox;
  readonly settings: MailSettings;
  readonly log: { warn(message: string): void };
  /** Milliseconds between two looks; 5 s by default. */
  readonly pollMs?: number;
}

/**
 * Starts sending. Any number of processes may: a row is locked while it is sent, so each message is one process's.
 * One killed between the server's yes and the commit sends again at the next start, under the same Message-ID.
 */
export function startMailer(deps: MailerDeps): Mailer {
  const { url, from } = deps.settings;
  const transport = createTransport({
    url,
    connectionTimeout: SMTP_TIMEOUT_MS,
    greetingTimeout: SMTP_TIMEOUT_MS,
    socketTimeout: SMTP_TIMEOUT_MS,
  });
  const send = async (row: { id: string; sealed: Buffer }) => {
    const { to, subject, text } = openMail(deps.box, row);
    const messageId = `<${row.id}@${from.split("@").at(-1)?.replace(/>$/, "")}>`;
    await transport.sendMail({
      from,
      to,
      subject,
      text,
      messageId,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  };
  let stopped = false;
  let wakeUp = () => {};

  async function run(): Promise<void> {
    while (!stopped) {
      const sentOne = await sendNext(deps.pool, send, deps.log).catch((error: unknown) => {
        deps.log.warn(`Courrier : la base ne répond pas (${codeOf(error)}), nouvel essai.`);
        return false;
      });
      if (!sentOne && !stopped) await pause(deps.pollMs ?? POLL_MS, (wake) => (wakeUp = wake));
    }
  }
  const running = run();
  return {
    wake: () => wakeUp(),
    async stop() {
      stopped = true;
      wakeUp();
      await running;
      transport.close();
    },
  };
}

function pause(ms: number, early: (wake: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    early(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Sends the oldest message that is due, if any. @returns whether there was one */
async function sendNext(
  pool: pg.Pool,
  send: (row: { id: string; sealed: Buffer }) => Promise<void>,
  log: MailerDeps["log"],
): Promise<boolean> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query("begin");
    const { rows } = await client.query<{ id: string; sealed: Buffer; attempts: number }>(
      `select id, sealed, attempts from access.outgoing_mail
        where sealed is not null and next_attempt_at <= clock_timestamp()
        order by next_attempt_at limit 1 for update skip locked`,
    );
    const row = rows[0];
    if (row) {
      const failure = await send(row).then(
        () => null,
        (error: unknown) => codeOf(error),
      );
      await client.query(...outcomeOf(row, failure));
      if (failure !== null) log.warn(`Courrier non parti (${failure}), essai n° ${row.attempts + 1}.`);
    }
    await client.query("commit");
    return row !== undefined;
  } catch (error) {
    broken = await client.query("rollback").then(
      () => false,
      () => true,
    );
    throw error;
  } finally {
    client.release(broken);
  }
}

function outcomeOf(row: { id: string; attempts: number }, failure: string | null): [string, unknown[]] {
  if (failure === null) {
    return [
      "update access.outgoing_mail set sealed = null, sent_at = clock_timestamp(), attempts = attempts + 1 where id = $1",
      [row.id],
    ];
  }
  const wait = WAITS[row.attempts];
  if (wait === undefined) {
    return [
      `update access.outgoing_mail set sealed = null, given_up_at = clock_timestamp(), attempts = attempts + 1,
          last_failure = $2 where id = $1`,
      [row.id, failure],
    ];
  }
  return [
    `update access.outgoing_mail set attempts = attempts + 1, last_failure = $2,
        next_attempt_at = clock_timestamp() + make_interval(secs => $3) where id = $1`,
    [row.id, failure, wait],
  ];
}

/** The code of a failure: its text may quote an address. */
function codeOf(error: unknown): string {
  const { responseCode, code } = (error ?? {}) as { responseCode?: number; code?: string };
  return String(responseCode ?? code ?? (error instanceof Error ? error.name : "?"));
}
