import { z } from "zod";

/** What a text allows the number for (décret 2019-341 lists them; which one applies is for the officer to say). */
export const basisCategories = ["care", "social_cover", "social_support", "other"] as const;
export const basisCategoryLabels: Readonly<Record<(typeof basisCategories)[number], string>> = {
  care: "Prise en charge sanitaire et identité nationale de santé",
  social_cover: "Droits à l’assurance maladie",
  social_support: "Accompagnement social",
  other: "Autre cas prévu par un texte",
};

export const allowNumbersSchema = z.object({
  decidedOn: z.iso.date("Ce jour n’existe pas."),
  basis: z
    .string()
    .trim()
    .min(10, "Citez le texte et l’article : on doit pouvoir les relire.")
    .max(2000, "2 000 caractères au plus."),
  category: z.enum(basisCategories, "Choisissez la catégorie."),
});
export type AllowNumbers = z.infer<typeof allowNumbersSchema>;

/** One decision of the officer. */
export interface NumberBasis {
  readonly id: string;
  readonly decidedOn: string;
  readonly basis: string;
  readonly category: (typeof basisCategories)[number];
  readonly recordedAt: string;
  readonly endedAt: string | null;
}

/** What a person's page shows of a number. */
export const shownNumberSchema = z.object({
  id: z.string(),
  /** The record it is kept in: another than the page's own when several are read as one. */
  on: z.string(),
  kind: z.enum(["nir", "nia"]),
  /** First five digits. */
  head: z.string(),
  by: z.string().nullable(),
  at: z.string(),
});
export type ShownNumber = z.infer<typeof shownNumberSchema>;

/** `seen`: the number in force when the form was opened. `number`: as typed; null removes it. */
export const recordNumberSchema = z.object({
  seen: z.uuid().nullable(),
  number: z.string().max(60, "60 caractères au plus.").nullable(),
});
/** Recorded; what does not agree, and who has the same number. */
export interface NumberRecorded {
  readonly warnings: readonly string[];
  readonly others: readonly { readonly id: string; readonly localNumber: number }[];
}
