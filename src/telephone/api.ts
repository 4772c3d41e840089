import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { CookieOptions } from "hono/utils/cookie";
import { z } from "zod";
import { proveActor } from "../access/store.ts";
import { personParam } from "../people/api.ts";
import type { Database } from "../platform/database/database.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { callerOf } from "../platform/http/security.ts";
import { validJson, validParam } from "../platform/http/validate.ts";
import { findCallerSchema, noteCallSchema, numberSchema } from "./model.ts";
import { type Asking, calledBack, findCallers, noteCall, readAppointments, readDesk } from "./store.ts";

const callParam = z.object({ call: z.uuid() });
const ARRIVED = "maillage_appel";
const ARRIVED_SECONDS = 120;
/** A number and its name: more is not a call. */
const MOST_BYTES = 2_000;
/** What telephone programs call it. */
const FIELDS = ["numero", "number", "tel", "caller"];

interface TelephoneDeps {
  readonly db: Database;
  /** The business day (ISO), which tests may set. */
  readonly today: () => string;
}

/** The page of who answers the telephone. */
export function telephoneRoutes({ db, today }: TelephoneDeps) {
  const asking = (c: Context<ApiEnv>): Asking => ({
    db,
    caller: callerOf(c),
    roles: c.get("roles"),
    today: today(),
  });
  return new Hono<ApiEnv>()
    .get("/api/telephone/desk", async (c) => c.json(await readDesk(asking(c))))
    .post("/api/telephone/arrived", async (c) => {
      await proveActor(db, callerOf(c), c.get("roles"));
      const number = numberSchema.safeParse(getCookie(c, ARRIVED) ?? "");
      deleteCookie(c, ARRIVED, cookie(c));
      return c.json({ number: number.success ? number.data : "" });
    })
    .post("/api/telephone/find", validJson(findCallerSchema), async (c) =>
      c.json(await findCallers(asking(c), c.req.valid("json"))),
    )
    .get("/api/telephone/people/:id", validParam(personParam), async (c) =>
      c.json({ appointments: await readAppointments(asking(c), c.req.valid("param").id) }),
    )
    .post("/api/telephone/calls", validJson(noteCallSchema), async (c) => {
      await noteCall(asking(c), c.req.valid("json"));
      return c.json({});
    })
    .post("/api/telephone/calls/:call/back", validParam(callParam), async (c) => {
      await calledBack(asking(c), c.req.valid("param").call);
      return c.json({});
    });
}

/**
 * A call comes in: the telephone's program sends its number as a form, and the browser is led to the page, whose address says
 * nothing. The number waits two minutes in a cookie no script reads, and is read once.
 */
export function arrivalRoutes() {
  const toThePage = (c: Context<ApiEnv>) => c.redirect("/telephone", 303);
  const small = bodyLimit({ maxSize: MOST_BYTES, onError: toThePage });
  return new Hono<ApiEnv>().post("/appel", small, async (c) => {
    const form = await c.req.parseBody().catch((): Record<string, unknown> => ({}));
    const sent = FIELDS.map((name) => form[name]).find((value) => typeof value === "string");
    const number = numberSchema.safeParse(sent);
    if (number.success && number.data !== "")
      setCookie(c, ARRIVED, number.data, { ...cookie(c), maxAge: ARRIVED_SECONDS });
    return toThePage(c);
  });
}

function cookie(c: Context<ApiEnv>): CookieOptions {
  return {
    httpOnly: true,
    sameSite: "Strict",
    path: "/api/telephone/arrived",
    ...(c.get("secure") ? { secure: true } : {}),
  };
}
