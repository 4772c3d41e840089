import { z } from "zod";
import { addressSchema, residenceSchema } from "./address.ts";
import { type LanguageCode, languageLabels } from "./languages.ts";

/** How someone can be reached. The order of the list is the order in which to try. */
export const wayKinds = ["phone", "other_phone", "email", "message", "none"] as const;
export type WayKind = (typeof wayKinds)[number];
export const wayKindLabels: Readonly<Record<WayKind, string>> = {
  phone: "Téléphone",
  other_phone: "Téléphone d’un proche",
  email: "Adresse électronique",
  message: "Message laissé à…",
  none: "Aucun moyen",
};
/** Ways that an outside telephone desk works with; the others are read by the team alone (handbook 2.2). */
export const deskWayKinds: readonly WayKind[] = ["phone", "other_phone", "none"];
/** Ways by which someone other than the person answers. */
export const kindsByOthers: readonly WayKind[] = ["other_phone", "message"];

const short = z.string().trim().max(120, "120 caractères au plus.");

/** A way as someone types it. `value`: the number, the address, or the place or person who takes the message. */
export const wayFormSchema = z.object({
  kind: z.enum(wayKinds),
  value: short.default(""),
  /** Whose telephone it is. */
  holder: short.default(""),
  /** Whether one may say that a health centre is calling. */
  mayName: z.boolean().default(false),
  /** "le matin", "ne pas laisser de message". */
  note: short.default(""),
});
export type WayForm = z.infer<typeof wayFormSchema>;

/** The rows that were in force when the form was opened: others in force meanwhile are a conflict. */
const seen = z.array(z.uuid()).max(100);
export const reviseWaysSchema = z.object({
  seen,
  ways: z.array(wayFormSchema).max(12, "12 moyens au plus."),
});

/** What is kept of a way. */
const waySchema = z.object({
  kind: z.enum(wayKinds),
  typed: z.string(),
  e164: z.string().nullable(),
  /** As French readers write it. */
  shown: z.string(),
  holder: z.string().nullable(),
  mayName: z.boolean().nullable(),
  note: z.string().nullable(),
});
export type Way = z.infer<typeof waySchema>;

export const languageLevels = ["enough", "interpreter"] as const;
export const languageLevelLabels: Readonly<Record<(typeof languageLevels)[number], string>> = {
  enough: "suffit pour un entretien",
  interpreter: "avec un interprète",
};
export const interpreterNeeds = ["unknown", "not_needed", "needed"] as const;
export const interpreterLabels: Readonly<Record<(typeof interpreterNeeds)[number], string>> = {
  unknown: "Pas encore demandé",
  not_needed: "Pas besoin d’interprète",
  needed: "Interprète nécessaire",
};
const languageCodes = Object.keys(languageLabels) as [LanguageCode, ...LanguageCode[]];

/** Languages, the best spoken first, and whether a consultation needs an interpreter. */
export const speechSchema = z
  .object({
    languages: z
      .array(z.object({ code: z.enum(languageCodes), level: z.enum(languageLevels) }))
      .max(8, "8 langues au plus."),
    interpreter: z.enum(interpreterNeeds),
  })
  .refine(({ languages }) => new Set(languages.map(({ code }) => code)).size === languages.length, {
    path: ["languages"],
    message: "Une langue est notée deux fois.",
  });
export type Speech = z.infer<typeof speechSchema>;
/** null: nothing is known any more of what was noted by mistake. */
export const reviseSpeechSchema = z.object({ seen, speech: speechSchema.nullable() });

export const deathSources = ["relative", "partner", "document"] as const;
export const deathSourceLabels: Readonly<Record<(typeof deathSources)[number], string>> = {
  relative: "Dit par un proche",
  partner: "Dit par un partenaire (hôpital, CCAS…)",
  document: "Acte ou certificat vu",
};
/** A death; `day` (ISO) is null when nobody knows it. */
export const deathSchema = z.object({
  day: z.iso.date("Ce jour n’existe pas.").nullable(),
  source: z.enum(deathSources, "Indiquez comment on le sait."),
});
export type Death = z.infer<typeof deathSchema>;
/** null: the person is alive, it was noted by mistake. */
export const reviseDeathSchema = z.object({ seen, death: deathSchema.nullable() });

const row = {
  id: z.string(),
  rank: z.number(),
  by: z.string().nullable(),
  at: z.string(),
  /** The record it was noted on: a page reads several when they were joined. */
  on: z.string().optional(),
};
/** One thing said of how to reach someone, who wrote it and when. */
export const contactRowSchema = z.discriminatedUnion("part", [
  z.object({ ...row, part: z.literal("way"), content: waySchema }),
  z.object({ ...row, part: z.literal("speech"), content: speechSchema }),
  z.object({ ...row, part: z.literal("death"), content: deathSchema }),
  z.object({ ...row, part: z.literal("address"), content: addressSchema }),
  z.object({ ...row, part: z.literal("commune"), content: residenceSchema }),
]);
export type ContactRow = z.infer<typeof contactRowSchema>;
export type ContactPart = ContactRow["part"];
/** The rows of one part. */
export type RowOf<Part extends ContactPart> = Extract<ContactRow, { part: Part }>;

/** Someone else saved first: nothing of ours was written, and what is in force now is given. */
export const contactConflictSchema = z.object({
  code: z.literal("edit_conflict"),
  message: z.string(),
  current: z.array(contactRowSchema),
});
export type ContactConflict = z.infer<typeof contactConflictSchema>;
