import { z } from "zod";
import { type LanguageCode, languageLabels } from "../people/languages.ts";
import type { Identity } from "../people/model.ts";
import type { Nearness } from "./nearness.ts";

/** States of an appointment, as agenda.state and agenda.transition say (migrations/0072_appointments.sql). */
export const appointmentStates = [
  "booked",
  "arrived",
  "in_progress",
  "honoured",
  "missed",
  "excused",
  "cancelled",
] as const;
export type AppointmentState = (typeof appointmentStates)[number];

export const stateLabels: Readonly<Record<AppointmentState, string>> = {
  booked: "Pris",
  arrived: "Arrivé",
  in_progress: "En cours",
  honoured: "Honoré",
  missed: "Manqué",
  excused: "Excusé",
  cancelled: "Annulé par le service",
};

/** How cover was confirmed at a booking (handbook A3); unknown opens a search, and is never counted as none. */
export const coverConfirmations = ["unchanged", "seen", "declared", "unknown"] as const;
export type CoverConfirmation = (typeof coverConfirmations)[number];
const day = z.iso.date("Indiquez un jour qui existe.");
const moment = z.iso.datetime({ offset: true });
const wall = z.iso.datetime({ local: true });
const hour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d(:00)?$/, "Indiquez une heure, par exemple 08:30.");
const uuids = z.array(z.uuid()).max(100);

/** What slots are looked for. Days are those of each site. */
export const slotsSchema = z.object({
  service: z.uuid(),
  from: day,
  days: z.int().min(1).max(370).default(30),
  sites: uuids.min(1).optional(),
  professional: z.uuid().optional(),
  sex: z.enum(["female", "male"]).optional(),
  /** Code of a language the practitioner speaks. */
  language: z.string().min(2).max(12).optional(),
  wheelchair: z.boolean().optional(),
  halfDay: z.enum(["morning", "afternoon"]).optional(),
  /** For someone in particular: their own practitioner first, longer when it is the first time. Audited. */
  person: z.uuid().optional(),
  /** Who receive the person too: free at the same hours. */
  joint: uuids.optional(),
  /** Those nearest to where the person lives first. */
  near: z.boolean().optional(),
  /** The practitioner to put first, when already known. */
  own: z.uuid().optional(),
  limit: z.int().min(1).max(100).default(20),
});

/** A free slot; start and end at the site's own clock, with how far it is from universal time. */
export interface Slot {
  readonly opening: string;
  /** Null when the name would tell why one comes: "practitioner" then says it otherwise, and one books by the opening. */
  readonly professional: string | null;
  readonly practitioner: string;
  readonly site: string;
  readonly day: string;
  readonly start: string;
  readonly end: string;
  readonly own?: true;
  /** The language of who needs an interpreter, when this practitioner speaks it. */
  readonly speaks?: string;
  /** How near to where the person lives, when that was asked and is known. */
  readonly near?: Nearness;
}

const reason = z.object({
  nature: z.enum(["appointments", "clinical", "useful", "social_situation"]),
  words: z.string().trim().min(1).max(500),
});

/** How one interprets. */
export const interpreterMeans = {
  telephone: "par téléphone",
  on_site: "sur place",
  video: "en visio",
} as const;
const interpreter = z.object({
  language: z.enum(
    Object.keys(languageLabels) as [LanguageCode, ...LanguageCode[]],
    "Choisissez une langue.",
  ),
  means: z.enum(Object.keys(interpreterMeans) as [keyof typeof interpreterMeans]),
  /** Whoever was found; absent: someone is to be, and a task says so. */
  by: z.string().trim().max(200).optional(),
});
export type Interpreter = z.infer<typeof interpreter>;
/** Who interprets at an appointment; null: nobody needs to. */
export const setInterpreterSchema = z.object({
  version: z.int().positive(),
  interpreter: interpreter.nullable(),
});

const wishesSchema = z.object({
  sex: z.enum(["female", "male"]).optional(),
  language: z.string().min(2).max(12).optional(),
  wheelchair: z.boolean().optional(),
});
export type Wishes = z.infer<typeof wishesSchema>;

