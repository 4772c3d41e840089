import { z } from "zod";
import { layers } from "../model.ts";
import { givenUp, type RequestState, requestStates } from "./transitions.ts";
import {
  type Channel,
  channels,
  type LogKind,
  logKinds,
  nextActs,
  type RequestNature,
  requestNatures,
  type Wait,
  waits,
} from "./words.ts";

const day = z.iso.date("Indiquez un jour qui existe.");
const words = (most: number) => z.string().trim().max(most, `${most} caractères au plus.`);

/** A step as it is noted. onDay null: inconnu. effectOn and endsOn (last day included) of a decision that grants, alone. */
export const noteStepSchema = z
  .object({
    /** UUID version 7, made once by the form: sent twice, it is one step. */
    id: z.uuidv7(),
    state: z.enum(requestStates),
    onDay: day.nullable(),
    effectOn: day.nullable().default(null),
    endsOn: day.nullable().default(null),
    scope: words(100).default(""),
    words: words(1000).default(""),
    channel: z.enum(channels).nullable().default(null),
    /** Why the right is not taken up (network.term, non_take_up); null: nobody said. */
    reason: z.string().max(60).nullable().default(null),
    waitsOn: z.enum(waits).nullable().default(null),
  })
  .refine(({ state, reason }) => reason === null || givenUp.includes(state), {
    path: ["reason"],
    message: "Une raison se note quand la demande s’arrête.",
  })
  .refine(
    ({ state, effectOn, endsOn }) => state === "granted" || (effectOn === null && endsOn === null),
    "Seule une décision qui accorde a une date d’effet.",
  )
  .refine(({ effectOn, endsOn }) => endsOn === null || (effectOn !== null && effectOn <= endsOn), {
    path: ["endsOn"],
    message: "Le dernier jour vient avant la date d’effet.",
  });
export type NoteStep = z.infer<typeof noteStepSchema>;

/** Someone the request is also for: a record, or a name and a birth as they were said. */
export const memberSchema = z.union(
  [
    z.object({ personId: z.uuid() }),
    z.object({ name: z.string().trim().min(1).max(200), birth: words(40).nullable().default(null) }),
  ],
  "Indiquez un nom.",
);

export const openRequestSchema = z.object({
  id: z.uuidv7(),
  type: z.string().min(1, "Choisissez un droit.").max(60),
  nature: z.enum(requestNatures).nullable().default(null),
  authority: words(200).default(""),
  reference: words(100).default(""),
  /** An account; null: whoever opens it. */
  keeper: z.uuid().nullable().default(null),
  /** The request whose right this one carries on. */
  renews: z.uuid().nullable().default(null),
  members: z.array(memberSchema).max(20).default([]),
  step: noteStepSchema,
});
export type OpenRequest = z.infer<typeof openRequestSchema>;

/** `seen`: the last step that was on the screen. */
export const addStepSchema = z.object({ seen: z.uuid(), step: noteStepSchema });
export type AddStep = z.infer<typeof addStepSchema>;

/** step null: what was noted is taken back. */
export const correctStepSchema = z.object({ step: noteStepSchema.nullable() });

export const chaseSchema = z.object({
  id: z.uuidv7(),
  kind: z.enum(logKinds),
  onDay: day,
  whom: words(200).default(""),
  words: words(1000).default(""),
  nextOn: day.nullable().default(null),
});
export type Chase = z.infer<typeof chaseSchema>;

export const keepSchema = z.object({ keeper: z.uuid() });

export const reviseRequestSchema = z.object({
  version: z.int(),
  authority: words(200),
  reference: words(100),
  nature: z.enum(requestNatures),
  members: z.array(memberSchema).max(20),
});
export type ReviseRequest = z.infer<typeof reviseRequestSchema>;

const planned = {
  nextAct: z.enum(nextActs).nullable(),
  /** The act can be done from this day. */
  nextFrom: z.string().nullable(),
  /** Its last day. */
  nextDay: z.string().nullable(),
  silenceOn: z.string().nullable(),
  silenceMeans: z.enum(["grant", "refusal"]).nullable(),
  appealBy: z.string().nullable(),
};
/** What is next, kept on the request's row. */
export const requestPlanSchema = z.object(planned);
export type RequestPlan = z.infer<typeof requestPlanSchema>;

