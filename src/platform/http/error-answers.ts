import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import {
  DatabaseAwayError,
  DiskFullError,
  ForbiddenError,
  NotSignedInError,
  StaleError,
  WrittenElsewhereError,
} from "../database/errors.ts";
import type { ApiEnv } from "./api-env.ts";
import { ProblemError } from "./problem.ts";

/** Turns any error of a route into a JSON answer in French; an unknown one is logged without its content. */
export function answerError(
  error: unknown,
  c: Context<ApiEnv>,
  log: (error: unknown, requestId: string) => void,
): Response {
  const problem = toProblem(error);
  if (problem) {
    const { status, code, message, fields, extra } = problem;
    return c.json({ code, message, ...(fields ? { fields } : {}), ...extra }, status);
  }
  const requestId = c.get("stamp")?.slice(0, 36) ?? "";
  log(error, requestId);
  return c.json(
    {
      code: "unexpected",
      message: `Une erreur s’est produite de notre côté. Rien n’a été enregistré ; réessayez. Si cela se répète, donnez ce repère à la personne qui administre Maillage : ${requestId.slice(0, 8)}.`,
    },
    500,
  );
}

function toProblem(error: unknown): ProblemError | null {
  if (error instanceof ProblemError) return error;
  if (error instanceof NotSignedInError) {
    return new ProblemError(
      401,
      "signed_out",
      "Votre session est fermée. Rien n’a été enregistré ; reconnectez-vous, votre saisie est gardée à l’écran.",
    );
  }
  if (error instanceof ForbiddenError) {
    return new ProblemError(403, "forbidden", "Votre rôle ne permet pas cette action. Rien n’a été modifié.");
  }
  if (error instanceof StaleError) {
    return new ProblemError(
      409,
      "stale",
      "Quelqu’un a modifié ces informations entre-temps. Rien n’a été écrasé ; rechargez la page.",
    );
  }
  if (error instanceof WrittenElsewhereError) {
    return new ProblemError(
      409,
      "written_elsewhere",
      `Ici, le soin ne s’écrit pas dans Maillage mais dans «\u00a0${error.program}\u00a0». Rien n’a été enregistré\u00a0; écrivez-le dans ce logiciel, votre saisie est encore à l’écran.`,
    );
  }
  if (error instanceof DatabaseAwayError) {
    return new ProblemError(
      503,
      "database_away",
      "La base de données redémarre. Rien n’a été perdu ; réessayez dans quelques secondes.",
    );
  }
  if (error instanceof DiskFullError) {
    return new ProblemError(
      507,
      "disk_full",
      "Le disque du serveur est plein. Rien n’a été enregistré\u00a0; gardez votre saisie et prévenez la personne qui administre Maillage.",
    );
  }
  if (error instanceof HTTPException && error.status < 500) {
    return new ProblemError(
      error.status,
      "bad_request",
      "Cette demande n’est pas lisible. Rien n’a été enregistré.",
    );
  }
  return null;
}
