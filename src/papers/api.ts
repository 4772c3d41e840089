import { type Context, Hono } from "hono";
import { z } from "zod";
import type { Database } from "../platform/database/database.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { ProblemError } from "../platform/http/problem.ts";
import { callerOf } from "../platform/http/security.ts";
import { validJson, validParam } from "../platform/http/validate.ts";
import type { PaperBox } from "./box.ts";
import { fileDocumentSchema, isShown, mediaTypes, withdrawDocumentSchema } from "./model.ts";
import { filedElsewhere, readFileForm, receivingFile } from "./receive.ts";
import { fileDocument, type OpenedDocument, openDocument, type PaperAsk, withdrawDocument } from "./store.ts";

/** The identifier of a document is made once by its form: sent twice, it is filed once. */
const documentParam = z.object({ id: z.uuid(), document: z.uuidv7() });

interface PapersDeps {
  readonly db: Database;
  readonly papers: PaperBox;
}

/**
 * Documents of a person. A document comes and goes whole through memory: a slow line must not hold a connection of the
 * database, and nothing is written before all has come.
 */
export function papersRoutes({ db, papers }: PapersDeps) {
  const asking = (c: Context<ApiEnv>, person: string): PaperAsk => ({
    db,
    caller: callerOf(c),
    roles: c.get("roles"),
    papers,
    person,
  });
  return new Hono<ApiEnv>()
    .post("/api/people/:id/documents/:document", validParam(documentParam), receivingFile(db), async (c) => {
      const { id, document } = c.req.valid("param");
      const { file, told } = await readFileForm(c, fileDocumentSchema);
      try {
        const filed = { ...told, ...file, id: document, content: null };
        return c.json({ id: await fileDocument(asking(c, id), filed) });
      } catch (error) {
        throw filedElsewhere(error);
      }
    })
    .get("/api/people/:id/documents/:document/view", validParam(documentParam), async (c) => {
      const { id, document } = c.req.valid("param");
      const opened = await openDocument(asking(c, id), document, "open");
      if (!opened || !isShown(opened)) throw unknownDocument();
      return send(c, opened, "inline");
    })
    .post("/api/people/:id/documents/:document/download", validParam(documentParam), async (c) => {
      const { id, document } = c.req.valid("param");
      const opened = await openDocument(asking(c, id), document, "download");
      if (!opened) throw unknownDocument();
      return send(c, opened, "attachment");
    })
    .post(
      "/api/people/:id/documents/:document/withdraw",
      validParam(documentParam),
      validJson(withdrawDocumentSchema),
      async (c) => {
        const { id, document } = c.req.valid("param");
        const { reason } = c.req.valid("json");
        if (!(await withdrawDocument(asking(c, id), document, reason))) throw unknownDocument();
        return c.json({ done: true });
      },
    );
}

/** Paths whose body may be larger than any form: documents, and copies of the papers of a request. */
export const documentPath = /^\/api\/people\/[^/]+\/(requests\/[^/]+\/papers\/)?documents\/[^/]+$/;

/**
 * A name that says what it is and of which day, and of nobody: it stays in the downloads of the machine.
 */
function nameOf({ type, onDay, media }: OpenedDocument): string {
  return `${[type.replaceAll("_", "-"), onDay].filter(Boolean).join("-")}.${media === "jpeg" ? "jpg" : media}`;
}

function send(c: Context<ApiEnv>, opened: OpenedDocument, how: "inline" | "attachment"): Response {
  c.header("content-type", mediaTypes[opened.media].mime);
  c.header("content-disposition", `${how}; filename="${nameOf(opened)}"`);
  c.header("cross-origin-resource-policy", "same-origin");
  // Opened by itself, a picture is in a page that may do nothing. A viewer of PDF does not work in such a page: only what we
  // printed is shown so, under the policy of every answer (nothing loaded, nothing run).
  if (opened.media !== "pdf")
    c.header("content-security-policy", "default-src 'none'; sandbox; frame-ancestors 'none'");
  return c.body(new Uint8Array(opened.bytes));
}

function unknownDocument(): ProblemError {
  return new ProblemError(
    404,
    "unknown_document",
    "Ce document n’est pas dans ce dossier, ou n’est pas montré à votre rôle.",
  );
}
