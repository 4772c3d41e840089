import { validator } from "hono-openapi";
import { z } from "zod";
import type { ApiEnv } from "./api-env.ts";
import { ProblemError } from "./problem.ts";

// What a schema leaves unsaid is said in French too.
z.config(z.locales.fr());

/**
 * Reads a JSON body by its schema, which OpenAPI publishes too.
 * A body that does not fit is refused with 422 and one French message for each field.
 */
export function validJson<S extends z.ZodType>(schema: S) {
  return validator<S, "json", ApiEnv, string>("json", schema, (result) => {
    if (!result.success) throw invalid(result.error);
  });
}

/** Reads the parameters of a path ("/:id") by a schema; one that does not fit names nothing we hold. */
export function validParam<S extends z.ZodType>(schema: S) {
  return validator<S, "param", ApiEnv, string>("param", schema, (result) => {
    if (!result.success) throw new ProblemError(404, "not_found", "Cette adresse ne mène à rien.");
  });
}

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

function invalid(issues: readonly Issue[]): ProblemError {
  const fields: Record<string, string> = {};
  for (const issue of issues) {
    const name = (issue.path ?? [])
      .map((part) => String(typeof part === "object" ? part.key : part))
      .join(".");
    fields[name] ??= issue.message;
  }
  return unusableFields(fields);
}

/** Refuses a body with 422. @param fields one French message for each field that cannot be used */
export function unusableFields(fields: Readonly<Record<string, string>>): ProblemError {
  return new ProblemError(
    422,
    "invalid",
    "Certaines informations ne sont pas utilisables. Rien n’a été enregistré ; votre saisie est gardée à l’écran.",
    { fields },
  );
}

/** Refuses with 409 what was typed over a version that is no longer in force. @param versions what the screen shows of both */
export function editConflict(versions: Readonly<Record<string, unknown>>): ProblemError {
  return new ProblemError(
    409,
    "edit_conflict",
    "Quelqu’un d’autre a enregistré une modification avant vous. Rien n’est perdu : les deux versions sont montrées.",
    { extra: versions },
  );
}
