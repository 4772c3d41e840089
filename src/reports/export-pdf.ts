import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { answerOfThread } from "../platform/bounded-thread.ts";
import { programRoot } from "../platform/program-root.ts";
import { cellText, type ReportDocument } from "./document.ts";
import type { PdfOrder } from "./pdf-worker.ts";
import type { ReportTable, TableRow } from "./tables.ts";

/**
 * The document as a PDF (A4), typeset in a thread of its own.
 * @param program where the thread's program is; by default beside the built server
 * @throws Error when typesetting fails or passes the bounds of a thread
 */
export async function writePdf(document: ReportDocument, program?: URL): Promise<Buffer> {
  const folder = join(programRoot(), "documents");
  const fonts = dirname(
    createRequire(import.meta.url).resolve("@expo-google-fonts/atkinson-hyperlegible-next/package.json"),
  );
  const order: PdfOrder = {
    template: await readFile(join(folder, "report.typ"), "utf8"),
    data: JSON.stringify(templateData(document)),
    fonts: [join(fonts, "400Regular"), join(fonts, "700Bold")],
    workspace: folder,
  };
  const pdf = await answerOfThread<Uint8Array>(program ?? new URL("./pdf-worker.js", import.meta.url), order);
  return Buffer.from(pdf);
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
