import { Hono } from "hono";
import { z } from "zod";
import type { Database } from "../platform/database/database.ts";
import type { ApiEnv } from "../platform/http/api-env.ts";
import { ProblemError } from "../platform/http/problem.ts";
import { callerOf } from "../platform/http/security.ts";
import { editConflict, validJson, validParam } from "../platform/http/validate.ts";
import { createPersonSchema, type IdentityForm, reviseIdentitySchema, searchSchema } from "./model.ts";
import type { NumberBox } from "./number/box.ts";
import { searchNumber } from "./number/store.ts";
import { loadGazetteer } from "./reach/communes.ts";
import { type IdentityRow, identityRow } from "./rules.ts";
import { recentPeople, searchPeople } from "./search/store.ts";
import { readNumber } from "./social-number.ts";
import { createPerson, reviseIdentity } from "./store.ts";

export const personParam = z.object({ id: z.uuid() });

/** What one answers for a record that does not exist or that the reader may not know of: the same words. */
export function unknownPerson(): ProblemError {
  return new ProblemError(
    404,
    "unknown_person",
    "Ce dossier n’existe pas, ou votre rôle ne permet pas de l’ouvrir.",
  );
}

interface PeopleDeps {
  readonly db: Database;
  readonly numbers: NumberBox;
  /** The business day (ISO), which tests may set. */
  readonly today: () => string;
}

/** Finding people, opening a record, revising an identity. */
export function peopleRoutes({ db, numbers, today }: PeopleDeps) {
  return new Hono<ApiEnv>()
    .post("/api/people/search", validJson(searchSchema), async (c) => {
      const { words, probable } = c.req.valid("json");
      const number = readNumber(words);
      if (number.ok) {
        const people = await searchNumber(db, callerOf(c), c.get("roles"), numbers, number.number.value);
        return c.json({ people });
      }
      const people = await searchPeople(db, callerOf(c), c.get("roles"), { words, today: today(), probable });
      return c.json({ people });
    })
    .get("/api/people/recent", async (c) =>
      c.json({ people: await recentPeople(db, callerOf(c), c.get("roles")) }),
    )
    .post("/api/people", validJson(createPersonSchema), async (c) => {
      const form = c.req.valid("json");
      const identity = await checkedIdentity(form, today());
      return c.json({ id: await createPerson(db, callerOf(c), c.get("roles"), identity, form.id) });
    })
    .put("/api/people/:id/identity", validParam(personParam), validJson(reviseIdentitySchema), async (c) => {
      const { version, identity } = c.req.valid("json");
      const row = await checkedIdentity(identity, today());
      const outcome = await reviseIdentity(
        db,
        callerOf(c),
        c.get("roles"),
        c.req.valid("param").id,
        version,
        row,
      );
      if (!outcome) throw unknownPerson();
      if (outcome.done) return c.json({ version: outcome.version });
      throw editConflict({ currentVersion: outcome.version, current: outcome.current, yours: identity });
    });
}

async function checkedIdentity(form: IdentityForm, today: string): Promise<IdentityRow> {
  const checked = identityRow(form, today);
  if (checked.ok) return { ...checked.row, ...(await birthPlaceOf(form)) };
  throw new ProblemError(
    422,
    "invalid",
    "La date de naissance n’est pas utilisable. Rien n’a été enregistré.",
    {
      fields: { "identity.birth": checked.birth, birth: checked.birth },
    },
  );
}

/** The commune's own name; abroad, the place as it is said. */
async function birthPlaceOf(
  form: IdentityForm,
): Promise<Pick<IdentityRow, "birth_place" | "birth_place_code">> {
  if (form.birthPlaceCode === null) return { birth_place_code: null, birth_place: form.birthPlace || null };
  const commune = (await loadGazetteer()).byCode(form.birthPlaceCode);
  if (commune) return { birth_place_code: commune.code, birth_place: commune.name };
  const message = "Cette commune n’est pas dans la liste officielle.";
  throw new ProblemError(422, "invalid", `${message} Rien n’a été enregistré.`, {
    fields: { "identity.birthPlaceCode": message, birthPlaceCode: message },
  });
}
