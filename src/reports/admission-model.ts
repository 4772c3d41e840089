import { z } from "zod";

/** Figures of admission and of the agenda. Each is null where the network has no such thing, or in a report frozen before it was counted. */

export const referralOutcomes = ["accepted", "elsewhere", "study", "received", "withdrawn"] as const;
export type ReferralOutcome = (typeof referralOutcomes)[number];
export const referralOutcomeLabels: Readonly<Record<ReferralOutcome, string>> = {
  accepted: "Acceptées",
  elsewhere: "Orientées ailleurs",
  study: "À l’étude",
  received: "À décider",
  withdrawn: "Retirées",
};

/** open: booked, arrived or begun, and nothing noted since. */
export const attendanceStates = ["honoured", "missed", "excused", "cancelled", "open"] as const;
export type AttendanceState = (typeof attendanceStates)[number];
export const attendanceLabels: Readonly<Record<AttendanceState, string>> = {
  honoured: "Honorés",
  missed: "Manqués",
  excused: "Excusés",
  cancelled: "Annulés par le service",
  open: "À venir, ou sans suite notée",
};

const waitParts = ["decision", "first", "booking"] as const;
export type WaitPart = (typeof waitParts)[number];
export const waitLabels: Readonly<Record<WaitPart, string>> = {
  decision: "De la demande reçue à la décision",
  first: "De l’acceptation au premier rendez-vous",
  booking: "De la prise du rendez-vous à son jour",
};

const n = z.number().int();

export const admissionFigures = {
  referrals: z
    .object({
      /** Accepted against the rules, by whoever may. */
      overruled: n,
      structures: z.array(z.object({ name: z.string(), outcomes: z.record(z.enum(referralOutcomes), n) })),
      /** A referral may tell several. */
      grounds: z.array(z.object({ code: z.string(), label: z.string(), sent: n, accepted: n })),
    })
    .nullable(),
  /** Care given up: said in a record, told by who refers. A reason is of one care; a care may have several. */
  renounced: z
    .object({
      cares: z.array(z.object({ care: z.string(), recorded: n, referred: n })),
      reasons: z.array(z.object({ reason: z.string(), cares: n })),
    })
    .nullable(),
  attendance: z.record(z.enum(attendanceStates), n).nullable(),
  /** Days. */
  waits: z
    .array(
      z.object({ part: z.enum(waitParts), known: n, unknown: n, median: n.nullable(), p90: n.nullable() }),
    )
    .nullable(),
  /** Hours of the timetable, and shares of full time as contracts say them: never one from the other (handbook A7). */
  hours: z
    .array(
      z.object({
        profession: z.string(),
        standing: z.enum(["salaried", "volunteer"]).nullable(),
        practitioners: n,
        minutes: n,
        fte: z.number().nullable(),
      }),
    )
    .nullable(),
  places: z
    .object({
      sites: z.array(
        z.object({ id: z.string().nullable(), name: z.string().nullable(), consultations: n, persons: n }),
      ),
      /** By inter-municipality of where people live; "": not known; "other": the smallest together. */
      basins: z.array(z.object({ code: z.string(), label: z.string(), consultations: n, persons: n })),
    })
    .nullable(),
  calls: z
    .object({
      outcomes: z.record(z.string(), n),
      hours: z.array(z.object({ hour: n, calls: n })),
    })
    .nullable(),
  target: z.object({ people: n, source: z.string(), confidence: z.enum(["sourced", "to_check"]) }).nullable(),
};
const shape = z.object(admissionFigures);
export type AdmissionFigures = z.infer<typeof shape>;
