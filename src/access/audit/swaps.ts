import { canonicalText } from "./canonical.ts";
import { linkHash, sha256Hex } from "./head.ts";

/** An entry that is not what was sealed. */
export interface EditedEntry {
  readonly entryId: number;
  readonly seq: number;
  /** Digest of the entry as it was sealed, and as it is. */
  readonly sealed: string;
  readonly actual: string;
}

/** A seal whose hash does not follow from the seal before it. */
export interface BrokenLink {
  readonly seq: number;
  readonly entryId: number;
  readonly digest: string;
  readonly hash: string;
  readonly previousHash: string;
}

type Pieces = readonly (string | null)[];

/** Beyond these, every pair (every combination of columns) would take too long: they are told as edited. */
const MOST_PAIRED = 200;
const MOST_SEARCHED = 6;

/** Finds the pairs of entries that hold each other's content, in whole or in some columns. */
export function findSwappedEntries(
  edited: readonly EditedEntry[],
  pieces: ReadonlyMap<number, Pieces>,
): [EditedEntry, EditedEntry][] {
  if (edited.length > MOST_PAIRED) return [];
  return disjointPairs(edited, (a, b) => {
    if (a.actual === b.sealed && b.actual === a.sealed) return true;
    const [left, right] = [pieces.get(a.entryId), pieces.get(b.entryId)];
    if (left === undefined || right === undefined) return false;
    return exchangeRestores(a, left, b, right, edited.length <= MOST_SEARCHED);
  });
}

/** Would giving some columns back to each other make both entries what was sealed? The identifier stays. */
function exchangeRestores(
  a: EditedEntry,
  left: Pieces,
  b: EditedEntry,
  right: Pieces,
  search: boolean,
): boolean {
  const differing = left.flatMap((piece, index) => (index > 0 && piece !== right[index] ? [index] : []));
  const every = 2 ** differing.length - 1;
  const restores = (mask: number) => {
    const moved = new Set(differing.filter((_, bit) => mask & (1 << bit)));
    const mix = (own: Pieces, other: Pieces) =>
      sha256Hex(
        canonicalText(own.map((piece, index) => (moved.has(index) ? (other[index] ?? null) : piece))),
      );
    return mix(left, right) === a.sealed && mix(right, left) === b.sealed;
  };
  if (restores(every)) return true;
  for (let mask = 1; search && mask < every; mask++) if (restores(mask)) return true;
  return false;
}

/** Finds the pairs of seals that took each other's number, wholly or but for their hash. */
export function findSwappedSeals(broken: readonly BrokenLink[]): [BrokenLink, BrokenLink][] {
  if (broken.length > MOST_PAIRED) return [];
  return disjointPairs(broken, (a, b) => {
    // `a` stands where `b` stood; the hash before `a` was not touched.
    const whole = linkHash(a.previousHash, b.digest) === b.hash;
    const hashStayed = linkHash(a.previousHash, b.digest) === a.hash;
    if (whole) return linkHash(b.seq === a.seq + 1 ? b.hash : b.previousHash, a.digest) === a.hash;
    return hashStayed && linkHash(b.previousHash, a.digest) === b.hash;
  });
}

function disjointPairs<T>(items: readonly T[], related: (a: T, b: T) => boolean): [T, T][] {
  const taken = new Set<T>();
  const pairs: [T, T][] = [];
  for (const [index, a] of items.entries()) {
    if (taken.has(a)) continue;
    const b = items.slice(index + 1).find((other) => !taken.has(other) && related(a, other));
    if (b === undefined) continue;
    taken.add(a).add(b);
    pairs.push([a, b]);
  }
  return pairs;
}
