/** What each column of a register is taken for, to show it and to have it completed. */
import { columnLetters, type RegisterHeader, textOf } from "./columns.ts";
import type { Corrections } from "./corrections.ts";
import { type ColumnReading, type RawRow, RegisterFileError } from "./model.ts";
import { noHeader } from "./parse-csv.ts";

/** Rows looked at for samples, samples shown of each column, and characters of one. */
const ROWS_SAMPLED = 200;
const SAMPLES = 3;
const SAMPLE_LENGTH = 60;

/** Every column that has a heading or holds something, in order. */
export function readColumns(rows: readonly RawRow[], header: RegisterHeader): ColumnReading[] {
  const body = rows.slice(header.index + 1, header.index + 1 + ROWS_SAMPLED);
  const headings = rows[header.index]?.cells.length ?? 0;
  const width = body.reduce((most, { cells }) => Math.max(most, cells.length), headings);
  const fields = new Map(Object.entries(header.columns).map(([field, column]) => [column, field]));
  return Array.from({ length: width }, (_, column): ColumnReading => {
    const told = header.told.get(column);
    return {
      column,
      heading: header.titles[column] || `Colonne ${columnLetters(column)}`,
      field: told?.role === "ignore" ? "ignore" : ((fields.get(column) as ColumnReading["field"]) ?? null),
      by: told?.by ?? "heading",
      samples: samplesOf(body, column),
    };
  }).filter(({ column, samples }) => (header.titles[column] ?? "") !== "" || samples.length > 0);
}

function samplesOf(rows: readonly RawRow[], column: number): string[] {
  const samples = new Set<string>();
  for (const { cells } of rows) {
    const text = textOf(cells[column]);
    if (text !== "") samples.add(text.length > SAMPLE_LENGTH ? `${text.slice(0, SAMPLE_LENGTH)}…` : text);
    if (samples.size === SAMPLES) break;
  }
  return [...samples];
}

/**
 * Lets through a header that says when and who. @throws RegisterFileError otherwise, with the columns when there are
 * some to choose among; also when a chosen column is not in the file
 */
export function requireColumns(
  rows: readonly RawRow[],
  header: RegisterHeader | null,
  columns: readonly ColumnReading[],
  corrections: Corrections,
): asserts header is RegisterHeader {
  if (header === null) throw noHeader(rows);
  const present = new Set(columns.map(({ column }) => column));
  if (corrections.columns.some(({ column }) => !present.has(column))) {
    throw new RegisterFileError(
      "wrong_correction",
      "Une des colonnes choisies n’est pas dans ce fichier. Rien n’a été importé. Choisissez de nouveau le fichier, puis ses colonnes.",
    );
  }
  const { visitDate, family, fullName, birthFamily } = header.columns;
  const missing = [
    ...(visitDate === undefined ? ["la date de la visite"] : []),
    ...((family ?? fullName ?? birthFamily) === undefined ? ["le nom"] : []),
  ];
  if (missing.length === 0) return;
  if (corrections.columns.length === 0) {
    const { message } = noHeader(rows);
    throw new RegisterFileError("no_header", message, columns);
  }
  throw new RegisterFileError(
    "no_header",
    `Il manque encore la colonne qui dit ${missing.join(" et celle qui dit ")}. Rien n’a été importé.`,
    columns,
  );
}
