/**
 * How names are compared: folding, equality whatever the spelling habits, and the distance between two names.
 * What is stored and shown stays as it was written; only comparisons use these forms.
 */

/** A person's name as two columns hold it. Either may be empty, not both. */
export interface PersonName {
  readonly family: string;
  readonly given: string;
}

/** Forms under which two names are equal: same words in any order, or same letters whatever the spaces. */
export interface NameKeys {
  /** Folded words of the whole name, sorted. */
  readonly words: string;
  /** Letters of the whole name without spaces, the smaller of family-first and given-first. */
  readonly letters: string;
}

/** Letters that no Unicode decomposition turns into plain ones. */
const PLAIN: Readonly<Record<string, string>> = {
  ı: "i",
  ß: "ss",
  œ: "oe",
  æ: "ae",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ħ: "h",
  ŋ: "n",
};
const APOSTROPHES = /['’‘‛ʼʻʹ`´′＇]/gu;
const SPECIAL = /[ıßœæøłđðþħŋ]/gu;
const ASCII = /^[a-z0-9 ]*$/u;

/**
 * Folds text for comparison: lower case, no accents, apostrophes removed, every other punctuation a single space.
 * "N’Diaye" gives "ndiaye", "BEN  SAÏD" gives "ben said", "Jean-Pierre" gives "jean pierre".
 */
export function foldName(text: string): string {
  const lower = text.toLowerCase();
  const plain = ASCII.test(lower)
    ? lower
    : lower
        .replace(APOSTROPHES, "")
        .normalize("NFKD")
        .replace(/\p{M}+/gu, "")
        .toLowerCase()
        .replace(SPECIAL, (letter) => PLAIN[letter] ?? letter)
        .replace(/[^\p{L}\p{N}]+/gu, " ");
  return plain.replace(/ +/gu, " ").trim();
}

/** Forms already computed, for as long as the name itself is kept. */
const keysOfNames = new WeakMap<PersonName, NameKeys>();

/** Comparison forms of a name; both are empty when the name holds no letter and no digit. */
export function nameKeys(name: PersonName): NameKeys {
  const computed = keysOfNames.get(name);
  if (computed !== undefined) return computed;
  const keys = computeKeys(name);
  keysOfNames.set(name, keys);
  return keys;
}

function computeKeys(name: PersonName): NameKeys {
  const family = foldName(name.family);
  const given = foldName(name.given);
  const words = `${family} ${given}`.trim().split(" ").sort().join(" ");
  const [first, second] = [family.replaceAll(" ", ""), given.replaceAll(" ", "")];
  const [letters = ""] = [first + second, second + first].sort();
  return { words, letters };
}

/** True when two names are one and the same once case, accents, punctuation, spaces and order are folded. */
export function sameName(a: PersonName, b: PersonName): boolean {
  const [left, right] = [nameKeys(a), nameKeys(b)];
  return left.words === right.words || left.letters === right.letters;
}

/**
 * Letters to add, remove, replace or swap with a neighbour to go from one folded name to the other, the words of one
 * being allowed to start at any of them so that swapped columns cost nothing. Bounded: 3 stands for "three or more".
 */
export function lettersApart(a: PersonName, b: PersonName): number {
  return formsApart(comparableForm(a), comparableForm(b));
}

/** A name prepared for many comparisons. */
export interface ComparableName {
  /** The letters read from each word in turn, the words before it coming last; the first is family then given. */
  readonly rotations: readonly string[];
  /**
   * Which letters occur at least once, twice, three times, one bit each. Two names differ by as many bits as their
   * letters differ in number, or fewer: a cheap way to rule out names that cannot be close.
   */
  readonly masks: readonly [number, number, number];
}

/** One letter replaced takes one away and brings one: two edits differ by four letters at most. */
export const MOST_BITS_APART = 4;

/** Prepares a name for `formsApart`. */
export function comparableForm(name: PersonName): ComparableName {
  const words = foldName(`${name.family} ${name.given}`).split(" ");
  const rotations = new Set<string>();
  for (let start = 0; start < Math.min(words.length, 8); start++) {
    rotations.add([...words.slice(start), ...words.slice(0, start)].join(""));
  }
  const masks: [number, number, number] = [0, 0, 0];
  for (const letter of words.join("")) {
    const bit = 1 << (letter.charCodeAt(0) % 31);
    if ((masks[0] & bit) === 0) masks[0] |= bit;
    else if ((masks[1] & bit) === 0) masks[1] |= bit;
    else masks[2] |= bit;
  }
  return { rotations: [...rotations], masks };
}

/** `lettersApart` on prepared names. */
export function formsApart(a: ComparableName, b: ComparableName): number {
  const first = a.rotations[0] ?? "";
  const length = b.rotations[0]?.length ?? 0;
  if (Math.abs(first.length - length) > 2) return 3;
  if (bitsApart(a.masks, b.masks) > MOST_BITS_APART) return 3;
  let best = 3;
  for (const other of b.rotations) {
    best = Math.min(best, boundedDistance(first, other));
    if (best === 0) return 0;
  }
  return best;
}

function bitsApart(a: ComparableName["masks"], b: ComparableName["masks"]): number {
  return bitCount(a[0] ^ b[0]) + bitCount(a[1] ^ b[1]) + bitCount(a[2] ^ b[2]);
}

/** How many bits are set in a 32-bit number. */
export function bitCount(bits: number): number {
  let n = bits - ((bits >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return (((n + (n >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/**
 * Damerau–Levenshtein distance (optimal string alignment), computed on the diagonal band that a distance of two can
 * reach; 3 stands for anything further.
 */
function boundedDistance(a: string, b: string): number {
  if (a === b) return 0;
  if (Math.abs(a.length - b.length) > 2) return 3;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const line = new Array<number>(b.length + 1).fill(3);
    if (i <= 2) line[0] = i;
    let smallest = line[0] ?? 3;
    for (let j = Math.max(1, i - 2); j <= Math.min(b.length, i + 2); j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((above[j] ?? 3) + 1, (line[j - 1] ?? 3) + 1, (above[j - 1] ?? 3) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (before[j - 2] ?? 3) + 1);
      }
      line[j] = Math.min(cost, 3);
      smallest = Math.min(smallest, line[j] ?? 3);
    }
    if (smallest >= 3) return 3;
    before = above;
    above = line;
  }
  return Math.min(above[b.length] ?? 3, 3);
}

/**
 * Writes a name typed all in capitals or all in small letters the usual way ("JEAN-PIERRE" gives "Jean-Pierre");
 * a name in mixed case is left as its author wrote it. Spaces are tidied.
 */
export function tidyName(text: string): string {
  const tidy = text
    .normalize("NFC")
    .replace(/[\s\u00A0\u200B]+/gu, " ")
    .trim();
  if (tidy !== tidy.toUpperCase() && tidy !== tidy.toLowerCase()) return tidy;
  return tidy.toLowerCase().replace(/(^|[\s'’.-])(\p{L})/gu, (_, before: string, letter: string) => {
    return before + letter.toUpperCase();
  });
}
