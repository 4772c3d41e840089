import { type Context, Hono } from "hono";
import { z } from "zod";
import { foldName } from "../people/names.ts";
import type { Database } from "../platform/database/database.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { ProblemError } from "../platform/http/problem.ts";
import { callerOf } from "../platform/http/security.ts";
import { validJson, validParam } from "../platform/http/validate.ts";
import {
  absenceSchema,
  changeHalfDaySchema,
  closureSchema,
  halfDaysSchema,
  hoursSchema,
  practitionerSchema,
} from "./model.ts";
import { lineSchema, roomSchema, serviceSchema } from "./planning/model.ts";
import type { Asking } from "./store.ts";
import {
  changeTimetable,
  readHours,
  readKeeping,
  readTimetable,
  SameNameError,
  TwoPlacesError,
} from "./timetable-store.ts";

const seriesParam = z.object({ series: z.uuid() });

/** The team's hours, for who keeps them. @param today the business day (ISO) */
export function timetableRoutes({ db, today }: { db: Database; today: () => string }) {
  const asking = (c: Context<ApiEnv>): Asking => ({ db, caller: callerOf(c), roles: c.get("roles") });
  const change = <T>(c: Context<ApiEnv>, act: Parameters<typeof changeTimetable>[1], body: object) =>
    changeTimetable<T>(asking(c), act, today(), body).catch((error: unknown) => {
      if (error instanceof TwoPlacesError) throw twoPlaces();
      throw error instanceof SameNameError ? sameName() : error;
    });
  return new Hono<ApiEnv>()
    .get("/api/agenda/timetable", async (c) => c.json((await readTimetable(asking(c))) as object))
    .get("/api/agenda/timetable/keeping", async (c) =>
      c.json((await readKeeping(asking(c), today())) as object),
    )
    .post("/api/agenda/half-days", validJson(halfDaysSchema), async (c) =>
      c.json({ added: await change<number>(c, "addHalfDays", c.req.valid("json")) }),
    )
    .post(
      "/api/agenda/half-days/:series/change",
      validParam(seriesParam),
      validJson(changeHalfDaySchema),
      async (c) =>
        c.json({
          changed: await change<boolean>(c, "changeHalfDay", {
            ...c.req.valid("json"),
            seriesId: c.req.valid("param").series,
          }),
        }),
    )
    .post("/api/agenda/absences", validJson(absenceSchema), async (c) => {
      await change(c, "recordAbsence", c.req.valid("json"));
      return c.json({});
    })
    .post("/api/agenda/closures", validJson(closureSchema), async (c) => {
      await change(c, "recordClosure", c.req.valid("json"));
      return c.json({});
    })
    .post("/api/agenda/practitioners", validJson(practitionerSchema), async (c) => {
      const { named, ...asked } = c.req.valid("json");
      await change(c, "savePractitioner", {
        ...asked,
        ...(named ? { ...named, folded: foldName(named.label) } : {}),
      });
      return c.json({});
    })
    .post("/api/agenda/services", validJson(serviceSchema), async (c) => {
      const asked = c.req.valid("json");
      await change(c, "saveService", { ...asked, code: foldName(asked.label).replaceAll(" ", "_") });
      return c.json({});
    })
    .post("/api/agenda/rooms", validJson(roomSchema), async (c) => {
      await change(c, "saveRoom", c.req.valid("json"));
      return c.json({});
    })
    .post("/api/agenda/line", validJson(lineSchema), async (c) => {
      await change(c, "saveLine", c.req.valid("json"));
      return c.json({});
    })
    .post("/api/agenda/hours", validJson(hoursSchema), async (c) =>
      c.json({ hours: await readHours(asking(c), c.req.valid("json")) }),
    );
}

function twoPlaces(): ProblemError {
  return new ProblemError(
    409,
    "two_places",
    "Quelqu’un serait à deux endroits à la même heure, ou une salle prise deux fois. Rien n’a été modifié\u00a0: changez l’heure, le lieu ou la salle.",
  );
}

function sameName(): ProblemError {
  return new ProblemError(
    409,
    "same_name",
    "Ce nom est déjà pris. Rien n’a été enregistré\u00a0: choisissez-en un autre, ou modifiez ce qui porte déjà ce nom.",
  );
}
