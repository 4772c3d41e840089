import { randomBytes } from "node:crypto";
import { hash, type Options, verify } from "@node-rs/argon2";
import { overloaded } from "./problems.ts";

/** Argon2id as OWASP's password storage cheat sheet sets it: 19 MiB, two passes, one lane. */
const COST: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1, outputLen: 32 };
/** 38 MiB at most at any time, and about a second of waiting behind a full queue. */
const AT_ONCE = 2;
const WAITING = 60;

/** Hashes and checks passwords. */
export interface Passwords {
  /** @throws ProblemError 503 when too many are waiting */
  hash(password: string): Promise<string>;
  /**
   * Takes the same time whether or not there is a hash to compare with: an unknown account is not told by a clock.
   * @param stored null when the account is unknown or has no password
   * @throws ProblemError 503 when too many are waiting
   */
  matches(stored: string | null, password: string): Promise<boolean>;
}

/** Prepares hashing, at most two at a time so that a flood of sign-ins does not eat the memory. */
export function preparePasswords(): Passwords {
  const turn = boundedTurns(AT_ONCE, WAITING);
  const decoy = hash(randomBytes(32).toString("base64"), COST);
  return {
    hash: (password) => turn(() => hash(normalise(password), COST)),
    matches: async (stored, password) => {
      const compared = stored ?? (await decoy);
      const right = await turn(() => verify(compared, normalise(password)));
      return right && stored !== null;
    },
  };
}

/** The same accented letters typed on two keyboards are one password (NIST SP 800-63B 5.1.1.2). */
function normalise(password: string): string {
  return password.normalize("NFKC");
}

/**
 * Runs works at most `atOnce` at a time; `waiting` more wait their turn.
 * @returns a function that runs a work, or throws ProblemError 503 when the queue is full
 */
export function boundedTurns(atOnce: number, waiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const queue: (() => void)[] = [];
  return async (work) => {
    if (running >= atOnce) {
      if (queue.length >= waiting) throw overloaded();
      // Whoever finishes hands over its place: `running` does not change.
      await new Promise<void>((next) => queue.push(next));
    } else {
      running += 1;
    }
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
