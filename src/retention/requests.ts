import { z } from "zod";

export const askedByLabels = {
  person: "La personne elle-même",
  representative: "Son représentant légal ou une personne mandatée",
  doctor: "Un médecin qu’elle désigne",
  heir: "Un ayant droit (après le décès)",
} as const;
export const meansLabels = {
  oral: "de vive voix",
  written: "par écrit",
  electronic: "par messagerie",
} as const;
export const outcomeLabels = {
  handed: "Copie remise en main propre",
  posted: "Copie envoyée par courrier",
  electronic: "Copie envoyée par messagerie sécurisée",
  read_here: "Dossier consulté sur place",
  to_doctor: "Copie remise au médecin désigné",
  withdrawn: "Demande retirée",
  refused: "Demande refusée",
} as const;

const codes = <T extends object>(labels: T) => Object.keys(labels) as [keyof T & string];

/** A request for a copy of a record (CSP L1111-7). */
export const accessRequestSchema = z.object({
  id: z.string(),
  personId: z.string(),
  localNumber: z.number(),
  askedOn: z.string(),
  askedBy: z.enum(codes(askedByLabels)),
  means: z.enum(codes(meansLabels)),
  /** Not handed over before: time for reflection. */
  notBefore: z.string(),
  dueOn: z.string(),
  by: z.string(),
  closedOn: z.string().nullable(),
  outcome: z.enum(codes(outcomeLabels)).nullable(),
  closedWords: z.string().nullable(),
  closedBy: z.string().nullable(),
});
export type AccessRequest = z.infer<typeof accessRequestSchema>;

export const askAccessSchema = z
  .object({
    /** Made once by the form: sent twice, it is one. */
    id: z.uuidv7(),
    personId: z.uuid().nullable().default(null),
    localNumber: z.number().int().min(1).nullable().default(null),
    askedOn: z.iso.date("Indiquez un jour qui existe."),
    askedBy: z.enum(codes(askedByLabels)),
    means: z.enum(codes(meansLabels)),
  })
  .refine(({ personId, localNumber }) => personId !== null || localNumber !== null, {
    path: ["localNumber"],
    message: "Indiquez le numéro du dossier.",
  });
export type AskAccess = z.infer<typeof askAccessSchema>;

export const closeAccessSchema = z.object({
  closedOn: z.iso.date("Indiquez un jour qui existe."),
  outcome: z.enum(codes(outcomeLabels)),
  words: z.string().trim().max(500, "500 caractères au plus.").nullable().default(null),
});
export type CloseAccess = z.infer<typeof closeAccessSchema>;

/** zip: both, and the documents. `withheld`: notes and documents kept back, for they tell of a third party. */
export const copySchema = z.object({
  format: z.enum(["pdf", "json", "zip"]),
  personId: z.uuid(),
  withheld: z.array(z.uuid()).max(1000).default([]),
});
