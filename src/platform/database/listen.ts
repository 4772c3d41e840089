import pg from "pg";

/** Who listens to a channel. */
export interface Heard {
  /** What a transaction told when it was committed. */
  told(payload: string): void;
  /** What is told is heard from now on, at first or after the connection was lost: something may have been told before. */
  ready(): void;
}

/** A connection that listens. */
export interface Listening {
  /** The number that a query of one row and one column gives; null while the connection is lost, or asks already. */
  number(query: string): Promise<number | null>;
  close(): Promise<void>;
}

const SOONEST_MS = 200;
const LATEST_MS = 5_000;

/** Listens to one channel on a connection of its own, made again for as long as it takes when it is lost. */
export function listen(config: pg.ClientConfig, channel: string, heard: Heard): Listening {
  let client: pg.Client | null = null;
  let closed = false;
  let asking = false;
  let wait = SOONEST_MS;
  let timer: NodeJS.Timeout | undefined;

  const again = (gone: pg.Client) => {
    if (closed || client !== gone) return;
    client = null;
    timer = setTimeout(() => void connect(), wait);
    wait = Math.min(wait * 2, LATEST_MS);
  };
  const connect = async () => {
    const made = new pg.Client({ ...config, keepAlive: true });
    client = made;
    made.on("error", () => again(made));
    made.on("end", () => again(made));
    made.on("notification", ({ payload = "" }) => heard.told(payload));
    try {
      await made.connect();
      await made.query(`listen ${pg.escapeIdentifier(channel)}`);
      wait = SOONEST_MS;
      if (closed) await made.end();
      else heard.ready();
    } catch {
      again(made);
    }
  };
  void connect();
  return {
    async number(query) {
      if (asking) return null;
      asking = true;
      try {
        const answer = await client?.query<[unknown]>({ text: query, rowMode: "array" });
        return answer ? Number(answer.rows[0]?.[0]) : null;
      } catch {
        return null;
      } finally {
        asking = false;
      }
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      // One that is still connecting ends itself.
      await client?.end().catch(() => {});
    },
  };
}
