import type { KeyObject } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import {
  headIsGenuine,
  type KeptHead,
  ORIGIN_HASH,
  readPublicKey,
  type SignedHead,
  type SigningKeys,
  signHead,
} from "./head.ts";
import { HeadKeeper } from "./head-keeper.ts";
import { Refusals, type SealerLog } from "./refusals.ts";
import { appendSeals, type ChainEnd, inChainTransaction, readCandidates, readChainEnd } from "./sealing.ts";
import { registerSigningKey } from "./signing-key.ts";
import { NOTHING_SEEN, parseSnapshot } from "./snapshot.ts";

export type { SealerLog } from "./refusals.ts";
export { SigningKeyError } from "./signing-key.ts";

/** Small enough that checking and hashing a batch does not hold the server up (about 20 ms). */
const BATCH = 2_000;
const BUSY_PAUSE_MS = 20;
const BUSY_LIMIT_MS = 15_000;

export interface SealerOptions {
  /** Connections of the sealer's role; one is enough. */
  readonly pool: pg.Pool;
  /** From the key folder; `stampSecret` in base64. */
  readonly secrets: SigningKeys & { readonly stampSecret: string };
  /** Where the latest signed head is kept, outside the database. */
  readonly headFile: string;
  readonly log: SealerLog;
  readonly intervalMs?: number;
}

/** What one sealing did. */
export interface SealReport {
  readonly sealed: number;
  /** Entries left unsealed because the program did not write them; each is told of once in the log. */
  readonly refused: number;
  /** Number of seals of the chain. */
  readonly seq: number;
  /** False when another process was sealing all along: it seals our entries too, a little later. */
  readonly complete: boolean;
}

export interface Sealer {
  /**
   * Seals all that is committed, waiting for another process that is at it.
   * @throws when the database is away or its chain was tampered with (French message)
   */
  sealNow(): Promise<SealReport>;
  /**
   * Seals what is left and stops (idempotent, never throws).
   * @param last false for a command run while a server goes on with the same head file: the head is then not
   * declared closed. True by default.
   */
  stop(last?: boolean): Promise<void>;
}

/** The end of the chain in the database was not written by this program: nothing may be sealed after it. */
export class ChainTamperedError extends Error {
  override name = "ChainTamperedError";
}

/**
 * Starts sealing the audit trail: within a second of its commit each entry is in the signed chain, and the
 * latest head in `headFile`. Any number of processes may do so on one database; one at a time seals.
 * @throws SigningKeyError when the database is sealed with keys other than ours
 */
export async function startSealer(options: SealerOptions): Promise<Sealer> {
  const client = await options.pool.connect();
  try {
    await registerSigningKey(client, options.secrets);
  } finally {
    client.release();
  }
  return new RunningSealer(options);
}

class RunningSealer implements Sealer {
  readonly #options: SealerOptions;
  readonly #keeper: HeadKeeper;
  readonly #refusals: Refusals;
  readonly #publicKey: KeyObject;
  /** Every entry this snapshot sees is sealed or refused; null until the chain was read once. */
  #seen: string | null = null;
  #checkedSignature = "";
  #turn: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | null = null;
  #stopped: Promise<void> | null = null;
  #complaint = "";

  constructor(options: SealerOptions) {
    this.#options = options;
    this.#keeper = new HeadKeeper(options.headFile, options.secrets, options.log);
    this.#refusals = new Refusals(Buffer.from(options.secrets.stampSecret, "base64"), options.log);
    this.#publicKey = readPublicKey(options.secrets.auditPublicKeyPem);
    this.#schedule(0);
  }

  sealNow(): Promise<SealReport> {
    return this.#inTurn(() => this.#pass({ wait: true, closed: false }));
  }

  stop(last = true): Promise<void> {
    this.#stopped ??= this.#finish(last);
    return this.#stopped;
  }

