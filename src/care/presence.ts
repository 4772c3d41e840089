import { z } from "zod";
import { type LanguageCode, languageLabel, languageLabels } from "../people/languages.ts";

/** Who came with the person. */
export const companionLabels = {
  relative: "Un membre de la famille",
  friend: "Un ami, un voisin",
  social_professional: "Un travailleur social, un éducateur",
  care_professional: "Un professionnel de santé",
  volunteer: "Un bénévole",
  other: "Quelqu’un d’autre",
} as const;
export type Companion = keyof typeof companionLabels;

/** Who interpreted: a professional is preferred to the family (HAS, référentiel d’interprétariat, 2017). */
export const interpreterLabels = {
  professional: "Interprète professionnel",
  colleague: "Collègue qui parle la langue",
  relative: "Un proche",
} as const;
export type Interpreter = keyof typeof interpreterLabels;

export const meansLabels = { on_site: "Sur place", telephone: "Par téléphone", video: "Par vidéo" } as const;
export type Means = keyof typeof meansLabels;

const codes = <T extends string>(labels: Readonly<Record<T, string>>) => Object.keys(labels) as [T, ...T[]];

/** Someone else who was at an encounter. minutes: of interpreting, when known. */
export const presenceSchema = z.discriminatedUnion("part", [
  z.object({ part: z.literal("colleague"), professionalId: z.uuid() }),
  z.object({ part: z.literal("companion"), who: z.enum(codes<Companion>(companionLabels)) }),
  z.object({
    part: z.literal("interpreter"),
    who: z.enum(codes<Interpreter>(interpreterLabels)),
    language: z.enum(codes<LanguageCode>(languageLabels)),
    means: z.enum(codes<Means>(meansLabels)),
    minutes: z
      .int("Indiquez un nombre entier de minutes.")
      .min(1, "Au moins une minute.")
      .max(600, "Au plus 600\u00a0minutes.")
      .nullable()
      .default(null),
  }),
]);
export type Presence = z.infer<typeof presenceSchema>;

/** The same as the record gives it: what the reader's role does not read is not in the list. */
export const seenPresenceSchema = z.object({
  encounterId: z.string(),
  part: z.enum(["colleague", "companion", "interpreter"]),
  professional: z.string().nullable(),
  who: z.string().nullable(),
  language: z.string().nullable(),
  minutes: z.number().int().nullable(),
  means: z.string().nullable(),
});
export type SeenPresence = z.infer<typeof seenPresenceSchema>;

/** Who was there, in words: "interprète professionnel en tigrigna, par téléphone, 40 minutes". */
export function presenceWords(one: SeenPresence): string {
  if (one.part === "colleague") return `avec ${one.professional ?? "un collègue"}`;
  const label = (labels: Readonly<Record<string, string>>, code: string | null) =>
    (labels[code ?? ""] ?? code ?? "").toLowerCase();
  if (one.part === "companion") return `accompagné par ${label(companionLabels, one.who)}`;
  const minutes = one.minutes === null ? [] : [`${one.minutes}\u00a0minutes`];
  const who =
    one.who === "professional"
      ? "interprète professionnel"
      : `interprète\u00a0: ${label(interpreterLabels, one.who)}`;
  return [`${who}, en ${languageLabel(one.language ?? "")}`, label(meansLabels, one.means), ...minutes].join(
    ", ",
  );
}
