import type { Candidate } from "./sealing.ts";
import { stampIsValid } from "./stamp.ts";

/** Where the sealer tells what happens; a pino logger or the console will do. Nothing personal is told. */
export interface SealerLog {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

const TOLD_ONE_BY_ONE = 5;
const REMEMBERED = 10_000;

/**
 * Sorts out the entries that must never be sealed: those the program did not write. Tells of each once.
 */
export class Refusals {
  readonly #secret: Buffer;
  readonly #log: SealerLog;
  readonly #told = new Set<number>();

  constructor(secret: Buffer, log: SealerLog) {
    this.#secret = secret;
    this.#log = log;
  }

  /** Gives back the entries that may be sealed, and warns of the others. */
  accept(candidates: readonly Candidate[]): Candidate[] {
    const refused: { id: number; why: string }[] = [];
    const accepted = candidates.filter((candidate) => {
      const why = whyRefused(candidate, this.#secret);
      if (why !== null) refused.push({ id: candidate.id, why });
      return why === null;
    });
    this.#tell(refused.filter(({ id }) => !this.#told.has(id)));
    return accepted;
  }

  #tell(fresh: readonly { id: number; why: string }[]): void {
    if (this.#told.size + fresh.length > REMEMBERED) this.#told.clear();
    for (const { id } of fresh) this.#told.add(id);
    for (const { id, why } of fresh.slice(0, TOLD_ONE_BY_ONE)) {
      this.#log.warn(
        `Journal des accès\u00a0: l’entrée n°\u00a0${id} n’est pas scellée, car ${why}. ` +
          "Quelqu’un a écrit dans la base sans passer par Maillage\u00a0: prévenez le délégué à la protection des données.",
      );
    }
    if (fresh.length > TOLD_ONE_BY_ONE) {
      this.#log.warn(
        `Journal des accès\u00a0: ${fresh.length - TOLD_ONE_BY_ONE} autres entrées ne sont pas scellées, pour des raisons semblables.`,
      );
    }
  }
}

/** Why an entry must not be sealed; null when it may. */
function whyRefused(candidate: Candidate, secret: Buffer): string | null {
  if (!candidate.untouched) return "elle n’est pas telle que sa transaction l’a écrite";
  if (candidate.stampReused) return "son tampon a servi à une autre transaction";
  if (!stampIsValid(secret, candidate.stampId, candidate.stampMac)) return "son tampon est faux";
  return null;
}
