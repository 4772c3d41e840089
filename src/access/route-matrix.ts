import { type Nature, natures, type Role, roles } from "./model.ts";

/** Who may call a route, and which blocks of information (handbook 2.2) it can carry. */
export interface RouteRule {
  readonly method: "GET" | "POST" | "PUT";
  readonly path: string;
  /** public: nobody need be signed in; step: signed in, or half-way through signing in. A role not named is denied. */
  readonly who: "public" | "step" | readonly Role[];
  /** What the answer or the body may hold; the database's own policies decide within it, role by role. */
  readonly natures: readonly Nature[];
  /** The act the audit trail names, when the route reads or writes anything of a person. */
  readonly audited: readonly string[];
}

const EVERYONE = roles.filter((role) => role !== "console");
/** Roles that hold the identity of people (handbook 2.2, first line of the matrix). */
const IDENTITY_READERS: readonly Role[] = [
  "reception",
  "telephone_desk",
  "prescriber",
  "outside_social_worker",
  "social_worker",
  "administrative_officer",
  "mediator",
  "nurse",
  "coordinating_nurse",
  "doctor",
  "paramedic",
  "trainee",
  "medical_director",
];
const IDENTITY_WRITERS = IDENTITY_READERS.filter(
  (role) => !["mediator", "paramedic", "trainee"].includes(role),
);
/** What the identity block holds beyond what an outside telephone desk works with. */
const IDENTITY_DETAIL_READERS = IDENTITY_READERS.filter((role) => role !== "telephone_desk");
const IDENTITY_DETAIL_WRITERS = IDENTITY_WRITERS.filter((role) => role !== "telephone_desk");
/** A new record belongs to the actor's own structure: partners refer, they do not open records. */
const RECORD_CREATORS = IDENTITY_WRITERS.filter(
  (role) => !["prescriber", "outside_social_worker"].includes(role),
);
const COVER_WRITERS: readonly Role[] = [
  "reception",
  "prescriber",
  "outside_social_worker",
  "social_worker",
  "administrative_officer",
  "nurse",
  "coordinating_nurse",
];
const ENCOUNTER_WRITERS: readonly Role[] = [
  "reception",
  "telephone_desk",
  "outside_social_worker",
  "social_worker",
  "administrative_officer",
  "mediator",
  "nurse",
  "coordinating_nurse",
  "doctor",
  "paramedic",
  "medical_director",
];
/** Whose work has tasks about people. */
const TASK_HOLDERS: readonly Role[] = [...ENCOUNTER_WRITERS, "trainee"];
/** Who says that two records are one person, or two: those who answer for identities, each trained for it. */
const DUPLICATE_DECIDERS: readonly Role[] = [
  "social_worker",
  "administrative_officer",
  "coordinating_nurse",
  "medical_director",
];
/** Who writes notes of their own: care professionals, and the centre's social workers. */
const NOTE_WRITERS: readonly Role[] = [
  "social_worker",
  "nurse",
  "coordinating_nurse",
  "doctor",
  "paramedic",
  "medical_director",
];
/** Who asks the questions of a short instrument: EPICES is the social situation, the others are care. */
const INSTRUMENT_WRITERS: readonly Role[] = [...NOTE_WRITERS, "outside_social_worker"];
/** A trainee drafts; their supervisor signs. */
const NOTE_DRAFTERS: readonly Role[] = [...NOTE_WRITERS, "trainee"];
/** Who notes allergies, treatments, constants… each what handbook 2.2 gives them: see essentialsOf. */
const ESSENTIAL_WRITERS: readonly Role[] = [
  "social_worker",
  "nurse",
  "coordinating_nurse",
  "doctor",
  "paramedic",
  "medical_director",
];
const ESSENTIALS: readonly Nature[] = ["clinical", "useful", "social_situation", "social_notes"];
const NOTES: readonly Nature[] = ["clinical", "social_notes", "useful"];
/** Who holds a block a document may be of, to read or to file. */
const DOCUMENT_READERS = IDENTITY_DETAIL_READERS;
const DOCUMENT_WRITERS = IDENTITY_DETAIL_WRITERS.concat("paramedic");
const DOCUMENTS: readonly Nature[] = [
  "identity_detail",
  "cover",
  "right_requests",
  "social_situation",
  "social_notes",
  "clinical",
];
/** A task has the nature of what it tells: any block of a person's, and names to say whom it is about. */
const TASKS: readonly Nature[] = [
  "identity",
  "identity_detail",
  "cover",
  "right_requests",
  "social_situation",
  "social_notes",
  "clinical",
  "useful",
  "appointments",
  "money",
];
const IMPORTERS: readonly Role[] = ["coordinating_nurse", "medical_director"];
const REPORT_READERS: readonly Role[] = ["medical_director", "network_manager"];
const TRAIL_READERS: readonly Role[] = ["auditor", "data_protection_officer"];
const ACCOUNT_KEEPERS: readonly Role[] = ["technical_administrator"];
/** Who writes down the legal basis of social security numbers, and how long records are kept. */
const OFFICERS: readonly Role[] = ["data_protection_officer"];
/** Who answers for how long records are kept: reads plans, approves them, holds records back. */
const RETENTION_KEEPERS: readonly Role[] = ["data_protection_officer", "medical_director"];
/** Who looks for a record set apart and takes it back (the intermediate archive is reached by few). */
const ARCHIVE_READERS: readonly Role[] = ["medical_director", "coordinating_nurse"];
/** Who notes that a person asks for their record, and how it ended. */
const REQUEST_KEEPERS: readonly Role[] = [
  "data_protection_officer",
  "medical_director",
  "administrative_officer",
  "coordinating_nurse",
];
/** Who gives a colleague that lost a second factor a way back in. */
const REENROLLERS: readonly Role[] = ["technical_administrator", "medical_director"];

