/** What sign-ins leave behind, removed once it serves nobody: sessions and links long ended, steps, openings, counts of tries. */

import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { inTransaction } from "./transaction.ts";

/** Small enough that one statement holds nobody up; what is left after so many goes at the next turn. */
const BATCH = 1_000;
const BATCHES_A_TURN = 20;
const HOUR_MS = 3_600_000;

/**
 * Each kind of row: the first BATCH of those spent. The trail names sessions without a foreign key and tells by
 * itself who held them; sessions and links stay for 30 days, the time to look into what someone reports. Whatever
 * way a session ended, its absolute expiry (12 hours, a day for the console) is soon past.
 */
const SPENT = [
  `delete from access.session where id in (
     select id from access.session where expires_at < clock_timestamp() - interval '30 days'
      order by expires_at limit $1 for update skip locked)`,
  `delete from access.one_time_link where token_hash in (
     select token_hash from access.one_time_link
      where least(used_at, expires_at) < clock_timestamp() - interval '30 days' limit $1 for update skip locked)`,
  `delete from access.sign_in_step where token_hash in (
     select token_hash from access.sign_in_step
      where expires_at < clock_timestamp() - interval '1 hour' limit $1 for update skip locked)`,
  // What another program asked to open, and its nonce: neither is believed any more.
  `delete from access.opening where token_hash in (
     select token_hash from access.opening
      where kept_until < clock_timestamp() - interval '1 hour' limit $1 for update skip locked)`,
  // In milliseconds, as the library that counts writes it.
  `delete from access.rate_limit where key in (
     select key from access.rate_limit
      where expire < extract(epoch from clock_timestamp() - interval '1 hour') * 1000
      limit $1 for update skip locked)`,
  // Not of sign-ins: numbers that remain of calls, three days old (migrations/0076_telephone.sql).
  "select from telephone.forget_numbers($1::integer)",
  // Nor hours held until the end of a day that is over (migrations/0082_absence_calls.sql).
  "select from agenda.let_holds_go($1::integer)",
];

/**
 * Removes what is spent, a batch at a time, each in a transaction of its own. Rows in force are never looked at.
 * Another process that is at it leaves nothing to do here.
 * @param pool connections of the sign-in role
 * @param batch most rows of one statement
 * @returns how many rows were removed
 */
export async function removeSpent(pool: pg.Pool, batch = BATCH): Promise<number> {
  let removed = 0;
  for (const statement of SPENT) {
    for (let turn = 0; turn < BATCHES_A_TURN; turn++) {
      const count = await removeBatch(pool, statement, batch);
      if (count === null) return removed;
      removed += count;
      if (count < batch) break;
    }
  }
  return removed;
}

/** @returns how many rows went, or null when another process is at it */
function removeBatch(pool: pg.Pool, statement: string, batch: number): Promise<number | null> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ mine: boolean }>(
      "select pg_try_advisory_xact_lock(hashtext('maillage spent rows')) as mine",
    );
    if (rows[0]?.mine !== true) return null;
    return (await tx.query(statement, [batch])).rowCount ?? 0;
  });
}

/** The removal that goes on while a server runs. */
export interface SpentRowsKeeper {
  /** Lets the batch under way end. */
  stop(): Promise<void>;
}

/** Removes what is spent now, then once an hour. Any number of processes may: one at a time does. */
export function startRemovingSpent(deps: {
  readonly pool: pg.Pool;
  readonly log: { warn(message: string): void };
  /** Milliseconds between two turns; an hour by default. */
  readonly everyMs?: number;
}): SpentRowsKeeper {
  const stopping = new AbortController();
  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await removeSpent(deps.pool).catch(() =>
        deps.log.warn("Ménage des sessions terminées : la base ne répond pas, nouvel essai dans une heure."),
      );
      await sleep(deps.everyMs ?? HOUR_MS, undefined, { signal: stopping.signal, ref: false }).catch(
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
