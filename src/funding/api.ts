import { type Context, Hono } from "hono";
import { z } from "zod";
import type { Database } from "../platform/database/database.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { ProblemError } from "../platform/http/problem.ts";
import { callerOf } from "../platform/http/security.ts";
import { validJson, validParam } from "../platform/http/validate.ts";
import { keepFunderSchema } from "./funders.ts";
import {
  boardSchema,
  figuresSchema,
  recordActsSchema,
  sendSchema,
  sheetSchema,
  tariffsOnSchema,
} from "./model.ts";
import { sheetCsv, sheetName, sheetXlsx } from "./sheet.ts";
import {
  type Asking,
  encounterActs,
  keepFunder,
  readBoard,
  readFigures,
  readFunders,
  readSheet,
  recordActs,
  regularise,
  sendList,
  settleList,
  tariffsOn,
  withdrawAct,
} from "./store.ts";

const visitParam = z.object({ id: z.uuid(), encounter: z.uuid() });
const actParam = z.object({ id: z.uuid(), act: z.uuid() });
const listParam = z.object({ list: z.uuid() });
const partParam = z.object({ part: z.uuid() });
const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** @param today the business day (ISO) */
export function fundingRoutes({ db, today }: { db: Database; today: () => string }) {
  const asking = (c: Context<ApiEnv>): Asking => ({ db, caller: callerOf(c), roles: c.get("roles") });
  return new Hono<ApiEnv>()
    .post("/api/tariffs", validJson(tariffsOnSchema), async (c) => {
      const { onDay, siteId } = c.req.valid("json");
      return c.json({ tariffs: await tariffsOn(asking(c), onDay, siteId) });
    })
    .get("/api/people/:id/encounters/:encounter/acts", validParam(visitParam), async (c) => {
      const { id, encounter } = c.req.valid("param");
      return c.json({ acts: await encounterActs(asking(c), id, encounter) });
    })
    .post(
      "/api/people/:id/encounters/:encounter/acts",
      validParam(visitParam),
      validJson(recordActsSchema),
      async (c) => {
        const { id, encounter } = c.req.valid("param");
        const noted = await recordActs(asking(c), id, encounter, c.req.valid("json"));
        if ("acts" in noted) return c.json(noted);
        throw new ProblemError(
          422,
          "invalid",
          `L’acte ${noted.unknown} n’a pas de tarif connu le jour de cette venue. Rien n’a été enregistré.`,
          { fields: { code: "Sans tarif ce jour-là." } },
        );
      },
    )
    .post("/api/people/:id/acts/:act/withdraw", validParam(actParam), async (c) => {
      const { id, act } = c.req.valid("param");
      const outcome = await withdrawAct(asking(c), id, act);
      if (outcome === "done") return c.json({});
      throw outcome === "sent"
        ? new ProblemError(
            409,
            "sent",
            "Cet acte est déjà sur une liste remise à un payeur\u00a0: il ne se retire plus. Rien n’a été modifié. Voyez la personne qui facture.",
          )
        : new ProblemError(
            404,
            "not_found",
            "Cet acte n’est plus là, ou n’est pas de vous. Rien n’a été modifié.",
          );
    })
    .post("/api/funding/board", validJson(boardSchema), async (c) => {
      const { state, after } = c.req.valid("json");
      return c.json(await readBoard(asking(c), state, after));
    })
    .post("/api/funding/lists", validJson(sendSchema), async (c) => {
      const sent = await sendList(asking(c), c.req.valid("json"), today());
      if (sent.outcome === "done") return c.json({ number: sent.number });
      throw new ProblemError(
        409,
        "moved",
        "Ce qui est à facturer a changé depuis que cet écran est ouvert. Rien n’a été envoyé\u00a0: relisez la liste, puis recommencez.",
      );
    })
    .post("/api/funding/lists/:list/sheet", validParam(listParam), validJson(sheetSchema), async (c) => {
      const sheet = await readSheet(asking(c), c.req.valid("param").list);
      if (sheet === null) throw noList();
      const { format } = c.req.valid("json");
      const body = format === "csv" ? sheetCsv(sheet) : await sheetXlsx(sheet);
      return c.body(new Uint8Array(body), 200, {
        "content-type": format === "csv" ? "text/csv; charset=utf-8" : XLSX,
        "content-disposition": `attachment; filename="${sheetName(sheet, format)}"`,
      });
    })
    .post("/api/funding/lists/:list/settle", validParam(listParam), async (c) => {
      if ((await settleList(asking(c), c.req.valid("param").list, today())) === "done") return c.json({});
      throw noList();
    })
    .post("/api/funding/parts/:part/regularise", validParam(partParam), async (c) => {
      if ((await regularise(asking(c), c.req.valid("param").part)) === "done") return c.json({});
      throw new ProblemError(
        409,
        "stale",
        "Cette ligne n’est plus à régulariser. Rien n’a été modifié\u00a0: rechargez la page.",
      );
    })
    .get("/api/funding/funders", async (c) => c.json(await readFunders(asking(c))))
    .post("/api/funding/funders", validJson(keepFunderSchema), async (c) => {
      const outcome = await keepFunder(asking(c), c.req.valid("json"));
      if (outcome === "done") return c.json({});
      throw outcome === "changed"
        ? new ProblemError(
            409,
            "stale",
            "Ce financeur a été corrigé ou retiré entre-temps. Rien n’a été enregistré\u00a0: fermez, relisez-le, puis recommencez.",
          )
        : new ProblemError(
            422,
            "invalid",
            "Un autre financeur est déjà noté pour une partie de ces jours. Rien n’a été enregistré.",
            { fields: { from: "Un seul financeur à la fois." } },
          );
    })
    .post("/api/funding/figures", validJson(figuresSchema), async (c) => {
      const asked = c.req.valid("json");
      return c.json(await readFigures(asking(c), { ...asked, knownOn: asked.knownOn ?? today() }));
    });
}

function noList(): ProblemError {
  return new ProblemError(
    404,
    "not_found",
    "Cette liste n’existe pas dans votre structure. Rien n’a été modifié.",
  );
}
