/**
 * A text that no spreadsheet may take for a formula, nor a device for a command, when it opens the file: such a
 * text is preceded by an apostrophe, and read as it is.
 */
export function inert(text: string): string {
  return /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
}
