import { z } from "zod";
import { layers, sources } from "../rights/model.ts";

/** Kinds of encounter; a register may bring others of its own, kept in the "contact" vocabulary. */
export const encounterKinds = {
  consultation: "Consultation",
  nursing: "Soin infirmier",
  interview: "Entretien",
  telephone: "Téléphone",
  home_visit: "Visite à domicile",
} as const;
export type EncounterKind = keyof typeof encounterKinds;

export const recordEncounterSchema = z.object({
  /** UUID version 7, made once by the form: sent twice (a double click, a lost answer), it records one encounter. */
  id: z.uuidv7().optional(),
  siteId: z.uuid(),
  onDay: z.iso.date("Indiquez un jour qui existe."),
  halfDay: z.enum(["morning", "afternoon"]).nullable().default(null),
  kind: z.enum(Object.keys(encounterKinds) as [EncounterKind]),
  professionalId: z.uuid().nullable().default(null),
  terms: z
    .array(z.object({ list: z.enum(["reason", "orientation", "referrer"]), code: z.string().min(1).max(60) }))
    .max(20)
    .default([]),
  cover: z
    .array(z.object({ layer: z.enum(layers), scheme: z.string().min(1).max(40), source: z.enum(sources) }))
    .max(2)
    .default([]),
});
export type RecordEncounter = z.infer<typeof recordEncounterSchema>;

export const encounterSchema = z.object({
  id: z.string(),
  onDay: z.string(),
  halfDay: z.enum(["morning", "afternoon"]).nullable(),
  kind: z.string(),
  siteId: z.string().nullable(),
  professional: z.string().nullable(),
});
/** A word of an encounter the reader may see; reasons are care, referrers are not. */
export const encounterTermSchema = z.object({
  encounterId: z.string(),
  list: z.enum(["reason", "orientation", "referrer", "place"]),
  code: z.string(),
});
