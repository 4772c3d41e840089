import type { KeyObject } from "node:crypto";
import { rename } from "node:fs/promises";
import {
  type KeptHead,
  keptHeadIsGenuine,
  ORIGIN_HASH,
  readPublicKey,
  type SigningKeys,
  signKeptHead,
} from "./head.ts";
import { HeadFileError, readHeadFile, writeHeadFile } from "./head-file.ts";
import type { SealerLog } from "./refusals.ts";

/** Idle or not, the kept head is signed again this often: its date tells when the server last lived. */
const SIGN_AGAIN_MS = 3_000;

/** Where the chain stands, as just read in (or written to) the database. */
export interface ChainPlace {
  readonly seq: number;
  readonly hash: string;
  /** Snapshot whose entries are all sealed. */
  readonly snapshot: string;
  /** Hash the database's seal has at the number of the head kept so far; null when that seal is missing. */
  readonly hashAtKept: string | null;
}

/** Keeps the latest signed head outside the database, and never lets it go back. */
export class HeadKeeper {
  readonly #path: string;
  readonly #keys: SigningKeys;
  readonly #publicKey: KeyObject;
  readonly #log: SealerLog;
  #signedAtMs = 0;
  #alarmed = false;

  constructor(path: string, keys: SigningKeys, log: SealerLog) {
    this.#path = path;
    this.#keys = keys;
    this.#publicKey = readPublicKey(keys.auditPublicKeyPem);
    this.#log = log;
  }

  /** The head kept now. A file that is not ours is put aside, never overwritten: it may be evidence. */
  async current(): Promise<KeptHead | null> {
    try {
      const head = await readHeadFile(this.#path);
      if (head === null || (await keptHeadIsGenuine(head, this.#publicKey))) return head;
    } catch (error) {
      if (!(error instanceof HeadFileError)) throw error;
    }
    const aside = `${this.#path}.refused-${Date.now()}`;
    await rename(this.#path, aside);
    this.#log.error(
      `Journal des accès\u00a0: la tête conservée n’est pas signée par ce serveur, ou elle est abîmée. Elle est mise de côté dans ${aside}, ` +
        "et une nouvelle est tenue. Prévenez le délégué à la protection des données.",
    );
    return null;
  }

  /**
   * Puts the chain's place into the file when it moved, or when its date grows old.
   * @param kept what `current` gave before the place was read
   * @param closed true for the last word of an orderly stop
   */
  async keep(kept: KeptHead | null, place: ChainPlace, closed: boolean): Promise<void> {
    if (kept !== null && !leadsTo(kept, place)) return this.#alarm(kept, place);
    this.#alarmed = false;
    const fresh = Date.now() - this.#signedAtMs < SIGN_AGAIN_MS;
    if (kept !== null && fresh && kept.seq === place.seq && kept.closed === closed) return;
    // A command run beside the server keeps the same file: what it just put there may be newer than our place.
    const now = await this.current();
    if (now !== null && now.seq > place.seq) return;
    const { seq, hash, snapshot } = place;
    await writeHeadFile(this.#path, signKeptHead(this.#keys, { seq, hash, snapshot, closed }));
    this.#signedAtMs = Date.now();
  }

  #alarm(kept: KeptHead, place: ChainPlace): void {
    if (this.#alarmed) return;
    this.#alarmed = true;
    this.#log.error(
      `Journal des accès\u00a0: la base s’arrête au scellé n°\u00a0${place.seq}, ou a été réécrite, alors que la tête conservée dans ${this.#path} ` +
        `atteint le n°\u00a0${kept.seq}. La fin du journal a été coupée, ou une sauvegarde plus ancienne a été remise. ` +
        "La tête est gardée telle quelle, comme preuve. Si la sauvegarde est de votre fait, rangez ce fichier ailleurs, puis relancez.",
    );
  }
}

/** Is the kept head a place this chain went through? */
function leadsTo(kept: KeptHead, place: ChainPlace): boolean {
  if (kept.seq === 0) return kept.hash === ORIGIN_HASH;
  return kept.seq <= place.seq && place.hashAtKept === kept.hash;
}
