import { z } from "zod";

/** Facts an eligibility is read from, and its answer; the browser, the server and the command line share them. */

/** Nothing of it, known for sure. */
const NONE = "none";
type None = typeof NONE;

const MOST = 20;

/** A fact: its value, "none" (or an empty list), null. */
function fact<T extends z.ZodType>(schema: T, description: string) {
  const none = z.tuple([]).transform((): None => NONE);
  return z
    .union([z.literal(NONE), none, schema])
    .nullish()
    .meta({ description });
}

const text = z.string().trim().min(1).max(200);
const inCommune = z.strictObject({
  insee: z
    .string()
    .regex(/^(\d{5}|2[AB]\d{3})$/u)
    .nullish(),
});

/** Facts as `maillage eligibility --json` reads them. Left out, or null: not known. */
export const factsSchema = z.strictObject({
  grounds: fact(z.array(text).max(MOST), "Codes of the grounds of vulnerability, among those of the preset."),
  hasPrimaryCareDoctor: fact(z.boolean(), 'Whether a médecin traitant is declared; "none" and [] say false.'),
  residence: fact(inCommune, "Where the person lives, by the commune's INSEE code."),
  administrativeAddress: fact(
    inCommune,
    "Where the person has their administrative address (domiciliation).",
  ),
  accommodation: fact(text, "Name of the place where the person is accommodated, as people write it."),
  followedBy: fact(z.array(text).max(MOST), "Social or health services that already follow the person."),
});
export type Facts = z.infer<typeof factsSchema>;

const LIVES = 'un objet {"insee":"89024"} (code INSEE de la commune)';
const WRITTEN: Readonly<Record<keyof Facts, string>> = {
  grounds: "une liste de codes de motifs",
  hasPrimaryCareDoctor: "true ou false",
  residence: LIVES,
  administrativeAddress: LIVES,
  accommodation: "le nom du lieu d’hébergement, tel qu’on l’écrit",
  followedBy: "une liste de services sociaux ou de santé",
};
/** How a fact is written, for whoever wrote it otherwise. */
export const howWritten = (name: keyof Facts) =>
  `${name} doit être ${WRITTEN[name]}, "none" (ou []) s’il n’y en a pas, null si on ne le sait pas.`;

/** True, false, or nobody knows yet. */
export type Answer = boolean | "unknown";
export const answerSchema = z.union([z.boolean(), z.literal("unknown")]);

/** What is published: {"eligible":…,"conditions":[{"code","met","why"}]}. */
export const eligibilitySchema = z.object({
  eligible: answerSchema,
  conditions: z.array(z.object({ code: z.string(), met: answerSchema, why: z.string() })),
});
export type Eligibility = z.infer<typeof eligibilitySchema>;
