import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { type MailBox, sealMail } from "../../platform/mail/outgoing.ts";
import { type DigestCounts, digestMail } from "./message.ts";

const MINUTE_MS = 60_000;

export interface DigestDeps {
  /** Connections of the sign-in role. */
  readonly pool: pg.Pool;
  readonly box: MailBox;
  /** The business day (ISO). */
  readonly today: () => string;
  /** The hour it is, when tests set it; otherwise the database's clock, where the network lives. */
  readonly hour?: () => number;
  /** The address people open Maillage by. */
  readonly address: () => URL;
  /** Letters were just written. */
  readonly wake: () => void;
}

/**
 * Writes the letters that are due and not made yet, in the transaction that marks them made: a process killed before its
 * commit leaves them due, and two at once each take their own (access.take_digests).
 * @returns how many letters were written
 */
export async function makeDigests({ pool, box, today, hour, address, wake }: DigestDeps): Promise<number> {
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query("begin");
    const { rows } = await client.query<DigestCounts & { email: string }>(
      "select * from access.take_digests($1, $2)",
      [today(), hour?.() ?? null],
    );
    let written = 0;
    for (const { email, ...counts } of rows) {
      const mail = digestMail(email, counts, new URL("/droits", address()).href);
      if (mail === null) continue;
      const { id, sealed } = sealMail(box, mail);
      await client.query("insert into access.outgoing_mail (id, sealed) values ($1, $2)", [id, sealed]);
      written += 1;
    }
    await client.query("commit");
    if (written > 0) wake();
    return written;
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

/** The letters that leave each morning while a server runs. */
export interface DigestKeeper {
  stop(): Promise<void>;
}

/** Looks once a minute whether letters are due. Any number of processes may. */
export function startDigests(
  deps: DigestDeps & {
    readonly log: { warn(message: string): void };
    /** Milliseconds between two looks; a minute by default. */
    readonly everyMs?: number;
  },
): DigestKeeper {
  const stopping = new AbortController();
  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await makeDigests(deps).catch(() =>
        deps.log.warn("Courriels du matin : la base ne répond pas, nouvel essai dans une minute."),
      );
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