/** A booking: by practitioner or by opening, as a slot gives them. */
export const bookSchema = z
  .object({
    /** UUID version 7, made once by the form: sent twice, it books once. */
    id: z.uuidv7(),
    service: z.uuid(),
    professional: z.uuid().optional(),
    opening: z.uuid().optional(),
    site: z.uuid().optional(),
    start: moment,
    joint: uuids.optional(),
    cover: z.enum(coverConfirmations).optional(),
    reason: reason.optional(),
    overbook: z.string().max(300).optional(),
    interpreter: interpreter.optional(),
    /** What was wished of who receives: weighed again when they are away. */
    wishes: wishesSchema.optional(),
    companion: z.string().trim().min(1).max(200).optional(),
    seriesId: z.uuidv7().optional(),
    waitingId: z.uuid().optional(),
    sites: uuids.min(1).optional(),
  })
  .refine(({ professional, opening }) => professional !== undefined || opening !== undefined, {
    path: ["professional"],
    message: "Choisissez un créneau.",
  });

export const moveSchema = z.object({
  version: z.int().positive(),
  professional: z.uuid().optional(),
  opening: z.uuid().optional(),
  start: moment,
  words: z.string().trim().max(500).optional(),
});

export const stateSchema = z.object({
  to: z.enum(appointmentStates),
  words: z.string().trim().max(500).optional(),
  /** Who takes in someone that walked in. */
  professional: z.uuid().optional(),
});

export const walkInSchema = z.object({
  id: z.uuidv7(),
  service: z.uuid(),
  site: z.uuid(),
  cover: z.enum(coverConfirmations).optional(),
  reason: reason.optional(),
});

export const waitSchema = z.object({
  id: z.uuidv7(),
  service: z.uuid(),
  sites: uuids.optional(),
  professional: z.uuid().optional(),
  until: day.optional(),
  words: z.string().trim().max(300).optional(),
});

/** Left the list; or did not want the hours offered. */
export const answerWaitingSchema = z.object({
  declined: z.object({ professional: z.uuid(), site: z.uuid(), start: moment, end: moment }).nullable(),
});

/** An appointment as this reader may see it. */
export interface Appointment {
  readonly id: string;
  /** The record it is written on. */
  readonly on: string;
  readonly siteId: string;
  readonly roomId: string | null;
  readonly day: string;
  readonly start: string;
  readonly end: string;
  readonly state: AppointmentState;
  readonly version: number;
  readonly walkIn: boolean;
  /** Why it was added to hours already taken; null: it was not. */
  readonly overbooked: string | null;
  readonly arrivedAt: string | null;
  readonly startedAt: string | null;
  readonly series: string | null;
  /** Who booked. */
  readonly by: string;
  readonly serviceId: string | null;
  readonly service: string;
  readonly professionalId: string | null;
  readonly practitioner: string | null;
  readonly with: readonly string[] | null;
  /** Language one interprets from, and whether someone was found; null: none, or not told. */
  readonly interpreter: { readonly language: string; readonly found: boolean } | null;
}

/** An appointment on the person's page. */
export const seenAppointmentSchema = z.object({
  id: z.string(),
  on: z.string(),
  day: z.string(),
  start: z.string(),
  end: z.string(),
  siteId: z.string(),
  state: z.enum(appointmentStates),
  version: z.int(),
  /** "Rendez-vous" to who may not read which service. */
  service: z.string(),
  professional: z.string().nullable(),
});
export type SeenAppointment = z.infer<typeof seenAppointmentSchema>;

/** When the line answers: wall time where the network lives ("08:00"). */
export interface LineHours {
  /** 1: Monday. */
  readonly weekday: number;
  readonly from: string;
  readonly to: string;
}

/** The line people call. */
export interface KeptLine {
  readonly phone: string;
  readonly hours: readonly LineHours[];
  /** What everyone is asked to bring; "": nothing. */
  readonly bring: string;
  /** Interpreters one rings; languages as one says them ("turc"), none: any. */
  readonly interpreter: {
    readonly phone: string;
    readonly code?: string;
    readonly languages: readonly string[];
  } | null;
  readonly stamp: string;
}

