import { ProblemError } from "../../platform/http/problem.ts";

/** Unknown account, wrong password, closed account: one answer, so that nobody learns who has an account. */
export function wrongCredentials(): ProblemError {
  return new ProblemError(
    401,
    "credentials",
    "Adresse e-mail ou mot de passe incorrect. Rien n’a été modifié\u00a0; vérifiez les majuscules, puis réessayez.",
  );
}

export function wrongCode(): ProblemError {
  return new ProblemError(
    401,
    "code",
    "Ce code n’est pas le bon, ou il a déjà servi. Attendez le code suivant de votre application, puis saisissez-le.",
  );
}

export function signedOut(): ProblemError {
  return new ProblemError(
    401,
    "signed_out",
    "Votre session est fermée. Rien n’a été enregistré ; reconnectez-vous, votre saisie est gardée à l’écran.",
  );
}

export function wrongPasskey(): ProblemError {
  return new ProblemError(
    401,
    "passkey",
    "Cette clé d’accès n’a pas été reconnue. Rien n’a été modifié\u00a0; réessayez, ou connectez-vous avec votre mot de passe.",
  );
}

export function passkeyNotAdded(): ProblemError {
  return new ProblemError(
    422,
    "passkey",
    "Cette clé d’accès n’a pas pu être ajoutée. Rien n’a été modifié\u00a0; réessayez, ou choisissez les codes à six chiffres.",
  );
}

export function passkeyNeedsName(): ProblemError {
  return new ProblemError(
    409,
    "passkey_address",
    "Les clés d’accès demandent d’ouvrir Maillage par un nom (localhost ou un nom de domaine), pas par des chiffres. " +
      "Rien n’a été modifié\u00a0; choisissez les codes à six chiffres, ou changez d’adresse.",
  );
}

/** The step cookie is missing, too old, or of another step. */
export function stepExpired(): ProblemError {
  return new ProblemError(
    401,
    "step",
    "Cette étape a trop attendu ou a déjà été faite. Rien n’a été modifié\u00a0; recommencez la connexion depuis le début.",
  );
}

export function linkUnusable(): ProblemError {
  return new ProblemError(
    410,
    "link",
    "Ce lien a déjà servi ou n’est plus valable. Rien n’a été modifié\u00a0; demandez un nouveau lien à votre responsable.",
  );
}

export function accountClosed(): ProblemError {
  return new ProblemError(
    403,
    "account_closed",
    "Ce compte est fermé. Rien n’a été modifié\u00a0; si c’est une erreur, adressez-vous à votre responsable.",
  );
}

export function noAssignment(): ProblemError {
  return new ProblemError(
    403,
    "no_assignment",
    "Votre compte n’a pas de fonction en cours aujourd’hui, il n’ouvre donc rien. Rien n’a été modifié\u00a0; " +
      "demandez à votre responsable de vous en donner une.",
  );
}

export function reauthenticate(): ProblemError {
  return new ProblemError(
    403,
    "reauthenticate",
    "Pour changer vos moyens de connexion, il faut s’être connecté depuis moins d’un quart d’heure. Rien n’a été modifié\u00a0; " +
      "déconnectez-vous, reconnectez-vous, puis recommencez.",
  );
}

export function notInDemonstration(): ProblemError {
  return new ProblemError(
    403,
    "demonstration",
    "Les comptes de démonstration sont communs à tous\u00a0: leurs moyens de connexion ne se changent pas. Rien n’a été modifié.",
  );
}

export function notADemonstration(): ProblemError {
  return new ProblemError(
    403,
    "not_demonstration",
    "Cette installation n’est pas une démonstration\u00a0: connectez-vous avec votre adresse e-mail et votre mot de passe.",
  );
}

export function noDemonstrationAccount(): ProblemError {
  return new ProblemError(
    404,
    "not_found",
    "Cette démonstration n’a pas de compte pour ce rôle. Rien n’a été modifié\u00a0; choisissez un autre rôle.",
  );
}

export function overloaded(): ProblemError {
  return new ProblemError(
    503,
    "busy",
    "Trop de personnes se connectent au même instant. Rien n’a été perdu\u00a0; réessayez dans quelques secondes.",
  );
}

/** Too many wrong tries for one e-mail address, whether or not it has an account. */
export function accountPaused(wait: string, seconds: number): ProblemError {
  return new ProblemError(
    429,
    "paused",
    `Trop d’essais avec cette adresse e-mail. Rien n’a été modifié\u00a0: réessayez dans ${wait}, ` +
      "ou demandez au responsable un lien de réinitialisation. Une clé d’accès permet aussi d’entrer tout de suite.",
    { extra: { retryAfterSeconds: seconds } },
  );
}

/** Too many wrong tries from one network address. */
export function addressPaused(wait: string, seconds: number): ProblemError {
  return new ProblemError(
    429,
    "paused",
    `Trop d’essais depuis cette connexion à internet. Rien n’a été modifié\u00a0: réessayez dans ${wait}. ` +
      "Une clé d’accès permet d’entrer tout de suite.",
    { extra: { retryAfterSeconds: seconds } },
  );
}
