import { z } from "zod";
import { identitySchema, personLineSchema } from "../../people/model.ts";

/** How two names are close: equal once folded, letters apart, sounding alike, two words in common. */
export const nameLikeness = ["same", "near1", "near2", "sound", "words"] as const;
/** How two births agree: near is one slip of the fingers apart; compatible, one says less than the other. */
export const birthLikeness = ["same", "compatible", "near", "missing"] as const;

/** Two records that may be one person's. */
export const probablePairSchema = z.object({
  name: z.enum(nameLikeness),
  birth: z.enum(birthLikeness),
  otherSex: z.boolean(),
  records: z.tuple([personLineSchema, personLineSchema]),
});
export type ProbablePair = z.infer<typeof probablePairSchema>;

const pairOfIds = z.object({ a: z.uuid(), b: z.uuid() });
/** A page of pairs; `after` is the last pair of the page before. */
export const pairsRequestSchema = z.object({ after: pairOfIds.nullable().default(null) });
export interface PairsPage {
  readonly pairs: readonly ProbablePair[];
  /** How many records were looked at for this page. */
  readonly looked: number;
  /** Where to go on from; null when all was looked at. */
  readonly after: { readonly a: string; readonly b: string } | null;
}

export const compareRequestSchema = pairOfIds;
const joinedRecordSchema = z.object({
  id: z.string(),
  localNumber: z.number(),
  identity: identitySchema,
});
/** One side of a comparison. Counts are of what this reader may read. */
export const comparedRecordSchema = joinedRecordSchema.extend({
  since: z.string().nullable(),
  encounters: z.object({ count: z.number(), first: z.string().nullable(), last: z.string().nullable() }),
  statements: z.number(),
  /** Records already read under this one. */
  others: z.array(joinedRecordSchema),
});
export type ComparedRecord = z.infer<typeof comparedRecordSchema>;

export interface Comparison {
  /** To send back with a decision: refused when either record changed since. */
  readonly seen: string;
  /** True when they are already read together. */
  readonly together: boolean;
  /** Who said that they are two people. */
  readonly distinct: { readonly at: string; readonly by: string | null } | null;
  /** Days on which both came (ISO), the latest first, five at most. */
  readonly sameDays: readonly string[];
  readonly records: readonly [ComparedRecord, ComparedRecord];
}

/** `kept` gives the identity shown; `joined` is read under it. */
export const mergeSchema = z.object({ kept: z.uuid(), joined: z.uuid(), seen: z.string().max(64) });
/** `distinct`: they are two people, and are not proposed again. */
export const unmergeSchema = z.object({ person: z.uuid(), joinedTo: z.uuid(), distinct: z.boolean() });
/** `distinct` false takes the answer back. */
export const distinctSchema = pairOfIds.extend({ distinct: z.boolean() });

/** The other records read under a person's page, and the decisions that joined them. */
export const joinedSchema = z.object({
  records: z.array(joinedRecordSchema),
  decisions: z.array(
    z.object({
      id: z.string(),
      joinedTo: z.string(),
      at: z.string(),
      by: z.string().nullable(),
      /** Encounters noted on the record shown since; null for who does not decide of duplicates. */
      since: z.number().nullable(),
    }),
  ),
});
export type Joined = z.infer<typeof joinedSchema>;
