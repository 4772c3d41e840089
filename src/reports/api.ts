import { Hono } from "hono";
import { loadBasins } from "../people/basins.ts";
import type { Database } from "../platform/database/database.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { callerOf } from "../platform/http/security.ts";
import { validJson } from "../platform/http/validate.ts";
import { peopleBehindSchema, periodSchema } from "./model.ts";
import { layOutReport } from "./rules.ts";
import { countActivity, listBehind } from "./store.ts";

/** @param today the business day (ISO): "as known on" when the reader names no other */
export function reportsRoutes({ db, today }: { db: Database; today: () => string }) {
  return new Hono<ApiEnv>()
    .post("/api/reports/activity", validJson(periodSchema), async (c) => {
      const period = c.req.valid("json");
      const known = { ...period, knownOn: period.knownOn ?? today() };
      return c.json(
        layOutReport(await countActivity(db, callerOf(c), c.get("roles"), known), await loadBasins()),
      );
    })
    .post("/api/reports/people", validJson(peopleBehindSchema), async (c) => {
      const { period, figure } = c.req.valid("json");
      const known = { ...period, knownOn: period.knownOn ?? today() };
      const list = await listBehind(db, callerOf(c), c.get("roles"), figure, known);
      return c.json({ total: list.total, people: list.people, withheld: list.total - list.readable });
    });
}
