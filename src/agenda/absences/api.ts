import { type Context, Hono } from "hono";
import { z } from "zod";
import type { Database } from "../../platform/database/database.ts";
import type { ApiEnv } from "../../platform/http/api-env.ts";
import { ProblemError } from "../../platform/http/problem.ts";
import { callerOf } from "../../platform/http/security.ts";
import { validJson, validParam } from "../../platform/http/validate.ts";
import { nowOf } from "../rules.ts";
import {
  type LineAnswer,
  noteLineSchema,
  openRoundSchema,
  type Round,
  type RoundSummary,
  takeLineSchema,
} from "./model.ts";

interface AbsenceDeps {
  readonly db: Database;
  /** The business day (ISO), which tests may set. */
  readonly today: () => string;
  /** Each transaction has a stamp of its own. */
  readonly newStamp: () => string;
}

const roundParam = z.object({ round: z.uuid() });
const lineParam = z.object({ line: z.uuid() });

/** An absence: whoever was to be seen, called one after the other by several, with hours held for each. */
export function absenceRoutes({ db, today, newStamp }: AbsenceDeps) {
  const call = <T>(c: Context<ApiEnv>, name: string, value: unknown) =>
    db.call<T>({ ...callerOf(c), stamp: newStamp() }, c.get("roles"), name, `${name}($4)`, [value]);
  const act = <T>(c: Context<ApiEnv>, name: string, body: object) =>
    call<T>(c, name, JSON.stringify({ ...body, today: today(), now: nowOf(today(), new Date()) }));
  return new Hono<ApiEnv>()
    .get("/api/agenda/rounds", async (c) =>
      c.json({ rounds: await call<RoundSummary[]>(c, "agenda.rounds", today()) }),
    )
    .post("/api/agenda/rounds", validJson(openRoundSchema), async (c) => {
      const absence = c.req.valid("json");
      if (!(await act<boolean>(c, "agenda.open_round", absence))) throw notTheirs();
      if (absence.lifted) return c.json({ id: absence.id, held: 0 });
      // Apart: hours are held once theirs are gone for everyone.
      const held = await act<number>(c, "agenda.hold_for_round", { round: absence.id });
      return c.json({ id: absence.id, held });
    })
    .get("/api/agenda/rounds/:round", validParam(roundParam), async (c) => {
      const round = await call<Round | null>(c, "agenda.round", c.req.valid("param").round);
      if (round === null)
        throw new ProblemError(
          404,
          "not_found",
          "Cette liste d’appels n’existe pas, ou n’est pas de votre structure.",
        );
      return c.json(round);
    })
    .post("/api/agenda/rounds/:round/hold", validParam(roundParam), async (c) =>
      c.json({ held: await act<number>(c, "agenda.hold_for_round", c.req.valid("param")) }),
    )
    .post("/api/agenda/round-lines/:line/take", validParam(lineParam), validJson(takeLineSchema), async (c) =>
      c.json(
        await act<LineAnswer>(c, "agenda.take_line", { ...c.req.valid("param"), ...c.req.valid("json") }),
      ),
    )
    .post("/api/agenda/round-lines/:line/other", validParam(lineParam), async (c) =>
      c.json(await act<LineAnswer>(c, "agenda.hold_other", c.req.valid("param"))),
    )
    .post(
      "/api/agenda/round-lines/:line/result",
      validParam(lineParam),
      validJson(noteLineSchema),
      async (c) =>
        c.json(
          await act<LineAnswer>(c, "agenda.note_line", { ...c.req.valid("json"), ...c.req.valid("param") }),
        ),
    );
}

function notTheirs(): ProblemError {
  return new ProblemError(
    404,
    "not_found",
    "Vous ne tenez pas le planning, et ces heures ne sont pas les vôtres. Rien n’a été enregistré.",
  );
}
