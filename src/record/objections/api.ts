import { type Context, Hono } from "hono";
import { z } from "zod";
import { personParam, unknownPerson } from "../../people/api.ts";
import type { Database } from "../../platform/database/database.ts";
import type { ApiEnv } from "../../platform/http/api-env.ts";
import { ProblemError } from "../../platform/http/problem.ts";
import { callerOf } from "../../platform/http/security.ts";
import { unusableFields, validJson, validParam } from "../../platform/http/validate.ts";
import { accessesSchema, liftSchema, objectionSchema, toldSchema } from "./model.ts";
import {
  type Asking,
  liftObjection,
  listAccesses,
  readRights,
  recordObjection,
  tellOpening,
} from "./store.ts";

const objectionParam = personParam.extend({ objection: z.uuid() });
const openingParam = personParam.extend({ opening: z.uuid() });
const TO_COME = "Ce jour est à venir.";

/** What a person decides of who reads them, and what they are told of it. */
export function objectionRoutes({ db, today }: { db: Database; today: () => string }) {
  const asking = (c: Context<ApiEnv>): Asking => ({ db, caller: callerOf(c), roles: c.get("roles") });
  return new Hono<ApiEnv>()
    .get("/api/people/:id/rights", validParam(personParam), async (c) => {
      const rights = await readRights(asking(c), c.req.valid("param").id);
      if (rights === null) throw unknownPerson();
      return c.json(rights);
    })
    .post("/api/people/:id/objections", validParam(personParam), validJson(objectionSchema), async (c) => {
      const form = c.req.valid("json");
      if (form.saidOn > today()) throw unusableFields({ saidOn: TO_COME });
      const outcome = await recordObjection(asking(c), { ...form, personId: c.req.valid("param").id });
      if (outcome === "unknown") throw unknownPerson();
      if (outcome === "already")
        throw new ProblemError(
          409,
          "stale",
          "Cette opposition est déjà en vigueur. Rien n’a été modifié\u00a0; rouvrez cette page pour la voir.",
        );
      return c.json({ done: true });
    })
    .post(
      "/api/people/:id/objections/:objection/lift",
      validParam(objectionParam),
      validJson(liftSchema),
      async (c) => {
        const form = c.req.valid("json");
        if (form.liftedOn > today()) throw unusableFields({ liftedOn: TO_COME });
        const { id, objection } = c.req.valid("param");
        const outcome = await liftObjection(asking(c), { ...form, id: objection, personId: id });
        if (outcome === "unknown") throw unknownPerson();
        if (outcome === "before")
          throw unusableFields({ liftedOn: "L’opposition a été dite après ce jour." });
        return c.json({ done: true });
      },
    )
    .post(
      "/api/people/:id/openings/:opening/told",
      validParam(openingParam),
      validJson(toldSchema),
      async (c) => {
        const { day } = c.req.valid("json");
        if (day > today()) throw unusableFields({ day: TO_COME });
        const { id, opening } = c.req.valid("param");
        if ((await tellOpening(asking(c), opening, id, day)) === "unknown") throw unknownPerson();
        return c.json({ done: true });
      },
    )
    .post("/api/people/:id/accesses", validParam(personParam), validJson(accessesSchema), async (c) => {
      const { from, to } = c.req.valid("json");
      if (from > to) throw unusableFields({ to: "Ce jour vient avant le premier." });
      const list = await listAccesses(asking(c), c.req.valid("param").id, from, to);
      if (list === null) throw unknownPerson();
      return c.json(list);
    });
}
