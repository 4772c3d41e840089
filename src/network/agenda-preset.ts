import { z } from "zod";

const hour = z.string().regex(/^\d{2}:\d{2}$/);
const halfDay = z.object({
  weekday: z.number().int().min(1).max(7),
  /** Code of the site, and label of the room. */
  site: z.string(),
  room: z.string().optional(),
  starts: hour,
  ends: hour,
  everyWeeks: z.number().int().min(1).max(12).default(1),
  capacity: z.number().int().positive().optional(),
  /** Codes; none: whatever they give. */
  services: z.array(z.string()).default([]),
});

/** What a preset says of its agenda: the line, rooms, services, who gives them and when (migrations/0070_timetable.sql). */
export const agendaPresetSchema = z.object({
  line: z
    .object({
      phone: z.string(),
      hours: z.array(z.object({ weekday: z.number().int().min(1).max(7), from: hour, to: hour })),
    })
    .optional(),
  rooms: z
    .array(z.object({ site: z.string(), label: z.string(), wheelchair: z.boolean().optional() }))
    .default([]),
  services: z.array(
    z.object({
      code: z.string(),
      label: z.string(),
      /** As said by telephone, in reminders and calendars. */
      neutralLabel: z.string(),
      minutes: z.number().int().min(5).max(480),
      nature: z.enum(["appointments", "clinical", "useful"]).default("appointments"),
      /** Codes; none: everywhere. */
      sites: z.array(z.string()).default([]),
      bookingRoles: z.array(z.string()).min(1),
      leadMinutes: z.number().int().min(0).default(0),
      horizonDays: z.number().int().min(1).max(370).default(180),
      /** No booking without the cover confirmed (handbook A3). */
      prescribed: z.boolean().default(false),
    }),
  ),
  practitioners: z.array(
    z.object({
      /** As in "professionals". */
      label: z.string(),
      sex: z.enum(["female", "male"]).nullable().default(null),
      languages: z.array(z.string()).default([]),
      instructions: z.string().default(""),
      firstExtra: z.number().int().min(0).default(0),
      shownAs: z.string().optional(),
      standing: z.enum(["salaried", "volunteer"]),
      weeklyMinutes: z.number().int().positive().optional(),
      fte: z.number().min(0).max(1.5).optional(),
      gives: z.array(z.string()),
      halfDays: z.array(halfDay),
    }),
  ),
});
