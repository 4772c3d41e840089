import { z } from "zod";

/** Who bears what no right pays: agreements, each over some days. Browser and server share this. */

export const funderBases = ["act", "budget"] as const;
export type FunderBasis = (typeof funderBases)[number];
export const basisLabels: Readonly<Record<FunderBasis, string>> = {
  act: "Tant par acte",
  budget: "Une somme pour toute la durée",
};

/** An agreement noted or corrected; name null: the one it replaces is taken back. */
export const keepFunderSchema = z
  .object({
    /** UUID version 7, made once by the form: sent twice, it is noted once. */
    id: z.uuidv7(),
    /** The one it corrects. */
    replaces: z.uuid().nullable().default(null),
    name: z
      .string()
      .trim()
      .min(1, "Écrivez le nom du financeur.")
      .max(200, "200 caractères au plus.")
      .nullable(),
    from: z.iso.date("Indiquez le premier jour."),
    until: z.iso.date("Indiquez un jour, ou laissez vide.").nullable(),
    basis: z.enum(funderBases),
    cents: z
      .number("Indiquez une somme en euros.")
      .int("Deux décimales au plus.")
      .min(1, "Indiquez une somme en euros.")
      .max(100_000_000_000, "Cette somme est trop grande."),
  })
  .refine(({ from, until }) => until === null || from <= until, {
    path: ["until"],
    message: "Le dernier jour vient après le premier.",
  })
  .refine(({ name, replaces }) => name !== null || replaces !== null, {
    path: ["name"],
    message: "Écrivez le nom du financeur.",
  });
export type KeepFunder = z.infer<typeof keepFunderSchema>;

/** An agreement in force, with what it bears as now known. Sums in cents. */
export interface Funder {
  readonly id: string;
  readonly name: string;
  readonly from: string;
  /** Last day included; null: no end is known. */
  readonly until: string | null;
  readonly basis: FunderBasis;
  readonly cents: number;
  readonly by: string;
  readonly at: string;
  readonly acts: number;
  readonly borne: number;
}

export interface Funders {
  /** Who bears it on the days of no agreement; null: nobody, it is given. */
  readonly usual: string | null;
  readonly funders: readonly Funder[];
}

/** "1 234,50" or "1234.5" → 123450; null when it is no sum in euros. */
export function readEuros(typed: string): number | null {
  const plain = typed.replace(/[\s\u00a0\u202f€]/gu, "").replace(",", ".");
  return /^\d{1,9}(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : null;
}
