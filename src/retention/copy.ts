import { z } from "zod";
import { coverConfirmations } from "../agenda/model.ts";
import { essentialKinds } from "../care/essentials.ts";
import { shareStates, shares } from "../funding/model.ts";
import { lifeKinds, lifeSources } from "../people/life.ts";
import { callOutcomes, callReasons } from "../telephone/model.ts";

const moment = z.string();
const day = z.string();
const text = z.string().nullable();

/** The version of the copy's shape: it grows by parts; a part that changes its meaning changes this. */
export const COPY_SCHEMA = "maillage-record/1";

/**
 * Everything kept of a person, as the copy gives it (docs/record-export.md). What was corrected is given too, with the moment
 * it stopped being held true (`until`, `corrected`).
 */
export const recordCopySchema = z.object({
  schema: z.literal(COPY_SCHEMA),
  /** The business day it was made on. */
  madeOn: day,
  centre: z.string(),
  demonstration: z.boolean(),
  records: z.array(
    z.object({
      localNumber: z.number(),
      openedOn: moment,
      followedBy: z.array(z.object({ structure: z.string(), since: day, until: moment.nullable() })),
    }),
  ),
  joined: z.array(z.object({ at: moment, until: moment.nullable() })),
  identities: z.array(
    z.looseObject({
      family: z.string(),
      given: z.string(),
      birth: text,
      sex: z.string(),
      status: z.string(),
      from: moment,
      until: moment.nullable(),
    }),
  ),
  spellings: z.array(
    z.object({ family: z.string(), given: z.string(), from: moment, until: moment.nullable() }),
  ),
  insiAnswers: z.array(z.object({ at: moment, code: z.string() })),
  numbers: z.array(
    z.object({
      kind: z.enum(["nir", "nia"]),
      head: z.string(),
      /** Null while no legal basis allows the number to be read. */
      number: text,
      from: moment,
      until: moment.nullable(),
    }),
  ),
  programNumbers: z.array(
    z.object({ program: z.string(), number: z.string(), by: text, from: moment, until: moment.nullable() }),
  ),
  contacts: z.array(
    z.object({
      part: z.string(),
      /** `thirdParty`: what it says of someone else is left out. */
      content: z.looseObject({ thirdParty: z.boolean().optional() }),
      by: text,
      from: moment,
      until: moment.nullable(),
    }),
  ),
  coverStatements: z.array(
    z.object({
      statedOn: day,
      layer: z.string(),
      scheme: text,
      source: z.string(),
      declaredText: text,
      corrected: moment.nullable(),
    }),
  ),
  coverIntervals: z.array(
    z.object({
      from: day.nullable(),
      until: day.nullable(),
      layer: z.string(),
      scheme: text,
      source: z.string(),
      proof: text,
      corrected: moment.nullable(),
    }),
  ),
  rightRequests: z.array(
    z.object({
      type: z.string(),
      authority: z.string(),
      reference: z.string(),
      keeper: z.string(),
      by: z.string(),
      openedOn: moment,
      cancelled: moment.nullable(),
      steps: z
        .array(
          z.object({
            state: z.string(),
            onDay: day.nullable(),
            effectOn: day.nullable(),
            endsOn: day.nullable(),
            scope: z.string(),
            words: z.string(),
            channel: text,
            by: z.string(),
            corrected: moment.nullable(),
          }),
        )
        .nullable(),
      papers: z.array(
        z.object({
          paper: z.string(),
          state: z.string(),
          onDay: day,
          reason: z.string(),
          validUntil: day.nullable(),
          /** How many pages were kept of it: they are among the documents. */
          copies: z.number(),
          by: z.string(),
          corrected: moment.nullable(),
        }),
      ),
      /** What was said of the person to know which papers to ask; null: no longer said. */
      answers: z.array(
        z.object({
          question: z.string(),
          answer: z.boolean().nullable(),
          by: z.string(),
          from: moment,
          until: moment.nullable(),
        }),
      ),
      /** How many others of the household it is also for: who they are is theirs. */
      alsoFor: z.number(),
      contacts: z.array(
        z.object({
          kind: z.string(),
          onDay: day,
          whom: z.string(),
          words: z.string(),
          nextOn: day.nullable(),
          by: z.string(),
          takenBack: moment.nullable(),
        }),
      ),
    }),
  ),
  caisses: z.array(
    z.object({
      caisse: z.string(),
      referent: z.string(),
      reach: z.string(),
      since: day.nullable(),
      by: z.string(),
      from: moment,
      until: moment.nullable(),
    }),
  ),
  housing: z.array(
    z.object({ statedOn: day, housing: z.string(), source: z.string(), corrected: moment.nullable() }),
  ),
  lifeFacts: z.array(
    z.object({
      kind: z.enum(lifeKinds),
      term: text,
      content: z.record(z.string(), z.unknown()),
      from: day,
      until: day.nullable(),
      atLeast: z.boolean(),
      source: z.enum(lifeSources),
      proof: text,
      statedOn: day,
      by: text,
      corrected: moment.nullable(),
    }),
  ),
  encounters: z.array(
    z.object({
      id: z.string(),
      onDay: day,
      halfDay: text,
      kind: z.string(),
      site: text,
      structure: text,
      professional: text,
      corrected: moment.nullable(),
    }),
  ),
  encounterWords: z.array(
    z.object({
      encounterId: z.string(),
      onDay: day,
      list: z.string(),
      word: z.string(),
      corrected: moment.nullable(),
    }),
  ),
  presences: z.array(
    z.object({
      encounterId: z.string(),
      onDay: day,
      part: z.string(),
      professional: text,
      who: text,
      language: text,
      minutes: z.number().nullable(),
      means: text,
    }),
  ),
  notes: z.array(
    z.union([
      /** Kept back: it tells of a third party (CSP L1111-7). */
      z.object({ id: z.string(), signedAt: moment, withheld: z.literal(true) }),
      z.object({
        id: z.string(),
        encounterId: text,
        nature: z.enum(["clinical", "social_notes", "useful"]),
        template: z.string(),
        body: z.string(),
        said: z.string(),
        agreed: z.string(),
        amends: text,
        by: z.string(),
        role: text,
        signedAt: moment,
      }),
    ]),
  ),
  essentials: z.array(
    z.object({
      kind: z.enum(essentialKinds),
      content: z.record(z.string(), z.unknown()),
      onDay: day,
      by: text,
      corrected: moment.nullable(),
    }),
  ),
  appointments: z.array(
    z.object({
      day,
      start: moment,
      end: moment,
      site: text,
      service: z.string(),
      professional: text,
      state: z.string(),
      bookedBy: text,
      bookedAt: moment,
      coverConfirmed: z.enum(coverConfirmations).nullable(),
      details: z.array(
        z.object({
          part: z.string(),
          words: text,
          content: z.record(z.string(), z.unknown()).nullable(),
        }),
      ),
      reminders: z.array(z.object({ channel: z.string(), state: z.string(), words: text, at: moment })),
      steps: z.array(
        z.object({
          from: z.string(),
          to: z.string(),
          was: moment.nullable(),
          words: text,
          by: text,
          at: moment,
        }),
      ),
    }),
  ),
  /** Since when they want no reminders. */
  remindersStopped: z.array(z.object({ since: moment, by: z.string() })),
  calls: z.array(
    z.object({
      day,
      reason: z.enum(callReasons),
      outcome: z.enum(callOutcomes),
      urgentAt: moment.nullable(),
      told: text,
      toCallBack: text,
      number: text,
      calledBackAt: moment.nullable(),
      by: text,
    }),
  ),
  waiting: z.array(
    z.object({
      service: z.string(),
      since: moment,
      until: day.nullable(),
      words: text,
      state: z.string(),
      by: text,
    }),
  ),
  questionnaires: z.array(
    z.object({
      onDay: day,
      label: z.string(),
      version: z.string(),
      answers: z.array(z.object({ question: z.string(), answer: z.string() })),
      score: z.number(),
      by: z.string(),
    }),
  ),
  acts: z.array(
    z.object({
      id: z.string(),
      encounterId: z.string(),
      onDay: day,
      code: z.string(),
      quantity: z.number(),
      cents: z.number(),
      by: z.string(),
      corrected: moment.nullable(),
    }),
  ),
  actShares: z.array(
    z.object({
      actId: z.string(),
      part: z.enum(shares),
      cents: z.number(),
      payer: text,
      state: z.enum(shareStates),
      sentOn: day.nullable(),
      from: moment,
      until: moment.nullable(),
    }),
  ),
  documents: z.array(
    z.object({
      id: z.string(),
      type: z.string(),
      label: z.string(),
      onDay: day.nullable(),
      origin: z.enum(["received", "printed"]),
      filedAt: moment,
      by: z.string(),
      withdrawnAt: moment.nullable(),
    }),
  ),
  tasks: z.array(
    z.object({
      what: z.string(),
      dueOn: day.nullable(),
      by: z.string(),
      madeAt: moment,
      doneAt: moment.nullable(),
    }),
  ),
  consents: z.array(
    z.object({
      to: text,
      natures: z.array(z.string()),
      means: z.string(),
      informationGiven: z.string(),
      language: z.string(),
      interpreter: z.boolean(),
      collectedBy: z.string(),
      givenOn: day,
      endsOn: day.nullable(),
      correction: text,
      corrected: moment.nullable(),
      withdrawnOn: day.nullable(),
      withdrawnAt: moment.nullable(),
      withdrawnWords: text,
    }),
  ),
  declarations: z.array(
    z.object({
      by: z.string(),
      structure: z.string(),
      at: moment,
      family: z.string(),
      given: z.string(),
      birth: text,
      asks: z.string(),
    }),
  ),
  referrals: z.array(
    z.object({
      by: z.string(),
      structure: z.string(),
      at: moment,
      family: z.string(),
      given: z.string(),
      birth: text,
      phone: z.string(),
      urgent: z.boolean(),
      situation: z.string(),
      facts: z.record(z.string(), z.unknown()),
      renounced: z.array(z.object({ care: z.string(), reasons: z.array(z.string()) })),
      agreed: z.object({ cover: z.boolean(), attendance: z.boolean(), papers: z.boolean() }),
      agreedOn: day,
      state: z.string(),
      decisions: z.array(
        z.object({
          outcome: z.string(),
          where: z.string(),
          words: z.string(),
          conditions: z.array(z.object({ code: z.string(), met: z.unknown(), why: z.string() })),
          ruleVersion: z.string(),
          by: z.string(),
          at: moment,
        }),
      ),
    }),
  ),
  coverConfirmations: z.array(z.object({ state: z.string(), onDay: day, by: z.string() })),
  objections: z.array(
    z.object({
      to: z.string(),
      saidOn: day,
      means: z.string(),
      words: z.string(),
      liftedOn: day.nullable(),
      liftedWords: text,
    }),
  ),
  emergencies: z.array(
    z.object({
      at: moment,
      by: z.string(),
      reason: z.string(),
      words: z.string(),
      outcome: text,
      toldOn: day.nullable(),
    }),
  ),
  apart: z.array(z.object({ block: z.string(), since: day })),
  holds: z.array(
    z.object({ reason: z.string(), until: day.nullable(), at: moment, endedAt: moment.nullable() }),
  ),
  requests: z.array(
    z.object({
      askedOn: day,
      askedBy: z.string(),
      means: z.string(),
      dueOn: day,
      closedOn: day.nullable(),
      outcome: text,
      words: text,
    }),
  ),
  /** Who read or wrote: one line for each professional, day and kind of act, latest first; as far as the trail is kept. */
  consulted: z.array(
    z.object({
      day,
      name: text,
      role: text,
      structure: text,
      told: z.string(),
      times: z.number(),
      reason: text,
    }),
  ),
});
export type RecordCopy = z.infer<typeof recordCopySchema>;
