import { z } from "zod";

/** What an import did, or would do: what the command line prints with --json, and the screen shows. */
export const importOutcomeSchema = z.object({
  rows: z.object({ read: z.number(), imported: z.number(), refused: z.number(), ignored: z.number() }),
  personsTouched: z.number(),
  probablePairs: z.number(),
  pairs: z.array(z.object({ rows: z.array(z.number()), why: z.string() })),
  refusals: z.array(z.object({ row: z.number(), reason: z.string() })),
  /** Every valid row had been taken before: nothing is written. */
  alreadyImported: z.boolean(),
  /** Things to know that refuse nothing (unknown columns, unknown words). */
  notices: z.array(z.object({ text: z.string(), rows: z.array(z.number()) })),
});
export type ImportOutcome = z.infer<typeof importOutcomeSchema>;

/** One line of the NDJSON answer of POST /api/imports. */
export const importEventSchema = z.discriminatedUnion("event", [
  z.object({
    event: z.literal("progress"),
    phase: z.enum(["reading", "planning", "staging", "finishing"]),
    done: z.number(),
    of: z.number(),
  }),
  /** Nothing written: a trial run, or pairs to decide first (`decisionNeeded`). */
  z.object({ event: z.literal("plan"), decisionNeeded: z.boolean(), outcome: importOutcomeSchema }),
  z.object({ event: z.literal("finished"), importId: z.string().nullable(), outcome: importOutcomeSchema }),
  z.object({ event: z.literal("problem"), message: z.string() }),
]);
export type ImportEvent = z.infer<typeof importEventSchema>;

export const importLineSchema = z.object({
  id: z.string(),
  fileName: z.string(),
  status: z.enum(["staged", "finished", "cancelled", "withdrawn"]),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  rowsRead: z.number(),
  rowsImported: z.number(),
  rowsRefused: z.number(),
  rowsIgnored: z.number(),
  personsTouched: z.number(),
});
export type ImportLine = z.infer<typeof importLineSchema>;
