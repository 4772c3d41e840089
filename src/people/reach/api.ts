import { type Context, Hono } from "hono";
import { proveActor } from "../../access/store.ts";
import type { Database } from "../../platform/database/database.ts";
import type { ApiEnv } from "../../platform/http/api-env.ts";
import { callerOf } from "../../platform/http/security.ts";
import { editConflict, unusableFields, validJson, validParam } from "../../platform/http/validate.ts";
import { findCommunesSchema, reviseAddressesSchema } from "../address.ts";
import { personParam, unknownPerson } from "../api.ts";
import { reviseDeathSchema, reviseSpeechSchema, reviseWaysSchema } from "../contact.ts";
import { addressRows } from "./address-rows.ts";
import { loadGazetteer } from "./communes.ts";
import { deathRows, speechRows, type Wanted, wayRows } from "./rows.ts";
import { type ContactEdit, reviseContact } from "./store.ts";

interface ReachDeps {
  readonly db: Database;
  /** The business day (ISO), which tests may set. */
  readonly today: () => string;
}

/** How to reach someone, in which language, and whether they died. */
export function reachRoutes(deps: ReachDeps) {
  return new Hono<ApiEnv>()
    .put("/api/people/:id/ways", validParam(personParam), validJson(reviseWaysSchema), async (c) => {
      const { seen, ways } = c.req.valid("json");
      return revise(deps, c, wayRows(ways), { action: "contact.revise", parts: ["way"], seen });
    })
    .put("/api/people/:id/speech", validParam(personParam), validJson(reviseSpeechSchema), async (c) => {
      const { seen, speech } = c.req.valid("json");
      return revise(deps, c, speechRows(speech), { action: "contact.revise", parts: ["speech"], seen });
    })
    .post("/api/communes", validJson(findCommunesSchema), async (c) => {
      const { words, former } = c.req.valid("json");
      await proveActor(deps.db, callerOf(c), c.get("roles"));
      return c.json({ communes: (await loadGazetteer()).find(words, former) });
    })
    .put(
      "/api/people/:id/addresses",
      validParam(personParam),
      validJson(reviseAddressesSchema),
      async (c) => {
        const { seen, addresses, communesOnly } = c.req.valid("json");
        const wanted = addressRows(addresses, {
          communesOnly,
          today: deps.today(),
          gazetteer: await loadGazetteer(),
        });
        const parts = communesOnly ? ["commune"] : ["address", "commune"];
        return revise(deps, c, wanted, { action: "address.revise", parts, seen });
      },
    )
    .put("/api/people/:id/death", validParam(personParam), validJson(reviseDeathSchema), async (c) => {
      const { seen, death } = c.req.valid("json");
      return revise(deps, c, deathRows(death, deps.today()), {
        action: "death.record",
        parts: ["death"],
        seen,
      });
    });
}

async function revise(
  { db }: ReachDeps,
  c: Context<ApiEnv>,
  wanted: Wanted,
  edit: Omit<ContactEdit, "rows">,
): Promise<Response> {
  if (!wanted.ok) throw unusableFields(wanted.fields);
  const person = c.req.param("id") ?? "";
  const outcome = await reviseContact(db, callerOf(c), c.get("roles"), person, {
    ...edit,
    rows: wanted.rows,
  });
  if (outcome === null) throw unknownPerson();
  if (outcome.done) return c.json({ done: true });
  throw editConflict({ current: outcome.current });
}
