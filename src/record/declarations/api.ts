import { type Context, Hono } from "hono";
import { z } from "zod";
import { unknownPerson } from "../../people/api.ts";
import { parseBirth } from "../../people/birth.ts";
import type { Database } from "../../platform/database/database.ts";
import type { ApiEnv } from "../../platform/http/api-env.ts";
import { ProblemError } from "../../platform/http/problem.ts";
import { callerOf } from "../../platform/http/security.ts";
import { unusableFields, validJson, validParam } from "../../platform/http/validate.ts";
import type { Asking } from "../objections/store.ts";
import { refuseDays } from "../sharing/api.ts";
import { declarationSchema, resolutionSchema } from "./model.ts";
import { declarePerson, readDeclarations, readOwnDeclarations, resolveDeclaration } from "./store.ts";

/** People that partners follow: declared by who opens no record, resolved by who answers for identities. */
export function declarationRoutes({ db, today }: { db: Database; today: () => string }) {
  const asking = (c: Context<ApiEnv>): Asking => ({ db, caller: callerOf(c), roles: c.get("roles") });
  return new Hono<ApiEnv>()
    .get("/api/declarations/mine", async (c) => c.json(await readOwnDeclarations(asking(c))))
    .post("/api/declarations", validJson(declarationSchema), async (c) => {
      const form = c.req.valid("json");
      refuseDays(form, today());
      const reading = parseBirth(form.birth, today());
      if (!reading.ok) throw unusableFields({ birth: "Cette date de naissance n’est pas utilisable." });
      const declared = { ...form, birth: reading.birth?.canonical ?? null };
      if ((await declarePerson(asking(c), declared)) === "centre")
        throw unusableFields({ centreId: "Choisissez le centre à qui vous écrivez." });
      return c.json({ done: true });
    })
    .get("/api/declarations", async (c) => c.json({ declarations: await readDeclarations(asking(c)) }))
    .post(
      "/api/declarations/:id/resolve",
      validParam(z.object({ id: z.uuid() })),
      validJson(resolutionSchema),
      async (c) => {
        const outcome = await resolveDeclaration(asking(c), {
          ...c.req.valid("json"),
          id: c.req.valid("param").id,
        });
        if (outcome === "unknown") throw unknownPerson();
        if (outcome === "stale")
          throw new ProblemError(
            409,
            "stale",
            "Cette demande a déjà été traitée, peut-être par quelqu’un d’autre. Rien n’a été modifié\u00a0; rechargez la liste.",
          );
        if (outcome === "objects")
          throw new ProblemError(
            409,
            "objects",
            "La personne s’oppose à ce que ce professionnel lise son dossier. Rien n’est partagé\u00a0; fermez la demande, ou parlez-en avec la personne.",
          );
        return c.json({ done: true });
      },
    );
}
