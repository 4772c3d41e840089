import type { Mail } from "../../platform/mail/outgoing.ts";
import { countText } from "../../ui/format.ts";

/** How many requests of one keeper call for something; of nobody named. */
export interface DigestCounts {
  readonly late: number;
  readonly soon: number;
  readonly silent: number;
  readonly appeals: number;
  readonly renewals: number;
  readonly papers: number;
}

const LINES: readonly (readonly [keyof DigestCounts, (count: number) => string])[] = [
  ["late", (n) => `${countText(n, "demande")} en retard`],
  ["soon", (n) => `${countText(n, "demande")} à faire avancer d’ici sept jours`],
  ["silent", (n) => `${countText(n, "silence atteint", "silences atteints")}`],
  [
    "appeals",
    (n) => `${countText(n, "recours", "recours")} qui se ${n < 2 ? "ferme" : "ferment"} d’ici trente jours`,
  ],
  ["renewals", (n) => `${countText(n, "renouvellement")} à déposer`],
  ["papers", (n) => `${countText(n, "demande")} qui ${n < 2 ? "attend" : "attendent"} des pièces`],
];

/**
 * The morning's letter: numbers and a link, never a name nor a right. The subject shows on locked screens.
 * @param link the address of the board
 * @returns null when there is nothing to tell: no letter is better than an empty one
 */
export function digestMail(to: string, counts: DigestCounts, link: string): Mail | null {
  const lines = LINES.filter(([key]) => counts[key] > 0).map(([key, words]) => `- ${words(counts[key])}`);
  if (lines.length === 0) return null;
  return {
    to,
    subject: "Votre journée dans Maillage",
    text:
      `Bonjour,\n\nCe matin, parmi les demandes de droits que vous suivez\u00a0:\n\n${lines.join("\n")}\n\n` +
      `Une même demande peut compter sur plusieurs lignes. Pour les voir, connectez-vous\u00a0:\n\n${link}\n\n` +
      "Vous recevez ce courriel parce que vous l’avez choisi\u00a0; pour l’arrêter ou changer son heure\u00a0: «\u00a0Ma sécurité\u00a0».\n",
  };
}
