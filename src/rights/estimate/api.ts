import { Hono } from "hono";
import { proveActor } from "../../access/store.ts";
import type { Database } from "../../platform/database/database.ts";
import type { ApiEnv } from "../../platform/http/api-env.ts";
import { callerOf } from "../../platform/http/security.ts";
import { readLaw } from "./read-law.ts";

/** The parameters of the law. The screen estimates with them by itself: what is told of a person never leaves it. */
export function estimateRoutes({ db }: { db: Database }) {
  const parameters = readLaw();
  return new Hono<ApiEnv>().get("/api/rights/parameters", async (c) => {
    await proveActor(db, callerOf(c), c.get("roles"));
    return c.json({ parameters });
  });
}
