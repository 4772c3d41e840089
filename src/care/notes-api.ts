import { Hono } from "hono";
import { z } from "zod";
import type { Database } from "../platform/database/database.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { ProblemError } from "../platform/http/problem.ts";
import { callerOf } from "../platform/http/security.ts";
import { validJson, validParam } from "../platform/http/validate.ts";
import {
  countersignSchema,
  keepDraftSchema,
  returnNoteSchema,
  signNoteSchema,
  submitNoteSchema,
} from "./notes.ts";
import {
  countersignNote,
  discardDraft,
  keepDraft,
  recallNote,
  returnNote,
  signNote,
  submitNote,
} from "./notes-store.ts";

/** The identifier of a note is made once by its form: sent twice, it makes one note. */
const noteParam = z.object({ id: z.uuid(), note: z.uuidv7() });

export function noteRoutes({ db }: { db: Database }) {
  return new Hono<ApiEnv>()
    .put(
      "/api/people/:id/notes/:note/draft",
      validParam(noteParam),
      validJson(keepDraftSchema),
      async (c) => {
        const { id, note } = c.req.valid("param");
        const draft = { ...c.req.valid("json"), id: note, personId: id };
        const version = await keepDraft(db, callerOf(c), c.get("roles"), draft);
        if (version !== null) return c.json({ version });
        throw openElsewhere();
      },
    )
    .post(
      "/api/people/:id/notes/:note/submit",
      validParam(noteParam),
      validJson(submitNoteSchema),
      async (c) => {
        const { id, note } = c.req.valid("param");
        const draft = { ...c.req.valid("json"), id: note, personId: id };
        const submittedTo = await submitNote(db, callerOf(c), c.get("roles"), draft);
        if (submittedTo === null) throw openElsewhere();
        return c.json({ submittedTo });
      },
    )
    .post("/api/people/:id/notes/:note/recall", validParam(noteParam), async (c) => {
      const { id, note } = c.req.valid("param");
      return c.json({ recalled: await recallNote(db, callerOf(c), c.get("roles"), id, note) });
    })
    .post(
      "/api/people/:id/notes/:note/return",
      validParam(noteParam),
      validJson(returnNoteSchema),
      async (c) => {
        const { id, note } = c.req.valid("param");
        await returnNote(db, callerOf(c), c.get("roles"), id, note, c.req.valid("json").words);
        return c.json({});
      },
    )
    .post(
      "/api/people/:id/notes/:note/countersign",
      validParam(noteParam),
      validJson(countersignSchema),
      async (c) => {
        const { id, note } = c.req.valid("param");
        const { version } = c.req.valid("json");
        return c.json({ id: await countersignNote(db, callerOf(c), c.get("roles"), id, note, version) });
      },
    )
    .post("/api/people/:id/notes/:note/discard", validParam(noteParam), async (c) => {
      const { id, note } = c.req.valid("param");
      return c.json({ discarded: await discardDraft(db, callerOf(c), c.get("roles"), id, note) });
    })
    .post("/api/people/:id/notes/:note/sign", validParam(noteParam), validJson(signNoteSchema), async (c) => {
      const { id, note } = c.req.valid("param");
      const signed = { ...c.req.valid("json"), id: note, personId: id };
      return c.json({ id: await signNote(db, callerOf(c), c.get("roles"), signed) });
    });
}

function openElsewhere(): ProblemError {
  return new ProblemError(
    409,
    "draft_elsewhere",
    "Cette note est aussi ouverte dans une autre fenêtre, où elle a changé. Rien n’est perdu\u00a0: votre texte est encore ici, l’autre est dans l’autre fenêtre.",
  );
}
