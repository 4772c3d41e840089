import { type Context, Hono } from "hono";
import { z } from "zod";
import { loadBasins } from "../people/basins.ts";
import { answerOfThread } from "../platform/bounded-thread.ts";
import type { Database } from "../platform/database/database.ts";
import { StaleError } from "../platform/database/errors.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { ProblemError } from "../platform/http/problem.ts";
import { callerOf } from "../platform/http/security.ts";
import { validJson, validParam } from "../platform/http/validate.ts";
import type { Typesetter } from "../platform/typeset/typesetter.ts";
import { composeDocument, type DocumentSource, fileName, type ReportDocument } from "./document.ts";
import { writeCsv } from "./export-csv.ts";
import { writePdf } from "./export-pdf.ts";
import { writeXlsx } from "./export-xlsx.ts";
import {
  type Asking,
  freezeReport,
  listFrozen,
  openFrozen,
  readForExport,
  readNotes,
  writeNote,
} from "./frozen-store.ts";
import {
  type ExportRequest,
  exportSchema,
  freezeSchema,
  type Period,
  periodSchema,
  writeNoteSchema,
} from "./model.ts";
import { layOutReport } from "./rules.ts";
import { currentWording } from "./wording.ts";

const frozenParam = z.object({ id: z.uuid() });

interface HandoverDeps {
  readonly db: Database;
  /** The business day (ISO). */
  readonly today: () => string;
  readonly typesetter: Typesetter;
  /** Where the program of the masking thread is; by default beside the built server. */
  readonly maskingWorker?: URL | undefined;
}

/** The report to hand over: explanations, frozen reports, files. */
export function handoverRoutes({ db, today, typesetter, maskingWorker }: HandoverDeps) {
  const asking = (c: Context<ApiEnv>): Asking => ({ db, caller: callerOf(c), roles: c.get("roles") });
  const known = (period: Period) => ({ ...period, knownOn: period.knownOn ?? today() });
  return new Hono<ApiEnv>()
    .post("/api/reports/notes", validJson(periodSchema), async (c) =>
      c.json({ notes: await readNotes(asking(c), known(c.req.valid("json"))) }),
    )
    .post("/api/reports/notes/write", validJson(writeNoteSchema), async (c) => {
      const { period, ...note } = c.req.valid("json");
      const version = await writeNote(asking(c), period, note);
      if (version === null) throw writtenMeanwhile();
      return c.json({ version });
    })
    .get("/api/reports/frozen", async (c) => c.json({ reports: await listFrozen(asking(c)) }))
    .post("/api/reports/frozen", validJson(freezeSchema), async (c) => {
      const { name, period, threshold } = c.req.valid("json");
      try {
        const id = await freezeReport(asking(c), name, known(period), currentWording, threshold);
        return c.json({ id });
      } catch (error) {
        if (error instanceof StaleError) throw nameTaken();
        throw error;
      }
    })
    .get("/api/reports/frozen/:id", validParam(frozenParam), async (c) => {
      const frozen = await openFrozen(asking(c), c.req.valid("param").id);
      if (!frozen) throw unknownReport();
      const { figures, ...rest } = frozen;
      return c.json({ ...rest, report: layOutReport(figures, await loadBasins()) });
    })
    .post("/api/reports/export", validJson(exportSchema), async (c) => {
      const asked = c.req.valid("json");
      const source = await sourceOf(asking(c), asked, known);
      const [body, type] = await fileOf(source, asked.format, typesetter, maskingWorker);
      const name = fileName(source, asked.format);
      c.header("content-type", type);
      c.header("content-disposition", `attachment; filename="${name}"; filename*=UTF-8''${name}`);
      return c.body(new Uint8Array(body));
    });
}

async function sourceOf(
  asking: Asking,
  asked: ExportRequest,
  known: (period: Period) => Required<Period>,
): Promise<DocumentSource> {
  const { period, frozenId, format, audience, threshold } = asked;
  const read = await readForExport(asking, {
    ...(period ? { period: known(period) } : {}),
    ...(frozenId ? { frozenId } : {}),
    detail: { format, audience },
  });
  if (!read) throw unknownReport();
  const { frozen, figures, notes, centre, demonstration } = read;
  return {
    report: layOutReport(figures, await loadBasins()),
    wording: frozen?.wording ?? currentWording,
    notes,
    centre,
    demonstration,
    frozen: frozen && { name: frozen.name, at: frozen.frozenAt, author: frozen.author },
    audience,
    threshold: frozen?.threshold ?? threshold,
  };
}

async function fileOf(
  source: DocumentSource,
  format: ExportRequest["format"],
  typesetter: Typesetter,
  maskingWorker: URL | undefined,
): Promise<[Buffer, string]> {
  const document = await documentOf(source, maskingWorker);
  if (format === "csv") return [writeCsv(document), "text/csv; charset=utf-8"];
  if (format === "pdf") return [await writePdf(document, typesetter), "application/pdf"];
  return [await writeXlsx(document), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"];
}

/** Masking is thousands of linear programs: seconds, at worst, that the server must not spend. */
async function documentOf(source: DocumentSource, maskingWorker: URL | undefined): Promise<ReportDocument> {
  if (source.audience !== "outside") return composeDocument(source);
  return await answerOfThread(maskingWorker ?? new URL("./masking-worker.js", import.meta.url), source);
}

function unknownReport(): ProblemError {
  return new ProblemError(
    404,
    "unknown_report",
    "Ce bilan figé n’existe pas, ou n’est pas de votre structure.",
  );
}

function nameTaken(): ProblemError {
  const message = "Un bilan figé porte déjà ce nom. Rien n’a été figé\u00a0; choisissez un autre nom.";
  return new ProblemError(409, "name_taken", message, { fields: { name: message } });
}

function writtenMeanwhile(): ProblemError {
  return new ProblemError(
    409,
    "edit_conflict",
    "Quelqu’un d’autre a écrit ce commentaire avant vous. Rien n’est perdu\u00a0: votre texte est gardé à l’écran, à côté du sien.",
  );
}
