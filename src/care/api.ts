import { Hono } from "hono";
import { personParam } from "../people/api.ts";
import type { Database } from "../platform/database/database.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { ProblemError } from "../platform/http/problem.ts";
import { callerOf } from "../platform/http/security.ts";
import { validJson, validParam } from "../platform/http/validate.ts";
import { recordEncounterSchema } from "./model.ts";
import { recordEncounter } from "./store.ts";

/** @param today the business day (ISO) */
export function careRoutes({ db, today }: { db: Database; today: () => string }) {
  return new Hono<ApiEnv>().post(
    "/api/people/:id/encounters",
    validParam(personParam),
    validJson(recordEncounterSchema),
    async (c) => {
      const encounter = c.req.valid("json");
      if (encounter.onDay > today()) {
        throw new ProblemError(
          422,
          "invalid",
          "Une venue se note le jour même ou après. Rien n’a été enregistré.",
          {
            fields: { onDay: "Ce jour est à venir." },
          },
        );
      }
      const id = await recordEncounter(db, callerOf(c), c.get("roles"), c.req.valid("param").id, encounter);
      return c.json({ id });
    },
  );
}
