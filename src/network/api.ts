import { Hono } from "hono";
import type { Database } from "../platform/database/database.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { callerOf } from "../platform/http/security.ts";
import { validJson } from "../platform/http/validate.ts";
import { unattendedSchema } from "./model.ts";
import { readInstallation, readVocabulary, writeUnattended } from "./store.ts";

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
    .get("/api/vocabulary", async (c) => c.json(await readVocabulary(db, callerOf(c), c.get("roles"))));
}
