import { Hono } from "hono";
import type { Database } from "../../platform/database/database.ts";
import type { ApiEnv } from "../../platform/http/api-env.ts";
import { ProblemError } from "../../platform/http/problem.ts";
import { callerOf } from "../../platform/http/security.ts";
import { validJson, validParam } from "../../platform/http/validate.ts";
import { personParam, unknownPerson } from "../api.ts";
import { allowNumbersSchema, recordNumberSchema } from "../number.ts";
import { readNumber, writtenNumber } from "../social-number.ts";
import type { NumberBox } from "./box.ts";
import { allowNumbers, forbidNumbers, readBases, recordNumber, revealNumber } from "./store.ts";

interface NumberDeps {
  readonly db: Database;
  readonly numbers: NumberBox;
  /** The business day (ISO), which tests may set. */
  readonly today: () => string;
}

/** Social security numbers, and the officer's decision that allows them. */
export function numberRoutes({ db, numbers, today }: NumberDeps) {
  return new Hono<ApiEnv>()
    .put("/api/people/:id/number", validParam(personParam), validJson(recordNumberSchema), async (c) => {
      const { seen, number: typed } = c.req.valid("json");
      const reading = typed === null ? null : readNumber(typed);
      if (reading !== null && !reading.ok)
        throw new ProblemError(422, "invalid", "Ce numéro n’est pas utilisable. Rien n’a été enregistré.", {
          fields: { number: reading.reason },
        });
      const person = c.req.valid("param").id;
      const edit = { person, seen, number: reading?.number ?? null };
      const result = await recordNumber(db, callerOf(c), c.get("roles"), numbers, edit);
      switch (result.outcome) {
        case "done":
          return c.json({ warnings: result.warnings, others: result.others });
        case "off":
          throw numbersOff();
        case "unknown":
          throw unknownPerson();
        case "changed":
          throw new ProblemError(
            409,
            "stale",
            "Quelqu’un a enregistré un autre numéro entre-temps. Rien n’a été écrasé\u00a0; fermez et rouvrez cette fenêtre pour le voir.",
          );
      }
    })
    .post("/api/people/:id/number/reveal", validParam(personParam), async (c) => {
      const value = await revealNumber(db, callerOf(c), c.get("roles"), numbers, c.req.valid("param").id);
      if (value === null)
        throw new ProblemError(
          404,
          "no_number",
          "Aucun numéro n’est à montrer\u00a0: il n’y en a pas, ou son usage n’est pas ouvert.",
        );
      return c.json({ number: writtenNumber(value) });
    })
    .get("/api/number-bases", async (c) =>
      c.json({ bases: await readBases(db, callerOf(c), c.get("roles")) }),
    )
    .post("/api/number-bases", validJson(allowNumbersSchema), async (c) => {
      const said = c.req.valid("json");
      if (said.decidedOn > today())
        throw new ProblemError(422, "invalid", "Ce jour est à venir. Rien n’a été enregistré.", {
          fields: { decidedOn: "Ce jour est à venir." },
        });
      if (!(await allowNumbers(db, callerOf(c), c.get("roles"), said)))
        throw new ProblemError(
          409,
          "stale",
          "Une base légale est déjà en vigueur. Rien n’a été modifié\u00a0; arrêtez-la d’abord.",
        );
      return c.json({ done: true });
    })
    .post("/api/number-bases/end", async (c) =>
      c.json({ done: await forbidNumbers(db, callerOf(c), c.get("roles")) }),
    );
}

function numbersOff(): ProblemError {
  return new ProblemError(
    409,
    "numbers_off",
    "L’usage du numéro de sécurité sociale n’est pas ouvert\u00a0: le délégué à la protection des données n’en a pas enregistré la base légale. Rien n’a été enregistré.",
  );
}
