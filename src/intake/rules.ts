/** Deciding a whole import before anything is written. Pure: same table, same recorded people, same plan. */
import { saysTheDay } from "../people/birth.ts";
import { nameKeys } from "../people/names.ts";
import { cellReaders, type TextCounts, type ToldCoversByColumn } from "./cell-readers.ts";
import { lookupKeys } from "./clusters.ts";
import { type HeaderHints, headingKey, likelyHeader, type RegisterHeader } from "./columns.ts";
import {
  type Corrections,
  type CoverColumn,
  emptyMemory,
  noCorrections,
  type PairDecisions,
  type RegisterMemory,
} from "./corrections.ts";
import { coverKey } from "./cover.ts";
import { defaultVocabularies } from "./default-vocabularies.ts";
import { gatherVisits } from "./gather.ts";
import type {
  ColumnReading,
  KnownPeople,
  Notice,
  ParsedVisit,
  PlannedVisit,
  RawTable,
  RegisterPlan,
  RegisterSource,
  RowFate,
  VocabularyTerm,
} from "./model.ts";
import { registerNotices } from "./notices.ts";
import type { ProbableChoice } from "./pairs.ts";
import { parseRows, type RowDecision } from "./parse-rows.ts";
import { proposedTerms } from "./proposed-terms.ts";
import { readColumns, requireColumns } from "./read-columns.ts";
import { indexVocabularies, type VocabularyIndex } from "./vocabularies.ts";

/** How to read a register. */
export interface ReadOptions {
  /** ISO day of the import, by the business clock. */
  readonly today: string;
  /** Year the register is of: completes dates without a year, and refuses the others. */
  readonly year?: number;
  /** The centre's vocabularies; the default ones when absent. */
  readonly vocabularies?: readonly VocabularyTerm[];
  /** What someone says of this file's columns and words. */
  readonly corrections?: Corrections;
  /** What was said of earlier files, for the same headings and words. */
  readonly memory?: RegisterMemory;
}

/** How to plan an import. */
export interface PlanOptions extends ReadOptions {
  /** What becomes of the pairs that `pairs` does not decide. */
  readonly probable: ProbableChoice;
  readonly pairs?: PairDecisions;
}

/** A register read row by row, before recorded people are looked at. */
export interface ParsedRegister {
  readonly source: RegisterSource;
  readonly header: RegisterHeader;
  readonly decisions: readonly RowDecision[];
  readonly visits: readonly ParsedVisit[];
  /** What each column was taken for, in their order. */
  readonly columns: readonly ColumnReading[];
  readonly vocabularies: VocabularyIndex;
  readonly toldCovers: ToldCoversByColumn;
  /** Texts that visits hold in the columns of words and of cover. */
  readonly texts: TextCounts;
}

/** What to look up among recorded people before planning. */
export interface RegisterLookups {
  /** Fingerprints of every valid row. */
  readonly fingerprints: readonly string[];
  /** Full birth dates (`1975-03-12`): with a partial one, only an equal name makes the same person or a probable pair. */
  readonly births: readonly string[];
  /** Keys `w:…` and `l:…` of every name, as `lookupKeys(nameKeys(name))` makes them. */
  readonly nameKeys: readonly string[];
}

/** Nobody recorded yet. */
export const nobodyKnown: KnownPeople = { persons: [], fingerprints: new Map() };

/** Decides each row by itself. Throws `RegisterFileError` when no header is recognised, or a correction makes no sense. */
export function parseRegister(table: RawTable, options: ReadOptions): ParsedRegister {
  const { corrections = noCorrections, memory = emptyMemory } = options;
  const header = likelyHeader(table.rows, hintsOf(corrections, memory));
  const columns = header === null ? [] : readColumns(table.rows, header);
  requireColumns(table.rows, header, columns, corrections);
  const vocabularies = indexVocabularies(
    options.vocabularies ?? defaultVocabularies,
    corrections.words,
    memory.words,
  );
  const toldCovers = toldCoversOf(corrections, memory);
  const readers = cellReaders(vocabularies, toldCovers);
  const decisions = parseRows(table.rows, header, readers, {
    today: options.today,
    epoch1904: table.epoch1904,
    ...(options.year === undefined ? {} : { year: options.year }),
  });
  const visits = decisions.flatMap((decision) => (decision.fate === "visit" ? [decision.visit] : []));
  const { rows: _, ...source } = table;
  const { counts: texts } = readers;
  return { source, header, decisions, visits, columns, vocabularies, toldCovers, texts };
}

