/** Reading a register kept as delimited text. Cells are text and nothing else: a leading "=" stays a character. */
import { type Options, parse } from "csv-parse/sync";
import { boundMessages, registerBounds } from "./bounds.ts";
import { type HeaderHints, likelyHeader, noHints, recognisedColumns } from "./columns.ts";
import { decodeText } from "./decode-text.ts";
import { type RawRow, type RawTable, RegisterFileError } from "./model.ts";

const SEPARATORS = [";", ",", "\t", "|"] as const;
/** Characters enough to hold the header, read to tell the separator. */
const SAMPLE_LENGTH = 40_000;

/** Reads delimited text. Throws `RegisterFileError`. */
export function parseCsv(bytes: Uint8Array, remembered: HeaderHints["remembered"] = new Map()): RawTable {
  const { text: decoded, encoding } = decodeText(bytes);
  if (/^\s*(<!doctype html|<html|<\?xml|<table|\{\\rtf|%PDF)/iu.test(decoded.slice(0, 200))) {
    throw new RegisterFileError(
      "not_a_spreadsheet",
      "Ce fichier n’est pas un tableau : c’est une page ou un document. Rien n’a été importé. Ouvrez-le dans votre tableur, enregistrez-le au format .xlsx ou .csv, et recommencez.".replace(
        " :",
        "\u00A0:",
      ),
    );
  }
  // Excel's own hint, which it does not count as a line.
  const hint = /^\uFEFF?sep=(.)\r?\n?/iu.exec(decoded);
  const text = hint ? decoded.slice(hint[0].length) : decoded;
  const separator = hint?.[1] ?? findSeparator(text, remembered);
  const rows = readRows(text, separator, registerBounds.rows + LINES_TOLERATED);
  if (rows.rows.length === 0) throw emptyFile();
  if (rows.rows.length > registerBounds.rows + 1) {
    throw new RegisterFileError("too_many_rows", boundMessages.tooManyRows);
  }
  if (likelyHeader(rows.rows, { ...noHints, remembered }) === null) throw noHeader(rows.rows);
  return { sheet: null, otherRegisters: [], encoding, separator, epoch1904: false, ...rows };
}

/** The lines of delimited text, whatever its columns: parted by the sign its fullest line has most. Throws `RegisterFileError`. */
export function textRows(bytes: Uint8Array): readonly RawRow[] {
  const { text } = decodeText(bytes);
  const widths = SEPARATORS.map((separator) => ({
    separator,
    width: Math.max(0, ...readRows(text, separator, 20).rows.map(({ cells }) => cells.length)),
  })).sort((a, b) => b.width - a.width);
  const { rows } = readRows(text, widths[0]?.separator ?? ";", registerBounds.rows);
  if (rows.length === 0) throw emptyFile();
  return rows;
}

/** Lines read beyond the bound so that passing it is noticed. */
const LINES_TOLERATED = 100;

/** The file holds nothing. */
export function emptyFile(): RegisterFileError {
  return new RegisterFileError(
    "empty",
    "Ce fichier est vide. Rien n’a été importé. Vérifiez que vous avez choisi le bon fichier.",
  );
}

/** No line of the file names a date and a name. */
export function noHeader(rows: readonly RawRow[]): RegisterFileError {
  const first = rows.find(({ cells }) => cells.some((cell) => cell !== ""));
  const seen = (first?.cells ?? []).filter(
    (cell): cell is string => typeof cell === "string" && cell.trim() !== "",
  );
  const shown = seen
    .slice(0, 8)
    .map((cell) => `«\u00A0${cell.trim().slice(0, 40)}\u00A0»`)
    .join(", ");
  return new RegisterFileError(
    "no_header",
    `Aucune ligne de titres n’a été reconnue. Il faut au moins une colonne pour la date de la visite («\u00A0Date\u00A0») et une pour le nom («\u00A0Nom\u00A0»). ${shown === "" ? "" : `Première ligne lue\u00A0: ${shown}. `}Rien n’a été importé. Corrigez les titres des colonnes et recommencez.`,
  );
}

function findSeparator(text: string, remembered: HeaderHints["remembered"]): string {
  const cut = text.length <= SAMPLE_LENGTH ? text : text.slice(0, text.lastIndexOf("\n", SAMPLE_LENGTH));
  const sample = cut === "" ? text.slice(0, SAMPLE_LENGTH) : cut;
  let best = { separator: ";", recognised: -1 };
  for (const separator of SEPARATORS) {
    const recognised = recognisedColumns(readRows(sample, separator, 200).rows, remembered);
    if (recognised > best.recognised) best = { separator, recognised };
  }
  return best.separator;
}

function readRows(text: string, separator: string, to: number): Pick<RawTable, "rows" | "shortenedRows"> {
  const records = parseRecords(text, separator, to);
  const rows: RawRow[] = [];
  const shortenedRows: number[] = [];
  let last = 0;
  for (const [index, record] of records.entries()) {
    while (record.length > 0 && record[record.length - 1]?.trim() === "") record.pop();
    if (record.length > registerBounds.columns) {
      throw new RegisterFileError("too_many_columns", boundMessages.tooManyColumns);
    }
    if (record.some((cell) => cell.length > registerBounds.cellLength)) shortenedRows.push(index + 1);
    rows.push({ row: index + 1, cells: record.map((cell) => cell.slice(0, registerBounds.cellLength)) });
    if (record.length > 0) last = index + 1;
  }
  return { rows: rows.slice(0, last), shortenedRows };
}

function parseRecords(text: string, separator: string, to: number): string[][] {
  const options = {
    delimiter: separator,
    record_delimiter: ["\r\n", "\n", "\r"],
    bom: true,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: false,
    max_record_size: 500_000,
    to,
  } satisfies Options;
  try {
    return parse(text, { ...options, quote: '"' });
  } catch {
    // A quotation mark that opens and never closes is a mark of the text, not of the format.
    return parseWithoutQuotes(text, options);
  }
}

function parseWithoutQuotes(text: string, options: Options): string[][] {
  try {
    return parse(text, { ...options, quote: false }) as unknown as string[][];
  } catch {
    throw new RegisterFileError(
      "corrupt",
      "Ce fichier ne se lit pas comme un tableau. Rien n’a été importé. Ouvrez-le dans votre tableur, enregistrez-le au format .xlsx, et recommencez.",
    );
  }
}
