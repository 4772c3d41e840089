/** Understanding what a register says of a person's cover on the day of a visit. */
import { foldName } from "../people/names.ts";
import { type CoverMeaning, coverFillers, coverUnknownWords, coverWords } from "./cover-words.ts";
import type { BaseCover, ComplementaryCover, CoverStatement } from "./model.ts";

const meanings: ReadonlyMap<string, CoverMeaning> = new Map(
  coverWords.flatMap(({ words, base, complementary }) =>
    words.split("|").map((word) => [compact(word), { base, complementary }] as const),
  ),
);
const unknownTexts = new Set(coverUnknownWords.split("|").map(compact));
const fillers = new Set(coverFillers.split("|").map(compact));
const LONGEST_PHRASE = 7;

/** A cover of which nothing usable is said; never counted as none. */
function unknown(text: string, recognised: boolean): CoverStatement {
  return { base: "unknown", complementary: "unknown", text, recognised };
}

/** What texts were said to mean, and whether for this file; by `coverKey`. Comes before the words known everywhere. */
export type ToldCovers = ReadonlyMap<string, CoverMeaning & { readonly by: "chosen" | "memory" }>;
const nothingTold: ToldCovers = new Map();

/** Form under which texts of cover are compared. */
export function coverKey(text: string): string {
  return compact(text);
}

/**
 * Reads a cell of cover. An empty cell is an unknown cover; so is a text that is not understood, kept as written with
 * `recognised` false ("CMU en cours de demande" is no cover yet, and must not be taken for one).
 */
export function readCover(text: string, told: ToldCovers = nothingTold): CoverStatement {
  const written = text.replace(/\s+/gu, " ").trim();
  const whole = compact(written);
  const said = told.get(whole);
  if (said) return standing(said, written);
  if (whole === "" || unknownTexts.has(whole)) return unknown(written, true);
  const exact = meanings.get(whole);
  if (exact) return standing(exact, written);
  const parts = partsOf(written);
  const read = parts.map(readPart);
  const meant = read.flatMap((meaning) => meaning ?? []);
  if (meant.length === 0 || read.includes(null)) return unknown(written, false);
  return combine(meant, written);
}

/** The two layers of a statement joined with what a second column says of the complementary one. */
export function withComplementary(
  cover: CoverStatement | null,
  text: string,
  told: ToldCovers = nothingTold,
): CoverStatement | null {
  const written = text.replace(/\s+/gu, " ").trim();
  if (written === "" || unknownTexts.has(compact(written))) return cover;
  const base = cover?.base ?? null;
  const joined = cover === null || cover.text === "" ? written : `${cover.text} / ${written}`;
  const said = told.get(compact(written));
  if (said) {
    const layer = said.complementary ?? cover?.complementary ?? null;
    const { recognised = true } = cover ?? {};
    return { base: said.base ?? base, complementary: layer, text: joined, recognised };
  }
  const complementary = readComplementary(written);
  if (complementary === null) {
    return { base, complementary: cover?.complementary ?? "unknown", text: joined, recognised: false };
  }
  const { recognised = true } = cover ?? {};
  return { base: complementary.base ?? base, complementary: complementary.layer, text: joined, recognised };
}

function readComplementary(text: string): { layer: ComplementaryCover; base: BaseCover | null } | null {
  const folded = compact(text);
  if (/^(oui|o|x|1|vrai|yes)$/u.test(folded)) return { layer: "private", base: null };
  if (/^(non|n|0|faux|no)$/u.test(folded)) return { layer: "none", base: null };
  const read = readCover(text);
  if (!read.recognised || read.complementary === "unknown") return null;
  // "Aucune" in this column says nothing of the base layer.
  if (read.complementary === "none") return { layer: "none", base: null };
  if (read.base === "cmu_base" && read.complementary === null) return { layer: "cmu_c", base: null };
  return read.complementary === null ? null : { layer: read.complementary, base: read.base };
}

/** "+" and its like join two covers; so do "et" and "avec". Brackets are remarks. */
function partsOf(text: string): string[] {
  return text
    .replace(/[([][^)\]]*[)\]]/gu, (remark) =>
      /cours|demande|expir|p[eé]rim|fin|[eé]chu|attente/iu.test(remark) ? remark : " ",
    )
    .replace(/\bjusqu['’]?(?:au|à|en)?\s*[\d/.\-\s]+$/iu, " ")
    .split(/[+/,;&|\n]|\bet\b|\bavec\b|\bplus\b/iu)
    .map((part) => part.trim())
    .filter((part) => compact(part) !== "");
}

/** Meanings of a part: itself, or known phrases with fillers only between them; null when a word is not understood. */
function readPart(part: string): CoverMeaning[] | null {
  const exact = meanings.get(compact(part));
  if (exact) return [exact];
  const words = foldWords(part);
  const found: CoverMeaning[] = [];
  for (let start = 0; start < words.length; ) {
    const step = longestPhrase(words, start);
    if (step === null) return null;
    if (step.meaning !== null) found.push(step.meaning);
    start += step.length;
  }
  return found;
}

function longestPhrase(
  words: readonly string[],
  start: number,
): { length: number; meaning: CoverMeaning | null } | null {
  for (let length = Math.min(LONGEST_PHRASE, words.length - start); length > 0; length--) {
    const phrase = words.slice(start, start + length).join("");
    const meaning = meanings.get(phrase);
    if (meaning) return { length, meaning };
    if (fillers.has(phrase)) return { length, meaning: null };
  }
  return null;
}

/** Each layer takes what is said of it; two different things said of one layer are not decided here. */
function combine(parts: readonly CoverMeaning[], text: string): CoverStatement {
  const bases = new Set(parts.flatMap(({ base }) => (base === null || base === "none" ? [] : [base])));
  const complements = new Set(
    parts.flatMap(({ complementary: layer }) => (layer === null || layer === "none" ? [] : [layer])),
  );
  if (bases.size > 1 || complements.size > 1) return unknown(text, false);
  const [base = null] = bases;
  const [complementary = null] = complements;
  const saysNone = (layer: "base" | "complementary") => parts.some((part) => part[layer] === "none");
  return standing(
    {
      base: base ?? (saysNone("base") ? "none" : null),
      complementary: complementary ?? (saysNone("complementary") ? "none" : null),
    },
    text,
  );
}

function standing({ base, complementary }: CoverMeaning, text: string): CoverStatement {
  return { base, complementary, text, recognised: true };
}

function foldWords(text: string): string[] {
  return foldName(text.replace(/['’.]/gu, " "))
    .split(" ")
    .filter((word) => word !== "");
}

function compact(text: string): string {
  // Question marks are all that some unknown covers are made of.
  return /^[\s?]+$/u.test(text) ? text.replace(/\s/gu, "") : foldWords(text).join("");
}
