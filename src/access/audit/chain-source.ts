import type { PrunedMark, SignedHead } from "./head.ts";

/** A seal, with what the trail now holds of its entry, and its head if it is the last of a batch. */
export interface SealRow {
  readonly seq: number;
  readonly entryId: number;
  /** Digest kept in the seal. */
  readonly digest: string;
  readonly hash: string;
  /** Digest of the entry as it is now; null when it is gone. */
  readonly entryDigest: string | null;
  readonly head: SignedHead | null;
}

/** An entry without seal. */
export interface UnsealedRow {
  readonly id: number;
  /** As `momentSql` writes it; null when it is infinite. */
  readonly at: string | null;
  readonly xid: bigint;
  readonly stampId: string;
  /** Hexadecimal. */
  readonly stampMac: string;
  /** Another transaction carries the same stamp. */
  readonly stampReused: boolean;
}

/** A signed note, or a document filed or printed, beside the entry of that act; one of the two may be gone. */
export interface SignedRow {
  readonly kind: "note" | "document";
  readonly id: string;
  /** Digest of it as it is now; null when it is gone. */
  readonly digest: string | null;
  /** Entry of the act; null when there is none. */
  readonly entryId: number | null;
  /** Digest that entry keeps. */
  readonly signedDigest: string | null;
}

/** A trail to verify, read in pages so that its size does not matter. */
export interface ChainSource {
  /** Where the chain begins again, when its beginning was removed. */
  pruned(): Promise<PrunedMark | null>;
  /** Every seal, by number. */
  seals(): AsyncIterable<readonly SealRow[]>;
  /** Heads whose seal is missing. */
  headsWithoutSeal(): AsyncIterable<readonly SignedHead[]>;
  unsealed(): AsyncIterable<readonly UnsealedRow[]>;
  /** Pieces of the canonical text (canonical.ts) of these entries. */
  pieces(entryIds: readonly number[]): Promise<ReadonlyMap<number, readonly (string | null)[]>>;
  /** Does the account given see signed notes and documents? The sealer's does not. */
  notesVisible(): Promise<boolean>;
  /** Those that are not what was signed or filed, or of which the row or the act is missing. */
  doubtfulSigned(): AsyncIterable<readonly SignedRow[]>;
  /** The public keys the database declares. */
  keys(): Promise<readonly { readonly keyId: string; readonly publicKeyPem: string }[]>;
}
