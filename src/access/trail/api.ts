import { type Context, Hono } from "hono";
import type { Database } from "../../platform/database/database.ts";
import type { ApiEnv } from "../../platform/http/api-env.ts";
import { callerOf } from "../../platform/http/security.ts";
import { validJson } from "../../platform/http/validate.ts";
import { csvLine } from "../../platform/inert-cell.ts";
import { type TrailLine, trailSearchSchema, unusualSchema } from "./model.ts";
import { type Asking, findUnusual, readChoices, searchTrail } from "./store.ts";

/** Lines on one page, and in one file. */
const PAGE = 100;
const FILE = 20_000;

/** The audit trail, for those whose charge it is. */
export function trailRoutes({ db }: { db: Database }) {
  const asking = (c: Context<ApiEnv>): Asking => ({ db, caller: callerOf(c), roles: c.get("roles") });
  return new Hono<ApiEnv>()
    .get("/api/audit/choices", async (c) => c.json(await readChoices(asking(c))))
    .post("/api/audit/entries", validJson(trailSearchSchema), async (c) =>
      c.json({ entries: await searchTrail(asking(c), { ...c.req.valid("json"), limit: PAGE }) }),
    )
    .post("/api/audit/export", validJson(trailSearchSchema), async (c) => {
      const lines = await searchTrail(asking(c), { ...c.req.valid("json"), limit: FILE, export: true });
      c.header("content-disposition", 'attachment; filename="journal.csv"');
      c.header("content-type", "text/csv; charset=utf-8");
      return c.body(csvOf(lines));
    })
    .post("/api/audit/unusual", validJson(unusualSchema), async (c) => {
      const { from, to } = c.req.valid("json");
      return c.json({ accesses: await findUnusual(asking(c), from, to) });
    });
}

function csvOf(lines: readonly TrailLine[]): string {
  const head = [
    "Ligne",
    "Moment",
    "Qui",
    "Rôle",
    "Structure",
    "Acte",
    "Dossier",
    "Dossiers",
    "Opposition",
    "Scellée",
  ];
  const rows = lines.map((line) => [
    String(line.id),
    line.at,
    line.account ?? "",
    line.role ?? "",
    line.structure ?? "",
    line.actionLabel ?? line.action,
    line.personId ?? "",
    String(line.persons),
    line.objected ? "refusé" : "",
    line.sealed ? "oui" : "pas encore",
  ]);
  return `\uFEFF${[head, ...rows].map(csvLine).join("\r\n")}\r\n`;
}
