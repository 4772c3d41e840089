/** Reading a register kept as a workbook. A formula is never evaluated: the value saved with it is read as a value. */
import { boundMessages, registerBounds } from "./bounds.ts";
import { findHeader, type HeaderHints, likelyHeader, noHints } from "./columns.ts";
import { plainNumber, serialCell } from "./day-serial.ts";
import { type Cell, type RawRow, type RawTable, RegisterFileError } from "./model.ts";
import { emptyFile, noHeader } from "./parse-csv.ts";
import { openWorkbook, unescapeText, type Workbook, walkXml } from "./xlsx-parts.ts";

/** The first sheet that holds something, whatever its columns. Throws `RegisterFileError`. */
export function sheetRows(bytes: Uint8Array): RawRow[] {
  const book = openWorkbook(bytes);
  for (const { part } of book.sheets) {
    const { rows } = readSheet(book, part, Number.POSITIVE_INFINITY);
    if (rows.length > 0) return rows;
  }
  throw emptyFile();
}

/** Lines of the other sheets that are read to tell whether they are registers too. */
const LINES_OF_OTHERS = 60;

/** Reads the first sheet that has a recognised header, else the first that may have one. Throws `RegisterFileError`. */
export function parseXlsx(bytes: Uint8Array, remembered: HeaderHints["remembered"] = new Map()): RawTable {
  const book = openWorkbook(bytes);
  const hints = { ...noHints, remembered };
  let chosen: { name: string; rows: RawRow[]; shortenedRows: number[] } | null = null;
  let first: RawRow[] = [];
  let likely: { name: string; part: string } | null = null;
  const otherRegisters: string[] = [];
  for (const { name, part } of book.sheets) {
    const top = readSheet(book, part, LINES_OF_OTHERS).rows;
    if (first.length === 0) first = top;
    if (findHeader(top, hints) === null) {
      if (likely === null && likelyHeader(top, hints) !== null) likely = { name, part };
      continue;
    }
    if (chosen === null) chosen = { name, ...readSheet(book, part, Number.POSITIVE_INFINITY) };
    else otherRegisters.push(name);
  }
  if (chosen === null && likely !== null) {
    chosen = { name: likely.name, ...readSheet(book, likely.part, Number.POSITIVE_INFINITY) };
  }
  if (chosen === null) throw first.length === 0 ? emptyFile() : noHeader(first);
  return {
    sheet: chosen.name,
    otherRegisters,
    encoding: null,
    separator: null,
    epoch1904: book.epoch1904,
    rows: chosen.rows,
    shortenedRows: chosen.shortenedRows,
  };
}

/** A cell being read. */
interface OpenCell {
  column: number;
  type: string;
  style: number;
  value: string;
}

function readSheet(book: Workbook, part: string, lines: number): { rows: RawRow[]; shortenedRows: number[] } {
  const rows = new Map<number, Cell[]>();
  const shortened = new Set<number>();
  const merges: string[] = [];
  let row = 0;
  let nextColumn = 0;
  let cell: OpenCell | null = null;
  let collecting = false;
  const close = () => {
    if (cell === null) return;
    const value = cellValue(cell, book);
    if (value !== "") {
      if (cell.column >= registerBounds.columns) {
        throw new RegisterFileError("too_many_columns", boundMessages.tooManyColumns);
      }
      if (row > registerBounds.rows + 1)
        throw new RegisterFileError("too_many_rows", boundMessages.tooManyRows);
      if (typeof value === "string" && value.length > registerBounds.cellLength) shortened.add(row);
      const cells = rows.get(row) ?? [];
      cells[cell.column] = typeof value === "string" ? value.slice(0, registerBounds.cellLength) : value;
      rows.set(row, cells);
    }
    nextColumn = cell.column + 1;
    cell = null;
  };
  walkXml(book.xml(part), {
    open: (name, attributes) => {
      if (name === "row") {
        const { r } = attributes();
        row = r === undefined ? row + 1 : Number(r);
        nextColumn = 0;
        return row > lines;
      }
      if (name === "c") {
        const { r, t = "n", s = "0" } = attributes();
        cell = { column: columnOf(r) ?? nextColumn, type: t, style: Number(s), value: "" };
      } else if (name === "v" || name === "t") collecting = cell !== null;
      else if (name === "mergeCell") merges.push(attributes().ref ?? "");
      return undefined;
    },
    close: (name) => {
      if (name === "v" || name === "t") collecting = false;
      else if (name === "rPh" || name === "c") close();
    },
    text: (text) => {
      if (collecting && cell !== null) cell.value += text;
    },
  });
  spreadMerged(rows, merges);
  return { rows: inOrder(rows), shortenedRows: [...shortened].sort((a, b) => a - b) };
}

/** Every line up to the last that holds something; lines the file leaves out are blank ones. */
function inOrder(rows: Map<number, Cell[]>): RawRow[] {
  const last = Math.max(0, ...takeLargest(rows.keys()));
  return Array.from({ length: last }, (_, index) => ({
    row: index + 1,
    cells: Array.from(rows.get(index + 1) ?? [], (cell) => cell ?? ""),
  }));
}

function takeLargest(numbers: Iterable<number>): number[] {
  let largest = 0;
  for (const number of numbers) largest = Math.max(largest, number);
  return [largest];
}

/** A cell merged over several lines (the date of a half-day, often) says the same of each of them. */
function spreadMerged(rows: Map<number, Cell[]>, merges: readonly string[]): void {
  for (const ref of merges.slice(0, 5_000)) {
    const m = /^([A-Z]{1,3})(\d+):[A-Z]{1,3}(\d+)$/u.exec(ref);
    const column = columnOf(m?.[1]);
    if (!m || column === null) continue;
    const [from, to] = [Number(m[2]), Math.min(Number(m[3]), Number(m[2]) + 500)];
    const value = rows.get(from)?.[column];
    if (value === undefined || value === "") continue;
    for (let row = from + 1; row <= to; row++) {
      const cells = rows.get(row);
      if (cells !== undefined && (cells[column] ?? "") === "") cells[column] = value;
    }
  }
}

function columnOf(reference: string | undefined): number | null {
  const letters = /^[A-Z]+/u.exec(reference ?? "")?.[0];
  if (letters === undefined || letters.length > 3) return null;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

function cellValue(cell: OpenCell, book: Workbook): Cell {
  const { type, value } = cell;
  if (value === "") return "";
  if (type === "s") return book.sharedTexts[Number(value)] ?? "";
  if (type === "b") return value === "1" ? "oui" : "non";
  if (type === "d") return isoCell(value);
  if (type !== "n") return unescapeText(value);
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  const kind = book.styles[cell.style] ?? null;
  return kind === null ? plainNumber(number) : serialCell(number, kind, book.epoch1904);
}

function isoCell(value: string): Cell {
  const m = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?/u.exec(value);
  if (m?.[1] === undefined) return value;
  return { date: m[1], time: m[2] === undefined || m[2] === "00:00" ? null : m[2] };
}