/** Who may break a record open in an emergency (access.glass_right). */
const GLASS_BREAKERS: readonly Role[] = [
  "doctor",
  "medical_director",
  "nurse",
  "coordinating_nurse",
  "social_worker",
  "data_protection_officer",
];
const GLASS_REVIEWERS: readonly Role[] = ["medical_director", "data_protection_officer"];
/** Who hears the person at first hand, in the centre: their objections, and that they were told. */
const HEARERS: readonly Role[] = [
  "reception",
  "social_worker",
  "administrative_officer",
  "mediator",
  "nurse",
  "coordinating_nurse",
  "doctor",
  "paramedic",
  "medical_director",
];
/** Who collects a person's agreement to share outside the team, and notes it. */
const CONSENT_KEEPERS: readonly Role[] = [
  "social_worker",
  "administrative_officer",
  "nurse",
  "coordinating_nurse",
  "doctor",
  "medical_director",
];
/** Outside the team: they read by consent, and open no record. */
const PARTNERS: readonly Role[] = ["outside_social_worker", "prescriber"];
/** Who answers a person that asks who read their record. */
const ACCESS_TELLERS: readonly Role[] = [
  "administrative_officer",
  "coordinating_nurse",
  "medical_director",
  "data_protection_officer",
];

const PAGE: readonly Nature[] = [
  "identity",
  "identity_detail",
  "cover",
  "social_situation",
  "right_requests",
  "social_notes",
  "clinical",
  "useful",
  "appointments",
  // Of tasks alone: each has the nature of what it tells.
  "money",
];

function rule(
  method: RouteRule["method"],
  path: string,
  who: RouteRule["who"],
  natures: readonly Nature[] = [],
  audited: readonly string[] = [],
): RouteRule {
  return { method, path, who, natures, audited };
}

/**
 * Every route of the API. A route that is not here stops the server from starting, and fails the tests; a role
 * that is not named is refused by the database when the session enters (access.enter).
 */
