import type { Typesetter } from "../platform/typeset/typesetter.ts";
import { cellText, type ReportDocument } from "./document.ts";
import type { ReportTable, TableRow } from "./report-table.ts";

/** The document as a PDF (A4). @throws Error when typesetting fails */
export function writePdf(document: ReportDocument, typesetter: Typesetter): Promise<Buffer> {
  return typesetter.pdf("report.typ", templateData(document), false);
}

/** What documents/report.typ reads: texts, and the length of each bar. */
function templateData(document: ReportDocument) {
  return {
    centre: document.centre,
    title: document.title,
    lines: document.lines,
    demonstration: document.demonstration,
    tables: document.tables.map((table) => ({
      title: table.title,
      columns: table.columns,
      bars: table.bars !== null,
      rows: table.rows.map((row) => ({
        cells: [row.label, ...row.cells.map(cellText)],
        total: row.total === true,
        size: barOf(table, row),
      })),
      notes: document.notes.filter(([title]) => title === table.title).map(([, text]) => text),
    })),
    definitions: document.tables.flatMap((table) => table.definitions),
  };
}

/** A masked count has no bar: its length would tell it. */
function barOf(table: ReportTable, row: TableRow): number {
  const cell = table.bars === null || row.total ? undefined : row.cells[table.bars];
  return cell?.kind === "count" ? cell.value : 0;
}
