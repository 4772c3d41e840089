/** The refused rows of a register, given back as the same kind of file with the reason of each. */
import type { SheetData } from "write-excel-file/node";
import { inert } from "../platform/inert-cell.ts";
import { headingKey, REFUSAL_HEADING } from "./columns.ts";
import type { Cell, RawTable } from "./model.ts";
import type { ParsedRegister } from "./rules.ts";

/** A file to hand over. */
export interface RefusedRowsFile {
  readonly bytes: Uint8Array;
  readonly kind: "csv" | "xlsx";
}

/** The header and the refused rows as written, with a last column for the reason; in the format of the file read. */
export async function writeRefusedRows(table: RawTable, parsed: ParsedRegister): Promise<RefusedRowsFile> {
  const lines = refusedLines(table, parsed);
  if (table.separator === null) return { bytes: await asWorkbook(lines), kind: "xlsx" };
  const text = lines
    .map((line) => line.map((cell) => csvField(cell, table.separator ?? ";")))
    .map((fields) => fields.join(table.separator ?? ";"));
  return { bytes: encode(`${text.join("\r\n")}\r\n`, table.encoding), kind: "csv" };
}

function refusedLines(table: RawTable, { header, decisions }: ParsedRegister): Cell[][] {
  const headings = table.rows[header.index]?.cells ?? [];
  const reasons = new Map(
    decisions.flatMap((one) => (one.fate === "refused" ? [[one.row, one.reason] as const] : [])),
  );
  const refused = table.rows.filter(({ row }) => reasons.has(row));
  const width = refused.reduce((most, { cells }) => Math.max(most, cells.length), headings.length);
  // A file that came back from here, corrected in part, has the column already: it is written anew.
  const columns = Array.from({ length: width }, (_, column) => column).filter((column) => {
    const heading = headings[column];
    return typeof heading !== "string" || headingKey(heading) !== headingKey(REFUSAL_HEADING);
  });
  const line = (cells: readonly Cell[], last: string) => [...columns.map((at) => cells[at] ?? ""), last];
  return [
    line(headings, REFUSAL_HEADING),
    ...refused.map(({ row, cells }) => line(cells, reasons.get(row) ?? "")),
  ];
}

function csvField(cell: Cell, separator: string): string {
  const text = inert(typeof cell === "string" ? cell : [cell.date, cell.time].filter(Boolean).join(" "));
  const quoted = text.includes('"') || text.includes(separator) || /[\r\n]|^\s|\s$/u.test(text);
  return quoted ? `"${text.replaceAll('"', '""')}"` : text;
}

async function asWorkbook(lines: readonly (readonly Cell[])[]): Promise<Uint8Array> {
  const data = lines.map((line, index) =>
    line.map((cell): SheetData[number][number] => {
      if (typeof cell === "string") {
        return cell === ""
          ? null
          : { value: inert(cell), type: String, ...(index === 0 ? { fontWeight: "bold" as const } : {}) };
      }
      if (cell.date === null) return { value: cell.time ?? "", type: String };
      const moment = new Date(`${cell.date}T${cell.time ?? "00:00"}:00Z`);
      return { value: moment, type: Date, format: cell.time === null ? "dd/mm/yyyy" : "dd/mm/yyyy hh:mm" };
    }),
  );
  const { default: writeExcelFile } = await import("write-excel-file/node");
  return writeExcelFile(data, { sheet: "Lignes refusées" }).toBuffer();
}

/** What Windows-1252 puts at 0x80–0x9F, beside Latin-1. */
const WINDOWS_1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

/** Back to the encoding of the file read; every other Unicode one becomes UTF-8, with the mark spreadsheets look for. */
function encode(text: string, encoding: string | null): Uint8Array {
  if (encoding !== "windows-1252") return new TextEncoder().encode(`\uFEFF${text}`);
  const latin = Array.from(text, (character) => {
    const at = WINDOWS_1252.indexOf(character);
    if (at >= 0) return 0x80 + at;
    const code = character.codePointAt(0) ?? 0;
    return code <= 0xff ? code : 0x3f;
  });
  return Uint8Array.from(latin);
}
