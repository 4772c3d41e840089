import { type Context, Hono } from "hono";
import { z } from "zod";
import { personParam, unknownPerson } from "../../people/api.ts";
import type { Database } from "../../platform/database/database.ts";
import type { ApiEnv } from "../../platform/http/api-env.ts";
import { ProblemError } from "../../platform/http/problem.ts";
import { callerOf } from "../../platform/http/security.ts";
import { unusableFields, validJson, validParam } from "../../platform/http/validate.ts";
import { type Typesetter, UnprintableError } from "../../platform/typeset/typesetter.ts";
import { readCatalogue } from "../../rights/phrases.ts";
import type { Asking } from "../objections/store.ts";
import { type Agreement, consentSchema, noticeSchema, withdrawalSchema } from "./model.ts";
import { composeNotice } from "./notice.ts";
import { composeNoticeBeside } from "./notice-beside.ts";
import { readReading, readSharing, recordConsent, withdrawConsent } from "./store.ts";

const consentParam = personParam.extend({ consent: z.uuid() });

interface SharingDeps {
  readonly db: Database;
  readonly typesetter: Typesetter;
  /** The business day (ISO), which tests may set. */
  readonly today: () => string;
}

/** Who reads what of a person: the team by function, others by their agreement; and the notice that tells them so. */
export function sharingRoutes({ db, typesetter, today }: SharingDeps) {
  const asking = (c: Context<ApiEnv>): Asking => ({ db, caller: callerOf(c), roles: c.get("roles") });
  return new Hono<ApiEnv>()
    .get("/api/people/:id/reading", validParam(personParam), async (c) => {
      const reading = await readReading(asking(c), c.req.valid("param").id);
      if (reading === null) throw unknownPerson();
      return c.json({ reading });
    })
    .get("/api/people/:id/sharing", validParam(personParam), async (c) => {
      const sharing = await readSharing(asking(c), c.req.valid("param").id, false);
      if (sharing === null) throw unknownPerson();
      return c.json(sharing);
    })
    .post("/api/people/:id/sharing/notice", validParam(personParam), validJson(noticeSchema), async (c) => {
      const sharing = await readSharing(asking(c), c.req.valid("param").id, true);
      if (sharing === null) throw unknownPerson();
      const { language } = c.req.valid("json");
      const made =
        language === null
          ? typesetter.pdf("paper.typ", composeNotice(sharing, today()), true)
          : typesetter.pdf(
              "papers-to-bring.typ",
              composeNoticeBeside(sharing, { code: language, catalogue: readCatalogue(language) }, today()),
              true,
            );
      const pdf = await made.catch((error: unknown) => {
        throw error instanceof UnprintableError ? unprintable(error) : error;
      });
      c.header("content-type", "application/pdf");
      c.header("content-disposition", 'attachment; filename="qui-lit-quoi-de-vous.pdf"');
      return c.body(new Uint8Array(pdf));
    })
    .post("/api/people/:id/consents", validParam(personParam), validJson(consentSchema), async (c) => {
      const form = c.req.valid("json");
      refuseDays(form, today());
      const outcome = await recordConsent(asking(c), { ...form, personId: c.req.valid("param").id });
      if (outcome === "unknown") throw unknownPerson();
      if (outcome === "recipient")
        throw unusableFields({
          recipient: "Cette personne, cette structure ou cette fonction n’existe plus ici.",
        });
      if (outcome === "stale") throw changedMeanwhile();
      return c.json({ done: true });
    })
    .post(
      "/api/people/:id/consents/:consent/withdraw",
      validParam(consentParam),
      validJson(withdrawalSchema),
      async (c) => {
        const form = c.req.valid("json");
        if (form.on > today()) throw unusableFields({ on: "Ce jour est à venir." });
        const { id, consent } = c.req.valid("param");
        const outcome = await withdrawConsent(asking(c), { ...form, id: consent, personId: id });
        if (outcome === "unknown") throw unknownPerson();
        if (outcome === "before") throw unusableFields({ on: "L’accord a été donné après ce jour." });
        if (outcome === "stale") throw changedMeanwhile();
        return c.json({ done: true });
      },
    );
}

/** An agreement is of a day past, and ends after it. @throws ProblemError 422 */
export function refuseDays({ givenOn, endsOn }: Pick<Agreement, "givenOn" | "endsOn">, today: string): void {
  if (givenOn > today) throw unusableFields({ givenOn: "Ce jour est à venir." });
  if (endsOn !== null && endsOn < givenOn) throw unusableFields({ endsOn: "Ce jour vient avant l’accord." });
}

function changedMeanwhile(): ProblemError {
  return new ProblemError(
    409,
    "stale",
    "Cet accord a été corrigé ou retiré entre-temps. Rien n’a été modifié\u00a0; rouvrez cette page pour le voir.",
  );
}

function unprintable({ characters }: UnprintableError): ProblemError {
  return new ProblemError(
    422,
    "unprintable",
    `Ces caractères ne peuvent pas être imprimés\u00a0: ${characters.join(" ")}. Rien n’a été établi, rien n’est perdu.`,
  );
}