/** A request as the person's page holds it. */
export const requestLineSchema = z.object({
  id: z.string(),
  /** The record it is on: one of those joined. */
  on: z.string(),
  type: z.string(),
  label: z.string(),
  state: z.enum(requestStates),
  stateOn: z.string().nullable(),
  waitsOn: z.enum(waits).nullable(),
  ...planned,
  /** [state, day] of each step, in order; a day unknown is null. */
  steps: z.array(z.tuple([z.enum(requestStates), z.string().nullable()])),
});
export type RequestLine = z.infer<typeof requestLineSchema>;

/** For the cells that are a summary. */
export const requestSummarySchema = z.object({
  label: z.string(),
  state: z.string(),
  on: z.string().nullable(),
});

/** A step as it was noted; `until`: when a correction closed it. */
export interface SeenStep {
  readonly id: string;
  readonly seq: number;
  readonly state: RequestState;
  readonly on: string | null;
  readonly effectOn: string | null;
  readonly endsOn: string | null;
  readonly scope: string;
  readonly words: string;
  readonly channel: Channel | null;
  readonly reason: string | null;
  readonly waitsOn: Wait | null;
  readonly corrects: string | null;
  readonly by: string;
  readonly at: string;
  readonly until: string | null;
}

/** Someone else a request is for; `withheld`: a record this reader may not know. */
export interface SeenMember {
  readonly personId?: string;
  readonly name?: string;
  readonly birth?: string | null;
  readonly withheld?: true;
}

export interface SeenLog {
  readonly id: string;
  readonly kind: LogKind | "keeper" | "revised";
  readonly on: string;
  readonly whom: string;
  readonly words: string;
  readonly nextOn: string | null;
  readonly before: { readonly name?: string; readonly authority?: string } | null;
  readonly by: string;
  readonly at: string;
}

/** One request in full, for one reader. */
export interface WholeRequest extends Omit<RequestLine, "label" | "steps"> {
  readonly nature: RequestNature;
  readonly authority: string;
  readonly reference: string;
  readonly keeper: string;
  readonly keeperName: string;
  readonly by: string;
  readonly openedAt: string;
  readonly version: number;
  readonly channel: Channel | null;
  readonly effectOn: string | null;
  readonly endsOn: string | null;
  readonly renews: string | null;
  readonly renewedBy: string | null;
  /** The states it may go to. */
  readonly may: readonly RequestState[];
  readonly steps: readonly SeenStep[];
  readonly members: readonly SeenMember[];
  readonly log: readonly SeenLog[];
  /** The rights it opened. */
  readonly cover: readonly {
    readonly layer: (typeof layers)[number];
    readonly scheme: string;
    readonly from: string;
    readonly to: string | null;
  }[];
}

/** A kind of request, as the network keeps it. */
export interface RequestType {
  readonly code: string;
  readonly label: string;
  readonly short: string;
  readonly nature: RequestNature;
  readonly authority: string;
  readonly form: string | null;
  readonly household: boolean;
  readonly opens: readonly { readonly layer: (typeof layers)[number]; readonly scheme: string }[];
  readonly source: string;
  readonly confidence: "sure" | "likely" | "to_verify";
}

/** Which caisse someone is with, and who there answers for people in difficulty. */
export const caisseSchema = z.object({
  id: z.uuidv7(),
  caisse: z.string().trim().min(1, "Indiquez la caisse.").max(200),
  referent: words(200).default(""),
  reach: words(200).default(""),
  since: day.nullable().default(null),
});
export type Caisse = z.infer<typeof caisseSchema>;

/** Rights open from a day to another (last day included; null: no end is known), or what corrects them. */
export const setIntervalSchema = z
  .object({
    id: z.uuidv7(),
    cover: z
      .array(z.object({ layer: z.enum(layers), scheme: z.string().min(1).max(40) }))
      .min(1, "Indiquez la couverture.")
      .max(2),
    from: day,
    to: day.nullable(),
    source: z.enum(["document", "verified"]),
    proof: words(200).default(""),
    /** Intervals this one corrects. */
    corrects: z.array(z.uuid()).max(2).default([]),
    /** What it meets ends where it begins. */
    replace: z.boolean().default(false),
    /** What it corrects was noted by mistake: nothing takes its place. */
    remove: z.boolean().default(false),
  })
  .refine(({ from, to }) => to === null || from <= to, {
    path: ["to"],
    message: "Le dernier jour vient avant le premier.",
  });
export type SetInterval = z.infer<typeof setIntervalSchema>;
