import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import {
  clearOpeningCookie,
  openLimits,
  readOpeningCookie,
  writeOpeningCookie,
} from "../../access/openings.ts";
import type { Database } from "../../platform/database/database.ts";
import type { ApiEnv } from "../../platform/http/api-env.ts";
import { ProblemError } from "../../platform/http/problem.ts";
import { apiHeaders, callerOf } from "../../platform/http/security.ts";
import { validJson, validParam } from "../../platform/http/validate.ts";
import { secretBox } from "../../platform/secret-box.ts";
import { personParam, unknownPerson } from "../api.ts";
import {
  addProgramSchema,
  attachNumberSchema,
  careElsewhereSchema,
  type Opening,
  type OpeningRefusal,
  openingPath,
  openingRefusals,
} from "../programs.ts";
import { readOpening } from "./signed-opening.ts";
import {
  addProgram,
  attachNumber,
  beginOpening,
  detachNumber,
  readPrograms,
  revokeProgram,
  setCareElsewhere,
  takeOpening,
} from "./store.ts";

interface ProgramsDeps {
  readonly db: Database;
  /** Key material of the installation, kept outside the database. */
  readonly encryptionKey: Buffer;
}

const programParam = z.object({ id: z.uuid() });
const numberParam = personParam.extend({ number: z.uuid() });
/** Five short fields. */
const LARGEST_FORM = 4_096;
/** In the cookie, in place of a token: why nothing waits. */
const REFUSED = "refused-opening-";

function tooLong(c: Context<ApiEnv>): Response {
  writeOpeningCookie(c, `${REFUSED}unknown`);
  return c.redirect(openingPath, 303);
}

/** Other programs: written down, revoked; the pages they ask for; the numbers they give people. */
export function programRoutes({ db, encryptionKey }: ProgramsDeps) {
  const box = secretBox(encryptionKey, "maillage other program");
  const limits = openLimits(db.signIn, encryptionKey);

  return (
    new Hono<ApiEnv>()
      // Sent by a page of the other program, in whose requests our cookies do not come: what it asks is kept here under a
      // token, and the browser sent on to an address that is the same for everyone. Nothing of it is in an address.
      .post(openingPath, apiHeaders(), bodyLimit({ maxSize: LARGEST_FORM, onError: tooLong }), async (c) => {
        const refuse = (why: OpeningRefusal) => writeOpeningCookie(c, REFUSED + why);
        if (!(await limits.opening(c.get("clientAddress")))) refuse("too_many");
        else {
          const opening = readOpening(await c.req.parseBody().catch(() => null));
          const begun =
            opening === null
              ? ({ refused: "unknown" } as const)
              : await beginOpening(db.signIn, box, c.get("stamp"), opening);
          if ("token" in begun) writeOpeningCookie(c, begun.token);
          else refuse(begun.refused);
        }
        return c.redirect(openingPath, 303);
      })
      .post("/api/openings/take", async (c) => {
        const caller = callerOf(c);
        const token = readOpeningCookie(c);
        const why = openingRefusals.find((one) => token === REFUSED + one);
        // Who may not is told so, whatever waits.
        const opening: Opening = await takeOpening(db, caller, c.get("roles"), box, token ?? "");
        if (opening.step !== "asked" || opening.people.length === 1) clearOpeningCookie(c);
        return c.json(why === undefined ? opening : { step: "refused" as const, why });
      })
      .get("/api/programs", async (c) =>
        c.json({ programs: await readPrograms(db, callerOf(c), c.get("roles")) }),
      )
      .post("/api/programs", validJson(addProgramSchema), async (c) => {
        const secret = await addProgram(db, callerOf(c), c.get("roles"), box, c.req.valid("json"));
        if (secret === null)
          throw new ProblemError(
            409,
            "stale",
            "Un logiciel de ce nom est déjà inscrit. Rien n’a été enregistré\u00a0; révoquez l’ancien, ou donnez un autre nom.",
          );
        return c.json({ secret });
      })
      .post("/api/programs/care", validJson(careElsewhereSchema), async (c) => {
        if (!(await setCareElsewhere(db, callerOf(c), c.get("roles"), c.req.valid("json"))))
          throw new ProblemError(
            409,
            "stale",
            "Ce réglage a changé entre-temps. Rien n’a été enregistré\u00a0: rechargez la page, puis recommencez.",
          );
        return c.json({});
      })
      .post("/api/programs/:id/revoke", validParam(programParam), async (c) => {
        if (!(await revokeProgram(db, callerOf(c), c.get("roles"), c.req.valid("param").id)))
          throw new ProblemError(404, "not_found", "Ce logiciel n’est pas inscrit.");
        return c.json({ done: true });
      })
      .post(
        "/api/people/:id/program-numbers",
        validParam(personParam),
        validJson(attachNumberSchema),
        async (c) => {
          const person = c.req.valid("param").id;
          const said = c.req.valid("json");
          const attached = await attachNumber(db, callerOf(c), c.get("roles"), person, said);
          switch (attached.outcome) {
            case "done":
              clearOpeningCookie(c);
              return c.json({ done: true });
            case "taken":
              throw new ProblemError(
                409,
                "number_taken",
                `Ce numéro est déjà celui du dossier n°\u00a0${attached.localNumber}. Rien n’a été enregistré\u00a0; si c’est une erreur, retirez-le d’abord de ce dossier.`,
                { extra: { on: attached.on, localNumber: attached.localNumber } },
              );
            case "revoked":
              throw new ProblemError(
                409,
                "stale",
                "Ce logiciel a été révoqué entre-temps. Rien n’a été enregistré.",
              );
            case "unknown":
              throw unknownPerson();
          }
        },
      )
      .post("/api/people/:id/program-numbers/:number/end", validParam(numberParam), async (c) => {
        const { id, number } = c.req.valid("param");
        if ((await detachNumber(db, callerOf(c), c.get("roles"), id, number)) === "unknown")
          throw unknownPerson();
        return c.json({ done: true });
      })
  );
}
