import { type Context, Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { stream } from "hono/streaming";
import { z } from "zod";
import type { Database } from "../platform/database/database.ts";
import { StaleError } from "../platform/database/errors.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { ProblemError } from "../platform/http/problem.ts";
import { callerOf } from "../platform/http/security.ts";
import { validJson, validParam } from "../platform/http/validate.ts";
import { registerBounds } from "./bounds.ts";
import { correctionsSchema, forgetSchema, pairDecisionsSchema } from "./corrections.ts";
import type { ImportEvent } from "./import-messages.ts";
import { importRegister, refusedRowsOf } from "./import-register.ts";
import { forget, readAids } from "./memory-store.ts";
import { RegisterFileError } from "./model.ts";
import { readTable } from "./read-register.ts";
import { type Importer, listImports, readWorkedOn, withdrawImport } from "./store.ts";

const importParam = z.object({ id: z.uuid() });
const registerForm = z.object({
  file: z.instanceof(File, { message: "Choisissez un fichier." }),
  year: z.coerce.number().int().min(1990).max(2100).optional(),
  corrections: json(correctionsSchema).optional(),
});
const tableForm = registerForm.pick({ file: true });
/** A planning is small. */
const TABLE_BYTES = 2_000_000;
const importForm = registerForm.extend({
  decision: z.enum(["ask", "accept", "reject"]).default("ask"),
  pairs: json(pairDecisionsSchema).optional(),
  dryRun: z.enum(["true", "false"]).default("false"),
  review: z.enum(["true", "false"]).default("false"),
});

/** A field of the form that holds JSON. */
function json<Schema extends z.ZodType>(schema: Schema) {
  const parsed = z.string().transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue("Les corrections envoyées ne se lisent pas.");
      return z.NEVER;
    }
  });
  return parsed.pipe(schema);
}

interface IntakeDeps {
  readonly db: Database;
  /** The business day (ISO). */
  readonly today: () => string;
  readonly workerUrl?: URL | undefined;
  /** An import is several transactions: each has a stamp of its own in the audit trail. */
  readonly newStamp: () => string;
  readonly log: (error: unknown) => void;
}

