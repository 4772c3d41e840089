/** Deciding a whole import before anything is written. Pure: same table, same recorded people, same plan. */
import { nameKeys } from "../people/names.ts";
import { lookupKeys } from "./clusters.ts";
import { findHeader, type RegisterHeader } from "./columns.ts";
import { defaultVocabularies } from "./default-vocabularies.ts";
import { gatherVisits } from "./gather.ts";
import type {
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
import { noHeader } from "./parse-csv.ts";
import { parseRows, type RowDecision } from "./parse-rows.ts";
import { proposedTerms } from "./proposed-terms.ts";
import { indexVocabularies } from "./vocabularies.ts";

/** How to read a register. */
export interface ReadOptions {
  /** ISO day of the import, by the business clock. */
  readonly today: string;
  /** Year the register is of: completes dates without a year, and refuses the others. */
  readonly year?: number;
  /** The centre's vocabularies; the default ones when absent. */
  readonly vocabularies?: readonly VocabularyTerm[];
}

/** How to plan an import. */
export interface PlanOptions extends ReadOptions {
  readonly probable: ProbableChoice;
}

/** A register read row by row, before recorded people are looked at. */
export interface ParsedRegister {
  readonly source: RegisterSource;
  readonly header: RegisterHeader;
  readonly decisions: readonly RowDecision[];
  readonly visits: readonly ParsedVisit[];
}

/** What to look up among recorded people before planning. */
export interface RegisterLookups {
  /** Fingerprints of every valid row. */
  readonly fingerprints: readonly string[];
  /** Canonical birth dates in full (`1975-03-12`) and partial ones. */
  readonly births: readonly string[];
  /** Keys `w:…` and `l:…` of every name, as `lookupKeys(nameKeys(name))` makes them. */
  readonly nameKeys: readonly string[];
}

/** Nobody recorded yet. */
export const nobodyKnown: KnownPeople = { persons: [], fingerprints: new Map() };

/** Decides each row by itself. Throws `RegisterFileError` when no header is recognised. */
export function parseRegister(table: RawTable, options: ReadOptions): ParsedRegister {
  const header = findHeader(table.rows);
  if (header === null) throw noHeader(table.rows);
  const vocabularies = indexVocabularies(options.vocabularies ?? defaultVocabularies);
  const decisions = parseRows(table.rows, header, vocabularies, {
    today: options.today,
    epoch1904: table.epoch1904,
    ...(options.year === undefined ? {} : { year: options.year }),
  });
  const visits = decisions.flatMap((decision) => (decision.fate === "visit" ? [decision.visit] : []));
  const { rows: _, ...source } = table;
  return { source, header, decisions, visits };
}

/**
 * What a store has to look up for `planParsed`: recorded persons having one of these birth dates, or one of these
 * names (with or without birth date), and these fingerprints.
 */
export function registerLookups({ visits }: ParsedRegister): RegisterLookups {
  return {
    fingerprints: visits.map(({ fingerprint }) => fingerprint),
    births: [...new Set(visits.flatMap(({ birth }) => (birth === null ? [] : [birth.canonical])))],
    nameKeys: [...new Set(visits.flatMap(({ name }) => lookupKeys(nameKeys(name))))],
  };
}

/** Plans the import of a table. */
export function planRegister(table: RawTable, known: KnownPeople, options: PlanOptions): RegisterPlan {
  return planParsed(parseRegister(table, options), known, options.probable);
}

/** Plans the import of a register already read row by row. */
export function planParsed(
  parsed: ParsedRegister,
  known: KnownPeople,
  probable: ProbableChoice,
): RegisterPlan {
  const { source, header, decisions, visits } = parsed;
  const gathering = gatherVisits(visits, known, probable);
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
    columns: Object.entries(header.columns).map(([field, column]) => ({
      field,
      heading: header.titles[column] ?? "",
    })),
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
