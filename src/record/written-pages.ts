import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";

/** A tenth of a second of one processor, or so; then a second is left to whoever works. */
const AT_ONCE = 100;
const TURN_MS = 1_000;

/** The writing of pages that goes on while a server runs. */
export interface PageWriter {
  /** Lets the batch under way end. */
  stop(): Promise<void>;
}

/**
 * Writes again, within some seconds, the pages of the people whose record changed (record.renew); until then they are read from
 * the tables. Any number of processes may: one at a time does.
 * @param deps.pool connections of the sign-in role
 */
export function startWritingPages(deps: {
  readonly pool: pg.Pool;
  readonly log: { warn(message: string): void };
}): PageWriter {
  const stopping = new AbortController();
  let silent = false;
  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await deps.pool.query("select record.renew($1)", [AT_ONCE]);
        silent = false;
      } catch (error) {
        if (!silent) {
          const why = error instanceof Error ? error.message : String(error);
          deps.log.warn(`Préparation des fiches : nouvel essai dans une seconde (${why}).`);
        }
        silent = true;
      }
      await sleep(TURN_MS, undefined, { signal: stopping.signal, ref: false }).catch(() => {});
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
