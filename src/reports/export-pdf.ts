import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { programRoot } from "../platform/program-root.ts";
import { cellText, type ReportDocument } from "./document.ts";
import type { PdfOrder } from "./pdf-worker.ts";
import type { ReportTable, TableRow } from "./tables.ts";

/** Longest time for one document, and the memory its thread may take. */
const MILLISECONDS = 20_000;
const HEAP_MEGABYTES = 256;

/**
 * The document as a PDF (A4), typeset in a thread of its own.
 * @param program where the thread's program is; by default beside the built server
 * @throws Error when typesetting fails or takes more than 20 s
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
  const worker = new Worker(program ?? new URL("./pdf-worker.js", import.meta.url), {
    workerData: order,
    execArgv: [],
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES },
  });
  try {
    return Buffer.from(await answerOf(worker));
  } finally {
    await worker.terminate();
  }
}

function answerOf(worker: Worker): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("typesetting took too long")), MILLISECONDS);
    const settle = (act: () => void) => {
      clearTimeout(late);
      act();
    };
    worker.once("message", (pdf: Uint8Array) => settle(() => resolve(pdf)));
    worker.once("error", (error) => settle(() => reject(error)));
    worker.once("exit", () => settle(() => reject(new Error("the thread ended without an answer"))));
  });
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
