import { Hono } from "hono";
import type { Database } from "../platform/database/database.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { callerOf } from "../platform/http/security.ts";
import { readMe, readSecondFactors } from "./store.ts";

export function accessRoutes({ db }: { db: Database }) {
  return new Hono<ApiEnv>().get("/api/me", async (c) => {
    const me = await readMe(db, callerOf(c), c.get("roles"));
    return c.json({ ...me, secondFactor: await readSecondFactors(db, me.accountId) });
  });
}