export function intakeRoutes({ db, today, workerUrl, newStamp, log }: IntakeDeps) {
  return (
    new Hono<ApiEnv>()
      .post(
        "/api/imports",
        onlyImporters(db),
        bodyLimit({ maxSize: registerBounds.fileBytes + 1_000_000, onError: tooBig }),
        async (c) => {
          const { file, decision, pairs, dryRun, review, ...reading } = await readForm(c, importForm);
          const importer = importerOf(c, db, newStamp);
          const bytes = new Uint8Array(await file.arrayBuffer());
          const cancelled = new AbortController();
          c.header("content-type", "application/x-ndjson; charset=utf-8");
          return stream(c, async (out) => {
            // The browser going away is a cancellation: what is staged is forgotten, nothing was written.
            out.onAbort(() => cancelled.abort());
            const tell = (event: ImportEvent) => out.write(`${JSON.stringify(event)}\n`);
            try {
              const request = {
                bytes,
                fileName: file.name,
                decision,
                pairs,
                dryRun: dryRun === "true",
                review: review === "true",
                ...reading,
                today: today(),
              };
              const ending = await importRegister(
                importer,
                { ...request, signal: cancelled.signal, workerUrl },
                (event) => void tell(event),
              );
              await tell(ending);
            } catch (error) {
              if (cancelled.signal.aborted) return;
              const columns = error instanceof RegisterFileError ? [...error.columns] : [];
              await tell({
                event: "problem",
                message: explain(error, log),
                columns: columns.map((column) => ({ ...column, samples: [...column.samples] })),
              });
            }
          });
        },
      )
      .post(
        "/api/imports/refusals",
        onlyImporters(db),
        bodyLimit({ maxSize: registerBounds.fileBytes + 1_000_000, onError: tooBig }),
        async (c) => {
          const { file, ...reading } = await readForm(c, registerForm);
          const bytes = new Uint8Array(await file.arrayBuffer());
          const request = { bytes, ...reading, today: today(), signal: c.req.raw.signal, workerUrl };
          try {
            const refused = await refusedRowsOf(importerOf(c, db, newStamp), request);
            c.header("content-type", CONTENT_TYPES[refused.kind]);
            c.header("content-disposition", `attachment; filename="lignes-refusees.${refused.kind}"`);
            return c.body(new Uint8Array(refused.bytes));
          } catch (error) {
            if (!(error instanceof RegisterFileError)) throw error;
            throw new ProblemError(422, error.problem, error.message);
          }
        },
      )
      // Any table, read and given back: nothing of it is kept.
      .post(
        "/api/tables",
        onlyImporters(db),
        bodyLimit({ maxSize: TABLE_BYTES, onError: tooBig }),
        async (c) => {
          const { file } = await readForm(c, tableForm);
          const bytes = new Uint8Array(await file.arrayBuffer());
          try {
            const worker = workerUrl ? { worker: workerUrl } : {};
            return c.json(await readTable(bytes, { ...worker, signal: c.req.raw.signal }));
          } catch (error) {
            if (!(error instanceof RegisterFileError)) throw error;
            throw new ProblemError(422, error.problem, error.message);
          }
        },
      )
      .get("/api/imports/memory", async (c) => {
        const { memory } = await readAids({ db, caller: callerOf(c), roles: c.get("roles") });
        return c.json(memory);
      })
      .post("/api/imports/memory/forget", validJson(forgetSchema), async (c) => {
        const importer = { db, caller: callerOf(c), roles: c.get("roles") };
        return c.json({ forgotten: await forget(importer, c.req.valid("json")) });
      })
      .get("/api/imports", async (c) => {
        return c.json({ imports: await listImports({ db, caller: callerOf(c), roles: c.get("roles") }) });
      })
      .post("/api/imports/:id/withdraw", validParam(importParam), async (c) => {
        const importer = { db, caller: callerOf(c), roles: c.get("roles") };
        const { id } = c.req.valid("param");
        try {
          return c.json({ rows: await withdrawImport(importer, id) });
        } catch (error) {
          if (!(error instanceof StaleError)) throw error;
          // A second stamp is not needed: the refused call wrote nothing.
          throw new ProblemError(409, "worked_on", await explainWorkedOn(importer, id));
        }
      })
  );
}

const CONTENT_TYPES = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
} as const;

/** Reads a form, or refuses it in French. */
async function readForm<Schema extends z.ZodType>(
  c: Context<ApiEnv>,
  schema: Schema,
): Promise<z.output<Schema>> {
  const form = schema.safeParse(await c.req.parseBody());
  if (form.success) return form.data;
  const said = form.error.issues.map(({ message }) => message).find((message) => /[.]$/u.test(message));
  const message = said ?? "L’envoi n’est pas complet.";
  throw new ProblemError(422, "invalid", `${message} Rien n’a été importé.`);
}

/** An import is several transactions: each has a stamp of its own. */
function importerOf(c: Context<ApiEnv>, db: Database, newStamp: () => string): Importer {
  const { token } = callerOf(c);
  return {
    db,
    roles: c.get("roles"),
    get caller() {
      return { token, stamp: newStamp() };
    },
  };
}

/** Refuses whoever may not import before their file is received, let alone read: an answer once begun cannot be 403. */
function onlyImporters(db: Database): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    await db.transact(callerOf(c), c.get("roles"), async () => {});
    await next();
  };
}

function tooBig(): never {
  throw new ProblemError(
    413,
    "too_big",
    "Ce fichier est trop gros. Rien n’a été importé ; retirez-en les images ou coupez-le par année.",
  );
}

function explain(error: unknown, log: (error: unknown) => void): string {
  if (error instanceof RegisterFileError) return error.message;
  if (error instanceof StaleError) {
    return "Des dossiers ont changé pendant l’import. Rien n’a été importé ; recommencez.";
  }
  log(error);
  return "L’import s’est interrompu. Rien n’a été importé ; recommencez.";
}

async function explainWorkedOn(importer: Parameters<typeof readWorkedOn>[0], id: string): Promise<string> {
  const counts = await readWorkedOn(importer, id);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return total === 0
    ? "Cet import a déjà été retiré. Rien n’a été modifié."
    : `Quelqu’un a travaillé sur ce que cet import a apporté (${total} modification${total > 1 ? "s" : ""} depuis). Rien n’a été retiré.`;
}
