import { z } from "zod";

export const layers = ["base", "complementary"] as const;
export type Layer = (typeof layers)[number];
export const layerLabels: Readonly<Record<Layer, string>> = {
  base: "Couverture de base",
  complementary: "Complémentaire",
};

export const sources = ["declared", "document", "verified"] as const;
export const sourceLabels: Readonly<Record<(typeof sources)[number], string>> = {
  declared: "déclarée",
  document: "document vu",
  verified: "vérifiée auprès de la caisse",
};

/** What was said or seen of someone's cover on one day. */
export const coverStatementSchema = z.object({
  layer: z.enum(layers),
  scheme: z.string(),
  /** ISO day. */
  statedOn: z.string(),
  source: z.enum(sources),
  /** As written in a register, when its wording was not plain. */
  declaredText: z.string().nullable(),
});
export type CoverStatement = z.infer<typeof coverStatementSchema>;

/** Rights open from a day (included) to a day (excluded, null while open). */
export const coverIntervalSchema = z.object({
  id: z.string().optional(),
  layer: z.enum(layers),
  scheme: z.string(),
  from: z.string(),
  to: z.string().nullable(),
  source: z.enum(["document", "verified"]),
  proof: z.string().nullable(),
});
export type CoverInterval = z.infer<typeof coverIntervalSchema>;

export const stateCoverSchema = z.object({
  statedOn: z.iso.date("Indiquez un jour qui existe."),
  cover: z
    .array(z.object({ layer: z.enum(layers), scheme: z.string().min(1).max(40), source: z.enum(sources) }))
    .min(1, "Indiquez au moins une couverture.")
    .max(2),
});
export type StateCover = z.infer<typeof stateCoverSchema>;
