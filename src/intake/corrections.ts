/** What someone corrects of how a register is read, and what is kept of it for the next one. */
import { z } from "zod";
import { registerFields } from "./column-headings.ts";
import { baseCovers, complementaryCovers, vocabularyLists } from "./model.ts";

/** What a column can be said to be: a field, or nothing to read. */
const columnRoles = [...registerFields, "ignore"] as const;
export type ColumnRole = (typeof columnRoles)[number];

/** Columns whose cells speak of cover, each with its own way of being read. */
export const coverColumns = ["cover", "complementaryCover"] as const;
export type CoverColumn = (typeof coverColumns)[number];

const written = z.string().trim().min(1).max(200);

/** A word as written, and the term it stands for: one of the list (`code`), or a new one (`label`). */
const wordCorrectionSchema = z
  .object({
    list: z.enum(vocabularyLists),
    text: written,
    code: z.string().min(1).max(80).nullable(),
    label: z.string().trim().min(1).max(120).nullable(),
  })
  .refine(({ code, label }) => (code === null) !== (label === null), {
    message: "Un mot se rattache à un terme de la liste, ou en crée un\u00A0: pas les deux.",
  });
export type WordCorrection = z.infer<typeof wordCorrectionSchema>;

/** A cover as written, and what it says of each layer; null on a layer of which it says nothing. */
const coverCorrectionSchema = z
  .object({
    column: z.enum(coverColumns),
    text: written,
    base: z.enum(baseCovers).nullable(),
    complementary: z.enum(complementaryCovers).nullable(),
  })
  .refine(({ base, complementary }) => base !== null || complementary !== null, {
    message: "Dites au moins une couverture, de base ou complémentaire.",
  });
export type CoverCorrection = z.infer<typeof coverCorrectionSchema>;

const columnCorrectionSchema = z.object({
  /** Index from 0. */
  column: z.number().int().min(0).max(199),
  field: z.enum(columnRoles),
});

/** Corrections sent with a file; sizes are bounded, and a contradiction is refused in French. */
export const correctionsSchema = z
  .object({
    columns: z.array(columnCorrectionSchema).max(200).default([]),
    words: z.array(wordCorrectionSchema).max(2_000).default([]),
    covers: z.array(coverCorrectionSchema).max(2_000).default([]),
  })
  .superRefine(({ columns }, context) => {
    const fields = columns.map(({ field }) => field).filter((field) => field !== "ignore");
    if (new Set(fields).size < fields.length) {
      context.addIssue("Deux colonnes ne peuvent pas tenir le même rôle. Choisissez laquelle est à lire.");
    }
    if (new Set(columns.map(({ column }) => column)).size < columns.length) {
      context.addIssue("Une colonne ne peut pas tenir deux rôles.");
    }
  });
export type Corrections = z.infer<typeof correctionsSchema>;

/** Nothing corrected. */
export const noCorrections: Corrections = { columns: [], words: [], covers: [] };

/** Probable pairs decided one by one, by the key that the plan gives each. */
export const pairDecisionsSchema = z
  .array(z.object({ key: z.string().min(1).max(100), decision: z.enum(["same", "distinct"]) }))
  .max(5_000)
  .refine((decisions) => new Set(decisions.map(({ key }) => key)).size === decisions.length, {
    message: "Une paire ne peut pas recevoir deux réponses.",
  });
export type PairDecisions = z.infer<typeof pairDecisionsSchema>;

/**
 * What earlier imports of the structure left: headings and words, never anything of a person. What this version no
 * longer understands is left out: it must not keep a file from being read.
 */
export const registerMemorySchema = z.object({
  headings: z.array(z.object({ heading: z.string(), field: z.enum(columnRoles) })).catch([]),
  words: z.array(wordCorrectionSchema).catch([]),
  covers: z.array(coverCorrectionSchema).catch([]),
});
export type RegisterMemory = z.infer<typeof registerMemorySchema>;

/** Nothing kept yet. */
export const emptyMemory: RegisterMemory = { headings: [], words: [], covers: [] };

/** What to forget: one heading, or one word of a list or of a column of cover. */
export const forgetSchema = z.union([
  z.object({ heading: written }),
  z.object({ list: z.enum([...vocabularyLists, ...coverColumns]), text: written }),
]);
export type Forget = z.infer<typeof forgetSchema>;
