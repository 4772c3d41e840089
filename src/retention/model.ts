import { z } from "zod";

/** What a duration is of (handbook 2.5, 2.4); `unit` as French says it. */
export const parameters = {
  social_active: { label: "Social\u00a0: temps actif après le dernier contact", unit: "mois" },
  social_archive: { label: "Social\u00a0: temps à part avant l’effacement", unit: "mois" },
  clinical_active: { label: "Soins\u00a0: temps actif après le dernier contact", unit: "mois" },
  clinical_archive: { label: "Soins\u00a0: temps à part (archive intermédiaire)", unit: "mois" },
  clinical_from_any: {
    label: "Soins\u00a0: tout contact compte (1), ou les seuls contacts de soin (0)",
    unit: "",
  },
  minor_until: { label: "Soins\u00a0: au moins jusqu’à cet anniversaire", unit: "ans" },
  after_death: { label: "Soins\u00a0: après un décès proche de la dernière venue", unit: "ans" },
  trail_kept: { label: "Journal des accès", unit: "mois" },
  plan_valid: { label: "Validité d’un plan approuvé", unit: "jours" },
  access_due: { label: "Demande d’accès\u00a0: délai de remise", unit: "jours" },
  access_reflection: { label: "Demande d’accès\u00a0: délai de réflexion", unit: "jours" },
  access_old: { label: "Demande d’accès\u00a0: informations anciennes au-delà de", unit: "ans" },
  access_old_due: { label: "Demande d’accès\u00a0: délai de remise alors", unit: "mois" },
} as const;
export type ParameterCode = keyof typeof parameters;
const parameterCodes = Object.keys(parameters) as [ParameterCode, ...ParameterCode[]];

export const confidences = ["sure", "likely", "to_verify"] as const;
export const confidenceLabels: Readonly<Record<(typeof confidences)[number], string>> = {
  sure: "sûr",
  likely: "probable",
  to_verify: "à vérifier",
};

/** A duration, from a day on. */
export const parameterSchema = z.object({
  id: z.string(),
  code: z.enum(parameterCodes),
  /** Of one structure; null: of the network. */
  structureId: z.string().nullable(),
  structure: z.string().nullable(),
  value: z.number().int(),
  validFrom: z.string(),
  source: z.string(),
  confidence: z.enum(confidences),
  by: z.string().nullable(),
  /** Whether it is the one that counts today. */
  inForce: z.boolean(),
});
export type Parameter = z.infer<typeof parameterSchema>;

export const setParameterSchema = z.object({
  code: z.enum(parameterCodes),
  structureId: z.uuid().nullable().default(null),
  value: z
    .number("Indiquez un nombre.")
    .int("Un nombre entier.")
    .min(0, "Zéro ou plus.")
    .max(1200, "1200 au plus."),
  validFrom: z.iso.date("Indiquez un jour qui existe."),
  source: z.string().trim().min(3, "Indiquez le texte ou la décision.").max(500, "500 caractères au plus."),
  confidence: z.enum(confidences).default("to_verify"),
});
export type SetParameter = z.infer<typeof setParameterSchema>;

export const blocks = ["social", "clinical", "papers", "person"] as const;
export type Block = (typeof blocks)[number];
export const blockLabels: Readonly<Record<Block, string>> = {
  social: "Bloc social",
  clinical: "Bloc de soins",
  papers: "Papiers",
  person: "Dossier entier",
};
export const acts = ["restore", "archive", "erase"] as const;
export const actLabels: Readonly<Record<(typeof acts)[number], string>> = {
  restore: "À reprendre",
  archive: "À mettre à part",
  erase: "À effacer",
};
/** Why something is due (retention.due). */
export const reasonLabels: Readonly<Record<string, string>> = {
  social: "temps du bloc social écoulé depuis le dernier contact",
  elapsed: "temps du bloc de soins écoulé depuis le dernier contact",
  minor: "temps écoulé, et 28e anniversaire passé",
  death: "temps écoulé depuis le décès",
  purpose: "leur usage est terminé\u00a0: décision et recours passés, ou jour dit en les rangeant",
  empty: "aucune information, aucun contact",
  returned: "la personne est revenue, ou une durée a été allongée",
};

