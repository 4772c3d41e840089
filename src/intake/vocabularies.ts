/** Recognising terms of a centre's vocabularies in the cells of a register. */
import { foldName, tidyName } from "../people/names.ts";
import type { ProfessionalUse, Sex, TermUse, VocabularyList, VocabularyTerm } from "./model.ts";

/** Vocabularies made ready for look-ups. */
export interface VocabularyIndex {
  /** The term a text names exactly once folded, else null. */
  find(list: VocabularyList, text: string): TermUse | null;
}

/** A longer text is a remark: its beginning is enough to name it. */
const LABEL_LENGTH = 120;
const NOTHING_SAID = new Set(
  [
    "",
    "nsp",
    "nr",
    "nc",
    "na",
    "inconnu",
    "inconnue",
    "non renseigne",
    "non renseignee",
    "ne sait pas",
    "non precise",
  ].map(compact),
);
const WOMAN = new Set([
  "f",
  "femme",
  "mme",
  "madame",
  "mlle",
  "mademoiselle",
  "feminin",
  "fille",
  "w",
  "fem",
  "2",
  "female",
]);
const MAN = new Set([
  "m",
  "h",
  "homme",
  "mr",
  "monsieur",
  "masculin",
  "garcon",
  "mas",
  "masc",
  "1",
  "male",
  "g",
]);
const NEITHER = new Set(["i", "indetermine", "autre", "intersexe", "non binaire", "neutre"]);

/** Indexes vocabularies by folded code, label and spellings; the first term to claim a spelling keeps it. */
export function indexVocabularies(terms: readonly VocabularyTerm[]): VocabularyIndex {
  const byText = new Map<string, TermUse>();
  for (const { list, code, label, synonyms } of terms) {
    for (const text of [label, code, ...synonyms]) {
      const key = `${list}:${compact(text)}`;
      if (compact(text) !== "" && !byText.has(key)) byText.set(key, { list, code, label, known: true });
    }
  }
  return { find: (list, text) => byText.get(`${list}:${compact(text)}`) ?? null };
}

/** Remembers what a function answered to each text: the cells of a register's column say few different things. */
export function remembering<T>(read: (text: string) => T): (text: string) => T {
  const answers = new Map<string, T>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined || answers.has(text)) return known as T;
    const answer = read(text);
    answers.set(text, answer);
    return answer;
  };
}

/** The term a cell names, a new one proposed when the vocabulary lacks it, null when the cell says nothing. */
export function readTerm(index: VocabularyIndex, list: VocabularyList, text: string): TermUse | null {
  const written = tidy(text);
  if (NOTHING_SAID.has(compact(written))) return null;
  return index.find(list, written) ?? proposed(list, written);
}

/**
 * The terms a cell names. A cell the vocabulary knows whole is one term ("insomnie / anxiété"); otherwise it is split
 * on / , ; + & and line ends when at least one piece is known, or when the separator leaves no doubt (; or a line end).
 */
export function readTerms(index: VocabularyIndex, list: VocabularyList, text: string): TermUse[] {
  const whole = readTerm(index, list, text);
  if (whole === null || whole.known) return whole === null ? [] : [whole];
  const pieces = text
    .split(/[/,;+&\n|]|\bet\b| - /u)
    .map((piece) => readTerm(index, list, piece))
    .filter((piece) => piece !== null);
  const split = pieces.length > 1 && (pieces.some((piece) => piece.known) || /[;\n]/u.test(text));
  if (!split) return [whole];
  return [...new Map(pieces.map((piece) => [piece.code, piece])).values()];
}

/** Reads "Dr C", "IDE", "Mme Martin (IDE)": the kind of professional and what is left as a name. */
export function readProfessional(index: VocabularyIndex, text: string): ProfessionalUse | null {
  const written = tidy(text);
  if (NOTHING_SAID.has(compact(written))) return null;
  const words = written.split(/[\s()]+/u).filter((word) => word !== "");
  for (let length = words.length; length > 0; length--) {
    const atStart = index.find("professional", words.slice(0, length).join(" "));
    if (atStart) return { text: written, kind: atStart, name: words.slice(length).join(" ") };
    const atEnd = index.find("professional", words.slice(-length).join(" "));
    if (atEnd) return { text: written, kind: atEnd, name: words.slice(0, -length).join(" ") };
  }
  return { text: written, kind: null, name: written };
}

/** Reads "F", "Femme", "Mme", "H", "M.", "1", "2"; null when the cell says nothing understood. */
export function readSex(text: string): Sex | null {
  const folded = compact(text);
  if (WOMAN.has(folded)) return "F";
  if (MAN.has(folded)) return "M";
  return NEITHER.has(folded) || NEITHER.has(foldName(text)) ? "I" : null;
}

/** A new term for a text the vocabulary lacks: its code is made from the text so that every spelling meets again. */
function proposed(list: VocabularyList, text: string): TermUse {
  const slug = foldName(text).replaceAll(" ", "_").slice(0, 60);
  const short = text.length > LABEL_LENGTH ? `${text.slice(0, LABEL_LENGTH)}…` : text;
  const label = short === short.toUpperCase() && short.length > 6 ? tidyName(short) : short;
  return { list, code: slug === "" ? "other" : slug, label, known: false };
}

function tidy(text: string): string {
  return text.replace(/\s+/gu, " ").trim();
}

function compact(text: string): string {
  return foldName(text).replaceAll(" ", "");
}
