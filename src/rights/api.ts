import { Hono } from "hono";
import { personParam } from "../people/api.ts";
import type { Database } from "../platform/database/database.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { ProblemError } from "../platform/http/problem.ts";
import { callerOf } from "../platform/http/security.ts";
import { validJson, validParam } from "../platform/http/validate.ts";
import { stateCoverSchema } from "./model.ts";
import { stateCover } from "./store.ts";

/** @param today the business day (ISO) */
export function rightsRoutes({ db, today }: { db: Database; today: () => string }) {
  return new Hono<ApiEnv>().post(
    "/api/people/:id/cover-statements",
    validParam(personParam),
    validJson(stateCoverSchema),
    async (c) => {
      const statement = c.req.valid("json");
      if (statement.statedOn > today()) {
        throw new ProblemError(
          422,
          "invalid",
          "On ne peut pas constater une couverture à l’avance. Rien n’a été enregistré.",
          {
            fields: { statedOn: "Ce jour est à venir." },
          },
        );
      }
      await stateCover(db, callerOf(c), c.get("roles"), c.req.valid("param").id, statement);
      return c.json({});
    },
  );
}
