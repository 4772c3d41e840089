import { Hono } from "hono";
import { z } from "zod";
import type { Database } from "../platform/database/database.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { ProblemError } from "../platform/http/problem.ts";
import { callerOf } from "../platform/http/security.ts";
import { validJson, validParam } from "../platform/http/validate.ts";
import { letterheadSchema, unattendedSchema } from "./model.ts";
import { readInstallation, readVocabulary, writeLetterhead, writeUnattended } from "./store.ts";

const siteParam = z.object({ id: z.uuid() });

export function networkRoutes({ db }: { db: Database }) {
  return new Hono<ApiEnv>()
    .get("/api/health", async (c) => {
      const alive = await db.alive();
      return c.json({ database: alive ? "ok" : "away" }, alive ? 200 : 503);
    })
    .get("/api/installation", async (c) => c.json(await readInstallation(db)))
    .put("/api/installation/unattended", validJson(unattendedSchema), async (c) => {
      await writeUnattended(db, callerOf(c), c.get("roles"), c.req.valid("json"));
      return c.json({ done: true });
    })
    .put("/api/sites/:id/letterhead", validParam(siteParam), validJson(letterheadSchema), async (c) => {
      const { letterhead } = c.req.valid("json");
      const { id } = c.req.valid("param");
      if (!(await writeLetterhead(db, callerOf(c), c.get("roles"), id, letterhead)))
        throw new ProblemError(404, "not_found", "Ce lieu n’existe pas.");
      return c.json({ done: true });
    })
    .get("/api/vocabulary", async (c) => c.json(await readVocabulary(db, callerOf(c), c.get("roles"))));
}
