/** The team's planning as who keeps it reads and changes it (migrations/0070_timetable.sql, 0083_timetable_keeping.sql). */
import { z } from "zod";
import type { KeptLine } from "../model.ts";

/** Hours that come back. Days are ISO, both counted; hours are wall time at the site ("08:30:00"). */
export interface HalfDay {
  readonly seriesId: string;
  readonly professionalId: string;
  readonly siteId: string;
  readonly roomId: string | null;
  /** 1: Monday. */
  readonly weekday: number;
  readonly everyWeeks: number;
  /** Weeks are counted from the one of this day. */
  readonly anchor: string;
  readonly from: string;
  readonly until: string | null;
  readonly starts: string;
  readonly ends: string;
  readonly capacity: number | null;
  readonly services: readonly string[];
  readonly onHolidays: boolean;
  /** Of the whole series as it was read: a change made on something else is refused. */
  readonly stamp: string;
  /** Day → appointments still to come, or not noted yet, booked in these hours. */
  readonly booked: Readonly<Record<string, number>>;
}

export interface Contract {
  readonly standing: "salaried" | "volunteer";
  readonly weeklyMinutes: number | null;
  readonly fte: number | null;
  readonly from: string;
  readonly until: string | null;
}

export interface Practitioner {
  readonly id: string;
  readonly label: string;
  readonly profession: string;
  readonly sex: "female" | "male" | null;
  readonly languages: readonly string[];
  readonly instructions: string;
  readonly firstExtra: number;
  readonly shownAs: string | null;
  readonly active: boolean;
  /** The account of whom it is, when there is one. */
  readonly accountId: string | null;
  readonly gives: readonly { readonly serviceId: string; readonly minutes: number | null }[];
  readonly contracts: readonly Contract[];
  /** Of what was read: a change made on something else is refused. */
  readonly stamp: string;
}

/** Time away or closed, at the clocks of the place ("2026-03-02T08:00:00"); the end is not counted. */
interface Interruption {
  readonly id: string;
  readonly from: string;
  readonly until: string;
}
export interface Absence extends Interruption {
  readonly professionalId: string;
}
export interface Closure extends Interruption {
  readonly siteId: string;
  readonly label: string;
}

/** What GET /api/agenda/timetable answers. */
export interface Timetable {
  readonly practitioners: readonly Practitioner[];
  readonly halfDays: readonly HalfDay[];
  readonly exceptions: readonly {
    readonly seriesId: string;
    readonly onDay: string;
    readonly cancelled: boolean;
    readonly starts: string | null;
    readonly ends: string | null;
    readonly siteId: string | null;
    readonly roomId: string | null;
    readonly capacity: number | null;
  }[];
  readonly absences: readonly Absence[];
  readonly closures: readonly Closure[];
}

export interface KeptService {
  readonly id: string;
  readonly code: string;
  readonly label: string;
  readonly neutralLabel: string;
  readonly minutes: number;
  readonly nature: "appointments" | "clinical" | "useful";
  /** Empty: everywhere. */
  readonly sites: readonly string[];
  readonly bookingRoles: readonly string[];
  readonly leadMinutes: number;
  readonly horizonDays: number;
  readonly prescribed: boolean;
  readonly active: boolean;
  readonly givenBy: readonly string[];
  readonly stamp: string;
}

export interface KeptRoom {
  readonly id: string;
  readonly siteId: string;
  readonly label: string;
  /** Null: nobody looked. */
  readonly wheelchair: boolean | null;
  readonly active: boolean;
  readonly stamp: string;
}

/** What GET /api/agenda/timetable/keeping answers. */
export interface Keeping {
  readonly services: readonly KeptService[];
  readonly rooms: readonly KeptRoom[];
  /** Null: nobody wrote one. */
  readonly line: KeptLine | null;
  /** Of the team, without hours kept. */
  readonly professionals: readonly {
    readonly id: string;
    readonly label: string;
    readonly profession: string;
  }[];
  /** Of colleagues who have a function today. */
  readonly accounts: readonly { readonly id: string; readonly name: string }[];
  readonly roles: readonly { readonly code: string; readonly label: string }[];
  readonly holidays: readonly {
    readonly day: string;
    readonly label: string;
    readonly sites: readonly string[];
  }[];
  /** Appointments booked that no hours hold any more. */
  readonly stranded: readonly {
    readonly professionalId: string;
    readonly siteId: string;
    readonly day: string;
    readonly count: number;
  }[];
}

const stamp = z.string().length(32).nullish();
const ids = z.array(z.uuid()).max(500);
const words = (most: number) =>
  z.string().trim().min(1, "Écrivez un nom.").max(most, `Au plus ${most} caractères.`);

export const serviceSchema = z.object({
  /** UUID version 7, made once by the form: sent twice, it is added once. */
  id: z.uuidv7(),
  stamp,
  label: words(100),
  neutralLabel: words(100),
  minutes: z.int().min(5, "De 5 minutes à 8 heures.").max(480, "De 5 minutes à 8 heures."),
  nature: z.enum(["appointments", "clinical", "useful"]),
  sites: ids,
  bookingRoles: z.array(z.string()).min(1, "Quelqu’un doit pouvoir la réserver.").max(40),
  leadMinutes: z.int().min(0).max(525_600),
  horizonDays: z.int().min(1, "De 1 à 370 jours.").max(370, "De 1 à 370 jours."),
  prescribed: z.boolean(),
  active: z.boolean(),
  givenBy: ids,
});

export const roomSchema = z.object({
  id: z.uuidv7(),
  stamp,
  siteId: z.uuid(),
  label: words(60),
  wheelchair: z.boolean().nullable(),
  active: z.boolean(),
});

const phone = z
  .string()
  .trim()
  .regex(/^\+?[0-9][0-9 ().-]{1,29}$/u, "Un numéro de téléphone, en chiffres.");
const lineHour = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/u);

export const lineSchema = z.object({
  stamp,
  phone,
  hours: z
    .array(
      z
        .object({ weekday: z.int().min(1).max(7), from: lineHour, to: lineHour })
        .refine(({ from, to }) => from < to, "La fin doit venir après le début."),
    )
    .max(28),
  bring: z.string().trim().max(300, "Au plus 300 caractères."),
  interpreter: z
    .object({
      phone,
      code: z.string().trim().min(1).max(40).optional(),
      languages: z.array(z.string().trim().min(1).max(60)).max(100),
    })
    .nullable(),
});