/** What a booking, a move or a change of state answers. */
export type BookingAnswer =
  | { readonly outcome: "booked" | "moved" | "done" | "changed"; readonly appointment: Appointment }
  | { readonly outcome: "taken" | "too_soon"; readonly proposals: readonly Slot[] }
  | { readonly outcome: "referral_needed" | "cover_needed" | "reason_needed" };

/** What a service wants first of someone, as is known today. */
export const wantsSchema = z.object({ service: z.uuid() });
export interface Wants {
  /** Nobody accepted a referral of this person (handbook A1). */
  readonly referral: boolean;
  /** Cover as confirmed today, for who reads cover; null: not confirmed, or not told. */
  readonly cover: CoverConfirmation | null;
  /** The languages of someone who needs an interpreter, for who reads them; null: none needed, or not told. */
  readonly interpreter: readonly string[] | null;
}

/** The days of the agenda to show. */
export const viewSchema = z.object({
  from: day,
  /** Last day; at most two weeks are shown. */
  until: day.optional(),
  sites: uuids.min(1).optional(),
  professionals: uuids.min(1).optional(),
});

/** Days to put on paper. */
export const paperSchema = z.object({
  from: day,
  days: z.int().min(1).max(7).default(2),
  sites: uuids.min(1).optional(),
});

export interface AgendaOpening {
  readonly id: string;
  readonly seriesId: string;
  readonly professionalId: string | null;
  readonly practitioner: string;
  readonly siteId: string;
  readonly roomId: string | null;
  readonly day: string;
  readonly start: string;
  readonly end: string;
  readonly taken: number;
  readonly capacity: number | null;
  /** Minutes of its longest free stretch. */
  readonly longest: number;
  readonly free: readonly (readonly [start: string, end: string])[];
}

export interface AgendaPerson {
  readonly id: string;
  readonly family: string;
  readonly given: string;
  readonly usedFamily: string | null;
  readonly usedGiven: string | null;
  readonly birth: string | null;
  readonly sex: Identity["sex"];
}

/** Hours, and appointments of those the reader may know; person: null for who knows when someone comes and not who. */
export interface AgendaView {
  readonly openings: readonly AgendaOpening[];
  readonly appointments: readonly (Appointment & { readonly person: AgendaPerson | null })[];
}

/** Someone who waits for hours to be freed. */
export interface WaitingLine {
  readonly id: string;
  /** The record it is written on. */
  readonly on: string;
  readonly person: AgendaPerson;
  readonly serviceId: string;
  readonly service: string;
  /** Empty: anywhere. */
  readonly sites: readonly string[];
  readonly professionalId: string | null;
  readonly until: string | null;
  readonly words: string;
  readonly since: string;
  readonly by: string;
}

/** An appointment with all that the reader may read of it. */
export interface AppointmentHistory extends Appointment {
  /** The language the person speaks best, for who reads it: what is printed for them is in it too. */
  readonly language: string | null;
  readonly details: readonly {
    readonly part: "reason" | "service" | "interpreter" | "companion" | "wishes";
    readonly nature: string;
    readonly words: string | null;
    readonly content: Interpreter | Wishes | null;
  }[];
  readonly cover: CoverConfirmation | null;
  readonly steps: readonly {
    readonly from: AppointmentState;
    readonly to: AppointmentState;
    /** Of a move. */
    readonly wasStart: string | null;
    readonly wasSite: string | null;
    readonly words: string | null;
    readonly by: string;
    readonly at: string;
  }[];
}

/** What every screen of the agenda needs; nothing of anyone received. */
export interface AgendaSetting {
  readonly services: readonly {
    readonly id: string;
    readonly code: string;
    readonly label: string;
    readonly neutral: string;
    readonly minutes: number;
    readonly sites: readonly string[];
    readonly prescribed: boolean;
    /** Whether the reader's role may book it. */
    readonly mine: boolean;
  }[];
  readonly practitioners: readonly {
    readonly id: string;
    readonly label: string;
    readonly profession: string;
    readonly sex: "female" | "male" | null;
    readonly languages: readonly string[];
    readonly instructions: string;
    readonly firstExtra: number;
    /** The reader themself. */
    readonly mine: boolean;
    readonly services: readonly string[];
  }[];
  readonly sites: readonly {
    readonly id: string;
    readonly code: string;
    readonly name: string;
    readonly communeCode: string | null;
    readonly timeZone: string;
    readonly wheelchair: boolean | null;
  }[];
  readonly rooms: readonly {
    readonly id: string;
    readonly siteId: string;
    readonly label: string;
    readonly wheelchair: boolean | null;
  }[];
  readonly line: {
    readonly phone: string;
    readonly hours: readonly { readonly weekday: number; readonly from: string; readonly to: string }[];
  } | null;
  readonly may: { readonly overbook: boolean; readonly timetable: boolean; readonly write: boolean };
}

