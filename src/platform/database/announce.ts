import type pg from "pg";

/** Tells whoever listens to a channel, in any process, of what was just committed. */
export interface Announcer {
  /** Returns at once. What cannot be told is not told: whoever listens looks for what they missed. */
  announce(payload: string): void;
  /** Once all was told. */
  done(): Promise<void>;
}

/** What comes while others are told waits this long, and goes together; what comes alone goes at once. */
const TOGETHER_MS = 20;

/**
 * Announces, for acts so frequent that their own transaction must not. One that notifies holds a lock of the whole server while it
 * is made durable: two of them never share a flush of the disk. A transaction that only notifies has nothing to make durable.
 */
export function openAnnouncer(pool: Pick<pg.Pool, "query">, channel: string): Announcer {
  let waiting: string[] = [];
  let telling: Promise<void> | null = null;
  const tell = async () => {
    while (waiting.length > 0) {
      const payloads = waiting;
      waiting = [];
      await pool
        .query("select pg_notify($1, p) from unnest($2::text[]) p", [channel, payloads])
        .catch(() => {});
      await new Promise<void>((resolve) => void setTimeout(resolve, TOGETHER_MS).unref());
    }
    telling = null;
  };
  return {
    announce(payload) {
      waiting.push(payload);
      telling ??= tell();
    },
    async done() {
      await telling;
    },
  };
}
