import { z } from "zod";
import type { Role } from "../access/model.ts";
import { layers, sources } from "../rights/model.ts";
import { presenceSchema } from "./presence.ts";

/** Kinds of encounter; a register may bring others of its own, kept in the "contact" vocabulary. */
export const encounterKinds = {
  consultation: "Consultation",
  nursing: "Soin infirmier",
  education: "Éducation thérapeutique",
  physiotherapy: "Séance de kinésithérapie",
  speech_therapy: "Séance d’orthophonie",
  psychology: "Entretien psychologique",
  social_interview: "Entretien social",
  mediation: "Médiation",
  interview: "Entretien",
  home_visit: "Visite à domicile",
  telephone: "Téléphone",
} as const;
export type EncounterKind = keyof typeof encounterKinds;

const LIKELIEST: Partial<Record<Role, EncounterKind>> = {
  nurse: "nursing",
  coordinating_nurse: "nursing",
  paramedic: "physiotherapy",
  social_worker: "social_interview",
  outside_social_worker: "social_interview",
  administrative_officer: "interview",
  mediator: "mediation",
  telephone_desk: "telephone",
};

/** The kind of encounter that someone of this role most often notes. */
export function likeliestKind(role: Role): EncounterKind {
  return LIKELIEST[role] ?? "consultation";
}

export const recordEncounterSchema = z.object({
  /** UUID version 7, made once by the form: sent twice (a double click, a lost answer), it records one encounter. */
  id: z.uuidv7().optional(),
  siteId: z.uuid(),
  onDay: z.iso.date("Indiquez un jour qui existe."),
  halfDay: z.enum(["morning", "afternoon"]).nullable().default(null),
  kind: z.enum(Object.keys(encounterKinds) as [EncounterKind]),
  professionalId: z.uuid().nullable().default(null),
  terms: z
    .array(
      z.object({
        list: z.enum(["reason", "orientation", "referrer", "service"]),
        code: z.string().min(1).max(60),
      }),
    )
    .max(20)
    .default([]),
  presences: z.array(presenceSchema).max(8, "8 personnes au plus.").default([]),
  cover: z
    .array(z.object({ layer: z.enum(layers), scheme: z.string().min(1).max(40), source: z.enum(sources) }))
    .max(2)
    .default([]),
});
export type RecordEncounter = z.infer<typeof recordEncounterSchema>;

export const encounterSchema = z.object({
  id: z.string(),
  /** The record it was written on: one of those joined. */
  on: z.string(),
  onDay: z.string(),
  halfDay: z.enum(["morning", "afternoon"]).nullable(),
  kind: z.string(),
  siteId: z.string().nullable(),
  professional: z.string().nullable(),
});
/** A word of an encounter the reader may see; reasons are care, referrers are not. */
export const encounterTermSchema = z.object({
  encounterId: z.string(),
  list: z.enum(["reason", "orientation", "referrer", "place", "service"]),
  code: z.string(),
});
