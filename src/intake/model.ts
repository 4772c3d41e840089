/**
 * What an import of a register handles: the raw table read from a file, and the plan decided from it before anything
 * is written. Shared by server, command line and screens.
 */
import type { PartialBirth } from "../people/birth.ts";
import type { PersonName } from "../people/names.ts";
import type { RegisterField } from "./column-headings.ts";

/** A cell that the file itself declares to be a date or a time of day. */
export interface CellDate {
  /** ISO day, null for a time of day alone. */
  readonly date: string | null;
  /** `hh:mm`, null at midnight. */
  readonly time: string | null;
}

export type Cell = string | CellDate;

/** One line, with the number a spreadsheet shows beside it (from 1). */
export interface RawRow {
  readonly row: number;
  readonly cells: readonly Cell[];
}

/** The rows of the chosen sheet, from the first line of the file to the last that holds something. */
export interface RawTable {
  /** Sheet read; null for a text file. */
  readonly sheet: string | null;
  /** Other sheets of the workbook whose header is recognised too, and which are not read. */
  readonly otherRegisters: readonly string[];
  /** `utf-8`, `utf-16le`, `utf-16be`, `windows-1252`; null for a workbook. */
  readonly encoding: string | null;
  /** Column separator; null for a workbook. */
  readonly separator: string | null;
  /** Whether day numbers of the workbook count from 1904. */
  readonly epoch1904: boolean;
  readonly rows: readonly RawRow[];
  /** Rows where a cell was cut because it was longer than the bound. */
  readonly shortenedRows: readonly number[];
}

/** Where rows were read from. */
export type RegisterSource = Omit<RawTable, "rows">;

/** Why a file cannot be read as a register. */
export type RegisterFileProblem =
  | "empty"
  | "too_big"
  | "too_many_rows"
  | "too_many_columns"
  | "old_excel"
  | "encrypted"
  | "other_spreadsheet"
  | "not_a_spreadsheet"
  | "corrupt"
  | "no_header"
  | "wrong_correction"
  | "too_many_pairs"
  | "too_slow"
  | "cancelled"
  | "failed";

/** A file that cannot be read; `message` is French and says what to do. Nothing has been written. */
export class RegisterFileError extends Error {
  readonly problem: RegisterFileProblem;
  /** What was made of the columns, when saying what they hold is what is missing. */
  readonly columns: readonly ColumnReading[];
  constructor(problem: RegisterFileProblem, message: string, columns: readonly ColumnReading[] = []) {
    super(message);
    this.name = "RegisterFileError";
    this.problem = problem;
    this.columns = columns;
  }
}

/** A column of the register and what it is taken for. */
export interface ColumnReading {
  /** Index from 0. */
  readonly column: number;
  /** As written; "Colonne C" when the column has none. */
  readonly heading: string;
  /** Field; "ignore" when someone said so; null when nothing is recognised. */
  readonly field: RegisterField | "ignore" | null;
  readonly by: "heading" | "chosen" | "memory";
  /** First different values under the heading, as written. */
  readonly samples: readonly string[];
}

/** Lists of terms that a register fills. */
export const vocabularyLists = [
  "referrer",
  "reason",
  "orientation",
  "housing",
  "professional",
  "contact",
  "place",
] as const;
export type VocabularyList = (typeof vocabularyLists)[number];

/** One term of a vocabulary, with the spellings that registers use for it. */
export interface VocabularyTerm {
  readonly list: VocabularyList;
  readonly code: string;
  readonly label: string;
  readonly synonyms: readonly string[];
}

/** A term used by a visit; `known` is false when the vocabulary lacks it and a new term is proposed. */
export interface TermUse {
  readonly list: VocabularyList;
  readonly code: string;
  readonly label: string;
  readonly known: boolean;
}

export type BaseCover = (typeof baseCovers)[number];
export const baseCovers = [
  "none",
  "cmu_base",
  "general",
  "puma",
  "ame",
  "dsuv",
  "msa",
  "other_base",
  "unknown",
] as const;
export type ComplementaryCover = (typeof complementaryCovers)[number];
export const complementaryCovers = ["none", "cmu_c", "c2s", "acs", "ame", "private", "unknown"] as const;

/** Cover as stated on the day of a visit; null on a layer of which nothing is said. */
export interface CoverStatement {
  readonly base: BaseCover | null;
  readonly complementary: ComplementaryCover | null;
  /** As written. */
  readonly text: string;
  /** False when the text is not one the vocabulary knows; it is then kept, and counted as unknown. */
  readonly recognised: boolean;
}

/** Who saw the person, as written, with what is understood of it ("Dr C": doctor, "C"). */
export interface ProfessionalUse {
  readonly text: string;
  readonly kind: TermUse | null;
  readonly name: string;
}

export type Sex = "F" | "M" | "I";

