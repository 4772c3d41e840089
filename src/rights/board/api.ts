import { type Context, Hono } from "hono";
import { z } from "zod";
import type { Database } from "../../platform/database/database.ts";
import type { ApiEnv } from "../../platform/http/api-env.ts";
import { ProblemError } from "../../platform/http/problem.ts";
import { callerOf } from "../../platform/http/security.ts";
import { validJson, validParam } from "../../platform/http/validate.ts";
import { boardCountsSchema, boardSchema, handoverSchema, undoHandoverSchema } from "./model.ts";
import {
  type Asking,
  countBoard,
  type HandoverAnswer,
  handOver,
  readBoard,
  readCounters,
  readMyDay,
  seeHandover,
  undoHandover,
} from "./store.ts";

/** An account, or a handover. */
const idParam = z.object({ id: z.uuid() });

/** What is stuck, for the centre and for each keeper; one's day; what the menu counts. @param today the business day (ISO) */
export function boardRoutes({ db, today }: { db: Database; today: () => string }) {
  const asking = (c: Context<ApiEnv>): Asking => ({
    db,
    caller: callerOf(c),
    roles: c.get("roles"),
    today: today(),
  });
  return new Hono<ApiEnv>()
    .post("/api/rights/board", validJson(boardSchema), async (c) =>
      c.json(await readBoard(asking(c), c.req.valid("json"))),
    )
    .post("/api/rights/board/counts", validJson(boardCountsSchema), async (c) =>
      c.json(await countBoard(asking(c), c.req.valid("json"))),
    )
    .get("/api/rights/day", async (c) => c.json(await readMyDay(asking(c))))
    .get("/api/counters", async (c) => c.json(await readCounters(asking(c))))
    .post("/api/rights/handovers", validJson(handoverSchema), async (c) =>
      c.json(answered(await handOver(asking(c), c.req.valid("json")))),
    )
    .post("/api/rights/handovers/of/:id", validParam(idParam), async (c) =>
      c.json(await seeHandover(asking(c), c.req.valid("param").id)),
    )
    .post("/api/rights/handovers/:id/undo", validParam(idParam), validJson(undoHandoverSchema), async (c) => {
      const { id } = c.req.valid("json");
      return c.json(answered(await undoHandover(asking(c), { id, undoes: c.req.valid("param").id })));
    });
}

/** @throws ProblemError when nothing was written */
function answered({ outcome, moved = 0 }: HandoverAnswer): { moved: number } {
  switch (outcome) {
    case "done":
      return { moved };
    case "changed":
      throw new ProblemError(
        409,
        "stale",
        "Une de ces demandes a changé entre-temps. Rien n’a été confié\u00a0: relisez leur nombre, puis recommencez.",
      );
    case "unknown":
      throw new ProblemError(
        404,
        "not_found",
        "Ce changement n’existe pas, ou n’est pas de vous. Rien n’a été modifié.",
      );
    case "keeper":
      throw new ProblemError(
        422,
        "invalid",
        "Cette personne ne peut pas suivre de demandes de droits dans votre structure. Rien n’a été confié.",
        { fields: { to: "Choisissez quelqu’un d’autre." } },
      );
  }
}
