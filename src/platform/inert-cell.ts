/**
 * A text that no spreadsheet may take for a formula, nor a device for a command, when it opens the file: such a
 * text is preceded by an apostrophe, and read as it is.
 */
export function inert(text: string): string {
  return /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
}

/** One line of a CSV for French spreadsheets, no cell of which can be run as a formula. */
export function csvLine(cells: readonly string[]): string {
  return cells.map((cell) => quoted(inert(cell))).join(";");
}

function quoted(cell: string): string {
  return /[;"\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
