import { Hono } from "hono";
import { z } from "zod";
import { personParam } from "../people/api.ts";
import type { Database } from "../platform/database/database.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { ProblemError } from "../platform/http/problem.ts";
import { callerOf } from "../platform/http/security.ts";
import { validJson, validParam } from "../platform/http/validate.ts";
import { recordInstrumentSchema, withdrawInstrumentSchema } from "./instruments.ts";
import { readInstruments, recordInstrument, withdrawInstrument } from "./instruments-store.ts";

/** @param today the business day (ISO) */
export function instrumentRoutes({ db, today }: { db: Database; today: () => string }) {
  return new Hono<ApiEnv>()
    .get("/api/instruments", async (c) =>
      c.json({ instruments: await readInstruments(db, callerOf(c), c.get("roles")) }),
    )
    .post(
      "/api/people/:id/instruments",
      validParam(personParam),
      validJson(recordInstrumentSchema),
      async (c) => {
        const answered = c.req.valid("json");
        const refused = (field: string, message: string) =>
          new ProblemError(422, "invalid", `${message} Rien n’a été enregistré.`, {
            fields: { [field]: message },
          });
        if (answered.onDay > today()) throw refused("onDay", "Ce jour est à venir.");
        const { id } = c.req.valid("param");
        const score = await recordInstrument(db, callerOf(c), c.get("roles"), id, answered);
        if (score === null)
          throw refused("answers", "Il manque une réponse\u00a0: sans toutes les réponses, pas de score.");
        return c.json({ score });
      },
    )
    .post(
      "/api/people/:id/instruments/:answer/withdraw",
      validParam(z.object({ id: z.uuid(), answer: z.uuid() })),
      validJson(withdrawInstrumentSchema),
      async (c) => {
        const { id, answer } = c.req.valid("param");
        const { reason } = c.req.valid("json");
        if ((await withdrawInstrument(db, callerOf(c), c.get("roles"), id, answer, reason)) === "done")
          return c.json({ done: true });
        throw new ProblemError(
          404,
          "not_found",
          "Ce questionnaire n’est pas de vous, ou n’existe pas. Rien n’a été retiré.",
        );
      },
    );
}
