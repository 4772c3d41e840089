import { z } from "zod";
import { sexLabels } from "../people/model.ts";
import { definitions } from "./definitions.ts";
import { coverCategoryLabels } from "./model.ts";

const words = z.record(z.string(), z.string());

/** The words a report is read with: kept whole with a frozen one, so that it says the same for ever. */
export const wordingSchema = z.object({
  definitions: words,
  coverCategories: words,
  ageClasses: words,
  sexes: words,
});
export type Wording = z.infer<typeof wordingSchema>;

/** Age classes, from the oldest. */
export const ageClassLabels: Readonly<Record<string, string>> = {
  "75+": "75 ans et plus",
  "60-74": "60 à 74 ans",
  "40-59": "40 à 59 ans",
  "25-39": "25 à 39 ans",
  "18-24": "18 à 24 ans",
  "0-17": "moins de 18 ans",
  unknown: "âge inconnu",
};

/** The words of today. */
export const currentWording: Wording = {
  definitions: { ...definitions },
  coverCategories: { ...coverCategoryLabels },
  ageClasses: { ...ageClassLabels },
  sexes: { ...sexLabels },
};
