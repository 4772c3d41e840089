/** Finding the header of a register and what each of its columns holds. */
import { foldName } from "../people/names.ts";
import { headingPatterns, headings, type RegisterField, registerFields } from "./column-headings.ts";
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
}

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

/** Finds the header: the first line that names at least a date of visit and a name. Null when there is none. */
export function findHeader(rows: readonly RawRow[]): RegisterHeader | null {
  for (const [index, { row, cells }] of rows.slice(0, LINES_ABOVE).entries()) {
    const { columns, unrecognised } = readHeadings(cells);
    const named = columns.family ?? columns.fullName ?? columns.birthFamily;
    if (columns.visitDate === undefined || named === undefined) continue;
    return { index, row, columns, unrecognised, titles: cells.map(textOf) };
  }
  return null;
}

/** How many columns of the best line are recognised: tells one separator from another. */
export function recognisedColumns(rows: readonly RawRow[]): number {
  const header = findHeader(rows);
  return header === null ? 0 : Object.keys(header.columns).length;
}

/** Text of a cell as it can be shown. */
export function textOf(cell: Cell | undefined): string {
  if (cell === undefined) return "";
  if (typeof cell === "string") return cell.replace(/[\s\u200B\uFEFF]+/gu, " ").trim();
  return [cell.date, cell.time].filter((part) => part !== null).join(" ");
}

function readHeadings(cells: readonly Cell[]): { columns: ColumnMap; unrecognised: string[] } {
  const columns: Partial<Record<RegisterField, number>> = {};
  const unrecognised: string[] = [];
  for (const [index, cell] of cells.entries()) {
    const title = textOf(cell);
    if (title === "" || typeof cell !== "string") continue;
    const field = fieldOf(title);
    if (field === null || columns[field] !== undefined) unrecognised.push(title);
    else columns[field] = index;
  }
  return { columns: settleNames(columns), unrecognised };
}

/** One column named "Nom" without any for the first name holds the whole name; "Patient" beside "Prénom" the family name. */
function settleNames(columns: Partial<Record<RegisterField, number>>): ColumnMap {
  const { fullName, family, birthFamily, given, ...rest } = columns;
  const surname = family ?? birthFamily;
  if (given === undefined) {
    const whole = fullName ?? surname;
    return { ...rest, ...(whole === undefined ? {} : { fullName: whole }) };
  }
  const name = surname ?? fullName;
  return {
    ...rest,
    given,
    ...(name === undefined ? {} : { family: name }),
    ...(family === undefined || birthFamily === undefined ? {} : { birthFamily }),
  };
}

function foldHeading(text: string): string {
  return foldName(text.replace(/[’'`´]/gu, " ").replace(/[°º]/gu, " "));
}

function compact(text: string): string {
  return foldHeading(text).replaceAll(" ", "");
}
