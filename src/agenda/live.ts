import type { Database } from "../platform/database/database.ts";
import type { Listening } from "../platform/database/listen.ts";

/** What changed: a day of a site; or null, anything (hours of the team changed, or some change may have been missed). */
export type AgendaChange = { readonly site: string; readonly day: string } | null;

/** Tells open screens of what any process changed, without anything of anyone. */
export interface AgendaLive {
  /** @returns how to stop being told */
  subscribe(told: (change: AgendaChange) => void, ended: () => void): () => void;
  /** This process has just committed a change that its transaction did not tell: the n-th (agenda.change). */
  announce(change: NonNullable<AgendaChange>, n: number): void;
  /** Ends every stream, and the connection that listens. */
  close(): Promise<void>;
}

/** How often a process with a screen open looks whether some change was made and never told. */
const LOOK_EVERY_MS = 2_000;

/**
 * One connection listens for the whole process, from the first screen on. Changes that are announced apart from their transaction are
 * numbered: one whose process was killed before it announced it is missed, and screens read again.
 */
export function openAgendaLive(
  db: Pick<Database, "listen" | "announce">,
  lookEveryMs = LOOK_EVERY_MS,
): AgendaLive {
  const screens = new Set<{ told: (change: AgendaChange) => void; ended: () => void }>();
  let listening: Listening | null = null;
  let looking: NodeJS.Timeout | undefined;
  let numbers = changeNumbers();
  const tell = (change: AgendaChange) => {
    for (const { told } of screens) told(change);
  };
  const look = async (here: Listening) => {
    const last = await here.number("select coalesce(pg_sequence_last_value('agenda.change'), 0)");
    if (last !== null && numbers.missedBefore(last)) tell(null);
  };
  const open = () => {
    const made = db.listen("agenda", {
      told(payload) {
        const { change, n } = readPayload(payload);
        if (n !== null) numbers.heard(n);
        tell(change);
      },
      ready() {
        numbers = changeNumbers();
        void look(made);
        tell(null);
      },
    });
    looking = setInterval(() => void look(made), lookEveryMs).unref();
    return made;
  };
  return {
    subscribe(told, ended) {
      listening ??= open();
      const screen = { told, ended };
      screens.add(screen);
      return () => void screens.delete(screen);
    },
    announce({ site, day }, n) {
      db.announce("agenda", `${site} ${day} ${n}`);
    },
    async close() {
      clearInterval(looking);
      for (const { ended } of [...screens]) ended();
      screens.clear();
      await listening?.close();
      listening = null;
    },
  };
}

/**
 * Which numbered changes were heard of. A number is taken a moment before its change is committed and told, or never is: it is
 * missed when it was already taken at the look before.
 */
function changeNumbers() {
  let judged: number | null = null;
  let taken = 0;
  let told = new Set<number>();
  return {
    heard(n: number) {
      told.add(n);
    },
    /** @param last the last number taken @returns whether a change is missed */
    missedBefore(last: number): boolean {
      // Screens are told to read everything at the first look.
      judged ??= taken = last;
      let missed = false;
      for (let n = judged + 1; n <= taken && !missed; n++) missed = !told.has(n);
      judged = taken;
      told = new Set([...told].filter((n) => n > taken));
      taken = last;
      return missed;
    },
  };
}

/** "site day", with a number when it was announced apart; or "*", anything. */
function readPayload(payload: string): { change: AgendaChange; n: number | null } {
  const [site = "", day = "", n] = payload.split(" ");
  return { change: site === "*" || day === "" ? null : { site, day }, n: n === undefined ? null : Number(n) };
}
