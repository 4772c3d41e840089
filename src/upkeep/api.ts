import { Hono } from "hono";
import { BackupError } from "../platform/backup/errors.ts";
import type { Database } from "../platform/database/database.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { ProblemError } from "../platform/http/problem.ts";
import { callerOf } from "../platform/http/security.ts";
import { unusableFields, validJson } from "../platform/http/validate.ts";
import type { Desk } from "./desk.ts";
import { planSchema, type UpkeepStatus } from "./model.ts";
import { noteAct, readCounts } from "./store.ts";

export function upkeepRoutes({ db, desk }: { db: Database; desk: Desk }) {
  return new Hono<ApiEnv>()
    .get("/api/upkeep", async (c) => {
      const counts = await readCounts(db, callerOf(c), c.get("roles"));
      const { headSignedAt, program, mail, ...here } = desk.read();
      const status: UpkeepStatus = {
        now: new Date().toISOString(),
        ...here,
        letters: { configured: mail, ...counts.letters },
        audit: { unsealed: counts.unsealed.count, oldest: counts.unsealed.oldest, headSignedAt },
        program: {
          running: program.running,
          installed: program.installed,
          pending: Math.max(0, program.migrations - counts.migrations),
          node: program.node,
          postgres: counts.postgres,
        },
      };
      return c.json(status);
    })
    .put("/api/upkeep/plan", validJson(planSchema), async (c) => {
      await noteAct(db, callerOf(c), c.get("roles"), "backup.plan");
      try {
        desk.savePlan(c.req.valid("json"));
      } catch (error) {
        throw error instanceof BackupError ? unusableFields({ place: error.message }) : error;
      }
      return c.json({ done: true });
    })
    .post("/api/upkeep/backup", async (c) => {
      await noteAct(db, callerOf(c), c.get("roles"), "backup.make");
      const { plan, recoveryKey } = desk.read();
      if (plan.place === null || recoveryKey === null) {
        throw new ProblemError(
          409,
          "not_ready",
          "Il faut d’abord une clé de récupération et un dossier de sauvegarde. Rien n’a été modifié.",
        );
      }
      desk.backupNow();
      return c.json({ done: true });
    })
    .post("/api/upkeep/recovery-key", async (c) => {
      await noteAct(db, callerOf(c), c.get("roles"), "backup.key");
      return c.json(desk.newKey());
    });
}
