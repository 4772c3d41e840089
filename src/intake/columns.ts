/** Finding the header of a register and what each of its columns holds. */
import { foldName } from "../people/names.ts";
import { headingPatterns, headings, type RegisterField, registerFields } from "./column-headings.ts";
import type { ColumnRole } from "./corrections.ts";
import type { Cell, RawRow } from "./model.ts";

/** Column index (from 0) of each recognised field. */
export type ColumnMap = Readonly<Partial<Record<RegisterField, number>>>;

/** A recognised header. */
export interface RegisterHeader {
  /** Index in the table's rows. */
  readonly index: number;
  /** Number a spreadsheet shows. */
  readonly row: number;
  readonly columns: ColumnMap;
  /** Headings as written, by column. */
  readonly titles: readonly string[];
  /** Headings that no field answers to, or that say again what another column says. */
  readonly unrecognised: readonly string[];
  /** Columns whose role was chosen for this file, or kept from an earlier one; the others follow their heading. */
  readonly told: ReadonlyMap<number, { readonly role: ColumnRole; readonly by: "chosen" | "memory" }>;
}

/** What is known of columns beside their headings. */
export interface HeaderHints {
  /** Role by column (from 0), chosen for this file. */
  readonly chosen: ReadonlyMap<number, ColumnRole>;
  /** Role by `headingKey`, kept from earlier files; a heading met twice in a file is not told by it. */
  readonly remembered: ReadonlyMap<string, ColumnRole>;
}

/** Headings alone. */
export const noHints: HeaderHints = { chosen: new Map(), remembered: new Map() };

/** Heading of the column that says why a row was refused, in the file that is given back; read as nothing. */
export const REFUSAL_HEADING = "Raison du refus";

/** How many lines may stand above the header (titles, addresses, explanations). */
const LINES_ABOVE = 60;

const exactHeadings: ReadonlyMap<string, RegisterField> = new Map(
  registerFields.flatMap((field) =>
    headings[field].split("|").map((text) => [compact(text), field] as const),
  ),
);

/** Field a heading stands for; null when none does. */
export function fieldOf(heading: string): RegisterField | null {
  const whole = exactHeadings.get(compact(heading));
  if (whole !== undefined) return whole;
  // "Né(e) le" is a heading, "Date (jj/mm/aaaa)" a heading and an explanation.
  const bare = heading.replace(/\([^)]*\)|\[[^\]]*\]|\*+/gu, " ");
  const field = exactHeadings.get(compact(bare));
  if (field !== undefined) return field;
  const folded = foldHeading(bare);
  if (folded.length > 60) return null;
  return headingPatterns.find(([pattern]) => pattern.test(folded))?.[1] ?? null;
}

/** Form under which headings are compared and remembered. */
export function headingKey(heading: string): string {
  return compact(heading);
}

/** Finds the header: the first line that names at least a date of visit and a name. Null when there is none. */
export function findHeader(rows: readonly RawRow[], hints: HeaderHints = noHints): RegisterHeader | null {
  const header = likelyHeader(rows, hints);
  return header !== null && isComplete(header.columns) ? header : null;
}

/**
 * The header, be it incomplete: the first line that names a date and a name, else the one that names most fields, else
 * the first that holds two texts. The line never depends on what was chosen of its columns.
 */
export function likelyHeader(rows: readonly RawRow[], hints: HeaderHints = noHints): RegisterHeader | null {
  const { remembered } = hints;
  let best: { index: number; fields: number } | null = null;
  for (const [index, { cells }] of rows.slice(0, LINES_ABOVE).entries()) {
    const { columns } = readHeadings(cells, { ...noHints, remembered });
    if (isComplete(columns)) return headerAt(rows, index, hints);
    const fields = Object.keys(columns).length;
    const texts = cells.filter((cell) => typeof cell === "string" && textOf(cell) !== "").length;
    // Cells of a row may look like headings ("CMU", "Médecin"): a later line must name clearly more.
    if (texts >= 2 && fields >= (best === null ? 0 : best.fields + 3)) best = { index, fields };
  }
  return best === null ? null : headerAt(rows, best.index, hints);
}

/** How sure a reading of the lines is: the fields its header names, and below one the columns it has. */
export function recognisedColumns(rows: readonly RawRow[], remembered: HeaderHints["remembered"]): number {
  const header = likelyHeader(rows, { ...noHints, remembered });
  if (header === null) return 0;
  const fields = Object.keys(header.columns).length;
  if (isComplete(header.columns)) return 100 + fields;
  return fields > 0 ? fields : header.titles.length / 1_000;
}

