import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { every } from "hono/combine";
import type { z } from "zod";
import type { Database } from "../platform/database/database.ts";
import { StaleError } from "../platform/database/errors.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { ProblemError } from "../platform/http/problem.ts";
import { callerOf } from "../platform/http/security.ts";
import { unusableFields } from "../platform/http/validate.ts";
import { LARGEST_DOCUMENT, type Media } from "./model.ts";
import { recognise, TOO_LARGE } from "./recognise.ts";

/** What a form's fields take beside the file. */
const ROOM_FOR_FIELDS = 20_000;
/** Documents received at one moment by one route of one process: each is held whole in memory. */
const SENT_AT_ONCE = 8;

/** Before a route that receives a file: whoever may not come in is refused before it is sent, and it is no larger than a document. */
export function receivingFile(db: Database): MiddlewareHandler<ApiEnv> {
  return every(
    onlyWriters(db),
    fewAtOnce(SENT_AT_ONCE),
    bodyLimit({ maxSize: LARGEST_DOCUMENT + ROOM_FOR_FIELDS, onError: tooLarge }),
  );
}

/** A file as its content tells what it is, whatever it was called. */
export interface ReceivedFile {
  readonly media: Media;
  readonly bytes: Uint8Array;
}

/**
 * Reads a form of fields and one file (field "file").
 * @throws ProblemError naming the fields that cannot be used, or why the file is not a document
 */
export async function readFileForm<Shape extends z.ZodRawShape>(
  c: Context<ApiEnv>,
  fields: z.ZodObject<Shape>,
): Promise<{ readonly told: z.output<z.ZodObject<Shape>>; readonly file: ReceivedFile }> {
  const body = await c.req.parseBody();
  const told = fields.safeParse(body);
  const sent = body.file instanceof File ? body.file : null;
  if (!told.success || sent === null)
    throw unusableFields({
      ...Object.fromEntries((told.error?.issues ?? []).map(({ path, message }) => [path.join("."), message])),
      ...(sent === null ? { file: "Choisissez un fichier." } : {}),
    });
  const received = new Uint8Array(await sent.arrayBuffer());
  const found = recognise(received);
  if (!found.ok) throw refusedFile(received.length > LARGEST_DOCUMENT ? 413 : 422, found.reason);
  return { told: told.data, file: { media: found.media, bytes: received.subarray(0, found.length) } };
}

/** What is said when the identifier of a form was another document's already. */
export function filedElsewhere(error: unknown): unknown {
  if (!(error instanceof StaleError)) return error;
  return new ProblemError(
    409,
    "stale",
    "Un autre document a déjà été classé depuis cette fenêtre. Rien n’a été enregistré\u00a0; fermez-la, puis recommencez.",
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
