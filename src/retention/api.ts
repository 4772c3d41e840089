import { Readable } from "node:stream";
import { type Context, Hono } from "hono";
import { z } from "zod";
import { nameKeys } from "../people/names.ts";
import type { Database } from "../platform/database/database.ts";
import { StaleError } from "../platform/database/errors.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { ProblemError } from "../platform/http/problem.ts";
import { callerOf } from "../platform/http/security.ts";
import { validJson, validParam } from "../platform/http/validate.ts";
import { type Typesetter, UnprintableError } from "../platform/typeset/typesetter.ts";
import { archiveCopy, type PaperOpener } from "./copy-archive.ts";
import { writeCopy } from "./copy-document.ts";
import { askAccess, closeAccess, copyRecord, type NumberOpener, readRequests } from "./copy-store.ts";
import {
  addHoldSchema,
  approveSchema,
  findApartSchema,
  itemsSchema,
  restoreSchema,
  setParameterSchema,
} from "./model.ts";
import { askAccessSchema, closeAccessSchema, copySchema } from "./requests.ts";
import {
  type Asking,
  addHold,
  approvePlan,
  endHold,
  findApart,
  makePlan,
  readHolds,
  readItems,
  readParameters,
  readPlans,
  restorePerson,
  setParameter,
} from "./store.ts";

const idParam = z.object({ id: z.uuid() });

interface RetentionDeps {
  readonly db: Database;
  readonly numbers: NumberOpener;
  readonly papers: PaperOpener;
  readonly typesetter: Typesetter;
  /** The business day (ISO), which tests may set. */
  readonly today: () => string;
}