function isComplete({ visitDate, family, fullName, birthFamily }: ColumnMap): boolean {
  return visitDate !== undefined && (family ?? fullName ?? birthFamily) !== undefined;
}

function headerAt(rows: readonly RawRow[], index: number, hints: HeaderHints): RegisterHeader {
  const { row = index + 1, cells = [] } = rows[index] ?? {};
  const titles = cells.map(textOf);
  const read = readHeadings(cells, hints);
  for (const column of Object.values(read.columns)) titles[column] ||= `Colonne ${columnLetters(column)}`;
  return { index, row, titles: Array.from(titles, (title) => title ?? ""), ...read };
}

/** Letters a spreadsheet shows above a column: 0 → "A", 26 → "AA". */
export function columnLetters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26));
  return column < 26 ? last : columnLetters(Math.floor(column / 26) - 1) + last;
}

/** Text of a cell as it can be shown. */
export function textOf(cell: Cell | undefined): string {
  if (cell === undefined) return "";
  if (typeof cell === "string") return withoutGuard(cell.replace(/[\s\u200B\uFEFF]+/gu, " ").trim());
  return [cell.date, cell.time].filter((part) => part !== null).join(" ");
}

type Told = Map<number, { role: ColumnRole; by: "chosen" | "memory" }>;

function readHeadings(cells: readonly Cell[], hints: HeaderHints) {
  const told = toldRoles(cells, hints);
  const columns: Partial<Record<RegisterField, number>> = {};
  for (const [column, { role }] of told) if (role !== "ignore") columns[role] = column;
  const explicit = new Set(Object.keys(columns));
  const unrecognised: string[] = [];
  for (const [index, cell] of cells.entries()) {
    const title = textOf(cell);
    if (title === "" || typeof cell !== "string" || told.has(index)) continue;
    if (compact(title) === compact(REFUSAL_HEADING)) continue;
    const field = fieldOf(title);
    if (field === null || columns[field] !== undefined) unrecognised.push(title);
    else columns[field] = index;
  }
  return { columns: settleNames(columns, explicit), unrecognised, told };
}

/** What is chosen for this file comes first, then what was kept of earlier ones; neither says two columns are one field. */
function toldRoles(cells: readonly Cell[], { chosen, remembered }: HeaderHints): Told {
  const told: Told = new Map();
  for (const [column, role] of chosen) told.set(column, { role, by: "chosen" });
  if (remembered.size === 0) return told;
  const keys = cells.map((cell) => (typeof cell === "string" ? compact(textOf(cell)) : ""));
  const taken = new Set<ColumnRole>([...chosen.values()].filter((role) => role !== "ignore"));
  for (const [column, key] of keys.entries()) {
    const role = key === "" ? undefined : remembered.get(key);
    if (role === undefined || told.has(column) || taken.has(role)) continue;
    if (keys.indexOf(key) !== keys.lastIndexOf(key)) continue;
    told.set(column, { role, by: "memory" });
    if (role !== "ignore") taken.add(role);
  }
  return told;
}

/** One column named "Nom" without any for the first name holds the whole name; "Patient" beside "Prénom" the family name. */
function settleNames(
  columns: Partial<Record<RegisterField, number>>,
  explicit: ReadonlySet<string>,
): ColumnMap {
  const { fullName, family, birthFamily, given, ...rest } = columns;
  const surname = family ?? (explicit.has("birthFamily") ? undefined : birthFamily);
  const kept = {
    ...(fullName !== undefined && explicit.has("fullName") ? { fullName } : {}),
    ...(family !== undefined && explicit.has("family") ? { family } : {}),
    ...(birthFamily !== undefined && explicit.has("birthFamily") ? { birthFamily } : {}),
  };
  if (given === undefined) {
    const whole = fullName ?? (Object.keys(kept).length > 0 ? undefined : surname);
    return { ...rest, ...(whole === undefined ? {} : { fullName: whole }), ...kept };
  }
  const name = surname ?? fullName;
  return {
    ...rest,
    given,
    ...(name === undefined || kept.fullName === name ? {} : { family: name }),
    ...(family === undefined || birthFamily === undefined ? {} : { birthFamily }),
    ...kept,
  };
}

/** Takes off the apostrophe that keeps a spreadsheet from reading "=…" as a formula (see refused-rows.ts). */
function withoutGuard(text: string): string {
  return text.startsWith("'") ? text.replace(/^'(?=[=+\-@])/u, "") : text;
}

function foldHeading(text: string): string {
  return foldName(text.replace(/[’'`´]/gu, " ").replace(/[°º]/gu, " "));
}

function compact(text: string): string {
  return foldHeading(text).replaceAll(" ", "");
}
