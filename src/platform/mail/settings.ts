/** How mail leaves: the server to give it to, and who it is from. */
export interface MailSettings {
  /** smtp://user:password@host:587 (STARTTLS when the server offers it) or smtps://…:465. */
  readonly url: string;
  readonly from: string;
}

/** What is set cannot be used; the message is French. */
export class MailSettingsError extends Error {
  override name = "MailSettingsError";
}

/**
 * Reads MAILLAGE_SMTP and MAILLAGE_MAIL_FROM. @returns null when no mail is set up: links are then handed over
 * @throws MailSettingsError when one is missing or cannot be read
 */
export function readMailSettings(env: Readonly<Record<string, string | undefined>>): MailSettings | null {
  const { MAILLAGE_SMTP: url = "", MAILLAGE_MAIL_FROM: from = "" } = env;
  if (url === "") return null;
  // The address holds a password: it is never told back.
  if (!URL.canParse(url) || !["smtp:", "smtps:"].includes(new URL(url).protocol)) {
    throw new MailSettingsError(
      "MAILLAGE_SMTP n’est pas une adresse de serveur de courrier. Rien n’a été modifié. " +
        "Écrivez par exemple smtp://compte:mot-de-passe@smtp.exemple.fr:587, ou retirez ce réglage.",
    );
  }
  if (!/^[^\r\n]*[^\s@]+@[^\s@]+$/.test(from)) {
    throw new MailSettingsError(
      "MAILLAGE_MAIL_FROM manque ou n’est pas une adresse e-mail. Rien n’a été modifié. " +
        "Indiquez l’adresse d’où partent les courriers, par exemple maillage@exemple.fr.",
    );
  }
  return { url, from };
}
