import pg from "pg";

/** Who listens to a channel. */
export interface Heard {
  /** What a transaction told when it was committed. */
  told(payload: string): void;
  /** The connection is there again after it was lost: something may have been told meanwhile. */
  restored(): void;
}

/** A connection that listens. */
export interface Listening {
  close(): Promise<void>;
}

const SOONEST_MS = 200;
const LATEST_MS = 5_000;

/** Listens to one channel on a connection of its own, made again for as long as it takes when it is lost. */
export function listen(config: pg.ClientConfig, channel: string, heard: Heard): Listening {
  let client: pg.Client | null = null;
  let closed = false;
  let wait = SOONEST_MS;
  let timer: NodeJS.Timeout | undefined;
  let lost = false;

  const again = (gone: pg.Client) => {
    if (closed || client !== gone) return;
    client = null;
    lost = true;
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
      else if (lost) heard.restored();
    } catch {
      again(made);
    }
  };
  void connect();
  return {
    async close() {
      closed = true;
      clearTimeout(timer);
      // One that is still connecting ends itself.
      await client?.end().catch(() => {});
    },
  };
}
