import { type Context, Hono } from "hono";
import { unknownPerson } from "../../people/api.ts";
import type { Database } from "../../platform/database/database.ts";
import { StaleError } from "../../platform/database/errors.ts";
import type { ApiEnv } from "../../platform/http/api-env.ts";
import { ProblemError } from "../../platform/http/problem.ts";
import { callerOf } from "../../platform/http/security.ts";
import { validJson } from "../../platform/http/validate.ts";
import {
  compareRequestSchema,
  distinctSchema,
  mergeSchema,
  pairsRequestSchema,
  unmergeSchema,
} from "./model.ts";
import {
  compareRecords,
  type Decider,
  decideDistinct,
  listPairs,
  mergeRecords,
  separateRecords,
} from "./store.ts";

const CHANGED =
  "L’un de ces dossiers a changé depuis que vous les avez comparés. Rien n’a été modifié ; comparez-les de nouveau.";
const SEPARATED =
  "Ces dossiers ne sont plus réunis de cette façon. Rien n’a été modifié ; rouvrez le dossier.";
const ONE_RECORD = "Choisissez deux dossiers différents. Rien n’a été modifié.";

export function duplicatesRoutes({ db }: { db: Database }) {
  const decider = (c: Context<ApiEnv>): Decider => ({ db, caller: callerOf(c), roles: c.get("roles") });
  return new Hono<ApiEnv>()
    .post("/api/duplicates", validJson(pairsRequestSchema), async (c) =>
      c.json(await listPairs(decider(c), c.req.valid("json").after)),
    )
    .post("/api/duplicates/compare", validJson(compareRequestSchema), async (c) => {
      const { a, b } = c.req.valid("json");
      const compared = await compareRecords(decider(c), a, b);
      if (compared.records.includes(null)) throw unknownPerson();
      return c.json(compared);
    })
    .post("/api/duplicates/merge", validJson(mergeSchema), async (c) => {
      const { kept, joined, seen } = c.req.valid("json");
      if (kept === joined) throw new ProblemError(422, "invalid", ONE_RECORD);
      await unlessStale(CHANGED, mergeRecords(decider(c), kept, joined, seen));
      return c.json({ id: kept });
    })
    .post("/api/duplicates/separate", validJson(unmergeSchema), async (c) => {
      const { person, joinedTo, distinct } = c.req.valid("json");
      if (person === joinedTo) throw new ProblemError(422, "invalid", ONE_RECORD);
      await unlessStale(SEPARATED, separateRecords(decider(c), person, joinedTo, distinct));
      return c.json({ id: person });
    })
    .post("/api/duplicates/distinct", validJson(distinctSchema), async (c) => {
      const decision = c.req.valid("json");
      if (decision.a === decision.b) throw new ProblemError(422, "invalid", ONE_RECORD);
      await unlessStale(CHANGED, decideDistinct(decider(c), decision));
      return c.json({ distinct: decision.distinct });
    });
}

/** What was decided was decided on what is no longer so: said in words. */
async function unlessStale(message: string, work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (error instanceof StaleError) throw new ProblemError(409, "stale", message);
    throw error;
  }
}
