import { z } from "zod";
import { type ColumnRole, coverColumns } from "./corrections.ts";
import { baseCovers, complementaryCovers, vocabularyLists } from "./model.ts";

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

const told = z.enum(["heading", "list", "chosen", "memory"]);

/** A column and what it is taken for; "ignore" when someone said so, null when nothing is recognised. */
const columnSchema = z.object({
  /** Index from 0. */
  column: z.number(),
  heading: z.string(),
  field: z.custom<ColumnRole>().nullable(),
  by: told,
  samples: z.array(z.string()),
});

/** Words of one column of the register, those not recognised first, with the terms they can stand for. */
const reviewedListSchema = z.object({
  list: z.enum(vocabularyLists),
  heading: z.string(),
  options: z.array(z.object({ code: z.string(), label: z.string() })),
  words: z.array(
    z.object({
      text: z.string(),
      rows: z.number(),
      code: z.string().nullable(),
      label: z.string().nullable(),
      /** False for a word that will be added to the list. */
      known: z.boolean(),
      by: told,
    }),
  ),
});

const reviewedCoverSchema = z.object({
  column: z.enum(coverColumns),
  heading: z.string(),
  words: z.array(
    z.object({
      text: z.string(),
      rows: z.number(),
      base: z.enum(baseCovers).nullable(),
      complementary: z.enum(complementaryCovers).nullable(),
      known: z.boolean(),
      by: told,
    }),
  ),
});

const reviewedPairSchema = z.object({
  key: z.string(),
  names: z.array(z.string()),
  /** ISO day. */
  birth: z.string(),
  /** First row of each; null for a record that this file does not hold. */
  rows: z.array(z.number().nullable()),
  /** Whether each already has a record. */
  recorded: z.array(z.boolean()),
  lettersApart: z.number(),
  decision: z.enum(["undecided", "same", "distinct"]),
  contradicted: z.boolean(),
});

/** What the screen shows of a plan, so that it can be corrected. */
export const importReviewSchema = z.object({
  columns: z.array(columnSchema),
  lists: z.array(reviewedListSchema),
  covers: z.array(reviewedCoverSchema),
  pairs: z.array(reviewedPairSchema),
  /** Every row under the header, by columns of the same length: twenty thousand rows stay light. */
  rows: z.object({
    row: z.array(z.number()),
    /** One letter a row: i imported, a already there, r refused, n ignored. */
    fate: z.string(),
    name: z.array(z.string()),
    /** ISO day of a visit, else as written. */
    date: z.array(z.string()),
    /** Index in `reasons`, -1 for none. */
    why: z.array(z.number()),
    reasons: z.array(z.string()),
  }),
});
export type ImportReview = z.infer<typeof importReviewSchema>;

/** One line of the NDJSON answer of POST /api/imports. */
export const importEventSchema = z.discriminatedUnion("event", [
  z.object({
    event: z.literal("progress"),
    phase: z.enum(["reading", "planning", "staging", "finishing"]),
    done: z.number(),
    of: z.number(),
  }),
  /** Nothing written: a trial run, or pairs to decide first (`decisionNeeded`). */
  z.object({
    event: z.literal("plan"),
    decisionNeeded: z.boolean(),
    outcome: importOutcomeSchema,
    /** When it was asked for. */
    review: importReviewSchema.nullable(),
  }),
  z.object({ event: z.literal("finished"), importId: z.string().nullable(), outcome: importOutcomeSchema }),
  /** `columns` when saying what they hold would mend it. */
  z.object({ event: z.literal("problem"), message: z.string(), columns: z.array(columnSchema) }),
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
