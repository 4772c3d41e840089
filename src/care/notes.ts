import { z } from "zod";
import { type Me, type Nature, type Role, roleSchema } from "../access/model.ts";

/** What a note is about: its form's first words, and how it is called in lists. */
export const noteTemplates = {
  consultation: "Consultation",
  nursing: "Soin infirmier",
  education: "Éducation thérapeutique",
  physiotherapy: "Séance de kinésithérapie",
  speech_therapy: "Séance d’orthophonie",
  psychology: "Entretien psychologique",
  interview: "Entretien social",
  mediation: "Médiation",
  home_visit: "Visite à domicile",
  telephone: "Échange téléphonique",
  useful: "Utile au parcours social",
} as const;
export type NoteTemplate = keyof typeof noteTemplates;

/** Natures a note may have (handbook 2.2). */
export const noteNatures = ["clinical", "social_notes", "useful"] as const satisfies readonly Nature[];
export type NoteNature = (typeof noteNatures)[number];

const CARE: readonly NoteTemplate[] = ["consultation", "nursing", "education", "home_visit", "telephone"];

/** What each role that writes notes may choose from, the likeliest first. */
const templatesOf: Partial<Record<Role, readonly NoteTemplate[]>> = {
  doctor: [...CARE, "useful"],
  medical_director: [...CARE, "useful"],
  nurse: ["nursing", "education", "consultation", "home_visit", "telephone", "useful"],
  coordinating_nurse: ["nursing", "education", "consultation", "home_visit", "telephone", "useful"],
  paramedic: ["physiotherapy", "speech_therapy", "psychology", "education", "home_visit", "telephone"],
  social_worker: ["interview", "mediation", "home_visit", "telephone"],
};

/** The templates this reader may write from: none of care when the centre writes care in another program. */
export function templatesFor(me: Me): readonly NoteTemplate[] {
  const role = writingRole(me);
  const all = templatesOf[role] ?? [];
  return me.careElsewhere === null ? all : all.filter((one) => noteNature(one, role) !== "clinical");
}

/** The role whose notes this reader writes: their own, or for a trainee the one of who answers for them. */
export function writingRole(me: Me): Role {
  return me.supervisor?.role ?? me.role;
}

/** The template a note of this encounter begins with: its kind's own when the role writes it, else the likeliest. */
export function likeliestTemplate(kind: string | undefined, choices: readonly NoteTemplate[]): NoteTemplate {
  const ofKind = kind === "social_interview" ? "interview" : kind;
  return choices.find((template) => template === ofKind) ?? choices[0] ?? "consultation";
}

/** The block of information a note of this template belongs to, written by this role. */
export function noteNature(template: NoteTemplate, role: Role): NoteNature {
  if (template === "useful") return "useful";
  return role === "social_worker" ? "social_notes" : "clinical";
}

/** A note's words, in characters: far more than anyone types, far less than would hurt. */
const LONGEST = 20_000;
const words = z
  .string()
  .max(LONGEST, "Ce texte est trop long\u00a0: gardez-en l’essentiel (20 000 caractères).");

const written = z.object({
  nature: z.enum(noteNatures),
  encounterId: z.uuid().nullable().default(null),
  template: z.enum(Object.keys(noteTemplates) as [NoteTemplate]),
  /** The professional's own words. */
  body: words,
  /** What the person said, in their words. */
  said: words.default(""),
  /** « Ce qui est convenu ». */
  agreed: words.default(""),
  /** The signed note this one follows: an addendum. */
  amends: z.uuid().nullable().default(null),
});

/** What is being typed. version: the one last heard of, 0 for the first. */
export const keepDraftSchema = written.extend({ version: z.number().int().min(0) });
export type KeepDraft = z.infer<typeof keepDraftSchema>;

const notEmpty = ({ body, said, agreed }: { body: string; said: string; agreed: string }) =>
  [body, said, agreed].some((text) => text.trim() !== "");

/** A note to sign. */
export const signNoteSchema = written.refine(notEmpty, {
  path: ["body"],
  message: "Une note vide ne se signe pas.",
});
export type SignNote = z.infer<typeof signNoteSchema>;

/** A trainee's draft, for their supervisor to sign. */
export const submitNoteSchema = keepDraftSchema.refine(notEmpty, {
  path: ["body"],
  message: "Une note vide ne se soumet pas.",
});
/** What a supervisor says of a draft they send back. */
export const returnNoteSchema = z.object({
  words: z
    .string()
    .trim()
    .min(1, "Dites ce qu’il faut reprendre.")
    .max(2_000, "2\u00a0000 caractères au plus."),
});
export const countersignSchema = z.object({ version: z.number().int().min(1) });

const told = z.object({
  id: z.string(),
  /** The record it was written on: one of those joined. */
  on: z.string(),
  encounterId: z.string().nullable(),
  nature: z.enum(noteNatures),
  template: z.enum(Object.keys(noteTemplates) as [NoteTemplate]),
  body: z.string(),
  said: z.string(),
  agreed: z.string(),
  amends: z.string().nullable(),
});
/** A signed note. signedAt: moment (ISO). */
export const noteSchema = told.extend({
  by: z.string(),
  role: roleSchema,
  /** Who signed it with the trainee who wrote it. */
  countersigner: z.string().nullable(),
  signedAt: z.string(),
});
/** A note not signed yet: one's own, or a trainee's that waits for the reader. keptAt, submittedAt: moments (ISO). */
export const noteDraftSchema = told.extend({
  version: z.number().int(),
  keptAt: z.string(),
  mine: z.boolean(),
  /** A trainee's, once submitted: who wrote it, whom it waits for, what it came back with. */
  by: z.string().nullable(),
  submittedTo: z.string().nullable(),
  submittedAt: z.string().nullable(),
  returned: z.string().nullable(),
  returnedBy: z.string().nullable(),
});
export type Note = z.infer<typeof noteSchema>;
export type NoteDraft = z.infer<typeof noteDraftSchema>;
