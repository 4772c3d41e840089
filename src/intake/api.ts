import { Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { stream } from "hono/streaming";
import { z } from "zod";
import type { Database } from "../platform/database/database.ts";
import { StaleError } from "../platform/database/errors.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { ProblemError } from "../platform/http/problem.ts";
import { callerOf } from "../platform/http/security.ts";
import { validParam } from "../platform/http/validate.ts";
import { registerBounds } from "./bounds.ts";
import type { ImportEvent } from "./import-messages.ts";
import { importRegister } from "./import-register.ts";
import { RegisterFileError } from "./model.ts";
import { listImports, readWorkedOn, withdrawImport } from "./store.ts";

const importParam = z.object({ id: z.uuid() });
const importForm = z.object({
  file: z.instanceof(File),
  decision: z.enum(["ask", "accept", "reject"]).default("ask"),
  dryRun: z.enum(["true", "false"]).default("false"),
  year: z.coerce.number().int().min(1990).max(2100).optional(),
});

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
  return new Hono<ApiEnv>()
    .post(
      "/api/imports",
      onlyImporters(db),
      bodyLimit({ maxSize: registerBounds.fileBytes + 100_000, onError: tooBig }),
      async (c) => {
        const form = importForm.safeParse(await c.req.parseBody());
        if (!form.success)
          throw new ProblemError(422, "invalid", "Choisissez un fichier. Rien n’a été importé.");
        const { file, decision, dryRun, year } = form.data;
        const { token } = callerOf(c);
        const importer = {
          db,
          roles: c.get("roles"),
          get caller() {
            return { token, stamp: newStamp() };
          },
        };
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
              dryRun: dryRun === "true",
              year,
              today: today(),
            };
            const ending = await importRegister(
              importer,
              { ...request, signal: cancelled.signal, workerUrl },
              (event) => void tell(event),
            );
            await tell(ending);
          } catch (error) {
            if (!cancelled.signal.aborted) await tell({ event: "problem", message: explain(error, log) });
          }
        });
      },
    )
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
    });
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
    "Ce fichier dépasse 20 Mo. Rien n’a été importé ; retirez-en les images ou coupez-le par année.",
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