export const routeMatrix: readonly RouteRule[] = [
  rule("GET", "/api/health", "public"),
  rule("GET", "/api/openapi.json", "public"),
  rule("GET", "/api/installation", "public"),
  rule("POST", "/api/sign-in", "public"),
  rule("POST", "/api/sign-in/totp", "public"),
  rule("POST", "/api/sign-in/forgotten", "public"),
  rule("POST", "/api/sign-in/passkey/options", "public"),
  rule("POST", "/api/sign-in/passkey", "public"),
  rule("POST", "/api/demonstration/sign-in", "public"),
  rule("POST", "/api/set-up/inspect", "public"),
  rule("POST", "/api/set-up", "public"),
  rule("POST", "/api/invitation/inspect", "public"),
  rule("POST", "/api/invitation/accept", "public"),
  rule("POST", "/api/security/totp/start", "step"),
  rule("POST", "/api/security/totp/confirm", "step"),
  rule("POST", "/api/security/passkeys/options", "step"),
  rule("POST", "/api/security/passkeys", "step"),
  rule("POST", "/api/security/proof", "step"),
  rule("POST", "/api/security/proof/totp", "step"),
  rule("POST", "/api/security/proof/passkey/options", "step"),
  rule("POST", "/api/security/proof/passkey", "step"),
  rule("POST", "/api/sign-out", "step"),

  rule("GET", "/api/me", EVERYONE),
  rule("GET", "/api/sessions", EVERYONE),
  rule("POST", "/api/sessions/:id/close", EVERYONE, [], ["session.close"]),
  rule("POST", "/api/session/assignment", EVERYONE, [], ["session.assignment"]),
  rule("GET", "/api/vocabulary", EVERYONE),
  // Published amounts and durations: nothing of anyone.
  rule("GET", "/api/rights/parameters", EVERYONE),

  rule("POST", "/api/people/search", IDENTITY_READERS, ["identity"], ["person.search"]),
  rule("GET", "/api/people/recent", IDENTITY_READERS, ["identity"], ["person.list"]),
  rule("POST", "/api/people", RECORD_CREATORS, ["identity"], ["person.create"]),
  // The officer opens none but those they broke open.
  rule("GET", "/api/people/:id", [...IDENTITY_READERS, "data_protection_officer"], PAGE, ["person.open"]),
  rule("PUT", "/api/people/:id/identity", IDENTITY_WRITERS, ["identity"], ["identity.revise"]),
  rule("PUT", "/api/people/:id/ways", IDENTITY_WRITERS, ["identity", "identity_detail"], ["contact.revise"]),
  rule("PUT", "/api/people/:id/speech", IDENTITY_DETAIL_WRITERS, ["identity_detail"], ["contact.revise"]),
  rule("PUT", "/api/people/:id/number", IDENTITY_DETAIL_WRITERS, ["identity_detail"], ["number.record"]),
  rule(
    "POST",
    "/api/people/:id/number/reveal",
    IDENTITY_DETAIL_READERS,
    ["identity_detail"],
    ["number.reveal"],
  ),
  rule("GET", "/api/number-bases", OFFICERS),
  rule("POST", "/api/number-bases", OFFICERS, [], ["number.allow"]),
  rule("POST", "/api/number-bases/end", OFFICERS, [], ["number.forbid"]),
  // The list of the communes of France: nothing of anyone.
  rule("POST", "/api/communes", IDENTITY_WRITERS),
  rule(
    "PUT",
    "/api/people/:id/addresses",
    IDENTITY_WRITERS,
    ["identity", "identity_detail"],
    ["address.revise"],
  ),
  rule("PUT", "/api/people/:id/death", IDENTITY_WRITERS, ["identity"], ["death.record"]),
  rule("POST", "/api/people/:id/cover-statements", COVER_WRITERS, ["cover"], ["cover.state"]),
  rule("GET", "/api/instruments", EVERYONE),
  rule(
    "POST",
    "/api/people/:id/instruments",
    INSTRUMENT_WRITERS,
    ["clinical", "social_situation"],
    ["instrument.record"],
  ),
  rule("GET", "/api/tasks", TASK_HOLDERS, TASKS, ["task.list"]),
  // Names of colleagues: nothing of anyone received.
  rule("GET", "/api/tasks/recipients", ENCOUNTER_WRITERS),
  rule("POST", "/api/people/:id/tasks", ENCOUNTER_WRITERS, TASKS, ["task.add"]),
  rule("POST", "/api/people/:id/tasks/:task/mark", TASK_HOLDERS, TASKS, ["task.done", "task.undone"]),
  rule(
    "POST",
    "/api/people/:id/encounters",
    ENCOUNTER_WRITERS,
    ["appointments", "clinical", "useful", "cover"],
    ["encounter.record"],
  ),

  rule("GET", "/api/people/:id/rights", HEARERS, ["identity"], ["person.rights"]),
  rule("POST", "/api/people/:id/objections", HEARERS, ["identity"], ["objection.record"]),
  rule("POST", "/api/people/:id/objections/:objection/lift", HEARERS, ["identity"], ["objection.lift"]),
  rule("POST", "/api/people/:id/openings/:opening/told", HEARERS, ["identity"], ["glass.told"]),
  // Which blocks one may read of a person, and nothing of them: a screen asks it again and again, to clear itself in time.
  rule("GET", "/api/people/:id/reading", [...IDENTITY_READERS, "data_protection_officer"]),
  rule(
    "GET",
    "/api/people/:id/sharing",
    [...CONSENT_KEEPERS, "data_protection_officer"],
    ["identity"],
    ["sharing.read"],
  ),
  rule("POST", "/api/people/:id/sharing/notice", CONSENT_KEEPERS, ["identity"], ["sharing.print"]),
  rule(
    "POST",
    "/api/people/:id/consents",
    CONSENT_KEEPERS,
    ["identity"],
    ["consent.record", "consent.correct"],
  ),
  rule(
    "POST",
    "/api/people/:id/consents/:consent/withdraw",
    CONSENT_KEEPERS,
    ["identity"],
    ["consent.withdraw"],
  ),
  // What a partner typed, whoever it is of.
  rule("GET", "/api/declarations/mine", PARTNERS, ["identity"], ["declaration.list"]),
  rule("POST", "/api/declarations", PARTNERS, ["identity"], ["declaration.make"]),
  rule(
    "GET",
    "/api/declarations",
    DUPLICATE_DECIDERS,
    ["identity", "identity_detail", "right_requests"],
    ["declaration.list"],
  ),
  rule(
    "POST",
    "/api/declarations/:id/resolve",
    DUPLICATE_DECIDERS,
    ["identity"],
    ["declaration.resolve", "declaration.close"],
  ),
  rule("POST", "/api/people/:id/accesses", ACCESS_TELLERS, ["identity"], ["person.accesses"]),
  rule("GET", "/api/glass", GLASS_BREAKERS),
  rule("POST", "/api/glass", GLASS_BREAKERS, [], ["glass.open", "glass.sought"]),
  rule("POST", "/api/glass/:opening/close", GLASS_BREAKERS, [], ["glass.close"]),
  rule("POST", "/api/glass/review", GLASS_REVIEWERS, ["identity"], ["glass.list"]),
  rule("POST", "/api/glass/:opening/review", GLASS_REVIEWERS, [], ["glass.review"]),

  rule("POST", "/api/duplicates", DUPLICATE_DECIDERS, ["identity"], ["person.pairs"]),
  rule(
    "POST",
    "/api/duplicates/compare",
    DUPLICATE_DECIDERS,
    ["identity", "appointments", "cover"],
    ["person.compare"],
  ),
  rule("POST", "/api/duplicates/merge", DUPLICATE_DECIDERS, [], ["person.merge"]),
  rule("POST", "/api/duplicates/separate", DUPLICATE_DECIDERS, [], ["person.unmerge"]),
  rule(
    "POST",
    "/api/duplicates/distinct",
    DUPLICATE_DECIDERS,
    [],
    ["person.distinct", "person.distinct_undone"],
  ),

  rule("PUT", "/api/people/:id/notes/:note/draft", NOTE_DRAFTERS, NOTES, ["note.draft"]),
  rule("POST", "/api/people/:id/notes/:note/discard", NOTE_DRAFTERS, NOTES, ["note.discard"]),
  rule("POST", "/api/people/:id/notes/:note/submit", ["trainee"], NOTES, ["note.draft", "note.submit"]),
  rule("POST", "/api/people/:id/notes/:note/recall", ["trainee"], NOTES, ["note.recall"]),
  rule("POST", "/api/people/:id/notes/:note/return", NOTE_WRITERS, NOTES, ["note.return"]),
  rule("POST", "/api/people/:id/notes/:note/countersign", NOTE_WRITERS, NOTES, [
    "person.open",
    "note.countersign",
  ]),
  rule("POST", "/api/people/:id/notes/:note/sign", NOTE_WRITERS, NOTES, ["note.sign"]),

  rule("POST", "/api/people/:id/documents/:document", DOCUMENT_WRITERS, DOCUMENTS, ["document.file"]),
  rule("GET", "/api/people/:id/documents/:document/view", DOCUMENT_READERS, DOCUMENTS, ["document.open"]),
  rule("POST", "/api/people/:id/documents/:document/download", DOCUMENT_READERS, DOCUMENTS, [
    "document.download",
  ]),
  rule("POST", "/api/people/:id/documents/:document/withdraw", DOCUMENT_WRITERS, DOCUMENTS, [
    "document.withdraw",
  ]),
  rule("PUT", "/api/people/:id/essentials/:essential", ESSENTIAL_WRITERS, ESSENTIALS, ["essential.write"]),
  rule("POST", "/api/people/:id/essentials/:essential/withdraw", ESSENTIAL_WRITERS, ESSENTIALS, [
    "essential.withdraw",
  ]),

  rule(
    "POST",
    "/api/people/:id/prints/:print",
    NOTE_WRITERS,
    ["identity", ...NOTES],
    ["document.compose", "document.print"],
  ),
  rule("GET", "/api/people/:id/prints/:print", NOTE_WRITERS, NOTES, ["document.open"]),

  rule("POST", "/api/imports", IMPORTERS, PAGE, ["intake.match", "intake.import", "intake.remember"]),
  // Reads the file sent and nothing that is recorded: it answers with rows of that same file.
  rule("POST", "/api/imports/refusals", IMPORTERS),
  rule("GET", "/api/imports/memory", IMPORTERS),
  rule("POST", "/api/imports/memory/forget", IMPORTERS, [], ["intake.forget"]),
  rule("GET", "/api/imports", IMPORTERS),
  rule("POST", "/api/imports/:id/withdraw", IMPORTERS, PAGE, ["intake.withdraw"]),

  rule("POST", "/api/reports/activity", REPORT_READERS, [], ["report.read"]),
  rule("POST", "/api/reports/people", REPORT_READERS, ["identity"], ["report.list"]),
  rule("POST", "/api/reports/notes", REPORT_READERS),
  rule("POST", "/api/reports/notes/write", REPORT_READERS, [], ["report.note"]),
  rule("GET", "/api/reports/frozen", REPORT_READERS),
  rule("POST", "/api/reports/frozen", REPORT_READERS, [], ["report.read", "report.freeze"]),
  rule("GET", "/api/reports/frozen/:id", REPORT_READERS, [], ["report.read"]),
  rule("POST", "/api/reports/export", REPORT_READERS, [], ["report.read", "report.export"]),

  rule("GET", "/api/retention", RETENTION_KEEPERS, [], ["retention.list"]),
  rule("POST", "/api/retention/plans", RETENTION_KEEPERS, [], ["retention.plan"]),
  rule("POST", "/api/retention/plans/:id/items", RETENTION_KEEPERS, [], ["retention.list"]),
  rule("POST", "/api/retention/plans/:id/approve", RETENTION_KEEPERS, [], ["retention.approve"]),
  rule("POST", "/api/retention/parameters", OFFICERS, [], ["retention.parameter"]),
  rule("POST", "/api/retention/holds", RETENTION_KEEPERS, [], ["retention.hold"]),
  rule("POST", "/api/retention/holds/:id/end", RETENTION_KEEPERS, [], ["retention.hold_end"]),
  rule("POST", "/api/retention/apart/search", ARCHIVE_READERS, ["identity"], ["retention.search"]),
  rule("POST", "/api/retention/apart/:id/restore", ARCHIVE_READERS, [], ["retention.restore"]),

  rule("GET", "/api/access-requests", REQUEST_KEEPERS, [], ["access.list"]),
  rule("POST", "/api/access-requests", REQUEST_KEEPERS, [], ["access.ask"]),
  rule("POST", "/api/access-requests/:id/close", REQUEST_KEEPERS, [], ["access.close"]),
  // The copy for the person themself: every block of theirs, on an open request (record.export_record).
  rule("POST", "/api/access-requests/:id/copy", ["medical_director"], natures, ["record.export"]),

  rule("GET", "/api/audit/choices", TRAIL_READERS),
  rule("POST", "/api/audit/entries", TRAIL_READERS, [], ["audit.read"]),
  rule("POST", "/api/audit/export", TRAIL_READERS, [], ["audit.export"]),
  rule("POST", "/api/audit/unusual", TRAIL_READERS, [], ["audit.unusual"]),
  rule("PUT", "/api/installation/unattended", ACCOUNT_KEEPERS, [], ["network.unattended"]),
  rule("GET", "/api/upkeep", ACCOUNT_KEEPERS, [], ["upkeep.read"]),
  rule("PUT", "/api/upkeep/plan", ACCOUNT_KEEPERS, [], ["backup.plan"]),
  rule("POST", "/api/upkeep/backup", ACCOUNT_KEEPERS, [], ["backup.make"]),
  rule("POST", "/api/upkeep/recovery-key", ACCOUNT_KEEPERS, [], ["backup.key"]),
  rule("PUT", "/api/sites/:id/letterhead", ACCOUNT_KEEPERS, [], ["network.letterhead"]),
  rule("GET", "/api/accounts", REENROLLERS),
  rule("POST", "/api/accounts", ACCOUNT_KEEPERS, [], ["account.create", "assignment.add", "account.link"]),
  rule("POST", "/api/accounts/:id/links", REENROLLERS, [], ["account.link"]),
  rule("POST", "/api/accounts/:id/assignments", ACCOUNT_KEEPERS, [], ["assignment.add"]),
  rule("POST", "/api/assignments/:id/end", ACCOUNT_KEEPERS, [], ["assignment.end"]),
  rule("POST", "/api/accounts/:id/close", ACCOUNT_KEEPERS, [], ["account.disable"]),
  rule("POST", "/api/accounts/:id/reopen", ACCOUNT_KEEPERS, [], ["account.enable"]),
  rule("GET", "/api/accounts/:id/sessions", ACCOUNT_KEEPERS),
];

const byRoute = new Map(routeMatrix.map((one) => [`${one.method} ${one.path}`, one]));

/** The rule of a route pattern ("/api/people/:id"), or undefined when nobody may call it. */
export function ruleOf(method: string, path: string): RouteRule | undefined {
  return byRoute.get(`${method} ${path}`);
}

/**
 * Compares the routes a server really has with the matrix.
 * @returns French lines naming each route without a row, and each row without a route; empty when they agree
 */
export function disagreements(actual: readonly { method: string; path: string }[]): string[] {
  const present = new Set(actual.map((route) => `${route.method} ${route.path}`));
  return [
    ...[...present].filter((route) => !byRoute.has(route)).map((route) => `${route} : absente de la matrice`),
    ...[...byRoute.keys()].filter((route) => !present.has(route)).map((route) => `${route} : sans route`),
  ];
}
