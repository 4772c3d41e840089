import { Hono } from "hono";
import { personParam } from "../people/api.ts";
import type { Database } from "../platform/database/database.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { ProblemError } from "../platform/http/problem.ts";
import { callerOf } from "../platform/http/security.ts";
import { validJson, validParam } from "../platform/http/validate.ts";
import { recordInstrumentSchema } from "./instruments.ts";
import { readInstruments, recordInstrument } from "./instruments-store.ts";

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
    );
}