/** How long what is known of someone is kept: plans, durations, holds, and who comes back. */
export function retentionRoutes({ db, numbers, papers, typesetter, today }: RetentionDeps) {
  const asking = (c: Context<ApiEnv>): Asking => ({ db, caller: callerOf(c), roles: c.get("roles") });
  return new Hono<ApiEnv>()
    .get("/api/retention", async (c) => {
      const plans = await readPlans(asking(c));
      const holds = await readHolds(asking(c));
      return c.json({ plans, holds, parameters: await readParameters(asking(c), today()) });
    })
    .post("/api/retention/plans", async (c) => {
      try {
        return c.json({ id: await makePlan(asking(c), today(), false) });
      } catch (error) {
        if (error instanceof StaleError) throw underWay();
        throw error;
      }
    })
    .post("/api/retention/plans/:id/items", validParam(idParam), validJson(itemsSchema), async (c) =>
      c.json({ items: await readItems(asking(c), c.req.valid("param").id, c.req.valid("json").after) }),
    )
    .post("/api/retention/plans/:id/approve", validParam(idParam), validJson(approveSchema), async (c) => {
      if (!(await approvePlan(asking(c), c.req.valid("param").id, c.req.valid("json").digest)))
        throw replaced();
      return c.json({ done: true });
    })
    .post("/api/retention/parameters", validJson(setParameterSchema), async (c) => {
      await setParameter(asking(c), c.req.valid("json"));
      return c.json({ done: true });
    })
    .post("/api/retention/holds", validJson(addHoldSchema), async (c) => {
      const hold = c.req.valid("json");
      if (hold.until !== null && hold.until < today()) throw refusedField("until", "Ce jour est passé.");
      if (!(await addHold(asking(c), hold)))
        throw refusedField("localNumber", "Aucun dossier ne porte ce numéro.");
      return c.json({ done: true });
    })
    .post("/api/retention/holds/:id/end", validParam(idParam), async (c) =>
      c.json({ done: await endHold(asking(c), c.req.valid("param").id) }),
    )
    .post("/api/retention/apart/search", validJson(findApartSchema), async (c) => {
      const { family, given, birth, localNumber } = c.req.valid("json");
      const keyTokens = family === "" ? "" : nameKeys({ family, given }).words;
      return c.json({ people: await findApart(asking(c), { keyTokens, birth, localNumber }) });
    })
    .post("/api/retention/apart/:id/restore", validParam(idParam), validJson(restoreSchema), async (c) => {
      const { id } = c.req.valid("param");
      if (!(await restorePerson(asking(c), id, c.req.valid("json").reason, today()))) throw notApart();
      return c.json({ done: true });
    })
    .get("/api/access-requests", async (c) => c.json({ requests: await readRequests(asking(c)) }))
    .post("/api/access-requests", validJson(askAccessSchema), async (c) => {
      const said = c.req.valid("json");
      if (said.askedOn > today()) throw refusedField("askedOn", "Ce jour est à venir.");
      if (!(await askAccess(asking(c), said)))
        throw refusedField("localNumber", "Aucun dossier du centre ne porte ce numéro.");
      return c.json({ done: true });
    })
    .post("/api/access-requests/:id/close", validParam(idParam), validJson(closeAccessSchema), async (c) => {
      const said = c.req.valid("json");
      if (said.closedOn > today()) throw refusedField("closedOn", "Ce jour est à venir.");
      const outcome = await closeAccess(asking(c), c.req.valid("param").id, said);
      if (outcome === "early")
        throw refusedField(
          "closedOn",
          "Le délai de réflexion de quarante-huit heures n’est pas écoulé ce jour-là (CSP L1111-7).",
        );
      if (outcome === "unknown") throw closedAlready();
      return c.json({ done: true });
    })
    .post("/api/access-requests/:id/copy", validParam(idParam), validJson(copySchema), async (c) => {
      const { format, personId, withheld } = c.req.valid("json");
      const about = { person: personId, request: c.req.valid("param").id, withheld, madeOn: today() };
      const copy = await copyRecord(asking(c), numbers, about);
      if (!copy) throw closedAlready();
      c.header("content-disposition", `attachment; filename="copie-du-dossier.${format}"`);
      if (format === "json") return c.json(copy);
      const pdf = await writeCopy(copy, typesetter).catch((error: unknown) => {
        throw error instanceof UnprintableError ? unprintable(error) : error;
      });
      if (format === "zip") {
        c.header("content-type", "application/zip");
        const archive = archiveCopy(asking(c), papers, { ...about, copy, pdf });
        return c.body(Readable.toWeb(Readable.from(archive)) as ReadableStream<Uint8Array>);
      }
      c.header("content-type", "application/pdf");
      return c.body(new Uint8Array(pdf));
    });
}

function unprintable({ characters }: UnprintableError): ProblemError {
  return new ProblemError(
    422,
    "unprintable",
    `Des caractères du dossier ne s’impriment pas (${characters.slice(0, 5).join(" ")}). Rien n’est perdu\u00a0; téléchargez le fichier JSON.`,
  );
}

function closedAlready(): ProblemError {
  return new ProblemError(
    409,
    "stale",
    "Cette demande est close, ou n’est pas de cette personne. Rien n’a été modifié\u00a0; rechargez la liste.",
  );
}

function underWay(): ProblemError {
  return new ProblemError(
    409,
    "plan_under_way",
    "Un plan est en cours d’application. Rien n’a été modifié\u00a0; attendez sa fin, ou relancez «\u00a0maillage retention\u00a0».",
  );
}

function replaced(): ProblemError {
  return new ProblemError(
    409,
    "stale",
    "Ce plan a été remplacé ou déjà appliqué. Rien n’a été approuvé\u00a0; relisez le plan affiché maintenant.",
  );
}

function notApart(): ProblemError {
  return new ProblemError(
    404,
    "not_apart",
    "Aucun dossier à part n’est à reprendre ici\u00a0: il l’a déjà été, a été effacé, ou n’est pas de votre structure.",
  );
}

function refusedField(field: string, message: string): ProblemError {
  return new ProblemError(422, "invalid", `${message} Rien n’a été enregistré.`, {
    fields: { [field]: message },
  });
}
