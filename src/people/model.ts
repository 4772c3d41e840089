import { z } from "zod";

export const sexes = ["female", "male", "other", "unknown"] as const;
export const sexLabels: Readonly<Record<(typeof sexes)[number], string>> = {
  female: "femme",
  male: "homme",
  other: "autre",
  unknown: "sexe non précisé",
};

/** The four exclusive identity statuses of the RNIV (handbook 2.3). */
export const identityStatuses = ["provisional", "retrieved", "validated", "qualified"] as const;
export const identityStatusLabels: Readonly<Record<(typeof identityStatuses)[number], string>> = {
  provisional: "provisoire",
  retrieved: "récupérée",
  validated: "validée",
  qualified: "qualifiée",
};

/** Documents of high trust that can validate an identity (handbook 2.3). */
export const validationDocuments = {
  national_identity_card: "Carte nationale d’identité",
  passport: "Passeport",
  residence_permit: "Titre de séjour",
  electronic_identity: "Identité numérique",
  family_record_book: "Livret de famille",
  birth_certificate: "Acte de naissance",
  minor_travel_document: "Document de circulation pour étranger mineur",
} as const;

/** Identity as someone types it. Birth: "12/03/1975", "03/1975", "1975", "vers 1975" or empty. */
export const identityFormSchema = z
  .object({
    family: z
      .string()
      .trim()
      .min(1, "Indiquez le nom (ou un pseudonyme).")
      .max(120, "120 caractères au plus."),
    given: z.string().trim().max(120, "120 caractères au plus.").default(""),
    usedFamily: z.string().trim().max(120).default(""),
    usedGiven: z.string().trim().max(120).default(""),
    birth: z.string().trim().max(40).default(""),
    sex: z.enum(sexes).default("unknown"),
    /** INSEE code of the commune of birth; null when abroad, or not known. */
    birthPlaceCode: z
      .string()
      .regex(/^(\d{5}|2[AB]\d{3})$/u, "Ce n’est pas un code de commune.")
      .nullable()
      .default(null),
    /** Name of that commune, or of the place abroad as it is said. */
    birthPlace: z.string().trim().max(120, "120 caractères au plus.").default(""),
    pseudonym: z.boolean().default(false),
    // "récupérée" and "qualifiée" come from an INSi answer, never from a form.
    status: z.enum(["provisional", "validated"]).default("provisional"),
    validationDocument: z
      .enum(Object.keys(validationDocuments) as [keyof typeof validationDocuments])
      .nullable()
      .default(null),
    homonym: z.boolean().default(false),
    doubtful: z.boolean().default(false),
    fictitious: z.boolean().default(false),
  })
  .refine((v) => v.status !== "validated" || v.validationDocument !== null, {
    path: ["validationDocument"],
    message: "Une identité validée demande la pièce vue.",
  })
  .refine((v) => !(v.doubtful || v.fictitious) || v.status === "provisional", {
    path: ["status"],
    message: "Une identité douteuse ou fictive reste provisoire.",
  })
  .refine((v) => !(v.doubtful && v.fictitious), {
    path: ["fictitious"],
    message: "Une identité ne peut pas être à la fois douteuse et fictive.",
  });
export type IdentityForm = z.infer<typeof identityFormSchema>;

/** A new record. `id` (UUID version 7) is made once by the form: sent twice, it makes one record. */
export const createPersonSchema = identityFormSchema.and(z.object({ id: z.uuidv7().optional() }));

/** Identity as the record gives it; birth is canonical ("1975-03-12", "1975-03", "1975", "~1975") or null. */
export const identitySchema = z.object({
  family: z.string(),
  given: z.string(),
  usedFamily: z.string().nullable(),
  usedGiven: z.string().nullable(),
  birth: z.string().nullable(),
  birthPlaceCode: z.string().nullable(),
  birthPlace: z.string().nullable(),
  sex: z.enum(sexes),
  status: z.enum(identityStatuses),
  pseudonym: z.boolean(),
  homonym: z.boolean(),
  doubtful: z.boolean(),
  fictitious: z.boolean(),
  validationDocument: z.string().nullable(),
});
export type Identity = z.infer<typeof identitySchema>;

/** `probable`: whoever may be the same person, even when a closer one was found (before a record is created). */
export const searchSchema = z.object({
  words: z.string().max(120, "120 caractères au plus."),
  probable: z.boolean().default(false),
});
/** One line of a list of people. */
export const personLineSchema = z.object({
  id: z.string(),
  localNumber: z.number(),
  family: z.string(),
  given: z.string(),
  usedFamily: z.string().nullable(),
  usedGiven: z.string().nullable(),
  birth: z.string().nullable(),
  sex: z.enum(sexes),
  status: z.enum(identityStatuses),
});
export type PersonLine = z.infer<typeof personLineSchema>;
/** Someone a search found. `why`, in words: "même date de naissance, nom à une lettre près". */
export interface FoundPerson extends PersonLine {
  readonly why: string;
}

export const reviseIdentitySchema = z.object({
  version: z.number().int().positive(),
  identity: identityFormSchema,
});
/** Someone else saved first: nothing of ours was written, and both versions are given. */
export const editConflictSchema = z.object({
  code: z.literal("edit_conflict"),
  message: z.string(),
  currentVersion: z.number().int(),
  current: identitySchema,
  yours: identityFormSchema,
});
export type EditConflict = z.infer<typeof editConflictSchema>;