const halfDay = z.object({
  /** UUID version 7, made once: sent twice, it is added once. */
  seriesId: z.uuidv7(),
  professionalId: z.uuid(),
  siteId: z.uuid(),
  roomId: z.uuid().nullish(),
  weekday: z.int().min(1).max(7),
  everyWeeks: z.int().min(1).max(12).default(1),
  from: day,
  until: day.nullish(),
  starts: hour,
  ends: hour,
  capacity: z.int().positive().max(200).nullish(),
  services: uuids.default([]),
  onHolidays: z.boolean().default(false),
});
/** Hours that come back; one or a whole team's. */
export const halfDaysSchema = z.object({ halfDays: z.array(halfDay).max(1_000) });

export const changeHalfDaySchema = z.object({
  scope: z.enum(["one", "following", "all"]),
  /** Of what was read (agenda.timetable): a change made on something else is refused. */
  stamp: z.string().length(32).optional(),
  onDay: day,
  cancelled: z.boolean().default(false),
  starts: hour.optional(),
  ends: hour.optional(),
  siteId: z.uuid().optional(),
  roomId: z.uuid().nullable().optional(),
  capacity: z.int().positive().max(200).nullable().optional(),
  weekday: z.int().min(1).max(7).optional(),
  everyWeeks: z.int().min(1).max(12).optional(),
  services: uuids.optional(),
  until: day.optional(),
});

/** At the clocks of wherever they work: "2026-03-02T08:00". */
export const absenceSchema = z
  .object({
    id: z.uuidv7(),
    professionalId: z.uuid(),
    from: wall,
    until: wall,
    lifted: z.boolean().default(false),
  })
  .refine(({ from, until }) => from < until, {
    path: ["until"],
    message: "La fin doit venir après le début.",
  });

export const closureSchema = z
  .object({
    id: z.uuidv7(),
    siteId: z.uuid(),
    from: wall,
    until: wall,
    label: z.string().trim().max(200).default(""),
    lifted: z.boolean().default(false),
  })
  .refine(({ from, until }) => from < until, {
    path: ["until"],
    message: "La fin doit venir après le début.",
  });

export const practitionerSchema = z.object({
  professionalId: z.uuid(),
  /** Whose account it is; null: nobody's. */
  accountId: z.uuid().nullable().optional(),
  /** Of what was read (agenda.timetable): a change made on something else is refused. */
  stamp: z.string().length(32).optional(),
  /** Someone nobody named yet: professionalId was made by the form. */
  named: z
    .object({
      label: z.string().trim().min(1, "Écrivez un nom.").max(100),
      profession: z.string().trim().min(1).max(60),
    })
    .optional(),
  sex: z.enum(["female", "male"]).nullable().optional(),
  languages: z.array(z.string().min(2).max(12)).max(20).optional(),
  instructions: z.string().trim().max(1_000).optional(),
  firstExtra: z.int().min(0).max(120).optional(),
  shownAs: z.string().trim().min(1).max(100).nullable().optional(),
  active: z.boolean().optional(),
  gives: z
    .array(z.object({ serviceId: z.uuid(), minutes: z.int().min(5).max(480).nullish() }))
    .max(50)
    .optional(),
  contract: z
    .object({
      standing: z.enum(["salaried", "volunteer"]),
      weeklyMinutes: z.int().min(1).max(3_600).nullish(),
      fte: z.number().min(0).max(1.5).nullish(),
      from: day,
      until: day.nullish(),
    })
    .optional(),
});

/** A period, both days counted. */
export const hoursSchema = z.object({
  from: day,
  to: day,
  /** As known at a moment; null: now. */
  known: moment.nullish(),
});
