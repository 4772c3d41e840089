import { type Role, roles } from "../model.ts";

/** Sets of roles that several routes share; each says what its members have in common. */

export const EVERYONE = roles.filter((role) => role !== "console");

const CARE_PROFESSIONALS: readonly Role[] = [
  "nurse",
  "coordinating_nurse",
  "doctor",
  "paramedic",
  "medical_director",
];
/** Who notes the acts of a visit: those who do them, and the administrative desk where the code tells nothing of care. */
export const ACT_WRITERS: readonly Role[] = [...CARE_PROFESSIONALS, "administrative_officer"];
/** Who writes notes of their own, and what is essential: care professionals, and the centre's social workers. */
export const NOTE_WRITERS: readonly Role[] = ["social_worker", ...CARE_PROFESSIONALS];
/** A trainee drafts; their supervisor signs. */
export const NOTE_DRAFTERS: readonly Role[] = [...NOTE_WRITERS, "trainee"];
/** Who asks the questions of a short instrument: EPICES is the social situation, the others are care. */
export const INSTRUMENT_WRITERS: readonly Role[] = [...NOTE_WRITERS, "outside_social_worker"];
/** Who hears the person at first hand, in the centre: their objections, and that they were told. */
export const HEARERS: readonly Role[] = [...NOTE_WRITERS, "reception", "administrative_officer", "mediator"];
export const ENCOUNTER_WRITERS: readonly Role[] = [...HEARERS, "telephone_desk", "outside_social_worker"];
/** Whose work has tasks about people. */
export const TASK_HOLDERS: readonly Role[] = [...ENCOUNTER_WRITERS, "trainee"];

/** Roles that hold the identity of people (handbook 2.2, first line of the matrix). */
export const IDENTITY_READERS: readonly Role[] = [...TASK_HOLDERS, "prescriber"];
/** Without partners, who read by consent. */
export const IDENTITY_OF_TEAM_READERS = without(IDENTITY_READERS, "prescriber", "outside_social_worker");
/** Of the team, who reads cover: what is summed up of a situation begins there. */
export const SUMMARISERS = without(IDENTITY_OF_TEAM_READERS, "telephone_desk");
export const IDENTITY_WRITERS = without(IDENTITY_READERS, "mediator", "paramedic", "trainee");
/** What the identity block holds beyond what an outside telephone desk works with. */
export const IDENTITY_DETAIL_READERS = without(IDENTITY_READERS, "telephone_desk");
export const IDENTITY_DETAIL_WRITERS = without(IDENTITY_WRITERS, "telephone_desk");
/** A new record belongs to the actor's own structure: partners refer, they do not open records. */
export const RECORD_CREATORS = without(IDENTITY_WRITERS, "prescriber", "outside_social_worker");
export const COVER_WRITERS = without(IDENTITY_DETAIL_WRITERS, "doctor", "medical_director");
/** Who files documents; whoever reads the detail of identity holds a block a document may be of. */
export const DOCUMENT_WRITERS: readonly Role[] = [...IDENTITY_DETAIL_WRITERS, "paramedic"];

/** Who says that two records are one person, or two: those who answer for identities, each trained for it. */
export const DUPLICATE_DECIDERS: readonly Role[] = [
  "social_worker",
  "administrative_officer",
  "coordinating_nurse",
  "medical_director",
];
/** Who collects a person's agreement to share outside the team, and notes it. */
export const CONSENT_KEEPERS: readonly Role[] = [
  ...without(NOTE_WRITERS, "paramedic"),
  "administrative_officer",
];
/** Who follows requests for rights; doctors those of care: a disability file, a residence permit for care. */
export const REQUEST_WRITERS: readonly Role[] = [...CONSENT_KEEPERS, "outside_social_worker"];
export const REQUEST_READERS: readonly Role[] = [...REQUEST_WRITERS, "mediator", "trainee"];
/** Outside the team: they read by consent, and open no record. */
export const PARTNERS: readonly Role[] = ["outside_social_worker", "prescriber"];
/** Who receives people referred to the centre, and decides by its rules. */
export const ADMITTERS: readonly Role[] = [...CONSENT_KEEPERS];
/** Who may break a record open in an emergency (access.glass_right). */
export const GLASS_BREAKERS: readonly Role[] = [
  ...without(NOTE_WRITERS, "paramedic"),
  "data_protection_officer",
];
/** Who writes down the legal basis of social security numbers, and how long records are kept. */
export const OFFICERS: readonly Role[] = ["data_protection_officer"];
export const GLASS_REVIEWERS: readonly Role[] = ["medical_director", "data_protection_officer"];
/** Who answers for how long records are kept: reads plans, approves them, holds records back. */
export const RETENTION_KEEPERS: readonly Role[] = ["data_protection_officer", "medical_director"];
/** Who looks for a record set apart and takes it back (the intermediate archive is reached by few). */
export const ARCHIVE_READERS: readonly Role[] = ["medical_director", "coordinating_nurse"];
/** Who notes that a person asks for their record, and how it ended; who tells them who read it. */
export const REQUEST_KEEPERS: readonly Role[] = [...OFFICERS, ...ARCHIVE_READERS, "administrative_officer"];

export const IMPORTERS: readonly Role[] = ["coordinating_nurse", "medical_director"];
export const REPORT_READERS: readonly Role[] = ["medical_director", "network_manager"];
export const TRAIL_READERS: readonly Role[] = ["auditor", "data_protection_officer"];
export const ACCOUNT_KEEPERS: readonly Role[] = ["technical_administrator"];
/** Who gives a colleague that lost a second factor a way back in. */
export const REENROLLERS: readonly Role[] = ["technical_administrator", "medical_director"];

function without(set: readonly Role[], ...left: Role[]): readonly Role[] {
  return set.filter((role) => !left.includes(role));
}

/** Who keeps the team's hours (access.capability "timetable"). */
export const TIMETABLE_KEEPERS: readonly Role[] = [
  "administrative_officer",
  "coordinating_nurse",
  "medical_director",
  "network_manager",
];
