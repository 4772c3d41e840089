/** Reading a register's file, whichever its format. Runs in the reading thread; see `read-register.ts`. */
import { boundMessages, registerBounds } from "./bounds.ts";
import type { HeaderHints } from "./columns.ts";
import { type RawTable, RegisterFileError } from "./model.ts";
import { emptyFile, parseCsv, textRows } from "./parse-csv.ts";
import { parseXlsx, sheetRows } from "./parse-xlsx.ts";

const ZIP = [0x50, 0x4b];
const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0];
const OTHER_DOCUMENTS = [
  [0x25, 0x50, 0x44, 0x46],
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
];

/** Reads a register from its bytes; the content decides the format, not the file's name. Throws `RegisterFileError`. */
export function parseRegisterFile(bytes: Uint8Array, remembered?: HeaderHints["remembered"]): RawTable {
  return isWorkbook(bytes) ? parseXlsx(bytes, remembered) : parseCsv(bytes, remembered);
}

/** The cells of any table as text: days ISO, hours "08:30". Throws `RegisterFileError`. */
export function parseTable(bytes: Uint8Array): string[][] {
  const rows = isWorkbook(bytes) ? sheetRows(bytes) : textRows(bytes);
  return rows.map(({ cells }) =>
    cells.map((cell) => (typeof cell === "string" ? cell : [cell.date, cell.time].filter(Boolean).join(" "))),
  );
}

/** Whether the content is a workbook, else text. Throws `RegisterFileError` when it is neither. */
function isWorkbook(bytes: Uint8Array): boolean {
  if (bytes.length > registerBounds.fileBytes) {
    throw new RegisterFileError("too_big", boundMessages.tooBig("20\u00A0Mo"));
  }
  if (bytes.length === 0) throw emptyFile();
  if (startsWith(bytes, ZIP)) return true;
  if (startsWith(bytes, COMPOUND_FILE)) throw compoundFile(bytes);
  if (OTHER_DOCUMENTS.some((magic) => startsWith(bytes, magic))) {
    throw new RegisterFileError(
      "not_a_spreadsheet",
      "Ce fichier n’est pas un tableau. Rien n’a été importé. Il faut un fichier .xlsx ou .csv.",
    );
  }
  return false;
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}

/** Old workbooks and workbooks under a password share one container; the latter names what it holds in UTF-16. */
function compoundFile(bytes: Uint8Array): RegisterFileError {
  const text = new TextDecoder("utf-16le").decode(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  if (text.includes("EncryptedPackage")) {
    return new RegisterFileError(
      "encrypted",
      "Ce classeur est protégé par un mot de passe et ne peut pas être lu. Rien n’a été importé. Ouvrez-le dans votre tableur, retirez le mot de passe, enregistrez-le, et recommencez.",
    );
  }
  return new RegisterFileError(
    "old_excel",
    "Ce classeur est à l’ancien format Excel (.xls), qui n’est pas lu. Rien n’a été importé. Dans votre tableur, choisissez «\u00A0Enregistrer sous\u00A0», puis «\u00A0Classeur Excel (.xlsx)\u00A0», et recommencez.",
  );
}
