import { type Context, Hono } from "hono";
import { z } from "zod";
import type { PaperBox } from "../../papers/box.ts";
import { filedElsewhere, readFileForm, receivingFile } from "../../papers/receive.ts";
import type { Database } from "../../platform/database/database.ts";
import { StaleError } from "../../platform/database/errors.ts";
import type { ApiEnv } from "../../platform/http/api-env.ts";
import { ProblemError } from "../../platform/http/problem.ts";
import { callerOf } from "../../platform/http/security.ts";
import { validJson, validParam } from "../../platform/http/validate.ts";
import { type Typesetter, UnprintableError } from "../../platform/typeset/typesetter.ts";
import { answerFactSchema, notePapersSchema, printListSchema, receivePaperSchema } from "./model.ts";
import { establishList } from "./print-list.ts";
import {
  answerFact,
  notePapers,
  type PaperOutcome,
  type PapersAsk,
  papersOf,
  receivePaper,
} from "./store.ts";

const requestParam = z.object({ id: z.uuid(), request: z.uuid() });
const copyParam = requestParam.extend({ document: z.uuidv7() });
const listParam = requestParam.extend({ print: z.uuidv7() });

interface RequestPapersDeps {
  readonly db: Database;
  readonly papers: PaperBox;
  readonly typesetter: Typesetter;
  readonly newStamp: () => string;
  /** The business day (ISO). */
  readonly today: () => string;
}

/** Papers of a request: which ones, received or not, their copies, and the list to bring them by. */
export function requestPapersRoutes({ db, papers, typesetter, newStamp, today }: RequestPapersDeps) {
  const asking = (c: Context<ApiEnv>, { id, request }: { id: string; request: string }): PapersAsk => ({
    db,
    caller: callerOf(c),
    roles: c.get("roles"),
    person: id,
    request,
  });
  return new Hono<ApiEnv>()
    .get("/api/people/:id/requests/:request/papers", validParam(requestParam), async (c) => {
      const found = await papersOf(asking(c, c.req.valid("param")));
      if (found) return c.json({ ...found, today: today() });
      throw unknownRequest();
    })
    .post(
      "/api/people/:id/requests/:request/papers",
      validParam(requestParam),
      validJson(notePapersSchema),
      async (c) => {
        const { papers: noted } = c.req.valid("json");
        if (noted.some(({ onDay }) => onDay > today())) throw future();
        answered(await stale(notePapers(asking(c, c.req.valid("param")), noted)));
        return c.json({});
      },
    )
    .post(
      "/api/people/:id/requests/:request/papers/documents/:document",
      validParam(copyParam),
      receivingFile(db),
      async (c) => {
        const { document, ...address } = c.req.valid("param");
        const { told, file } = await readFileForm(c, receivePaperSchema);
        if (told.onDay > today()) throw future();
        const paper = { ...told, state: "received" as const, reason: "" };
        const received = receivePaper(asking(c, address), papers, paper, { id: document, ...file });
        answered(await stale(received));
        return c.json({ id: document });
      },
    )
    .post(
      "/api/people/:id/requests/:request/papers/facts",
      validParam(requestParam),
      validJson(answerFactSchema),
      async (c) => {
        answered(await answerFact(asking(c, c.req.valid("param")), c.req.valid("json")));
        return c.json({});
      },
    )
    .post(
      "/api/people/:id/requests/:request/papers/lists/:print",
      validParam(listParam),
      validJson(printListSchema),
      async (c) => {
        const { print, ...address } = c.req.valid("param");
        const { token } = callerOf(c);
        const caller = () => ({ token, stamp: newStamp() });
        const printer = { ...asking(c, address), caller, papers, typesetter, today: today() };
        try {
          const id = await stale(establishList(printer, print, c.req.valid("json")));
          if (id === null) throw unknownRequest();
          return c.json({ id });
        } catch (error) {
          if (!(error instanceof UnprintableError)) throw error;
          throw new ProblemError(
            422,
            "unprintable",
            `Ces caractères ne peuvent pas être imprimés\u00a0: ${error.characters.join(" ")}. Rien n’a été établi\u00a0; remplacez-les par des mots.`,
          );
        }
      },
    );
}

/** What was made twice by two forms of one identifier is told as such. */
async function stale<T>(made: Promise<T>): Promise<T> {
  try {
    return await made;
  } catch (error) {
    throw error instanceof StaleError ? filedElsewhere(error) : error;
  }
}

const NOTHING = "Rien n’a été enregistré.";

function answered(outcome: PaperOutcome): void {
  switch (outcome) {
    case "done":
      return;
    case "unknown":
      throw unknownRequest();
    case "changed":
      throw new ProblemError(
        409,
        "stale",
        `Quelqu’un a noté autre chose sur cette pièce entre-temps. ${NOTHING} Relisez la liste, puis recommencez.`,
      );
    case "nature":
      throw new ProblemError(
        422,
        "invalid",
        `Votre fonction ne garde pas de copie de ce papier-là\u00a0: notez-le reçu, sans copie. ${NOTHING}`,
        { fields: { file: "À noter sans copie." } },
      );
    case "kind":
      throw invalid("Cette sorte de papier n’est plus dans la liste", "kind");
    case "who":
      throw invalid("Cette personne n’est plus dans la demande", "who");
    case "document":
      throw invalid("Ce document n’est pas dans ce dossier, ou n’est pas montré à votre rôle", "file");
  }
}

function invalid(why: string, field: string): ProblemError {
  return new ProblemError(422, "invalid", `${why}. ${NOTHING}`, { fields: { [field]: `${why}.` } });
}

function future(): ProblemError {
  return new ProblemError(422, "invalid", `On ne note que ce qui a eu lieu. ${NOTHING}`, {
    fields: { onDay: "Ce jour est à venir." },
  });
}

function unknownRequest(): ProblemError {
  return new ProblemError(
    404,
    "not_found",
    `Cette demande n’existe pas, ou vous ne la suivez pas. ${NOTHING}`,
  );
}
