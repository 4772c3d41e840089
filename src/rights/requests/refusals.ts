import { ProblemError } from "../../platform/http/problem.ts";
import type { Outcome } from "./store.ts";

const NOTHING = "Rien n’a été enregistré.";

/** What is answered when an act on a request could not be. @returns null when it was done */
export function refusalOf(outcome: Outcome): ProblemError | null {
  switch (outcome) {
    case "done":
      return null;
    case "unknown":
      return new ProblemError(
        404,
        "not_found",
        `Cette demande n’existe pas, ou vous ne la suivez pas. ${NOTHING}`,
      );
    case "changed":
      return new ProblemError(
        409,
        "stale",
        `Quelqu’un a noté autre chose sur cette demande entre-temps. ${NOTHING} Votre saisie est gardée\u00a0: relisez la demande, puis recommencez.`,
      );
    case "impossible":
      return invalid(
        "Cette étape ne peut pas suivre celle où en est la demande",
        "state",
        "Étape impossible ici.",
      );
    case "order":
      return invalid(
        "Ce jour ne tient pas avec les étapes voisines, qui se suivent dans l’ordre",
        "onDay",
        "Avant l’étape précédente, ou après la suivante.",
      );
    case "nature":
      return invalid(
        "Cette demande ne peut pas être moins réservée que son type",
        "nature",
        "Choisissez une autre nature.",
      );
    case "keeper":
      return invalid(
        "Cette personne ne peut pas suivre de demandes de droits dans votre structure",
        "keeper",
        "Choisissez quelqu’un d’autre.",
      );
    case "member":
      return invalid(
        "Une personne du foyer n’a pas été trouvée",
        "members",
        "Cherchez-la, ou écrivez son nom.",
      );
    case "not_last":
      return invalid(
        "Seule la dernière étape peut être retirée\u00a0: corrigez celle-ci, ou retirez d’abord les suivantes",
        "step",
        "D’autres étapes la suivent.",
      );
  }
}

function invalid(why: string, field: string, said: string): ProblemError {
  return new ProblemError(422, "invalid", `${why}. ${NOTHING}`, { fields: { [field]: said } });
}
