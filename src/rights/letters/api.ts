import { Hono } from "hono";
import { z } from "zod";
import type { PaperBox } from "../../papers/box.ts";
import type { Database } from "../../platform/database/database.ts";
import { StaleError } from "../../platform/database/errors.ts";
import type { ApiEnv } from "../../platform/http/api-env.ts";
import { ProblemError } from "../../platform/http/problem.ts";
import { callerOf } from "../../platform/http/security.ts";
import { unusableFields, validJson, validParam } from "../../platform/http/validate.ts";
import { type Typesetter, UnprintableError } from "../../platform/typeset/typesetter.ts";
import { readRequestLaw } from "../requests/read-law.ts";
import { refusalOf } from "../requests/refusals.ts";
import { chaseRequest } from "../requests/store.ts";
import { letterSchema } from "./model.ts";
import { printLetter, ReservedLetterError } from "./print-letter.ts";

/** The identifier of a letter is made once by its form: sent twice, it is printed once. */
const letterParam = z.object({ id: z.uuid(), request: z.uuid(), print: z.uuidv7() });

interface LettersDeps {
  readonly db: Database;
  readonly papers: PaperBox;
  readonly typesetter: Typesetter;
  readonly newStamp: () => string;
  /** The business day (ISO). */
  readonly today: () => string;
}

/** Standard letters about a request, printed as they were read over, kept with the record. */
export function letterRoutes({ db, papers, typesetter, newStamp, today }: LettersDeps) {
  const law = readRequestLaw();
  return new Hono<ApiEnv>().post(
    "/api/people/:id/requests/:request/letters/:print",
    validParam(letterParam),
    validJson(letterSchema),
    async (c) => {
      const { id: person, request, print } = c.req.valid("param");
      const { token } = callerOf(c);
      const caller = () => ({ token, stamp: newStamp() });
      const printer = {
        db,
        papers,
        typesetter,
        caller,
        roles: c.get("roles"),
        person,
        request,
        today: today(),
      };
      const { chase, ...letter } = c.req.valid("json");
      if (chase && chase.onDay > today()) throw unusableFields({ "chase.onDay": "Ce jour est à venir." });
      try {
        const id = await printLetter(printer, print, letter);
        if (id !== null && chase) {
          // Cut off between the two, the same letter sent again is kept once and its line still written.
          const acting = { db, caller: caller(), roles: c.get("roles"), law, today: today() };
          const line = { ...chase, kind: "chase" as const, words: `Courrier\u00a0: ${letter.subject}` };
          const refusal = refusalOf(await chaseRequest(acting, { person, request }, line));
          if (refusal) throw refusal;
        }
        if (id !== null) return c.json({ id });
      } catch (error) {
        throw told(error);
      }
      throw new ProblemError(
        404,
        "not_found",
        "Cette demande n’existe pas, ou vous ne la suivez pas. Rien n’a été établi.",
      );
    },
  );
}

function told(error: unknown): unknown {
  if (error instanceof UnprintableError)
    return new ProblemError(
      422,
      "unprintable",
      `Ces caractères ne peuvent pas être imprimés\u00a0: ${error.characters.join(" ")}. Rien n’a été établi\u00a0; remplacez-les par des mots.`,
    );
  if (error instanceof StaleError)
    return new ProblemError(
      409,
      "stale",
      "Un autre document a déjà été établi depuis cette fenêtre. Rien n’a été changé\u00a0; regardez les documents du dossier, puis recommencez.",
    );
  if (error instanceof ReservedLetterError)
    return new ProblemError(
      422,
      "reserved",
      "Cette demande est réservée\u00a0: votre rôle ne garde pas de courrier de cette nature. Rien n’a été établi\u00a0; demandez à un soignant ou à un travailleur social qui la suit.",
    );
  return error;
}
