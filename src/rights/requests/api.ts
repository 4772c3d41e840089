import { type Context, Hono } from "hono";
import { z } from "zod";
import { personParam } from "../../people/api.ts";
import type { Database } from "../../platform/database/database.ts";
import type { ApiEnv } from "../../platform/http/api-env.ts";
import { ProblemError } from "../../platform/http/problem.ts";
import { callerOf } from "../../platform/http/security.ts";
import { validJson, validParam } from "../../platform/http/validate.ts";
import { dayText } from "../../ui/format.ts";
import {
  addStepSchema,
  caisseSchema,
  chaseSchema,
  correctStepSchema,
  keepSchema,
  type NoteStep,
  openRequestSchema,
  reviseRequestSchema,
  setIntervalSchema,
} from "./model.ts";
import { readRequestLaw } from "./read-law.ts";
import { refusalOf } from "./refusals.ts";
import {
  type Acting,
  addStep,
  chaseRequest,
  correctStep,
  keepRequest,
  type Outcome,
  openRequest,
  readRequest,
  requestsOf,
  requestTypes,
  reviseRequest,
  setCaisse,
  setInterval,
} from "./store.ts";

const requestParam = z.object({ id: z.uuid(), request: z.uuid() });
const stepParam = requestParam.extend({ step: z.uuid() });
const lineParam = requestParam.extend({ line: z.uuid() });

/** @param today the business day (ISO) */
export function requestRoutes({ db, today }: { db: Database; today: () => string }) {
  const law = readRequestLaw();
  const acting = (c: Context<ApiEnv>): Acting => ({
    db,
    caller: callerOf(c),
    roles: c.get("roles"),
    law,
    today: today(),
  });
  return new Hono<ApiEnv>()
    .get("/api/rights/request-types", async (c) =>
      c.json({ types: await requestTypes(db, callerOf(c), c.get("roles")), parameters: law }),
    )
    .get("/api/people/:id/requests", validParam(personParam), async (c) =>
      c.json(await requestsOf(db, callerOf(c), c.get("roles"), c.req.valid("param").id)),
    )
    .post("/api/people/:id/requests", validParam(personParam), validJson(openRequestSchema), async (c) => {
      const opened = c.req.valid("json");
      past(opened.step, today());
      answered(await openRequest(acting(c), c.req.valid("param").id, opened, proofOf(opened.step)));
      return c.json({ id: opened.id });
    })
    .get("/api/people/:id/requests/:request", validParam(requestParam), async (c) => {
      const { id: person, request } = c.req.valid("param");
      const whole = await readRequest(db, callerOf(c), c.get("roles"), { person, request });
      if (whole) return c.json(whole);
      throw new ProblemError(404, "not_found", "Cette demande n’existe pas, ou vous ne la suivez pas.");
    })
    .post(
      "/api/people/:id/requests/:request/steps",
      validParam(requestParam),
      validJson(addStepSchema),
      async (c) => {
        const { id: person, request } = c.req.valid("param");
        const said = c.req.valid("json");
        past(said.step, today());
        answered(await addStep(acting(c), { person, request }, said, proofOf(said.step)));
        return c.json({});
      },
    )
    .post(
      "/api/people/:id/requests/:request/steps/:step/correct",
      validParam(stepParam),
      validJson(correctStepSchema),
      async (c) => {
        const { id: person, request, step: corrected } = c.req.valid("param");
        const { step } = c.req.valid("json");
        if (step) past(step, today());
        const proof = step ? proofOf(step) : "";
        answered(await correctStep(acting(c), { person, request }, corrected, step, proof));
        return c.json({});
      },
    )
    .post(
      "/api/people/:id/requests/:request/log",
      validParam(requestParam),
      validJson(chaseSchema),
      async (c) => {
        const { id: person, request } = c.req.valid("param");
        const line = c.req.valid("json");
        if (line.onDay > today()) throw future("onDay");
        answered(await chaseRequest(acting(c), { person, request }, line));
        return c.json({});
      },
    )
    .post("/api/people/:id/requests/:request/log/:line/take-back", validParam(lineParam), async (c) => {
      const { id: person, request, line } = c.req.valid("param");
      answered(await chaseRequest(acting(c), { person, request }, { takesBack: line }));
      return c.json({});
    })
    .post(
      "/api/people/:id/requests/:request/keeper",
      validParam(requestParam),
      validJson(keepSchema),
      async (c) => {
        const { id: person, request } = c.req.valid("param");
        answered(await keepRequest(acting(c), { person, request }, c.req.valid("json").keeper));
        return c.json({});
      },
    )
    .put(
      "/api/people/:id/requests/:request",
      validParam(requestParam),
      validJson(reviseRequestSchema),
      async (c) => {
        const { id: person, request } = c.req.valid("param");
        answered(await reviseRequest(acting(c), { person, request }, c.req.valid("json")));
        return c.json({});
      },
    )
    .post(
      "/api/people/:id/cover-intervals",
      validParam(personParam),
      validJson(setIntervalSchema),
      async (c) => {
        const outcome = await setInterval(
          db,
          callerOf(c),
          c.get("roles"),
          c.req.valid("param").id,
          c.req.valid("json"),
        );
        if (outcome === "overlap")
          throw new ProblemError(
            422,
            "overlap",
            "D’autres droits sont notés sur une partie de ces jours. Rien n’a été enregistré\u00a0: corrigez-les, ou dites que ceux-ci les remplacent.",
            { fields: { from: "D’autres droits sont ouverts ces jours-là." } },
          );
        answered(outcome);
        return c.json({});
      },
    )
    .put("/api/people/:id/caisse", validParam(personParam), validJson(caisseSchema), async (c) => {
      answered(
        await setCaisse(db, callerOf(c), c.get("roles"), c.req.valid("param").id, c.req.valid("json")),
      );
      return c.json({});
    });
}

function answered(outcome: Outcome): void {
  const refusal = refusalOf(outcome);
  if (refusal) throw refusal;
}

/** A step is of a day that came. @throws ProblemError when it did not */
function past(step: NoteStep, today: string): void {
  if (step.onDay !== null && step.onDay > today) throw future("onDay");
}

function future(field: string): ProblemError {
  return new ProblemError(422, "invalid", "On ne note que ce qui a eu lieu. Rien n’a été enregistré.", {
    fields: { [field]: "Ce jour est à venir." },
  });
}

/** The words by which the rights it opens are told on the person's page. */
function proofOf({ state, onDay }: NoteStep): string {
  if (state !== "granted") return "";
  return onDay === null ? "Décision, jour inconnu" : `Décision du ${dayText(onDay)}`;
}
