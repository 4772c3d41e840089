import { type Context, Hono } from "hono";
import { z } from "zod";
import { isRpps } from "../../network/rpps.ts";
import type { Database } from "../../platform/database/database.ts";
import type { ApiEnv } from "../../platform/http/api-env.ts";
import { callerOf } from "../../platform/http/security.ts";
import { editConflict, unusableFields, validJson, validParam } from "../../platform/http/validate.ts";
import { addDays } from "../../ui/days.ts";
import { personParam, unknownPerson } from "../api.ts";
import { correctLifeSchema, endLifeSchema, type LifeForm, lifeKinds, writeLifeSchema } from "../life.ts";
import { loadGazetteer } from "../reach/communes.ts";
import { type NewFact, planEnd, planFacts } from "./plan.ts";
import { editLife, type LifeEdit, readLifeHistory } from "./store.ts";

interface LifeDeps {
  readonly db: Database;
  /** The business day (ISO), which tests may set. */
  readonly today: () => string;
}

const factParam = z.object({ id: z.uuid(), fact: z.uuid() });

/** How someone lives: household, resources, residence, housing, domiciliation, stay, médecin traitant, key worker, ruptures. */
export function lifeRoutes({ db, today }: LifeDeps) {
  const edit = async (
    c: Context<ApiEnv>,
    change: LifeEdit,
    fieldOf = (field: string) => field,
  ): Promise<Response> => {
    const person = c.req.param("id") ?? "";
    const said = await editLife(db, callerOf(c), c.get("roles"), person, change);
    if (said.outcome === "done") return c.json({ done: true });
    if (said.outcome === "unknown") throw unknownPerson();
    if (said.outcome === "refused") throw unusableFields({ [fieldOf(said.field)]: said.message });
    throw editConflict({ current: said.current });
  };
  return new Hono<ApiEnv>()
    .post("/api/people/:id/life", validParam(personParam), validJson(writeLifeSchema), async (c) => {
      const { seen, facts } = c.req.valid("json");
      const read = await readFacts(facts, today());
      return edit(c, {
        action: "life.write",
        kinds: [...new Set(facts.map(({ kind }) => kind))],
        made: facts.map(({ id }) => id),
        plan: (inForce) => {
          const now = inForce.map(({ id }) => id);
          return now.every((id) => seen.includes(id)) && seen.every((id) => now.includes(id))
            ? planFacts(inForce, read)
            : "changed";
        },
      });
    })
    .put("/api/people/:id/life/:fact", validParam(factParam), validJson(correctLifeSchema), async (c) => {
      const { fact } = c.req.valid("json");
      const corrected = c.req.valid("param").fact;
      const read = fact === null ? [] : await readFacts([fact], today(), "fact");
      return edit(
        c,
        {
          action: "life.correct",
          kinds: fact === null ? lifeKinds : [fact.kind],
          made: fact === null ? [] : [fact.id],
          plan: (inForce) =>
            inForce.some(({ id }) => id === corrected)
              ? planFacts(
                  inForce,
                  read.map((one) => ({ ...one, replaces: corrected })),
                  corrected,
                )
              : "changed",
        },
        (field) => field.replace(/^facts\.0/u, "fact"),
      );
    })
    .post("/api/people/:id/life/:fact/end", validParam(factParam), validJson(endLifeSchema), async (c) => {
      const { id, lastDay, statedOn } = c.req.valid("json");
      const { fact } = c.req.valid("param");
      if (statedOn > today()) throw unusableFields({ statedOn: "Ce jour est à venir." });
      return edit(c, {
        action: "life.end",
        kinds: lifeKinds,
        made: [id],
        plan: (inForce) =>
          inForce.some((one) => one.id === fact)
            ? planEnd(inForce, fact, id, addDays(lastDay, 1), statedOn)
            : "changed",
      });
    })
    .get("/api/people/:id/life/history", validParam(personParam), async (c) => {
      const history = await readLifeHistory(db, callerOf(c), c.get("roles"), c.req.valid("param").id);
      if (history === null) throw unknownPerson();
      return c.json({ history });
    });
}

/** The facts as they are kept. @throws ProblemError 422 with one French message for each field that cannot be used */
async function readFacts(forms: readonly LifeForm[], today: string, name = "facts"): Promise<NewFact[]> {
  const fields: Record<string, string> = {};
  const facts: NewFact[] = [];
  for (const [at, form] of forms.entries()) {
    const faults = await faultsOf(form, today);
    for (const [field, message] of Object.entries(faults))
      fields[name === "facts" ? `facts.${at}.${field}` : `${name}.${field}`] = message;
    const { lastDay, ...kept } = form;
    const last = form.kind === "domiciliation_contact" ? form.from : lastDay;
    const to = last === null ? null : addDays(last, 1);
    facts.push({ ...kept, to, replaces: null } as NewFact);
  }
  if (Object.keys(fields).length > 0) throw unusableFields(fields);
  return facts;
}

async function faultsOf(form: LifeForm, today: string): Promise<Record<string, string>> {
  const faults: Record<string, string> = {};
  if (form.from > today) faults.from = "Ce jour est à venir.";
  if (form.statedOn > today) faults.statedOn = "Ce jour est à venir.";
  if (form.lastDay !== null && form.lastDay < form.from)
    faults.lastDay = "Le dernier jour est avant le premier.";
  switch (form.kind) {
    case "residence":
      if (!(await loadGazetteer()).byCode(form.content.communeCode))
        faults["content.communeCode"] = "Cette commune n’est pas dans la liste officielle.";
      if ((form.content.presentSince ?? "") > today) faults["content.presentSince"] = "Ce jour est à venir.";
      break;
    case "household":
      if (form.content.members.length > form.content.size - 1)
        faults["content.size"] =
          "Le foyer compte plus de personnes que cela\u00a0: la personne et celles qui sont nommées.";
      if (form.content.members.some(({ birth }) => (birth ?? "") > today))
        faults["content.members"] = "Une naissance est à venir.";
      break;
    case "domiciliation":
      if (!form.content.none && form.lastDay === null)
        faults.lastDay = "Indiquez le dernier jour de l’attestation.";
      break;
    case "attending_doctor":
      if (form.content.rpps !== null && !isRpps(form.content.rpps))
        faults["content.rpps"] = "Ce numéro RPPS n’existe pas\u00a0: vérifiez ses onze chiffres.";
      break;
    default:
  }
  return faults;
}
