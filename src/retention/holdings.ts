/** What becomes of a table's rows about a person: erased, or why not; given to the person, or why not. */
export interface Holding {
  /**
   * The clock its rows follow: one block's, each row's by its nature, or the record's own (the block kept longest).
   * Each is erased by `retention.erase` (migrations/0026_retention.sql). Otherwise a reason.
   */
  readonly clock: "social" | "clinical" | "nature" | "record" | { readonly not: string };
  /** The part of the person's copy that gives it (record.export_record, docs/record-export.md), or a reason. */
  readonly given: string | { readonly not: string };
}

const PAGES = "serves the page only: it repeats what the copy gives";
const WORKINGS = "serves the search only: it repeats names and numbers that the copy gives";
const WITH_REQUEST = "goes with its request (on delete cascade)";
const WITH_REFERRAL = "goes with its referral (on delete cascade)";
const STAGED = "a file being imported, not yet part of the record";

/**
 * Every table that holds something of a person. `tests/system/retention-catalogue.test.ts` compares it with the
 * database: a table that can lead to a person and is not here fails, and is told what to do.
 */
export const holdings: Readonly<Record<string, Holding>> = {
  "people.person": { clock: "record", given: "records" },
  "people.registration": { clock: "record", given: "records" },
  "people.identity": { clock: "record", given: "identities" },
  "people.name_variant": { clock: "record", given: "spellings" },
  "people.contact": { clock: "record", given: "contacts" },
  "people.social_number": { clock: "record", given: "numbers" },
  "people.program_number": { clock: "record", given: "programNumbers" },
  "people.insi_answer": { clock: "record", given: "insiAnswers" },
  "people.situation_statement": { clock: "social", given: "housing" },
  "people.life_fact": { clock: "nature", given: "lifeFacts" },
  "people.alias": { clock: "record", given: "joined" },
  "people.distinct_pair": {
    clock: "record",
    given: { not: "says that someone else exists: information about a third party (CSP L1111-7)" },
  },
  "people.search_entry": { clock: "record", given: { not: WORKINGS } },
  "record.present": {
    clock: "nature",
    given: { not: "says in which blocks of the page something is: the copy gives what is there" },
  },
  "record.written": { clock: "record", given: { not: PAGES } },
  "record.touched": { clock: "record", given: { not: PAGES } },
  "rights.cover_statement": { clock: "social", given: "coverStatements" },
  "rights.cover_interval": { clock: "social", given: "coverIntervals" },
  "rights.request": { clock: "nature", given: "rightRequests" },
  "rights.request_step": { clock: { not: WITH_REQUEST }, given: "rightRequests" },
  "rights.request_log": { clock: { not: WITH_REQUEST }, given: "rightRequests" },
  "rights.request_member": {
    clock: { not: `${WITH_REQUEST}; of another's request, it forgets who (retention.erase)` },
    given: { not: "who else it is for is information about third parties: their number is given" },
  },
  "rights.request_paper": { clock: { not: WITH_REQUEST }, given: "rightRequests" },
  "rights.request_fact": { clock: { not: WITH_REQUEST }, given: "rightRequests" },
  "rights.caisse_tie": { clock: "social", given: "caisses" },
  "care.encounter": { clock: "record", given: "encounters" },
  "care.encounter_presence": { clock: "record", given: "presences" },
  "care.encounter_term": { clock: "nature", given: "encounterWords" },
  "agenda.appointment": { clock: "record", given: "appointments" },
  "agenda.appointment_detail": { clock: "nature", given: "appointments" },
  "agenda.appointment_step": { clock: "record", given: "appointments" },
  "agenda.round_line": { clock: "record", given: "appointments" },
  "agenda.reminder": { clock: "record", given: "appointments" },
  "agenda.reminder_stop": { clock: "record", given: "remindersStopped" },
  "telephone.call": { clock: "record", given: "calls" },
  "agenda.waiting": { clock: "nature", given: "waiting" },
  "care.instrument_answer": { clock: "nature", given: "questionnaires" },
  "care.note": { clock: "nature", given: "notes" },
  "care.essential": { clock: "nature", given: "essentials" },
  "care.note_draft": {
    clock: "nature",
    given: { not: "a draft is not signed: nothing of the record yet, and its author’s alone" },
  },
  "funding.act": { clock: "record", given: "acts" },
  "funding.part": { clock: "record", given: "actShares" },
  "papers.document": { clock: "nature", given: "documents" },
  "papers.content": {
    clock: { not: "goes with its document (on delete cascade)" },
    given: { not: "the copy lists the documents; each is printed or copied beside it, from the record" },
  },
  "tasks.task": { clock: "nature", given: "tasks" },
  "access.objection": { clock: "record", given: "objections" },
  "access.break_glass": { clock: "record", given: "emergencies" },
  "access.consent": { clock: "record", given: "consents" },
  "access.outside_declaration": { clock: "record", given: "declarations" },
  "admission.referral": { clock: "social", given: "referrals" },
  "admission.referral_word": { clock: { not: WITH_REFERRAL }, given: "referrals" },
  "admission.decision": { clock: { not: WITH_REFERRAL }, given: "referrals" },
  "admission.attestation": {
    clock: { not: WITH_REFERRAL },
    given: { not: "a document of the record once the referral has one, until then of nobody known" },
  },
  "admission.link": {
    clock: {
      not: "it is of who refers: what is typed is gone once sent, and it goes thirty days after it ended",
    },
    given: { not: "a way in of who has no account: nothing of the person" },
  },
  "admission.cover_confirmation": { clock: "social", given: "coverConfirmations" },
  "intake.taken_row": {
    clock: "record",
    given: { not: "fingerprints of rows of a file: nothing that the encounters do not say" },
  },
  "intake.staged_person": { clock: "record", given: { not: STAGED } },
  "intake.staged_visit": { clock: "record", given: { not: STAGED } },
  "retention.apart": { clock: "record", given: "apart" },
  "retention.restored": { clock: "record", given: "apart" },
  "retention.hold": { clock: "record", given: "holds" },
  "retention.access_request": { clock: "record", given: "requests" },
  "retention.plan_item": {
    clock: { not: "forgets the person in the act that erases them (retention.step)" },
    given: { not: "what was planned, which « apart » says once done" },
  },
  "audit.entry": {
    clock: {
      not: "its own legal time: pruned whole by `maillage retention`, never one person at a time, or the chain would lie",
    },
    given: "consulted",
  },
};
