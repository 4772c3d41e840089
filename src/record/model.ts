import { z } from "zod";
import { natures, roleSchema } from "../access/model.ts";
import { seenAppointmentSchema } from "../agenda/model.ts";
import { essentialSchema } from "../care/essentials.ts";
import { answeredSchema } from "../care/instruments.ts";
import { encounterSchema, encounterTermSchema } from "../care/model.ts";
import { noteDraftSchema, noteSchema } from "../care/notes.ts";
import { seenPresenceSchema } from "../care/presence.ts";
import { documentSchema } from "../papers/model.ts";
import { contactRowSchema } from "../people/contact.ts";
import { lifeRowSchema } from "../people/life.ts";
import { identitySchema } from "../people/model.ts";
import { shownNumberSchema } from "../people/number.ts";
import { programNumberSchema } from "../people/programs.ts";
import { coverIntervalSchema, coverStatementSchema } from "../rights/model.ts";
import { requestLineSchema, requestSummarySchema } from "../rights/requests.ts";
import { taskSchema } from "../tasks/model.ts";
import { joinedSchema } from "./duplicates/model.ts";

/** A person's page: the reader's own projection, made by the database in one call (record.open_person). */
export const personPageSchema = z.object({
  id: z.string(),
  localNumber: z.number(),
  /** To send back with an edit. */
  version: z.number().int(),
  reader: roleSchema,
  identity: identitySchema,
  /** First day known to the structure (ISO). */
  since: z.string().nullable(),
  statements: z.array(coverStatementSchema),
  intervals: z.array(coverIntervalSchema),
  /** The latest, and what was noted of them. */
  encounters: z.array(encounterSchema),
  /** Those before: their days and kinds. */
  earlier: z.array(z.tuple([z.string(), z.string()])),
  terms: z.array(encounterTermSchema),
  /** Who else was there: colleagues, companions, interpreters. */
  presences: z.array(seenPresenceSchema),
  housing: z.array(z.object({ term: z.string(), statedOn: z.string() })),
  /** How they live: facts in force, an array each (people/life.ts). */
  life: z.array(lifeRowSchema),
  /** How to reach them, in which language, whether they died: what is in force. */
  contact: z.array(contactRowSchema),
  /** Signed notes this reader may see, the latest first; addenda name the note they follow. */
  notes: z.array(noteSchema),
  /** Notes this reader began and did not sign. */
  drafts: z.array(noteDraftSchema),
  /** Papers received and printed that this reader may see, the latest first. */
  documents: z.array(documentSchema),
  /** Short instruments answered, the first first. */
  instruments: z.array(answeredSchema),
  /** To do about this person, the soonest first; then what was done in the last thirty days. */
  tasks: z.array(taskSchema),
  /** Allergies, treatments, history, constants, care given up: what is in force, in the order of their days. */
  essentials: z.array(essentialSchema),
  /** Appointments to come and the last ones, the first first. */
  appointments: z.array(seenAppointmentSchema),
  /** Requests for rights that this reader may see, those that wait first. */
  requests: z.array(requestLineSchema),
  /** For roles that read a summary of requests: which right, where it stands. */
  requestSummary: z.array(requestSummarySchema).nullable(),
  /** The numbers that other programs give them. */
  programs: z.array(programNumberSchema),
  /** How many encounters, notes and sets of constants were left out of this page; the whole page has them. */
  encountersLeft: z.int(),
  notesLeft: z.int(),
  measuresLeft: z.int(),
  /** Null while the use of social security numbers is not open. */
  numbers: z.object({ shown: shownNumberSchema.nullable() }).nullable(),
  /** For roles that read a summary of the social situation and not its history. */
  socialSummary: z
    .object({
      housing: z.string().nullable(),
      statedOn: z.string().nullable(),
      household: z.number().nullable(),
    })
    .nullable(),
  /**
   * How much exists that this reader may not read, by nature: said on the page, never silently absent. `apart`: the blocks
   * that they would read, had conservation not set them apart.
   */
  withheld: z.object({
    counts: z.partialRecord(z.enum(natures), z.number().int()),
    apart: z.array(z.enum(["social", "clinical"])),
  }),
  /** Of whoever reads by consent: the blocks it covers; null for the team. */
  shared: z.array(z.enum(natures)).nullable(),
  /** Times this record was broken open that nobody told the person of yet; null for who does not meet them. */
  untold: z
    .array(z.object({ id: z.string(), at: z.string(), by: z.string(), role: z.string(), reason: z.string() }))
    .nullable(),
  /** The records read here besides this one; null when it stands alone. */
  joined: joinedSchema.nullable(),
});
export type PersonPage = z.infer<typeof personPageSchema>;
