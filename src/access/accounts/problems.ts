import { ProblemError } from "../../platform/http/problem.ts";

const REFUSALS: Readonly<Record<string, () => ProblemError>> = {
  "23505": () =>
    new ProblemError(
      409,
      "known_email",
      "Un compte existe déjà pour cette adresse e-mail. Rien n’a été modifié\u00a0; retrouvez-le dans la liste, et donnez-lui une fonction.",
      { fields: { email: "Cette adresse a déjà un compte." } },
    ),
  "23P01": () =>
    new ProblemError(
      409,
      "same_assignment",
      "Cette personne a déjà cette fonction à ces dates. Rien n’a été modifié.",
    ),
  MA461: () =>
    new ProblemError(
      409,
      "last_keeper",
      "C’est le dernier administrateur technique\u00a0: plus personne ne pourrait tenir les comptes. Rien n’a été modifié\u00a0; " +
        "donnez d’abord cette fonction, sans date de fin, à quelqu’un d’autre dont le compte est ouvert.",
    ),
  MA462: () =>
    new ProblemError(
      409,
      "own_account",
      "Cela ne se fait pas sur son propre compte. Rien n’a été modifié\u00a0; demandez à une autre personne qui tient les comptes.",
    ),
  MA463: () =>
    new ProblemError(
      403,
      "reauthenticate",
      "Pour renouveler la seconde preuve de quelqu’un, il faut vous être connecté avec la vôtre depuis moins d’un quart d’heure. " +
        "Rien n’a été modifié\u00a0; déconnectez-vous, reconnectez-vous, puis recommencez.",
    ),
  MA464: () =>
    new ProblemError(
      404,
      "not_found",
      "Ce compte, cette fonction ou cette structure n’existe pas, ou n’est plus ouvert. Rien n’a été modifié\u00a0; rechargez la page.",
    ),
};

/** Runs an act on accounts; what the database refused is told in French. */
export async function telling<T>(act: Promise<T>): Promise<T> {
  try {
    return await act;
  } catch (error) {
    const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
    throw REFUSALS[code]?.() ?? error;
  }
}
