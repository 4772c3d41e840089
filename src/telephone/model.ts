import { z } from "zod";
import type { AppointmentState, KeptLine } from "../agenda/model.ts";
import { usableNumber } from "./number.ts";

/** Why someone telephones, without any word of care (migrations/0076_telephone.sql holds the same). */
export const callReasons = ["appointment", "move", "cancel", "message", "other"] as const;
export type CallReason = (typeof callReasons)[number];
export const callReasonLabels: Readonly<Record<CallReason, string>> = {
  appointment: "rendez-vous",
  move: "déplacer",
  cancel: "annuler",
  message: "message",
  other: "autre",
};

/** What came of a call, from what counts most to what counts least. */
export const callOutcomes = [
  "emergency",
  "booked",
  "moved",
  "cancelled",
  "waiting",
  "message",
  "callback",
  "informed",
  "none",
] as const;
export type CallOutcome = (typeof callOutcomes)[number];
export const callOutcomeLabels: Readonly<Record<CallOutcome, string>> = {
  emergency: "urgence",
  booked: "rendez-vous pris",
  moved: "rendez-vous déplacé",
  cancelled: "rendez-vous annulé",
  waiting: "liste d’attente",
  message: "message transmis",
  callback: "à rappeler",
  informed: "renseigné",
  none: "sans suite",
};

/** As `usableNumber`. */
export const numberSchema = z.string().max(40).transform(usableNumber);

export const findCallerSchema = z.object({
  number: numberSchema.default(""),
  words: z.string().max(120, "120 caractères au plus.").default(""),
});

export const noteCallSchema = z.object({
  /** UUID version 7, made when the call begins: each thing noted of it is noted of the same call. */
  id: z.uuidv7(),
  reason: z.enum(callReasons),
  outcome: z.enum(callOutcomes),
  personId: z.uuid().optional(),
  urgent: z.object({ told: z.string().trim().max(200, "200 caractères au plus.").default("") }).optional(),
  back: z
    .object({
      number: numberSchema.default(""),
      words: z.string().trim().max(200, "200 caractères au plus.").default(""),
    })
    .optional(),
});
export type NoteCall = z.infer<typeof noteCallSchema>;

interface Named {
  readonly id: string;
  readonly family: string;
  readonly given: string;
  readonly usedFamily: string | null;
  readonly usedGiven: string | null;
  readonly birth: string | null;
  readonly sex: "female" | "male" | "other" | "unknown";
}

/** Someone who may be calling. */
export interface Caller extends Named {
  readonly commune: string | null;
  /** They, or someone joined with them, gave this number. */
  readonly thisNumber: boolean;
}

/** shared: how many people gave this number, when more than three did: none is then named until a name is typed. */
export interface FoundCallers {
  readonly number: string | null;
  readonly shown: string;
  readonly shared: number | null;
  readonly people: readonly Caller[];
}

/** An appointment as one tells it by telephone. */
export interface ToldAppointment {
  readonly id: string;
  readonly on: string;
  readonly siteId: string;
  readonly day: string;
  readonly start: string;
  readonly end: string;
  readonly state: AppointmentState;
  readonly version: number;
  readonly serviceId: string | null;
  readonly service: string;
  readonly practitioner: string | null;
}

/** What is shown beside the call. */
export interface TelephoneDesk {
  /** The business day (ISO). */
  readonly today: string;
  readonly line: Omit<KeptLine, "stamp"> | null;
  /** Site → its address, on a line or more. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Calls of the day. */
  readonly outcomes: Partial<Readonly<Record<CallOutcome, number>>>;
  readonly hours: readonly {
    readonly hour: number;
    readonly calls: number;
    readonly booked: number;
    readonly urgent: number;
  }[];
  readonly callbacks: readonly {
    readonly id: string;
    readonly asked: string;
    readonly number: string | null;
    readonly words: string | null;
    readonly by: string;
    readonly person: Named | null;
  }[];
}

/**
 * What to say, slowly, to whoever does not speak French. Written by sound where the alphabet is another; to be read over by
 * someone who speaks each (« à vérifier » on screen).
 */
export const phrases: readonly {
  readonly language: string;
  readonly lang: string;
  readonly words: string;
}[] = [
  { language: "anglais", lang: "en", words: "One moment, please: I am calling an interpreter." },
  { language: "espagnol", lang: "es", words: "Un momento, por favor: llamo a un intérprete." },
  { language: "portugais", lang: "pt", words: "Um momento, por favor: vou chamar um intérprete." },
  { language: "turc", lang: "tr", words: "Bir dakika lütfen, tercüman arıyorum." },
  { language: "albanais", lang: "sq", words: "Një moment, ju lutem: po thërras një përkthyes." },
  { language: "arabe", lang: "fr", words: "Lahza min fadlak, sa-attassil bi-moutarjim." },
  { language: "russe", lang: "fr", words: "Minoutou, pojalousta, ia vyzyvaïou perevodtchika." },
];
