import type { Database } from "../platform/database/database.ts";
import type { Listening } from "../platform/database/listen.ts";

/** What changed: a day of a site; or null, anything (hours of the team changed, or some change may have been missed). */
export type AgendaChange = { readonly site: string; readonly day: string } | null;

/** Tells open screens of what any process changed, without anything of anyone. */
export interface AgendaLive {
  /** @returns how to stop being told */
  subscribe(told: (change: AgendaChange) => void, ended: () => void): () => void;
  /** Ends every stream, and the connection that listens. */
  close(): Promise<void>;
}

/** One connection listens for the whole process, from the first screen on. */
export function openAgendaLive(db: Pick<Database, "listen">): AgendaLive {
  const screens = new Set<{ told: (change: AgendaChange) => void; ended: () => void }>();
  let listening: Listening | null = null;
  const tell = (change: AgendaChange) => {
    for (const { told } of screens) told(change);
  };
  return {
    subscribe(told, ended) {
      listening ??= db.listen("agenda", {
        told: (payload) => tell(readChange(payload)),
        restored: () => tell(null),
      });
      const screen = { told, ended };
      screens.add(screen);
      return () => void screens.delete(screen);
    },
    async close() {
      for (const { ended } of [...screens]) ended();
      screens.clear();
      await listening?.close();
      listening = null;
    },
  };
}

function readChange(payload: string): AgendaChange {
  const [site = "", day = ""] = payload.split(" ");
  return site === "*" || day === "" ? null : { site, day };
}
