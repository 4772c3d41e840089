import { z } from "zod";
import type { Identity } from "../../people/model.ts";

/**
 * Breaking one record open: why, in a reason of the list and in words, and whose: `personId` of a record one knows, or all
 * of who it is (a used name serves too). `number`: the record's, when several people answer.
 */
export const breakGlassSchema = z
  .object({
    id: z.uuid(),
    reason: z.string().min(1, "Choisissez un motif.").max(60),
    words: z
      .string()
      .trim()
      .min(10, "Dites en une phrase ce qui se passe (10 caractères au moins).")
      .max(1000, "1 000 caractères au plus."),
    personId: z.uuid().optional(),
    family: z.string().trim().max(120, "120 caractères au plus.").default(""),
    given: z.string().trim().max(120, "120 caractères au plus.").default(""),
    birth: z.string().trim().max(40).default(""),
    number: z
      .string()
      .trim()
      .regex(/^\d{0,12}$/u, "Des chiffres seulement.")
      .default(""),
  })
  .superRefine((form, context) => {
    if (form.personId !== undefined) return;
    for (const [path, message] of [
      ["family", "Écrivez le nom."],
      ["given", "Écrivez le prénom."],
      ["birth", "Écrivez la date de naissance."],
    ] as const) {
      if (form[path] === "") context.addIssue({ code: "custom", path: [path], message });
    }
  });

export type BreakGlassForm = z.input<typeof breakGlassSchema>;

/** A record this session broke open. */
export interface OpenGlass {
  readonly id: string;
  readonly personId: string;
  /** The records of that person. */
  readonly records: readonly string[];
  readonly reason: string;
  readonly openedAt: string;
  readonly endsAt: string;
  readonly secondsLeft: number;
}

/** What one may break open for, whether a second factor is asked, and what is open. */
export interface GlassState {
  readonly reasons: readonly { readonly code: string; readonly label: string }[];
  readonly proof: boolean;
  readonly open: readonly OpenGlass[];
}

export const reviewListSchema = z.object({
  before: z.string().max(40).optional(),
  pending: z.boolean().default(true),
});
export const reviewSchema = z
  .object({
    outcome: z.enum(["justified", "unjustified"]),
    words: z.string().trim().max(2000, "2 000 caractères au plus.").default(""),
  })
  .refine(({ outcome, words }) => outcome === "justified" || words.length >= 10, {
    path: ["words"],
    message: "Dites pourquoi, et ce qui suit (10 caractères au moins).",
  });
export type ReviewForm = z.input<typeof reviewSchema>;
export const outcomeLabels = { justified: "justifié", unjustified: "non justifié" } as const;

/** One opening, or one search that found nobody, as the reviewer sees it. */
export interface ReviewLine {
  readonly id: string;
  readonly at: string;
  readonly by: string;
  readonly role: string;
  readonly structure: string;
  readonly reason: string;
  readonly words: string;
  /** False: nobody, or several, answered to what was typed, and nothing was opened. */
  readonly found: boolean;
  /** Null: someone the reviewer may not know. */
  readonly person: {
    readonly id: string;
    readonly localNumber: number;
    readonly family: string;
    readonly given: string;
    readonly usedFamily: string | null;
    readonly usedGiven: string | null;
    readonly sex: Identity["sex"];
  } | null;
  /** Acts on that record while it was open. */
  readonly acts: number | null;
  /** The reviewer's own: another reviews it. */
  readonly own: boolean;
  readonly outcome: "justified" | "unjustified" | null;
  readonly reviewWords: string | null;
  readonly reviewedBy: string | null;
  readonly toldOn: string | null;
}