const countSchema = z.object({
  block: z.enum(blocks),
  act: z.enum(acts),
  reason: z.string(),
  persons: z.number().int(),
});
/** A plan of a day: what would be set apart, erased, taken back. Counts only. */
export const planSchema = z.object({
  id: z.string(),
  day: z.string(),
  madeAt: z.string(),
  digest: z.string(),
  counts: z.array(countSchema),
  /** Persons left alone by a hold. */
  held: z.number().int(),
  /** Years whose report is frozen before rows go. */
  years: z.array(z.number().int()),
  state: z.enum(["drafted", "approved", "running", "done", "dropped"]),
  approvedBy: z.string().nullable(),
  approvedAt: z.string().nullable(),
  begunAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** Persons by act, persons that had moved, and rows erased by table. */
  results: z.object({
    restore: z.number().optional(),
    archive: z.number().optional(),
    erase: z.number().optional(),
    moved: z.number().optional(),
    rows: z.record(z.string(), z.number()).optional(),
  }),
});
export type Plan = z.infer<typeof planSchema>;
export const planStateLabels: Readonly<Record<Plan["state"], string>> = {
  drafted: "à approuver",
  approved: "approuvé",
  running: "en cours",
  done: "appliqué",
  dropped: "remplacé",
};

/** One line of a plan: a record's number, never a name. */
export const planItemSchema = z.object({
  no: z.number().int(),
  /** Null once erased. */
  localNumber: z.number().nullable(),
  /** How many records are read as one. */
  records: z.number().int().nullable(),
  block: z.enum(blocks),
  act: z.enum(acts),
  reason: z.string(),
  lastDay: z.string().nullable(),
  state: z.enum(["waiting", "done", "moved"]),
});
export type PlanItem = z.infer<typeof planItemSchema>;

export const approveSchema = z.object({ digest: z.string().length(64) });
export const itemsSchema = z.object({ after: z.number().int().min(0).default(0) });

export const holdSchema = z.object({
  id: z.string(),
  localNumber: z.number(),
  reason: z.string(),
  until: z.string().nullable(),
  by: z.string(),
  at: z.string(),
  endedAt: z.string().nullable(),
  endedBy: z.string().nullable(),
});
export type Hold = z.infer<typeof holdSchema>;
const reason = z.string().trim().min(3, "Dites pourquoi.").max(500, "500 caractères au plus.");
export const addHoldSchema = z.object({
  /** Made once by the form: sent twice, it is one. */
  id: z.uuidv7(),
  localNumber: z.number("Indiquez le numéro du dossier.").int().min(1),
  reason,
  until: z.iso.date("Ce jour n’existe pas.").nullable().default(null),
});

/** A record set apart whole, found by who knows whom they look for. */
export const apartSchema = z.object({
  id: z.string(),
  localNumber: z.number(),
  family: z.string(),
  given: z.string(),
  birth: z.string().nullable(),
  since: z.string(),
});
export type Apart = z.infer<typeof apartSchema>;
export const findApartSchema = z
  .object({
    family: z.string().trim().max(120).default(""),
    given: z.string().trim().max(120).default(""),
    birth: z
      .string()
      .regex(/^(~?\d{4}|\d{4}-\d{2}(-\d{2})?)$/, "Écrivez la naissance comme 1975-03-12.")
      .nullable()
      .default(null),
    localNumber: z.number().int().min(1).nullable().default(null),
  })
  .refine(({ family, localNumber }) => family !== "" || localNumber !== null, {
    path: ["family"],
    message: "Indiquez le nom, ou le numéro du dossier.",
  });
export const restoreSchema = z.object({ reason });
