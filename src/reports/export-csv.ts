import { csvLine } from "../platform/inert-cell.ts";
import { cellText, type ReportDocument } from "./document.ts";

/**
 * The document as CSV for French spreadsheets: UTF-8 with its mark, semicolons, one table after the other, then the
 * definitions. Nothing in it can be run as a formula.
 */
export function writeCsv(document: ReportDocument): Buffer {
  const lines: (readonly string[])[] = [
    [document.centre],
    [document.title],
    ...document.lines.map((line) => [line]),
    ...(document.demonstration ? [["Démonstration\u00a0: personnes inventées"]] : []),
  ];
  for (const table of document.tables) {
    lines.push([], [table.title], table.columns);
    for (const row of table.rows) lines.push([row.label, ...row.cells.map(cellText)]);
    if (table.rows.length === 0) lines.push(["Rien de noté dans la période"]);
  }
  if (document.notes.length > 0) lines.push([], ["Commentaires"], ...document.notes);
  lines.push([], ["Comment ces chiffres sont comptés"]);
  for (const table of document.tables) lines.push(...table.definitions);
  const text = lines.map(csvLine).join("\r\n");
  return Buffer.from(`\uFEFF${text}\r\n`, "utf8");
}