/** One row accepted as a visit, before persons are gathered. */
export interface ParsedVisit {
  readonly row: number;
  /** ISO day. */
  readonly date: string;
  readonly time: string | null;
  readonly name: PersonName;
  /** Birth name when the register has a column of its own for it. */
  readonly birthFamily: string | null;
  readonly birth: PartialBirth | null;
  /** Age written in its own column, years. */
  readonly age: number | null;
  readonly sex: Sex | null;
  readonly referrer: TermUse | null;
  readonly cover: CoverStatement | null;
  readonly reasons: readonly TermUse[];
  readonly professional: ProfessionalUse | null;
  readonly orientations: readonly TermUse[];
  readonly housing: TermUse | null;
  readonly place: TermUse | null;
  readonly contact: TermUse | null;
  readonly phone: string | null;
  readonly commune: string | null;
  /** Identifies this visit whatever file brings it (SHA-256, hexadecimal). */
  readonly fingerprint: string;
}

/** Why a row is passed over without being an error. */
export type IgnoredKind = "blank" | "total" | "heading";

/** What becomes of a row. */
export type RowFate =
  | { readonly row: number; readonly fate: "imported"; readonly person: string }
  | { readonly row: number; readonly fate: "already"; readonly person: string }
  | { readonly row: number; readonly fate: "refused"; readonly reason: string }
  | { readonly row: number; readonly fate: "ignored"; readonly kind: IgnoredKind };

/** Something to tell the person who imports, that refuses nothing. */
export interface Notice {
  readonly kind:
    | "sheet"
    | "column"
    | "term"
    | "cover"
    | "shortened"
    | "undated"
    | "partial_birth"
    | "sex"
    | "several_known";
  /** French. */
  readonly text: string;
  readonly rows: readonly number[];
}

/** A person already recorded, as gathering needs to know them. */
export interface KnownPerson {
  readonly id: string;
  /** Present name first, then former spellings and variants. */
  readonly names: readonly PersonName[];
  /** Canonical birth date (`1975-03-12`, `1975-03`, `1975`, `~1975`), null when unknown. */
  readonly birth: string | null;
}

/** What is already recorded that a register may meet. */
export interface KnownPeople {
  readonly persons: readonly KnownPerson[];
  /** Fingerprints of visits already imported, each with the person it now belongs to. */
  readonly fingerprints: ReadonlyMap<string, string>;
}

/** Persons (existing or new) that rows were gathered into. */
export interface PlannedPerson {
  /** `existingId`, or a key local to the plan. */
  readonly key: string;
  readonly existingId: string | null;
  readonly name: PersonName;
  /** Other spellings whose letters differ, to be kept as variants. */
  readonly variants: readonly PersonName[];
  readonly birthFamily: string | null;
  readonly birth: PartialBirth | null;
  /** True when an existing person without birth date receives one from this register. */
  readonly birthLearnt: boolean;
  readonly sex: Sex | null;
  /** Rows to be written. */
  readonly newRows: readonly number[];
  /** Rows already written by an earlier import. */
  readonly alreadyRows: readonly number[];
}

/** Two persons whose names are one or two letters apart with the same full birth date. */
export interface ProbablePair {
  /** First row of each; a recorded person absent from this file gives none. */
  readonly rows: readonly number[];
  /** French. */
  readonly why: string;
  /** Keys of `PlannedPerson`, or the identifier of a recorded person; after acceptance, as they were before it. */
  readonly persons: readonly [string, string];
  readonly names: readonly [PersonName, PersonName];
  /** ISO day. */
  readonly birth: string;
  readonly lettersApart: 1 | 2;
  readonly decision: "undecided" | "same" | "distinct";
  /** Names this pair from one reading of the file to the next, for decisions one by one. */
  readonly key: string;
  /** Said to be one person, while other answers make it two: waits for another answer. */
  readonly contradicted: boolean;
  /** Keys of the persons that each side has become once decided. */
  readonly become: readonly [string, string];
}

/** A visit to be written, with its person. */
export interface PlannedVisit extends ParsedVisit {
  readonly person: string;
}

/** A term that the vocabulary lacks. */
export interface ProposedTerm {
  readonly list: VocabularyList;
  readonly code: string;
  readonly label: string;
  readonly rows: readonly number[];
}

/** Everything an import will do, decided before anything is written. */
export interface RegisterPlan {
  readonly sheet: string | null;
  readonly encoding: string | null;
  readonly separator: string | null;
  readonly headerRow: number;
  /** What each recognised column was taken for: heading as written, by field. */
  readonly columns: readonly { readonly field: string; readonly heading: string }[];
  readonly rows: readonly RowFate[];
  readonly counts: {
    readonly read: number;
    readonly imported: number;
    readonly already: number;
    readonly refused: number;
    readonly ignored: number;
  };
  readonly persons: readonly PlannedPerson[];
  readonly visits: readonly PlannedVisit[];
  readonly pairs: readonly ProbablePair[];
  readonly terms: readonly ProposedTerm[];
  readonly notices: readonly Notice[];
  /** Persons receiving at least one visit. */
  readonly personsTouched: number;
  /** True when pairs wait for a decision: nothing may be written. */
  readonly needsDecision: boolean;
  /** True when the register holds valid rows and every one had been taken before. */
  readonly alreadyImported: boolean;
}
