import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { programRoot } from "../../platform/program-root.ts";
import type { ListLanguage } from "./model.ts";

/** A phrase in another language, and the speaker who read it over (name and day), or null: nobody did yet. */
const translationSchema = z.strictObject({ text: z.string().min(1), checked: z.string().min(3).nullable() });
export type Translation = z.infer<typeof translationSchema>;

const catalogueSchema = z.strictObject({
  /** Its name in French. */
  language: z.string().min(1),
  direction: z.enum(["ltr", "rtl"]),
  /** By the French phrase, letter for letter: a phrase that changes loses its translation, never keeps a wrong one. */
  phrases: z.record(z.string(), translationSchema),
});
export type Catalogue = z.infer<typeof catalogueSchema>;

/** Reads documents/phrases/<language>.json. @throws Error naming what does not hold */
export function readCatalogue(language: ListLanguage): Catalogue {
  const path = join(programRoot(), "documents", "phrases", `${language}.json`);
  return catalogueSchema.parse(JSON.parse(readFileSync(path, "utf8")));
}
