import { z } from "zod";

/** How sure we are of what is written here: "to_check" is said on the screen. */
const confidence = z.enum(["sourced", "to_check"]);

/** What a score from a bound on is held to mean, for a person of this sex or, null, for anyone. */
const bandSchema = z.object({
  sex: z.enum(["female", "male"]).nullable(),
  from: z.number(),
  label: z.string(),
  /** Calls for something. */
  positive: z.boolean(),
  source: z.string(),
  confidence,
});

/** A short instrument in one version (handbook 4.3, 4.4). Days are ISO; `until` is the last one, null while proposed. */
export const instrumentSchema = z.object({
  code: z.string(),
  version: z.string(),
  label: z.string(),
  nature: z.enum(["clinical", "social_situation"]),
  until: z.string().nullable(),
  intro: z.string(),
  base: z.number(),
  questions: z.array(
    z.object({
      text: z.string(),
      choices: z.array(z.object({ label: z.string(), points: z.number() })),
      /** From this choice on (0 the first), the alert is said at once. */
      alertFrom: z.number().int().optional(),
      alert: z.string().optional(),
    }),
  ),
  bands: z.array(bandSchema),
  source: z.string(),
  licence: z.string(),
  confidence,
});
export type Instrument = z.infer<typeof instrumentSchema>;
export type Band = z.infer<typeof bandSchema>;

export const recordInstrumentSchema = z.object({
  /** UUID version 7, made once by the form: sent twice, it records one. */
  id: z.uuidv7(),
  onDay: z.iso.date("Indiquez un jour qui existe."),
  instrument: z.string().min(1).max(40),
  version: z.string().min(1).max(20),
  /** The choice made at each question, 0 the first. */
  answers: z.array(z.number().int().min(0).max(20)).min(1).max(40),
});
export type RecordInstrument = z.infer<typeof recordInstrumentSchema>;

/** A questionnaire answered, as the record gives it: its score, never its answers one by one. */
export const answeredSchema = z.object({
  id: z.string(),
  instrument: z.string(),
  version: z.string(),
  onDay: z.string(),
  score: z.number(),
  /** An answer called for something at once. */
  alert: z.boolean(),
  by: z.string(),
  /** Account of who asked the questions: they alone take it back. */
  author: z.string(),
});
export const withdrawInstrumentSchema = z.object({
  reason: z.string().trim().min(1, "Dites pourquoi.").max(300, "300 caractères au plus."),
});
export type Answered = z.infer<typeof answeredSchema>;

/**
 * The score of a whole set of answers; null when one is missing or is none of the choices: never a part of a score.
 * Counted in hundredths, so that it is the same as the database's own (care.instrument_score).
 */
export function scoreOf(
  { base, questions }: Pick<Instrument, "base" | "questions">,
  answers: readonly (number | null)[],
): number | null {
  if (answers.length !== questions.length) return null;
  let hundredths = Math.round(base * 100);
  for (const [index, { choices }] of questions.entries()) {
    const choice = choices[answers[index] ?? -1];
    if (choice === undefined) return null;
    hundredths += Math.round(choice.points * 100);
  }
  return hundredths / 100;
}

/** What this score is held to mean for someone of this sex; undefined when nothing says. */
export function bandOf(bands: readonly Band[], score: number, sex: string): Band | undefined {
  const own = bands.filter((band) => band.sex === sex);
  const used = own.length > 0 ? own : bands.filter((band) => band.sex === null);
  return used.filter(({ from }) => from <= score).sort((a, b) => b.from - a.from)[0];
}

/** What must be said at once of these answers. */
export function alertsOf(
  { questions }: Pick<Instrument, "questions">,
  answers: readonly (number | null)[],
): string[] {
  return questions.flatMap(({ alertFrom, alert }, index) => {
    const answer = answers[index] ?? null;
    return alertFrom !== undefined && alert !== undefined && answer !== null && answer >= alertFrom
      ? [alert]
      : [];
  });
}
