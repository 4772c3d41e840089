import type { ColumnRole, CoverColumn } from "../corrections.ts";
import type { VocabularyList } from "../model.ts";

/** What a column can be said to hold, in the order of the list. */
export const roleLabels: Readonly<Record<ColumnRole, string>> = {
  ignore: "Laisser de côté",
  visitDate: "Date de la visite",
  visitTime: "Heure de la visite",
  fullName: "Nom et prénom ensemble",
  family: "Nom de famille",
  birthFamily: "Nom de naissance",
  given: "Prénom",
  birth: "Date de naissance",
  age: "Âge",
  sex: "Sexe ou civilité",
  referrer: "Adressé par",
  cover: "Couverture",
  complementaryCover: "Complémentaire",
  reason: "Motif",
  professional: "Vu par",
  orientation: "Orienté vers",
  housing: "Hébergement",
  place: "Lieu",
  contact: "Nature du contact",
  phone: "Téléphone",
  commune: "Commune",
  number: "Numéro de ligne ou de dossier",
};

/** Names of the lists of words, and of the columns of cover. */
export const listLabels: Readonly<Record<VocabularyList | CoverColumn, string>> = {
  referrer: "Adressé par",
  reason: "Motif",
  orientation: "Orienté vers",
  housing: "Hébergement",
  professional: "Vu par",
  contact: "Nature du contact",
  place: "Lieu",
  cover: "Couverture",
  complementaryCover: "Complémentaire",
};

/** Where a reading comes from, when not from the heading or the list itself. */
export const toldLabels = { memory: "retenu la dernière fois", chosen: "corrigé" } as const;