/** Roles kept from earlier files, by heading. */
export function rememberedHeadings({ headings }: RegisterMemory): HeaderHints["remembered"] {
  return new Map(headings.map(({ heading, field }) => [headingKey(heading), field]));
}

function hintsOf({ columns }: Corrections, memory: RegisterMemory): HeaderHints {
  const chosen = new Map(columns.map(({ column, field }) => [column, field]));
  return { chosen, remembered: rememberedHeadings(memory) };
}

/** A text chosen for this file comes before the same one kept from an earlier file. */
function toldCoversOf(corrections: Corrections, memory: RegisterMemory): ToldCoversByColumn {
  const all = [
    ...memory.covers.map((told) => ({ ...told, by: "memory" as const })),
    ...corrections.covers.map((told) => ({ ...told, by: "chosen" as const })),
  ].filter(({ text }) => coverKey(text) !== "");
  const of = (column: CoverColumn) =>
    new Map(
      all
        .filter((told) => told.column === column)
        .map(({ text, base, complementary, by }) => [coverKey(text), { base, complementary, by }]),
    );
  return { cover: of("cover"), complementaryCover: of("complementaryCover") };
}

/**
 * What a store has to look up for `planParsed`: recorded persons having one of these birth dates, or one of these
 * names (with or without birth date), and these fingerprints.
 */
export function registerLookups({ visits }: ParsedRegister): RegisterLookups {
  return {
    fingerprints: visits.map(({ fingerprint }) => fingerprint),
    births: [
      ...new Set(
        visits.flatMap(({ birth }) =>
          birth !== null && saysTheDay(birth.canonical) ? [birth.canonical] : [],
        ),
      ),
    ],
    nameKeys: [...new Set(visits.flatMap(({ name }) => lookupKeys(nameKeys(name))))],
  };
}

/** Plans the import of a table. */
export function planRegister(table: RawTable, known: KnownPeople, options: PlanOptions): RegisterPlan {
  return planParsed(parseRegister(table, options), known, options.probable, options.pairs);
}

/** Plans the import of a register already read row by row. @param pairs decided one by one; `probable` decides the others */
export function planParsed(
  parsed: ParsedRegister,
  known: KnownPeople,
  probable: ProbableChoice,
  pairs: PairDecisions = [],
): RegisterPlan {
  const { source, header, decisions, visits } = parsed;
  const gathering = gatherVisits(visits, known, probable, pairs);
  const personOf = (row: number) => gathering.personOfRow.get(row) ?? "";
  const isNew = ({ fingerprint }: ParsedVisit) => !known.fingerprints.has(fingerprint);
  const rows = decisions.map((decision): RowFate => {
    const { row } = decision;
    if (decision.fate === "refused") return { row, fate: "refused", reason: decision.reason };
    if (decision.fate === "ignored") return { row, fate: "ignored", kind: decision.kind };
    return { row, fate: isNew(decision.visit) ? "imported" : "already", person: personOf(row) };
  });
  const fresh = visits.filter(isNew);
  const notices: Notice[] = [...registerNotices(source, header, fresh), ...gathering.notices];
  const count = (fate: RowFate["fate"]) => rows.filter((row) => row.fate === fate).length;
  return {
    sheet: source.sheet,
    encoding: source.encoding,
    separator: source.separator,
    headerRow: header.row,
    columns: Object.entries(header.columns)
      .sort(([, a], [, b]) => a - b)
      .map(([field, column]) => ({ field, heading: header.titles[column] ?? "" })),
    rows,
    counts: {
      read: rows.length,
      imported: count("imported"),
      already: count("already"),
      refused: count("refused"),
      ignored: count("ignored"),
    },
    persons: gathering.persons,
    visits: fresh.map((visit): PlannedVisit => ({ ...visit, person: personOf(visit.row) })),
    pairs: gathering.pairs,
    terms: proposedTerms(fresh),
    notices,
    personsTouched: gathering.persons.filter(({ newRows }) => newRows.length > 0).length,
    needsDecision: gathering.pairs.some(({ decision }) => decision === "undecided"),
    alreadyImported: visits.length > 0 && fresh.length === 0,
  };
}
