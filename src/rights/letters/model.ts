import { z } from "zod";
import { chaseSchema } from "../requests/model.ts";

/** Standard letters about a request. */
export const letterKinds = ["chasing", "acknowledgement", "implicit_grant", "appeal", "court"] as const;
export type LetterKind = (typeof letterKinds)[number];
export const letterLabels: Readonly<Record<LetterKind, string>> = {
  chasing: "Relance à l’organisme",
  acknowledgement: "Demande d’accusé de réception",
  implicit_grant: "Accord implicite à faire reconnaître",
  appeal: "Recours préalable",
  court: "Recours devant le tribunal",
};

/** What a draft leaves to be written: a letter that still holds it is not printed. */
export const TO_COMPLETE = "(à compléter)";

/** Typed words as they may be printed: without what has no shape. */
const printable = (most: number, missing: string) =>
  z
    .string()
    .max(most, `Ce texte est trop long\u00a0: ${most.toLocaleString("fr-FR")} caractères au plus.`)
    .transform((text) =>
      text
        .replace(/\r\n?/gu, "\n")
        .replace(/\t/gu, " ")
        .replace(/[^\P{Cc}\n]/gu, "")
        .trim(),
    )
    .refine((text) => text !== "", missing)
    .refine(
      (text) => !text.includes(TO_COMPLETE),
      `Il reste un passage « ${TO_COMPLETE} »\u00a0: écrivez-le, ou retirez-le.`,
    );

/** What is noted on the request, by the same act, of a letter that chases: whom, when, and when to ask again. */
const letterChaseSchema = chaseSchema.omit({ kind: true, words: true });
export type LetterChase = z.infer<typeof letterChaseSchema>;

export const letterSchema = z.object({
  siteId: z.uuid(),
  kind: z.enum(letterKinds),
  to: printable(300, "Écrivez à qui s’adresse le courrier."),
  subject: printable(200, "Écrivez l’objet du courrier."),
  body: printable(8_000, "Écrivez votre courrier."),
  chase: letterChaseSchema.nullable().default(null),
});
export type Letter = z.infer<typeof letterSchema>;
