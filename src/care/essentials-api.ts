import { type Context, Hono } from "hono";
import { z } from "zod";
import { unknownPerson } from "../people/api.ts";
import type { Database } from "../platform/database/database.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { ProblemError } from "../platform/http/problem.ts";
import { callerOf } from "../platform/http/security.ts";
import { validJson, validParam } from "../platform/http/validate.ts";
import { writeEssentialSchema } from "./essentials.ts";
import { readEssential } from "./essentials-reading.ts";
import { type EssentialOutcome, withdrawEssential, writeEssential } from "./essentials-store.ts";

interface EssentialsDeps {
  readonly db: Database;
  /** The business day (ISO), which tests may set. */
  readonly today: () => string;
}

/** The identifier of a row is made once by its form: sent twice, it is written once. */
const newRow = z.object({ id: z.uuid(), essential: z.uuidv7() });
const knownRow = z.object({ id: z.uuid(), essential: z.uuid() });

const REFUSED =
  "Certaines informations ne sont pas utilisables. Rien n’a été enregistré ; votre saisie est gardée à l’écran.";
const SECOND = {
  changed:
    "Quelqu’un d’autre a corrigé cette ligne avant vous. Rien n’est perdu\u00a0: les deux versions sont montrées.",
  allergies:
    "Des allergies sont notées au dossier\u00a0: on ne peut pas dire qu’aucune n’est connue. Rien n’a été enregistré. Retirez d’abord celles qui sont notées par erreur.",
  pregnant:
    "Une grossesse en cours est déjà notée. Rien n’a été enregistré\u00a0: corrigez celle qui est au dossier.",
} as const;

/** Allergies, treatments, history, constants, care given up. */
export function essentialRoutes({ db, today }: EssentialsDeps) {
  return new Hono<ApiEnv>()
    .put(
      "/api/people/:id/essentials/:essential",
      validParam(newRow),
      validJson(writeEssentialSchema),
      async (c) => {
        const { id: personId, essential: id } = c.req.valid("param");
        const { form, ...rest } = c.req.valid("json");
        const read = readEssential(form, today());
        const late = rest.onDay > today() ? { onDay: "Ce jour est à venir." } : {};
        const fields = { ...late, ...(read.ok ? {} : read.fields) };
        if (!read.ok || Object.keys(fields).length > 0)
          throw new ProblemError(422, "invalid", REFUSED, { fields });
        const written = { ...rest, id, personId, kind: form.kind, content: read.content };
        return told(c, await writeEssential(db, callerOf(c), c.get("roles"), written));
      },
    )
    .post("/api/people/:id/essentials/:essential/withdraw", validParam(knownRow), async (c) => {
      const { id, essential } = c.req.valid("param");
      return told(c, await withdrawEssential(db, callerOf(c), c.get("roles"), id, essential));
    });
}

function told(c: Context<ApiEnv>, said: EssentialOutcome): Response {
  if (said.outcome === "done") return c.json({ done: true });
  if (said.outcome === "unknown") throw unknownPerson();
  const { outcome, current } = said;
  throw new ProblemError(409, outcome === "changed" ? "edit_conflict" : outcome, SECOND[outcome], {
    extra: { current },
  });
}
