import { createHash } from "node:crypto";
import { type Context, Hono } from "hono";
import { z } from "zod";
import { hashToken, inTransaction, newToken, openLimits } from "../../access/one-time.ts";
import type { Database } from "../../platform/database/database.ts";
import type { ApiEnv } from "../../platform/http/api-env.ts";
import { ProblemError } from "../../platform/http/problem.ts";
import { callerOf } from "../../platform/http/security.ts";
import { validJson, validParam } from "../../platform/http/validate.ts";
import { type CalendarEvent, writeCalendar } from "./icalendar.ts";
import { type CalendarOf, makeCalendarSchema } from "./model.ts";

interface CalendarDeps {
  readonly db: Database;
  /** The business day (ISO). */
  readonly today: () => string;
  readonly encryptionKey: Buffer;
  /** The address people open Maillage by. */
  readonly publicUrl: (c: Context<ApiEnv>) => URL;
}

type Read = { state: "unknown" | "over" } | { state: "open"; events: CalendarEvent[] };

/** Calendars of practitioners: their secret addresses, and what such an address leads to. */
export function calendarRoutes({ db, today, encryptionKey, publicUrl }: CalendarDeps) {
  const limits = openLimits(db.signIn, encryptionKey);
  const call = <T>(c: Context<ApiEnv>, name: string, args: string, values: unknown[]) =>
    db.call<T>(callerOf(c), c.get("roles"), name, `${name}(${args})`, values);
  return new Hono<ApiEnv>()
    .get("/api/agenda/calendars", async (c) =>
      c.json({ calendars: await call<CalendarOf[]>(c, "agenda.calendars", "", []) }),
    )
    .post("/api/agenda/calendars", validJson(makeCalendarSchema), async (c) => {
      const { professionalId } = c.req.valid("json");
      const token = newToken();
      if (!(await call<boolean>(c, "agenda.make_calendar", "$4, $5", [professionalId, hashToken(token)])))
        throw notTheirs();
      return c.json({ address: new URL(`/api/calendars/${token}/agenda.ics`, publicUrl(c)).href });
    })
    .post(
      "/api/agenda/calendars/:professional/revoke",
      validParam(z.object({ professional: z.uuid() })),
      async (c) => {
        if (!(await call<boolean>(c, "agenda.revoke_calendar", "$4", [c.req.valid("param").professional])))
          throw notTheirs();
        return c.json({ done: true });
      },
    )
    .get("/api/calendars/:token/agenda.ics", async (c) => {
      const given = c.req.param("token");
      const attempt = await limits.begin({ email: null, address: c.get("clientAddress") });
      const read = await inTransaction(db.signIn, async (tx) => {
        const { rows } = await tx.query<{ answer: Read }>(
          "select agenda.calendar_events($1, $2, $3) as answer",
          [hashToken(given), today(), c.get("stamp")],
        );
        return rows[0]?.answer ?? ({ state: "unknown" } as const);
      });
      // An address nobody ever gave is counted as a wrong password is. One that is over is not: telephones go on asking for it.
      await (read.state === "unknown" ? attempt.failed() : attempt.passed());
      if (read.state !== "open") throw calendarOver();
      const text = writeCalendar(read.events);
      const tag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
      c.header("etag", tag);
      if (c.req.header("if-none-match") === tag) return c.body(null, 304);
      c.header("content-type", "text/calendar; charset=utf-8");
      c.header("content-disposition", 'inline; filename="agenda.ics"');
      return c.body(text);
    });
}

function notTheirs(): ProblemError {
  return new ProblemError(
    404,
    "not_found",
    "Ce calendrier n’est pas le vôtre, et vous ne tenez pas le planning. Rien n’a été modifié.",
  );
}

function calendarOver(): ProblemError {
  return new ProblemError(410, "calendar_over", "Cette adresse de calendrier ne mène plus à rien.");
}
