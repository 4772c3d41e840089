import { type Context, Hono } from "hono";
import { z } from "zod";
import type { PaperBox } from "../papers/box.ts";
import { readTyped } from "../papers/store.ts";
import { unknownPerson } from "../people/api.ts";
import type { Database } from "../platform/database/database.ts";
import { StaleError } from "../platform/database/errors.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { ProblemError } from "../platform/http/problem.ts";
import { callerOf } from "../platform/http/security.ts";
import { validJson, validParam } from "../platform/http/validate.ts";
import { type Typesetter, UnprintableError } from "../platform/typeset/typesetter.ts";
import { printSchema } from "./prints.ts";
import { establishPaper } from "./prints-store.ts";

/** The identifier of a paper is made once by its form: sent twice, it is established once. */
const printParam = z.object({ id: z.uuid(), print: z.uuidv7() });

interface PrintsDeps {
  readonly db: Database;
  readonly papers: PaperBox;
  readonly typesetter: Typesetter;
  readonly newStamp: () => string;
  /** The business day (ISO). */
  readonly today: () => string;
}

/** What is printed for someone: established once, then read and printed again as any document of theirs. */
export function printRoutes({ db, papers, typesetter, newStamp, today }: PrintsDeps) {
  const roles = (c: Context<ApiEnv>) => c.get("roles");
  return new Hono<ApiEnv>()
    .post("/api/people/:id/prints/:print", validParam(printParam), validJson(printSchema), async (c) => {
      const { id: person, print } = c.req.valid("param");
      const { token } = callerOf(c);
      const caller = () => ({ token, stamp: newStamp() });
      const printer = { db, papers, typesetter, caller, roles: roles(c), person, today: today() };
      try {
        const id = await establishPaper(printer, print, c.req.valid("json"));
        if (id === null) throw unknownPerson();
        return c.json({ id });
      } catch (error) {
        if (error instanceof UnprintableError) throw unprintable(error.characters);
        if (error instanceof StaleError) throw anotherPaper();
        throw error;
      }
    })
    .get("/api/people/:id/prints/:print", validParam(printParam), async (c) => {
      const { id: person, print } = c.req.valid("param");
      const typed = await readTyped({ db, caller: callerOf(c), roles: roles(c), person }, print);
      if (typed === null)
        throw new ProblemError(
          404,
          "unknown_document",
          "Ce document n’est pas dans ce dossier, ou n’est pas montré à votre rôle.",
        );
      return c.json({ typed });
    });
}

function unprintable(characters: readonly string[]): ProblemError {
  return new ProblemError(
    422,
    "unprintable",
    `Ces caractères ne peuvent pas être imprimés\u00a0: ${characters.join(" ")}. Rien n’a été établi\u00a0; remplacez-les par des mots.`,
  );
}

function anotherPaper(): ProblemError {
  return new ProblemError(
    409,
    "stale",
    "Un autre document a déjà été établi depuis cette fenêtre. Rien n’a été changé\u00a0; regardez les documents du dossier, puis recommencez.",
  );
}
