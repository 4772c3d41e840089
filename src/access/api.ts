import { Hono } from "hono";
import { z } from "zod";
import type { Database } from "../platform/database/database.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { callerOf } from "../platform/http/security.ts";
import { validJson } from "../platform/http/validate.ts";
import { readMe, readSecondFactors, readTrail } from "./store.ts";

const trailPage = z.object({ before: z.number().int().positive().optional() });

export function accessRoutes({ db }: { db: Database }) {
  return new Hono<ApiEnv>()
    .get("/api/me", async (c) => {
      const me = await readMe(db, callerOf(c), c.get("roles"));
      return c.json({ ...me, secondFactor: await readSecondFactors(db, me.accountId) });
    })
    .post("/api/audit/entries", validJson(trailPage), async (c) => {
      const entries = await readTrail(db, callerOf(c), c.get("roles"), c.req.valid("json").before ?? null);
      return c.json({ entries });
    });
}
