import type { Mail } from "../../platform/mail/outgoing.ts";
import type { LinkPurpose } from "../sign-in/links.ts";

const LASTS: Readonly<Record<LinkPurpose, string>> = { invitation: "huit jours", reset: "une heure" };

/**
 * The letter that carries a one-time link. The subject names nobody and no centre: it shows on locked screens.
 * @param link the whole address, token included
 */
export function linkMail(purpose: LinkPurpose, to: string, house: string, link: string): Mail {
  const why =
    purpose === "invitation"
      ? `Un accès à Maillage, pour «\u00a0${house}\u00a0», vous est ouvert.\nPour choisir votre mot de passe et votre seconde preuve, ouvrez ce lien\u00a0:`
      : `Un nouveau mot de passe a été demandé pour votre accès à Maillage («\u00a0${house}\u00a0»).\nPour le choisir, ouvrez ce lien\u00a0:`;
  return {
    to,
    subject: "Votre accès à Maillage",
    text:
      `Bonjour,\n\n${why}\n\n${link}\n\n` +
      `Il sert une seule fois et reste valable ${LASTS[purpose]}. Ne le transmettez à personne.\n` +
      "Si vous n’attendiez pas ce message, ne faites rien et prévenez la personne responsable de votre centre.\n",
  };
}
