/** Recognising terms of a centre's vocabularies in the cells of a register. */
import { foldName, tidyName } from "../people/names.ts";
import type { WordCorrection } from "./corrections.ts";
import {
  type ProfessionalUse,
  RegisterFileError,
  type Sex,
  type TermUse,
  type VocabularyList,
  type VocabularyTerm,
} from "./model.ts";

/** Vocabularies made ready for look-ups. */
export interface VocabularyIndex {
  /** The term a text names exactly once folded, else null. */
  find(list: VocabularyList, text: string): TermUse | null;
  /** Who said what a text stands for: someone for this file, someone for an earlier one, or the list itself. */
  toldBy(list: VocabularyList, text: string): "chosen" | "memory" | "list";
  /** The same by the list alone, whatever was told. */
  listed(list: VocabularyList, text: string): TermUse | null;
  /** Terms of a list, each once. */
  terms(list: VocabularyList): readonly TermUse[];
}

/** A term with the text that names it. */
export interface WrittenTerm {
  readonly written: string;
  readonly use: TermUse;
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

/**
 * Indexes vocabularies by folded code, label and spellings; the first term to claim a spelling keeps it. What was
 * chosen for this file, then kept from earlier ones, comes before.
 * @throws RegisterFileError when a chosen word stands for a term that is in no list
 */
export function indexVocabularies(
  terms: readonly VocabularyTerm[],
  chosen: readonly WordCorrection[] = [],
  remembered: readonly WordCorrection[] = [],
): VocabularyIndex {
  const byText = new Map<string, TermUse>();
  const byCode = new Map<string, TermUse>();
  for (const { list, code, label, synonyms } of terms) {
    const use = { list, code, label, known: true };
    if (!byCode.has(`${list}:${code}`)) byCode.set(`${list}:${code}`, use);
    for (const text of [label, code, ...synonyms]) {
      const key = `${list}:${compact(text)}`;
      if (compact(text) !== "" && !byText.has(key)) byText.set(key, use);
    }
  }
  const told = new Map<string, { use: TermUse; by: "chosen" | "memory" }>();
  const tell = ({ list, text, code, label }: WordCorrection, by: "chosen" | "memory") => {
    const key = `${list}:${compact(text)}`;
    const use =
      code === null
        ? (byText.get(`${list}:${compact(label ?? "")}`) ?? proposed(list, tidy(label ?? "")))
        : byCode.get(`${list}:${code}`);
    if (use !== undefined && !told.has(key)) told.set(key, { use, by });
    if (use === undefined && by === "chosen") throw unknownTerm(text);
  };
  for (const word of chosen) tell(word, "chosen");
  for (const word of remembered) tell(word, "memory");
  return {
    find: (list, text) => {
      const key = `${list}:${compact(text)}`;
      return told.get(key)?.use ?? byText.get(key) ?? null;
    },
    listed: (list, text) => byText.get(`${list}:${compact(text)}`) ?? null,
    toldBy: (list, text) => told.get(`${list}:${compact(text)}`)?.by ?? "list",
    terms: (list) => [...byCode.values()].filter((use) => use.list === list),
  };
}

function unknownTerm(text: string): RegisterFileError {
  return new RegisterFileError(
    "wrong_correction",
    `Le terme choisi pour «\u00A0${text}\u00A0» n’existe pas dans la liste. Rien n’a été importé. Choisissez-en un autre et recommencez.`,
  );
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
export function splitTerms(index: VocabularyIndex, list: VocabularyList, text: string): WrittenTerm[] {
  const named = (written: string): WrittenTerm | null => {
    const use = readTerm(index, list, written);
    return use === null ? null : { written: tidy(written), use };
  };
  const whole = named(text);
  if (whole === null) return [];
  if (index.find(list, whole.written) !== null) return [whole];
  const pieces = text
    .split(/[/,;+&\n|]|\bet\b| - /u)
    .map(named)
    .filter((piece) => piece !== null);
  const split = pieces.length > 1 && (pieces.some(({ use }) => use.known) || /[;\n]/u.test(text));
  return split ? pieces : [whole];
}

/** The terms of a cell, each once. */
export function readTerms(index: VocabularyIndex, list: VocabularyList, text: string): TermUse[] {
  return [...new Map(splitTerms(index, list, text).map(({ use }) => [use.code, use])).values()];
}

/** Reads "Dr C", "IDE", "Mme Martin (IDE)": the kind of professional and what is left as a name. */
export function readProfessional(index: VocabularyIndex, text: string): ProfessionalUse | null {
  const written = tidy(text);
  if (NOTHING_SAID.has(compact(written))) return null;
  const read = kindAndName(index, written);
  // What is told of the whole text says the kind; the name stays what the words leave.
  const told = index.toldBy("professional", written) === "list" ? null : index.find("professional", written);
  return { text: written, kind: told ?? read.kind, name: read.name };
}

function kindAndName(index: VocabularyIndex, written: string): Pick<ProfessionalUse, "kind" | "name"> {
  const words = written.split(/[\s()]+/u).filter((word) => word !== "");
  for (let length = words.length; length > 0; length--) {
    const atStart = index.listed("professional", words.slice(0, length).join(" "));
    if (atStart) return { kind: atStart, name: words.slice(length).join(" ") };
    const atEnd = index.listed("professional", words.slice(-length).join(" "));
    if (atEnd) return { kind: atEnd, name: words.slice(0, -length).join(" ") };
  }
  return { kind: null, name: written };
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

/** Form under which words are compared. */
export function wordKey(text: string): string {
  return compact(text);
}

function compact(text: string): string {
  return foldName(text).replaceAll(" ", "");
}
