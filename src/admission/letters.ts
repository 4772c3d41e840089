import type { Mail } from "../platform/mail/outgoing.ts";

/** Letters of the admission. They name nobody and no centre in their subject, and in their text no person: they show on locked screens. */

const SUBJECT = "Maillage\u00a0: une demande";

/** The way in of who has no account. @param link the whole address, token included */
export function linkLetter(to: string, house: string, link: string): Mail {
  return {
    to,
    subject: SUBJECT,
    text:
      `Bonjour,\n\nPour adresser une personne à «\u00a0${house}\u00a0», ouvrez ce lien\u00a0:\n\n${link}\n\n` +
      "Il sert pour une seule demande et reste valable huit jours\u00a0; la page permet d’en recevoir un autre. Ne le transmettez à personne.\n" +
      "Si vous n’attendiez pas ce message, ne faites rien.\n",
  };
}

/** A referral has an answer, which is read at the address. */
export function answerLetter(to: string, house: string, address: string): Mail {
  return {
    to,
    subject: SUBJECT,
    text: `Bonjour,\n\n«\u00a0${house}\u00a0» a répondu à une demande que vous lui avez envoyée. La réponse se lit ici\u00a0:\n\n${address}\n`,
  };
}
