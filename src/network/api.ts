import { Hono } from "hono";
import type { Database } from "../platform/database/database.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { callerOf } from "../platform/http/security.ts";
import { readInstallation, readVocabulary } from "./store.ts";

export function networkRoutes({ db }: { db: Database }) {
  return new Hono<ApiEnv>()
    .get("/api/health", async (c) => {
      const alive = await db.alive();
      return c.json({ database: alive ? "ok" : "away" }, alive ? 200 : 503);
    })
    .get("/api/installation", async (c) => c.json(await readInstallation(db)))
    .get("/api/vocabulary", async (c) => c.json(await readVocabulary(db, callerOf(c), c.get("roles"))));
}
