import { z } from "zod";
import type { ContactRow } from "../../people/contact.ts";
import { type AgendaPerson, absenceSchema, type Slot, type Wishes } from "../model.ts";

/** A new absence, and whoever was to be seen then. */
export const openRoundSchema = absenceSchema;

/** What came of a call. message and not_reached: to be tried again, by another way. */
export const callResults = ["moved", "waiting", "cancelled", "message", "not_reached"] as const;
export type CallResult = (typeof callResults)[number];

export const noteLineSchema = z
  .object({
    result: z.enum(callResults),
    /** The way that was tried (people.contact). */
    way: z.uuid().optional(),
    /** Other hours than those held. */
    slot: z
      .object({
        professional: z.uuid().optional(),
        opening: z.uuid().optional(),
        start: z.iso.datetime({ offset: true }),
      })
      .optional(),
    /** UUID version 7, of the place on the waiting list. */
    waitingId: z.uuidv7().optional(),
  })
  .refine(({ result, waitingId }) => result !== "waiting" || waitingId !== undefined, {
    path: ["waitingId"],
    message: "Recommencez\u00a0: cette demande est incomplète.",
  });

export const takeLineSchema = z.object({ released: z.boolean().default(false) });

/** elsewhere: the appointment was moved or ended otherwise, or the absence does not take place; nobody is left to call. */
export type LineState = "to_call" | "elsewhere" | CallResult;

export const lineStateLabels: Readonly<Record<LineState, string>> = {
  to_call: "À appeler",
  message: "Message laissé",
  not_reached: "Pas joint",
  moved: "Autre rendez-vous pris",
  waiting: "Sur liste d’attente",
  cancelled: "Annulé par le service",
  elsewhere: "Réglé autrement",
};

/** States in which someone is still to be called. */
export const openStates: readonly LineState[] = ["to_call", "message", "not_reached"];

interface RoundHead {
  readonly id: string;
  readonly practitioner: string;
  /** At the clocks of wherever they work. */
  readonly from: string;
  readonly until: string;
  /** The absence does not take place after all. */
  readonly lifted: boolean;
  readonly by: string;
  readonly madeAt: string;
}

/** An absence, and how many people are left to call of how many. */
export interface RoundSummary extends RoundHead {
  readonly total: number;
  readonly left: number;
}

/** Someone to call. */
export interface RoundLine {
  readonly id: string;
  /** The record it is written on. */
  readonly on: string;
  readonly person: AgendaPerson;
  /** The hours that no longer hold. */
  readonly start: string;
  readonly siteId: string;
  readonly service: string;
  /** Null: it would tell why they come. */
  readonly serviceId: string | null;
  readonly state: LineState;
  /** Ways in the order to try them, languages, where to write: as far as the reader may read them. */
  readonly contact: readonly ContactRow[];
  /** What they wished when they booked; null: nothing, or not told. */
  readonly wishes: Wishes | null;
  /** Hours held for them until the end of the day. */
  readonly held: Slot | null;
  /** Of one moved: where and when now. */
  readonly now: { readonly start: string; readonly siteId: string } | null;
  readonly calls: readonly {
    readonly at: string;
    readonly by: string;
    readonly result: CallResult;
    readonly way: string | null;
  }[];
  /** Who works this line now. */
  readonly taken: { readonly by: string; readonly mine: boolean; readonly until: string } | null;
}

/** The list of an absence. */
export interface Round extends RoundHead {
  /** For who may say that the absence does not take place. */
  readonly professionalId: string | null;
  /** How many more there are, of people the reader may not know. */
  readonly unknown: number;
  readonly lines: readonly RoundLine[];
}

/** What working a line answers. */
export type LineAnswer =
  | { readonly outcome: "yours" | "held" | "none" | "done" | "over" | "slot_taken" }
  | { readonly outcome: "taken"; readonly by: string };