  async #finish(last: boolean): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    try {
      await this.#inTurn(() => this.#pass({ wait: true, closed: last }));
    } catch (error) {
      this.#complain(error);
    }
  }

  #schedule(delay: number): void {
    this.#timer = setTimeout(() => void this.#tick(), delay).unref();
  }

  async #tick(): Promise<void> {
    try {
      await this.#inTurn(() => this.#pass({ wait: false, closed: false }));
      this.#complaint = "";
    } catch (error) {
      this.#complain(error);
    }
    if (this.#stopped === null) this.#schedule(this.#options.intervalMs ?? 250);
  }

  /** One pass at a time in this process. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }

  /** Says what is wrong, once until it changes. */
  #complain(error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error);
    if (reason === this.#complaint) return;
    this.#complaint = reason;
    if (error instanceof ChainTamperedError) this.#options.log.error(reason);
    else
      this.#options.log.warn(
        `Journal des accès\u00a0: le scellement attend (${reason}). Rien n’est perdu, il reprendra de lui-même.`,
      );
  }

  async #pass({ wait, closed }: { wait: boolean; closed: boolean }): Promise<SealReport> {
    const kept = await this.#keeper.current();
    const deadline = Date.now() + BUSY_LIMIT_MS;
    const done = { sealed: 0, refused: 0 };
    let after: number | null = null;
    let horizon: string | null = null;
    for (;;) {
      const step: Step = await this.#step(kept, after, horizon);
      if (step.page === null) {
        if (wait && Date.now() < deadline) {
          await sleep(BUSY_PAUSE_MS);
          continue;
        }
        await this.#keep(kept, step, false);
        return { ...done, seq: step.end.seq, complete: false };
      }
      done.sealed += step.page.sealed;
      done.refused += step.page.refused;
      horizon ??= step.page.snapshot;
      after = step.page.lastId;
      if (step.page.isLast) {
        this.#seen = horizon;
        await this.#keep(kept, step, closed);
        return { ...done, seq: step.end.seq, complete: true };
      }
    }
  }

  async #keep(kept: KeptHead | null, { end }: Step, closed: boolean): Promise<void> {
    const { seq, hash, hashAt } = end;
    const place = { seq, hash, hashAtKept: hashAt, snapshot: this.#seen ?? NOTHING_SEEN };
    await this.#keeper.keep(kept, place, closed);
  }

  /** One batch, in one transaction. */
  #step(kept: KeptHead | null, after: number | null, horizon: string | null): Promise<Step> {
    return inChainTransaction(this.#options.pool, async (client, mine) => {
      const end = await readChainEnd(client, kept?.seq ?? 0);
      await this.#checkEnd(end);
      this.#seen ??= end.head?.snapshot ?? NOTHING_SEEN;
      if (!mine) return { end, page: null };
      const page = await this.#readPage(client, after);
      const accepted = this.#refusals.accept(page.candidates);
      const isLast = page.candidates.length < BATCH;
      // Until its last page, a pass has not sealed all that its first snapshot saw.
      const snapshot = isLast ? (horizon ?? page.snapshot) : this.#seen;
      const head = await this.#append(client, end, accepted, snapshot);
      return {
        end: { ...end, ...(head ? { head, seq: head.seq, hash: head.hash } : {}) },
        page: {
          sealed: accepted.length,
          refused: page.candidates.length - accepted.length,
          snapshot: page.snapshot,
          lastId: page.candidates.at(-1)?.id ?? after,
          isLast,
        },
      };
    });
  }

  async #readPage(client: pg.ClientBase, after: number | null) {
    const seen = this.#seen ?? NOTHING_SEEN;
    const page = await readCandidates(client, seen, after, BATCH);
    if (parseSnapshot(page.snapshot).xmax >= parseSnapshot(seen).xmax) return page;
    // A backup put back into another PostgreSQL: its transaction numbers began again below ours.
    this.#seen = NOTHING_SEEN;
    return readCandidates(client, NOTHING_SEEN, after, BATCH);
  }

  async #append(
    client: pg.ClientBase,
    end: ChainEnd,
    entries: Parameters<typeof appendSeals>[2],
    snapshot: string,
  ): Promise<SignedHead | null> {
    if (entries.length === 0) return null;
    const head = await appendSeals(client, end, entries, (place) =>
      signHead(this.#options.secrets, { ...place, snapshot }),
    );
    this.#checkedSignature = head.signature;
    return head;
  }

  /** Seals follow a head we signed, and nothing else. */
  async #checkEnd({ head, seq, hash }: ChainEnd): Promise<void> {
    const follows =
      head === null ? seq === 0 && hash === ORIGIN_HASH : head.seq === seq && head.hash === hash;
    if (follows && head !== null && head.signature !== this.#checkedSignature) {
      const ours =
        head.keyId === this.#options.secrets.auditKeyId && (await headIsGenuine(head, this.#publicKey));
      if (ours) this.#checkedSignature = head.signature;
    }
    if (follows && (head === null || head.signature === this.#checkedSignature)) return;
    throw new ChainTamperedError(
      `Journal des accès\u00a0: la fin de la chaîne, dans la base, n’a pas été écrite par Maillage (scellé n°\u00a0${seq}). ` +
        "Plus rien n’est scellé, pour ne pas couvrir une falsification. Prévenez le délégué à la protection des données, " +
        "gardez une copie de la base, puis lancez «\u00a0maillage audit verify\u00a0».",
    );
  }
}

interface Step {
  readonly end: ChainEnd;
  /** What was sealed; null when another process is sealing. */
  readonly page: {
    readonly sealed: number;
    readonly refused: number;
    readonly snapshot: string;
    readonly lastId: number | null;
    readonly isLast: boolean;
  } | null;
}
