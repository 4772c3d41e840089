import { Hono } from "hono";
import { personParam, unknownPerson } from "../people/api.ts";
import type { Database } from "../platform/database/database.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { callerOf } from "../platform/http/security.ts";
import { validParam } from "../platform/http/validate.ts";
import { openPerson } from "./store.ts";

export function recordRoutes({ db }: { db: Database }) {
  const routes = new Hono<ApiEnv>();
  for (const [path, whole] of [
    ["/api/people/:id", false],
    ["/api/people/:id/whole", true],
  ] as const)
    routes.get(path, validParam(personParam), async (c) => {
      const page = await openPerson(db, callerOf(c), c.get("roles"), c.req.valid("param").id, whole);
      if (!page) throw unknownPerson();
      return c.body(page, 200, { "content-type": "application/json" });
    });
  return routes;
}
