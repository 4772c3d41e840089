import { type Context, Hono, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import type { Database } from "../platform/database/database.ts";
import { StaleError } from "../platform/database/errors.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { ProblemError } from "../platform/http/problem.ts";
import { callerOf } from "../platform/http/security.ts";
import { unusableFields, validJson, validParam } from "../platform/http/validate.ts";
import type { PaperBox } from "./box.ts";
import {
  fileDocumentSchema,
  isShown,
  LARGEST_DOCUMENT,
  mediaTypes,
  withdrawDocumentSchema,
} from "./model.ts";
import { recognise, TOO_LARGE } from "./recognise.ts";
import { fileDocument, type OpenedDocument, openDocument, type PaperAsk, withdrawDocument } from "./store.ts";

/** The identifier of a document is made once by its form: sent twice, it is filed once. */
const documentParam = z.object({ id: z.uuid(), document: z.uuidv7() });
const documentForm = fileDocumentSchema.extend({
  file: z.instanceof(File, { message: "Choisissez un fichier." }),
});

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
    .post(
      "/api/people/:id/documents/:document",
      validParam(documentParam),
      onlyWriters(db),
      fewAtOnce(SENT_AT_ONCE),
      bodyLimit({ maxSize: LARGEST_DOCUMENT + ROOM_FOR_FIELDS, onError: tooLarge }),
      async (c) => {
        const { id, document } = c.req.valid("param");
        const { file, ...told } = await readForm(c);
        const received = new Uint8Array(await file.arrayBuffer());
        const found = recognise(received);
        if (!found.ok) throw refusedFile(received.length > LARGEST_DOCUMENT ? 413 : 422, found.reason);
        const bytes = received.subarray(0, found.length);
        try {
          return c.json({
            id: await fileDocument(asking(c, id), {
              ...told,
              id: document,
              media: found.media,
              bytes,
              content: null,
            }),
          });
        } catch (error) {
          if (!(error instanceof StaleError)) throw error;
          throw new ProblemError(
            409,
            "stale",
            "Un autre document a déjà été classé depuis cette fenêtre. Rien n’a été enregistré\u00a0; fermez-la, puis recommencez.",
          );
        }
      },
    )
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

/** What a form's fields take beside the file. */
const ROOM_FOR_FIELDS = 20_000;
/** Documents received at one moment by one process: each is held whole in memory. */
const SENT_AT_ONCE = 8;

/** Paths whose body may be larger than any form. */
export const documentPath = /^\/api\/people\/[^/]+\/documents\/[^/]+$/;

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

async function readForm(c: Context<ApiEnv>): Promise<z.output<typeof documentForm>> {
  const form = documentForm.safeParse(await c.req.parseBody());
  if (form.success) return form.data;
  throw unusableFields(
    Object.fromEntries(form.error.issues.map(({ path, message }) => [path.join("."), message])),
  );
}

/** Refuses whoever may not file anything before their file is received. */
function onlyWriters(db: Database): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    await db.transact(callerOf(c), c.get("roles"), async () => {});
    await next();
  };
}

function fewAtOnce(most: number): MiddlewareHandler<ApiEnv> {
  let now = 0;
  return async (_, next) => {
    if (now >= most)
      throw new ProblemError(
        503,
        "busy",
        "Beaucoup de documents arrivent en même temps. Rien n’est perdu\u00a0: réessayez dans quelques secondes.",
      );
    now += 1;
    try {
      await next();
    } finally {
      now -= 1;
    }
  };
}

function tooLarge(): never {
  throw refusedFile(413, TOO_LARGE);
}

function refusedFile(status: 413 | 422, reason: string): ProblemError {
  return new ProblemError(status, "not_a_document", `${reason} Rien n’a été enregistré.`, {
    fields: { file: reason },
  });
}

function unknownDocument(): ProblemError {
  return new ProblemError(
    404,
    "unknown_document",
    "Ce document n’est pas dans ce dossier, ou n’est pas montré à votre rôle.",
  );
}
