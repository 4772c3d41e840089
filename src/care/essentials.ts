import { z } from "zod";
import { forgoneCares, forgoneReasons } from "../people/renouncement.ts";
import { measuredSchema, measuresFormSchema } from "./measures.ts";
import { type ProblemCode, problemCodes } from "./problem-codes.ts";

/** What a care professional must know of someone before anything else. */
export const essentialKinds = [
  "allergy",
  "no_allergy",
  "treatment",
  "problem",
  "history",
  "vaccination",
  "pregnancy",
  "renouncement",
  "measures",
] as const;
export type EssentialKind = (typeof essentialKinds)[number];
export const essentialKindLabels: Readonly<Record<EssentialKind, string>> = {
  allergy: "Allergie ou intolérance",
  no_allergy: "Aucune allergie connue",
  treatment: "Traitement",
  problem: "Problème de santé",
  history: "Antécédent",
  vaccination: "Vaccination",
  pregnancy: "Grossesse",
  renouncement: "Renoncement à un soin",
  measures: "Constantes",
};

/** Blocks of information a row may belong to (handbook 2.2): care, but for care given up. */
export const essentialNatures = ["clinical", "useful", "social_situation", "social_notes"] as const;
export type EssentialNature = (typeof essentialNatures)[number];

export const allergyTypes = { allergy: "Allergie", intolerance: "Intolérance" } as const;
export const allergySeverities = {
  unknown: "Gravité non précisée",
  mild: "Sans gravité",
  severe: "Grave",
} as const;
export const historyCategories = {
  medical: "Médical",
  surgical: "Chirurgical",
  obstetric: "Gynécologique, obstétrical",
  family: "Familial",
} as const;

/**
 * Which care was given up, and why. The words are frozen: the share of people who say they gave up moves by fifteen points with
 * the wording (handbook 4.4, DREES no 66); another wording is another number.
 */
export const RENOUNCEMENT_WORDING = 1;
/** What the centre did about it (the two aims of a centre, handbook A5). */
export const centreParts = {
  none: "Rien encore",
  eased: "Le centre a facilité ce soin",
  started: "Le soin a commencé au centre",
} as const;

const keysOf = <Labels extends object>(labels: Labels) =>
  Object.keys(labels) as [keyof Labels & string, ...(keyof Labels & string)[]];
const label = z.string().trim().min(1, "Dites ce que c’est.").max(200, "200 caractères au plus.");
const words = z.string().trim().max(500, "500 caractères au plus.").default("");
/** A date as it is said: "2019", "mars 2019", "12/03/2019". */
const said = z.string().trim().max(40, "40 caractères au plus.").default("");
const day = z.iso.date("Ce jour n’existe pas.").nullable().default(null);
const code = z.enum(keysOf(problemCodes)).nullable().default(null);

/** What a form says of one thing, as it is typed. */
export const essentialFormSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("allergy"),
    label,
    type: z.enum(keysOf(allergyTypes)).default("allergy"),
    reaction: words,
    severity: z.enum(keysOf(allergySeverities)).default("unknown"),
    since: said,
  }),
  z.object({ kind: z.literal("no_allergy") }),
  z.object({ kind: z.literal("history"), label, category: z.enum(keysOf(historyCategories)), since: said }),
  z.object({ kind: z.literal("problem"), label, code, since: said, until: said }),
  z.object({ kind: z.literal("treatment"), label, dose: words, from: day, to: day }),
  z.object({ kind: z.literal("vaccination"), label, on: said, next: day }),
  z.object({ kind: z.literal("pregnancy"), due: day, endedOn: day }),
  z.object({
    kind: z.literal("renouncement"),
    care: z.enum(keysOf(forgoneCares), "Dites à quel soin."),
    reasons: z.array(z.enum(keysOf(forgoneReasons))).max(keysOf(forgoneReasons).length),
    since: said,
    words,
    centre: z.enum(keysOf(centreParts)).default("none"),
    centreOn: day,
  }),
  z.object({ kind: z.literal("measures"), values: measuresFormSchema }),
]);
export type EssentialForm = z.infer<typeof essentialFormSchema>;

/** What is sent to note something, or to correct it (`replaces`). */
export const writeEssentialSchema = z.object({
  form: essentialFormSchema,
  nature: z.enum(essentialNatures),
  /** Kept to doctors and nurses. */
  reserved: z.boolean().default(false),
  /** Said, asked or measured on this day (ISO). */
  onDay: z.iso.date("Indiquez un jour qui existe."),
  encounterId: z.uuid().nullable().default(null),
  replaces: z.uuid().nullable().default(null),
});
export type WriteEssential = z.infer<typeof writeEssentialSchema>;

/** A partial date as it is kept: "2019", "~2019", "2019-03", "2019-03-12". */
const partial = z.string().nullable();
const row = {
  id: z.string(),
  /** The record it was noted on: one of those joined. */
  on: z.string(),
  nature: z.enum(essentialNatures),
  reserved: z.boolean(),
  onDay: z.string(),
  encounterId: z.string().nullable(),
  author: z.string().nullable(),
  by: z.string().nullable(),
  at: z.string(),
};
/** One thing noted, in force; who said so and when. */
export const essentialSchema = z.discriminatedUnion("kind", [
  z.object({
    ...row,
    kind: z.literal("allergy"),
    content: z.object({
      label: z.string(),
      type: z.enum(keysOf(allergyTypes)),
      reaction: z.string(),
      severity: z.enum(keysOf(allergySeverities)),
      since: partial,
    }),
  }),
  z.object({ ...row, kind: z.literal("no_allergy"), content: z.object({}) }),
  z.object({
    ...row,
    kind: z.literal("history"),
    content: z.object({ label: z.string(), category: z.enum(keysOf(historyCategories)), since: partial }),
  }),
  z.object({
    ...row,
    kind: z.literal("problem"),
    content: z.object({ label: z.string(), code, since: partial, until: partial }),
  }),
  z.object({
    ...row,
    kind: z.literal("treatment"),
    content: z.object({ label: z.string(), dose: z.string(), from: partial, to: partial }),
  }),
  z.object({
    ...row,
    kind: z.literal("vaccination"),
    content: z.object({ label: z.string(), on: partial, next: partial }),
  }),
  z.object({
    ...row,
    kind: z.literal("pregnancy"),
    content: z.object({ due: partial, endedOn: partial }),
  }),
  z.object({
    ...row,
    kind: z.literal("renouncement"),
    content: z.object({
      care: z.enum(keysOf(forgoneCares)),
      reasons: z.array(z.enum(keysOf(forgoneReasons))),
      since: partial,
      words: z.string(),
      centre: z.enum(keysOf(centreParts)),
      centreOn: partial,
      wording: z.number(),
    }),
  }),
  z.object({ ...row, kind: z.literal("measures"), content: measuredSchema }),
]);
export type Essential = z.infer<typeof essentialSchema>;
/** The rows of one kind. */
export type EssentialOf<Kind extends EssentialKind> = Extract<Essential, { kind: Kind }>;
/** What is kept of a form. */
export type EssentialContent = Essential["content"];

/** Someone else wrote first: nothing of ours was kept, and what is in force of these kinds now is given. */
export const essentialConflictSchema = z.object({
  code: z.literal("edit_conflict"),
  message: z.string(),
  /** Each with the row it corrects, if any. */
  current: z.array(z.intersection(essentialSchema, z.object({ replaces: z.string().nullable() }))),
});
export type EssentialConflict = z.infer<typeof essentialConflictSchema>;

/** "I10 Hypertension" */
export function codeLabel(code: ProblemCode): string {
  return `${code} ${problemCodes[code]}`;
}
