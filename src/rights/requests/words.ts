import type { RequestState } from "./transitions.ts";

/** Codes and their French words: no schema, for every screen carries them. */

/** Natures a request may have: its type's, or raised when what it tells is more than a plain right. */
export const requestNatures = ["right_requests", "social_notes", "clinical"] as const;
export type RequestNature = (typeof requestNatures)[number];

/** The same words as rights.request_state (compared by a test). */
export const stateLabels: Readonly<Record<RequestState, string>> = {
  identified: "Droit repéré",
  refused_by_person: "La personne n’en veut pas",
  to_prepare: "À préparer",
  documents_pending: "Pièces attendues",
  complete: "Dossier complet, à déposer",
  filed: "Déposée",
  acknowledged: "Accusé de réception",
  incomplete_returned: "Renvoyée incomplète",
  completed: "Complétée",
  under_review: "En cours d’examen",
  granted: "Accordée",
  refused: "Refusée",
  implicitly_granted: "Accord implicite, à faire reconnaître",
  implicitly_refused: "Refus implicite",
  appeal_cra: "Recours préalable déposé",
  appeal_court: "Recours devant le tribunal",
  renewal_due: "À renouveler",
  renewed: "Renouvellement engagé",
  expired: "Droit terminé",
  withdrawn: "Abandonnée",
  closed_no_news: "Close sans nouvelles",
};

export const waits = ["person", "papers", "authority", "us"] as const;
export type Wait = (typeof waits)[number];
export const waitLabels: Readonly<Record<Wait, string>> = {
  person: "attend la personne",
  papers: "attend des pièces",
  authority: "attend l’organisme",
  us: "attend le centre",
};

/** What is to be done next. */
export const nextActs = [
  "propose",
  "prepare",
  "gather_papers",
  "file",
  "complete",
  "chase",
  "recognise",
  "appeal",
  "go_to_court",
  "ask_effect",
  "renew",
] as const;
export type NextAct = (typeof nextActs)[number];
export const actLabels: Readonly<Record<NextAct, string>> = {
  propose: "En parler avec la personne",
  prepare: "Préparer le dossier",
  gather_papers: "Réunir les pièces",
  file: "Déposer",
  complete: "Compléter le dossier",
  chase: "Relancer",
  recognise: "Faire reconnaître l’accord implicite",
  appeal: "Faire un recours",
  go_to_court: "Saisir le tribunal",
  ask_effect: "Demander la date d’effet",
  renew: "Déposer le renouvellement",
};

export const channels = ["counter", "post", "online", "pass", "ccas", "france_services", "other"] as const;
export type Channel = (typeof channels)[number];
export const channelLabels: Readonly<Record<Channel, string>> = {
  counter: "Au guichet",
  post: "Par courrier",
  online: "En ligne",
  pass: "Par la PASS",
  ccas: "Par le CCAS",
  france_services: "Par France services",
  other: "Autrement",
};

export const logKinds = ["chase", "escalation", "answer"] as const;
export type LogKind = (typeof logKinds)[number];
export const logKindLabels: Readonly<Record<LogKind, string>> = {
  chase: "Relance",
  escalation: "Saisine du référent solidarité",
  answer: "Réponse reçue",
};

/** What one does to come to a state, on a button. */
export const stepVerbs: Readonly<Record<RequestState, string>> = {
  identified: "Droit repéré",
  refused_by_person: "La personne n’en veut pas",
  to_prepare: "Commencer à préparer",
  documents_pending: "Attendre des pièces",
  complete: "Le dossier est complet",
  filed: "Noter le dépôt",
  acknowledged: "Accusé de réception reçu",
  incomplete_returned: "Renvoyée incomplète",
  completed: "Noter ce qui complète le dossier",
  under_review: "En cours d’examen",
  granted: "Noter l’accord",
  refused: "Noter le refus",
  implicitly_granted: "Noter le silence\u00a0: accord implicite",
  implicitly_refused: "Noter le silence\u00a0: refus implicite",
  appeal_cra: "Noter le recours préalable",
  appeal_court: "Noter la saisine du tribunal",
  renewal_due: "À renouveler",
  renewed: "Le renouvellement est engagé",
  expired: "Le droit est terminé",
  withdrawn: "Abandonner la demande",
  closed_no_news: "Clore sans nouvelles",
};

/** Who reads a request of each nature. */
export const natureLabels: Readonly<Record<RequestNature, string>> = {
  right_requests: "Ordinaire\u00a0: l’équipe sociale et de soins",
  social_notes: "Réservée\u00a0: vous, et qui la suit",
  clinical: "De soins\u00a0: médecins, infirmiers, vous, et qui la suit",
};
