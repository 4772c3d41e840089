import { type Context, Hono } from "hono";
import { z } from "zod";
import { parseBirth } from "../../people/birth.ts";
import { foldName } from "../../people/names.ts";
import type { Database } from "../../platform/database/database.ts";
import type { ApiEnv } from "../../platform/http/api-env.ts";
import { ProblemError } from "../../platform/http/problem.ts";
import { callerOf } from "../../platform/http/security.ts";
import { unusableFields, validJson, validParam } from "../../platform/http/validate.ts";
import { breakGlassSchema, reviewListSchema, reviewSchema } from "./model.ts";
import {
  type Asking,
  breakGlass,
  closeGlass,
  type GlassRequest,
  listGlasses,
  REVIEW_PAGE,
  readGlasses,
  reviewGlass,
} from "./store.ts";

const openingParam = z.object({ opening: z.uuid() });

/** Records broken open in an emergency, and their review. */
export function glassRoutes({ db, today }: { db: Database; today: () => string }) {
  const asking = (c: Context<ApiEnv>): Asking => ({ db, caller: callerOf(c), roles: c.get("roles") });
  return new Hono<ApiEnv>()
    .get("/api/glass", async (c) => c.json(await readGlasses(asking(c))))
    .post("/api/glass", validJson(breakGlassSchema), async (c) => {
      const opened = await breakGlass(asking(c), requestOf(c.req.valid("json"), today()));
      if (opened.outcome === "open") return c.json(opened);
      throw REFUSALS[opened.outcome]();
    })
    .post("/api/glass/:opening/close", validParam(openingParam), async (c) => {
      await closeGlass(asking(c), c.req.valid("param").opening);
      return c.json({ done: true });
    })
    .post("/api/glass/review", validJson(reviewListSchema), async (c) => {
      const { before, pending } = c.req.valid("json");
      const lines = await listGlasses(asking(c), before ?? null, pending);
      return c.json({ lines, more: lines.length === REVIEW_PAGE });
    })
    .post("/api/glass/:opening/review", validParam(openingParam), validJson(reviewSchema), async (c) => {
      const outcome = await reviewGlass(asking(c), c.req.valid("param").opening, c.req.valid("json"));
      if (outcome === "own")
        throw new ProblemError(
          409,
          "own_opening",
          "On n’examine pas ses propres accès\u00a0: la direction médicale et le délégué à la protection des données " +
            "s’examinent l’un l’autre. Rien n’a été modifié.",
        );
      return c.json({ done: true });
    });
}

/** What is asked of the database: words folded, the birth as it is kept. @throws ProblemError 422 a birth that cannot be read */
function requestOf(form: z.output<typeof breakGlassSchema>, today: string): GlassRequest {
  const { id, reason, words, personId, number } = form;
  if (personId !== undefined) return { id, reason, words, personId };
  const reading = parseBirth(form.birth, today);
  const birth = reading.ok ? reading.birth?.canonical : undefined;
  if (birth === undefined) throw unusableFields({ birth: "Cette date de naissance n’est pas utilisable." });
  const names = foldName(`${form.family} ${form.given}`)
    .split(" ")
    .filter((word) => word !== "" && !/\d/u.test(word));
  return { id, reason, words, names, birth, ...(number === "" ? {} : { number }) };
}

const REFUSALS = {
  unproven: () =>
    new ProblemError(
      428,
      "proof",
      "Redonnez votre seconde preuve\u00a0: elle sert une fois, pendant deux minutes. Rien n’a été ouvert\u00a0; votre saisie est gardée.",
    ),
  unknown: () =>
    new ProblemError(
      404,
      "nobody",
      "Aucun dossier ne répond exactement à ces nom, prénom et naissance. Rien n’a été ouvert, et cette recherche est notée. " +
        "Vérifiez l’orthographe sur une pièce\u00a0; après trois recherches vaines, il faut attendre une heure.",
    ),
  several: () =>
    new ProblemError(
      409,
      "several",
      "Plusieurs dossiers répondent à ces nom, prénom et naissance. Rien n’a été ouvert\u00a0; ajoutez le numéro du dossier, " +
        "que l’accueil de la structure qui suit la personne peut donner.",
    ),
  paused: () =>
    new ProblemError(
      429,
      "paused",
      "Trop de recherches vaines, ou trop d’accès d’urgence aujourd’hui. Rien n’a été ouvert\u00a0; attendez une heure, " +
        "ou appelez la structure qui suit la personne. En urgence vitale, appelez le 15.",
    ),
};
