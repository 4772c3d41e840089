/** What a screen shows of a register read and planned, so that someone can correct it. Runs in the reading thread. */
import { columnLetters, headingKey } from "./columns.ts";
import { type Corrections, type CoverColumn, coverColumns, type RegisterMemory } from "./corrections.ts";
import { coverKey, readCover, withComplementary } from "./cover.ts";
import type { ImportReview } from "./import-messages.ts";
import {
  type CoverStatement,
  type IgnoredKind,
  type RegisterPlan,
  type VocabularyList,
  vocabularyLists,
} from "./model.ts";
import type { ParsedRegister } from "./rules.ts";
import { readProfessional, splitTerms, type VocabularyIndex, wordKey } from "./vocabularies.ts";

/** Words shown of one list, those not recognised first. */
const WORDS_SHOWN = 1_000;
const IGNORED: Readonly<Record<IgnoredKind, string>> = {
  blank: "Ligne vide.",
  total: "Ligne de total.",
  heading: "Titre ou intertitre.",
};

/** The columns, words, rows and pairs of a plan. */
export function reviewRegister(parsed: ParsedRegister, plan: RegisterPlan): ImportReview {
  return {
    columns: parsed.columns.map((column) => ({ ...column, samples: [...column.samples] })),
    lists: reviewLists(parsed),
    covers: reviewCovers(parsed),
    pairs: plan.pairs.map(({ key, names, birth, rows, persons, lettersApart, decision, contradicted }) => ({
      key,
      names: names.map(({ family, given }) => `${family} ${given}`.trim()),
      birth,
      rows: [rows[0] ?? null, rows[1] ?? null],
      recorded: persons.map((person) => !person.startsWith("row-")),
      lettersApart,
      decision,
      contradicted,
    })),
    rows: reviewRows(parsed, plan),
  };
}

/** What to keep of corrections for the next file: headings met once, and words. */
export function memoryOf({ columns }: ParsedRegister, corrections: Corrections): RegisterMemory {
  const keys = columns.map(({ heading }) => headingKey(heading));
  const headings = corrections.columns.flatMap(({ column, field }) => {
    const heading = columns.find((one) => one.column === column)?.heading ?? "";
    const key = headingKey(heading);
    const named = key !== "" && heading !== `Colonne ${columnLetters(column)}`;
    return named && keys.indexOf(key) === keys.lastIndexOf(key) ? [{ heading, field }] : [];
  });
  return { headings, words: corrections.words, covers: corrections.covers };
}

function reviewLists({ texts, vocabularies, header }: ParsedRegister): ImportReview["lists"] {
  return vocabularyLists.flatMap((list) => {
    const words = reviewWords(list, texts.get(list) ?? new Map(), vocabularies);
    if (words.length === 0) return [];
    const heading = header.titles[header.columns[list] ?? -1] ?? "";
    const options = vocabularies.terms(list).map(({ code, label }) => ({ code, label }));
    return [{ list, heading, options, words }];
  });
}

type ReviewedWord = ImportReview["lists"][number]["words"][number];

function reviewWords(
  list: VocabularyList,
  texts: ReadonlyMap<string, number>,
  vocabularies: VocabularyIndex,
): ReviewedWord[] {
  const words = new Map<string, ReviewedWord>();
  for (const [text, rows] of texts) {
    for (const { written, use } of namedIn(list, text, vocabularies)) {
      const key = wordKey(written);
      const word = words.get(key);
      if (word) word.rows += rows;
      else
        words.set(key, {
          text: written,
          rows,
          code: use?.code ?? null,
          label: use?.label ?? null,
          known: use?.known ?? false,
          by: vocabularies.toldBy(list, written),
        });
    }
  }
  return unrecognisedFirst([...words.values()]);
}

function namedIn(list: VocabularyList, text: string, vocabularies: VocabularyIndex) {
  if (list === "professional") {
    const read = readProfessional(vocabularies, text);
    return read === null ? [] : [{ written: read.text, use: read.kind }];
  }
  if (list === "reason" || list === "orientation") return splitTerms(vocabularies, list, text);
  // Lists of one term a cell are never split: the whole cell is the word.
  return splitTerms(vocabularies, list, text).length === 0
    ? []
    : [{ written: text, use: vocabularies.find(list, text) }];
}

function reviewCovers({ texts, toldCovers, header }: ParsedRegister): ImportReview["covers"] {
  return coverColumns.flatMap((column) => {
    const words = new Map<string, ImportReview["covers"][number]["words"][number]>();
    for (const [text, rows] of texts.get(column) ?? []) {
      const read = readIn(column, text, toldCovers[column]);
      if (read === null || saysUnknown(read)) continue;
      const key = coverKey(text);
      const word = words.get(key);
      const by = toldCovers[column].get(key)?.by ?? "list";
      const { base, complementary, recognised: known } = read;
      if (word) word.rows += rows;
      else words.set(key, { text, rows, base, complementary, known, by });
    }
    const heading = header.titles[header.columns[column] ?? -1] ?? "";
    return words.size === 0 ? [] : [{ column, heading, words: unrecognisedFirst([...words.values()]) }];
  });
}

function readIn(column: CoverColumn, text: string, told: ParsedRegister["toldCovers"][CoverColumn]) {
  return column === "cover" ? readCover(text, told) : withComplementary(null, text, told);
}

/** "Ne sait pas": said in words that are understood, there is nothing to correct. */
function saysUnknown({ base, complementary, recognised }: CoverStatement): boolean {
  return recognised && base === "unknown" && complementary === "unknown";
}

function unrecognisedFirst<Word extends { known: boolean; rows: number }>(words: Word[]): Word[] {
  return words.sort((a, b) => Number(a.known) - Number(b.known) || b.rows - a.rows).slice(0, WORDS_SHOWN);
}

const FATES = { imported: "i", already: "a", refused: "r", ignored: "n" } as const;

function reviewRows({ decisions }: ParsedRegister, plan: RegisterPlan): ImportReview["rows"] {
  const reasons = new Map<string, number>();
  const reasonAt = (reason: string) => {
    const at = reasons.get(reason) ?? reasons.size;
    reasons.set(reason, at);
    return at;
  };
  const rows = plan.rows.map((fate, index) => {
    const decision = decisions[index];
    const letter = FATES[fate.fate];
    if (decision?.fate === "visit") {
      const { name, date } = decision.visit;
      return { row: fate.row, letter, name: `${name.family} ${name.given}`.trim(), date, why: -1 };
    }
    const written = decision?.fate === "refused" ? decision : { name: "", date: "" };
    const why =
      fate.fate === "refused" ? fate.reason : fate.fate === "ignored" ? IGNORED[fate.kind] : undefined;
    return {
      row: fate.row,
      letter,
      name: written.name,
      date: written.date,
      why: why === undefined ? -1 : reasonAt(why),
    };
  });
  return {
    row: rows.map(({ row }) => row),
    fate: rows.map(({ letter }) => letter).join(""),
    name: rows.map(({ name }) => name),
    date: rows.map(({ date }) => date),
    why: rows.map(({ why }) => why),
    reasons: [...reasons.keys()],
  };
}
