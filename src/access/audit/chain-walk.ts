import { createHash, type KeyObject } from "node:crypto";
import type { SealRow } from "./chain-source.ts";
import { headIsGenuine, keptLine, linkHash, ORIGIN_HASH, type PrunedMark, type SignedHead } from "./head.ts";
import type { BrokenLink, EditedEntry } from "./swaps.ts";
import type { FaultList } from "./verdict.ts";

/** Faults looked at together at the end, to tell a swap from two edits: more than these are told as they are. */
const LOOKED_AT_TOGETHER = 1_000;

/** Follows the chain from its first seal, a page at a time. */
export class ChainWalk {
  readonly edited: EditedEntry[] = [];
  readonly broken: BrokenLink[] = [];
  /** Seals after the last head. */
  readonly unsigned: { seq: number; entryId: number }[] = [];
  /** Last head met, genuine or not. */
  lastHead: SignedHead | null = null;
  sealed = 0;
  /** Entries found behind their seals. */
  entries = 0;
  lastSeq = 0;
  /** Hash of the seal asked for at construction; null when it was not met. */
  hashAtAsked: string | null;
  /** A head signed by our key names another hash than its seal has: the seals were made again. */
  remade: SignedHead | null = null;

  readonly #publicKey: KeyObject;
  readonly #keyId: string;
  readonly #faults: FaultList;
  readonly #askedSeq: number;
  #lastHash = ORIGIN_HASH;
  /** Where the chain begins again; what is met before it is compared with what it says stays. */
  readonly #pruned: PrunedMark | null;
  readonly #keptDigest = createHash("sha256");
  #kept = 0;

  constructor(
    publicKey: KeyObject,
    keyId: string,
    faults: FaultList,
    askedSeq: number,
    pruned: PrunedMark | null = null,
  ) {
    this.#publicKey = publicKey;
    this.#keyId = keyId;
    this.#faults = faults;
    this.#askedSeq = askedSeq;
    this.hashAtAsked = askedSeq === 0 ? ORIGIN_HASH : askedSeq === pruned?.seq ? pruned.hash : null;
    this.#pruned = pruned;
    if (pruned === null) return;
    this.lastSeq = pruned.seq;
    this.#lastHash = pruned.hash;
  }

  /** Tells of seals kept before the mark that are gone, added or changed. */
  endKept(): void {
    const pruned = this.#pruned;
    if (pruned === null) return;
    if (this.#kept === pruned.kept && this.#keptDigest.digest("hex") === pruned.keptDigest) return;
    this.#faults.add({
      kind: "deleted",
      seq: pruned.seq,
      message: `Des scellés d’avant le n°\u00a0${pruned.seq}, gardés quand le journal a été allégé, ont été supprimés, ajoutés ou modifiés.`,
    });
  }

  async take(page: readonly SealRow[]): Promise<void> {
    const heads = page.flatMap(({ head }) => (head === null ? [] : [head]));
    const genuine = new Map(
      await Promise.all(heads.map(async (head) => [head, await this.checkHead(head)] as const)),
    );
    for (const row of page) {
      if (this.#pruned !== null && row.seq <= this.#pruned.seq) {
        this.#keep(row);
        continue;
      }
      this.#link(row);
      this.#compareEntry(row);
      if (row.head === null) {
        // Only told when no head follows: a few of them and their number are enough.
        if (this.unsigned.length < LOOKED_AT_TOGETHER)
          this.unsigned.push({ seq: row.seq, entryId: row.entryId });
      } else {
        this.unsigned.length = 0;
        this.lastHead = row.head;
        if (genuine.get(row.head) === true && row.head.hash !== row.hash) this.remade ??= row.head;
      }
    }
  }

  /** Tells of a head that is not signed by our key. */
  async checkHead(head: SignedHead): Promise<boolean> {
    if (head.keyId !== this.#keyId) {
      this.#faults.add({
        kind: "wrong_key",
        seq: head.seq,
        message: `La tête n°\u00a0${head.seq} est signée avec une autre clé (${head.keyId}) que celle donnée (${this.#keyId}).`,
      });
      return false;
    }
    if (await headIsGenuine(head, this.#publicKey)) return true;
    this.#faults.add({
      kind: "bad_signature",
      seq: head.seq,
      message: `La signature de la tête n°\u00a0${head.seq} est fausse\u00a0: cette tête a été modifiée ou fabriquée.`,
    });
    return false;
  }

  #keep(row: SealRow): void {
    this.sealed += 1;
    this.#kept += 1;
    this.#keptDigest.update(keptLine(row));
    this.#compareEntry(row);
  }

  #link(row: SealRow): void {
    this.sealed += 1;
    if (row.seq === this.#askedSeq) this.hashAtAsked = row.hash;
    if (row.seq === this.lastSeq + 1) {
      const { seq, entryId, digest, hash } = row;
      if (linkHash(this.#lastHash, digest) !== hash)
        this.#rememberBroken({ seq, entryId, digest, hash, previousHash: this.#lastHash });
    } else this.#tellHole(row);
    this.lastSeq = row.seq;
    this.#lastHash = row.hash;
  }

  #rememberBroken(link: BrokenLink): void {
    if (this.broken.length < LOOKED_AT_TOGETHER) this.broken.push(link);
    else this.#faults.add({ kind: "broken_chain", seq: link.seq, message: brokenMessage(link.seq) });
  }

  #tellHole({ seq }: SealRow): void {
    if (seq <= 0) {
      this.#faults.add({
        kind: "inserted",
        seq,
        message: `Le scellé n°\u00a0${seq} ne peut pas exister\u00a0: la chaîne commence au n°\u00a01.`,
      });
      return;
    }
    const [first, last] = [Math.max(this.lastSeq, 0) + 1, seq - 1];
    if (first > last) return;
    const which =
      first === last
        ? `Le scellé n°\u00a0${first} manque`
        : `Les scellés n°\u00a0${first} à ${last} manquent`;
    this.#faults.add({
      kind: "deleted",
      seq: first,
      message: `${which} dans la chaîne\u00a0: supprimé${first === last ? "" : "s"} après coup.`,
    });
  }

  #compareEntry({ seq, entryId, digest, entryDigest }: SealRow): void {
    if (entryDigest === null) {
      this.#faults.add({
        kind: "deleted",
        entryId,
        seq,
        message: `L’entrée n°\u00a0${entryId} a été supprimée\u00a0: son scellé n°\u00a0${seq} est là, elle n’y est plus.`,
      });
      return;
    }
    this.entries += 1;
    if (entryDigest === digest) return;
    if (this.edited.length < LOOKED_AT_TOGETHER)
      this.edited.push({ entryId, seq, sealed: digest, actual: entryDigest });
    else this.#faults.add({ kind: "edited", entryId, seq, message: editedMessage(entryId, seq) });
  }
}

/** What is said of an entry that is not what was sealed. */
export function editedMessage(entryId: number, seq: number): string {
  return `L’entrée n°\u00a0${entryId} a été modifiée\u00a0: elle n’est plus celle que le scellé n°\u00a0${seq} atteste.`;
}

/** What is said of a seal that does not follow from the one before. */
export function brokenMessage(seq: number): string {
  return `Le scellé n°\u00a0${seq} ne découle pas du précédent\u00a0: la chaîne est rompue à cet endroit.`;
}
