/** The matrix of routes, walked whole on the real application: every role on every route, and nobody. */

import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Role, roles } from "../../src/access/model.ts";
import { type RouteRule, routeMatrix } from "../../src/access/route-matrix.ts";
import { startTypesetter } from "../../src/platform/typeset/typesetter.ts";
import { addDays } from "../../src/ui/days.ts";
import { newId } from "../../src/ui/new-id.ts";
import { arrangeFullCentre, type Centre, openSessionOf } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";
import { type Answer, depsOf, type ServedApp, serveApp } from "../support/served-app.ts";
import { bundleServer, type ServerBundle } from "../support/server-bundle.ts";

let centre: Centre;
let bundle: ServerBundle;
let app: ServedApp;
let person: string;
let other: string;
let importId: string;

beforeAll(async () => {
  [centre, bundle] = await Promise.all([arrangeFullCentre(), bundleServer()]);
  app = serveApp(centre, {
    workerUrl: bundle.workerUrl,
    maskingWorker: bundle.maskingWorker,
    typesetter: startTypesetter(bundle.typesetWorker),
  });
  person = await arrangePerson(centre.t.owner, {
    structure: centre.team,
    author: centre.who.doctor.account,
    family: "Connue",
  });
  other = await arrangePerson(centre.t.owner, {
    structure: centre.team,
    author: centre.who.doctor.account,
    family: "Konnue",
  });
  // Partners act for those who agreed to it.
  await centre.t.owner.query(
    `insert into access.consent (person_id, recipient_structure_id, natures, means, information_given, collected_by, given_on)
     values ($1, $2, array(select code from access.nature), 'oral', 'fiche', $3, '2020-01-01')`,
    [person, centre.outside, centre.who.social_worker.account],
  );
  const { rows } = await centre.t.owner.query<{ id: string }>(
    `insert into intake.import (structure_id, file_name, file_digest, planned_against, author_id) values ($1, 'a.csv', '', 0, $2) returning id`,
    [centre.team, centre.who.medical_director.account],
  );
  importId = rows[0]?.id ?? "";
});
afterAll(async () => {
  await centre.t.close();
});

type GuardedRule = RouteRule & { readonly who: readonly Role[] };

const REFUSED = JSON.stringify({
  code: "forbidden",
  message: "Votre rôle ne permet pas cette action. Rien n’a été modifié.",
});

// What objects to a role's access comes last: nothing of this person would be served to it any more.
const guarded = (routeMatrix.filter(({ who }) => Array.isArray(who)) as GuardedRule[]).toSorted(
  (a, b) => Number(a.path.includes("/objections")) - Number(b.path.includes("/objections")),
);
const nameOf = ({ method, path }: RouteRule) => `${method} ${path}`;

/** A body each route accepts, so that a refusal can only be of the role. */
function body({ method, path }: RouteRule, asker: string | null): unknown {
  const identity = { family: "Neuve", given: "Ana" };
  const socially = asker === centre.who.social_worker.token;
  const note = { nature: socially ? "social_notes" : "clinical", template: "consultation", body: "Essai." };
  const measured = { nature: "clinical", onDay: "2026-03-01" };
  const pulse = { kind: "measures", values: { pulse: "80" } };
  const forgone = {
    form: { kind: "renouncement", care: "dental", reasons: ["fear"] },
    ...measured,
    nature: "social_situation",
  };
  const answered = { id: newId(), onDay: "2026-03-01" };
  const agreement = {
    natures: ["cover"],
    means: "oral",
    informationGiven: "Notice remise.",
    language: "fr",
    interpreter: false,
    givenOn: "2026-03-01",
  };
  const went = {
    id: newId(),
    kind: "domiciliation_contact",
    content: {},
    from: "2026-03-01",
    statedOn: "2026-03-01",
    source: "declared",
  };
  const filed = { id: newId(), state: "filed", onDay: "2026-03-01" };
  const period = { from: "2020-01-01", to: "2020-12-31", knownOn: "2026-03-02" };
  // Of no structure: one person for each role is what the other tests count on.
  const place = {
    role: "nurse",
    structureId: person,
    supervisorId: null,
    from: "2026-03-02",
    until: null,
  };
  const bodies: Record<string, unknown> = {
    "POST /api/people/search": { words: "connue" },
    "POST /api/people": identity,
    "PUT /api/people/:id/identity": { version: 1, identity },
    "PUT /api/people/:id/ways": {
      seen: [],
      ways: [{ kind: "phone", value: "06 12 34 56 79" }],
    },
    "PUT /api/people/:id/speech": { seen: [], speech: { languages: [], interpreter: "needed" } },
    "PUT /api/people/:id/number": { seen: null, number: null },
    "POST /api/number-bases": {
      decidedOn: "2026-03-01",
      basis: "Décret 2019-341, article 2",
      category: "care",
    },
    "POST /api/communes": { words: "bourgoin" },
    "PUT /api/people/:id/addresses": {
      seen: [],
      addresses: [{ use: "postal", form: "own", communeCode: "38053", from: "2026-03-01" }],
      communesOnly: true,
    },
    "PUT /api/people/:id/death": { seen: [], death: null },
    "POST /api/people/:id/life": { seen: [], facts: [went] },
    "PUT /api/people/:id/life/:fact": { fact: went },
    "POST /api/people/:id/life/:fact/end": { id: newId(), lastDay: "2026-03-01", statedOn: "2026-03-01" },
    "POST /api/people/:id/cover-statements": {
      statedOn: "2026-03-01",
      cover: [{ layer: "base", scheme: "puma", source: "declared" }],
    },
    "POST /api/people/:id/cover-intervals": {
      id: newId(),
      cover: [{ layer: "base", scheme: "puma" }],
      from: "2026-03-01",
      to: null,
      source: "document",
      replace: true,
    },
    "PUT /api/people/:id/caisse": { id: newId(), caisse: "CPAM de l’Isère" },
    "POST /api/people/:id/requests": { id: newId(), type: "c2s", step: filed },
    "PUT /api/people/:id/requests/:request": {
      version: 1,
      authority: "",
      reference: "",
      nature: "right_requests",
      members: [],
    },
    "POST /api/people/:id/requests/:request/steps": { seen: newId(), step: filed },
    "POST /api/people/:id/requests/:request/steps/:step/correct": { step: filed },
    "POST /api/people/:id/requests/:request/log": { id: newId(), kind: "chase", onDay: "2026-03-01" },
    "POST /api/people/:id/requests/:request/keeper": { keeper: newId() },
    "POST /api/people/:id/requests/:request/papers": {
      papers: [{ id: newId(), line: newId(), kind: "identity", state: "asked", onDay: "2026-03-01" }],
    },
    "POST /api/people/:id/requests/:request/papers/facts": { id: newId(), fact: "foreign", answer: true },
    "POST /api/people/:id/requests/:request/papers/lists/:print": { siteId: newId(), language: "ar" },
    "POST /api/people/:id/requests/:request/letters/:print": {
      siteId: newId(),
      kind: "chasing",
      to: "CPAM",
      subject: "Relance",
      body: "Bonjour.",
    },
    "POST /api/rights/board": { view: "all" },
    "POST /api/rights/board/counts": {},
    "POST /api/rights/handovers": { id: newId(), from: newId(), to: newId(), seen: "" },
    "POST /api/rights/handovers/:id/undo": { id: newId() },
    "PUT /api/me/digest": { hour: null },
    "PUT /api/people/:id/notes/:note/draft": { ...note, version: 0 },
    "POST /api/people/:id/notes/:note/sign": note,
    "POST /api/people/:id/notes/:note/submit": { ...note, version: 0 },
    "POST /api/people/:id/notes/:note/return": { words: "À reprendre." },
    "POST /api/people/:id/notes/:note/countersign": { version: 1 },
    "POST /api/people/:id/prints/:print": {
      siteId: centre.site,
      typed: { kind: "letter", body: "Essai." },
    },
    "POST /api/people/:id/documents/:document/withdraw": { reason: "Essai." },
    "POST /api/people/:id/instruments": [
      centre.who.social_worker.token,
      centre.who.outside_social_worker.token,
    ].includes(asker ?? "")
      ? { ...answered, instrument: "epices", version: "11", answers: Array(11).fill(0) }
      : { ...answered, instrument: "phq2", version: "1999", answers: [0, 0] },
    "POST /api/people/:id/instruments/:answer/withdraw": { reason: "Essai." },
    "POST /api/people/:id/tasks": {
      id: newId(),
      nature: "appointments",
      what: "Rappeler",
      forRole: "doctor",
    },
    "POST /api/people/:id/tasks/:task/mark": { done: true },
    "PUT /api/people/:id/essentials/:essential": socially ? forgone : { form: pulse, ...measured },
    "POST /api/people/:id/encounters": { siteId: centre.site, onDay: "2026-03-01", kind: "interview" },
    "POST /api/people/:id/objections": {
      id: newId(),
      accountId: centre.who.telephone_desk.account,
      saidOn: "2026-03-01",
      means: "oral",
    },
    "POST /api/people/:id/objections/:objection/lift": { liftedOn: "2026-03-01", means: "oral" },
    "POST /api/people/:id/openings/:opening/told": { day: "2026-03-01" },
    "POST /api/people/:id/consents": { ...agreement, id: newId(), structureId: centre.outside },
    "POST /api/people/:id/consents/:consent/withdraw": { on: "2026-03-01", means: "oral" },
    "POST /api/declarations": {
      ...agreement,
      id: newId(),
      family: "Neuve",
      asks: "Un rendez-vous.",
      forStructure: true,
    },
    "POST /api/referrals": {
      id: newId(),
      family: "Neuve",
      facts: { grounds: ["social_precarity"] },
      agreed: { referred: true, cover: false, attendance: false, papers: false },
      means: "oral",
      agreedOn: "2026-03-01",
    },
    "POST /api/referrals/:id/withdraw": { decision: newId() },
    "POST /api/referrals/:id/cover": { id: newId(), cover: { state: "unchanged" } },
    "POST /api/referrals/:id/resolve": { personId: person },
    "POST /api/referrals/:id/facts": { seen: 1, facts: {} },
    "POST /api/referrals/:id/decide": { decision: newId(), seen: 1, outcome: "study" },
    "POST /api/referral-links": { name: "Ana Neuve", structure: "CCAS", email: "neuve@ccas.example" },
    "POST /api/declarations/:id/resolve": { outcome: "closed" },
    "POST /api/people/:id/accesses": { from: "2026-01-01", to: "2026-03-01" },
    "POST /api/glass": {
      id: newId(),
      reason: asker === centre.who.data_protection_officer.token ? "control" : "protection",
      words: "Essai de la matrice.",
      personId: person,
    },
    "POST /api/glass/:opening/review": { outcome: "justified" },
    "POST /api/duplicates/compare": { a: person, b: person },
    "POST /api/duplicates/merge": { kept: person, joined: other, seen: "" },
    "POST /api/duplicates/separate": { person, joinedTo: other, distinct: true },
    "POST /api/duplicates/distinct": { a: person, b: other, distinct: true },
    "POST /api/reports/activity": period,
    "POST /api/reports/people": { period, figure: "caseload" },
    "POST /api/reports/notes": period,
    "POST /api/reports/notes/write": {
      period,
      figure: "months",
      seen: 0,
      text: "Une infirmière est partie.",
    },
    "POST /api/reports/frozen": { period, name: "Bilan 2020" },
    "POST /api/reports/export": { period, format: "csv", audience: "outside" },
    "POST /api/retention/plans/:id/approve": { digest: "0".repeat(64) },
    "POST /api/retention/parameters": {
      code: "social_active",
      value: 24,
      validFrom: "2026-03-02",
      source: "Décision du conseil",
    },
    "POST /api/retention/holds": { id: newId(), localNumber: 1, reason: "Recours" },
    "POST /api/retention/apart/search": { family: "Connue" },
    "POST /api/retention/apart/:id/restore": { reason: "Revenue" },
    "POST /api/access-requests": {
      id: newId(),
      personId: person,
      askedOn: "2026-03-01",
      askedBy: "person",
      means: "oral",
    },
    "POST /api/agenda/slots": { service: newId(), from: "2026-03-02" },
    "POST /api/agenda/view": { from: "2026-03-02" },
    "POST /api/agenda/paper": { from: "2026-03-02", days: 1 },
    "POST /api/people/:id/appointments": {
      id: newId(),
      service: newId(),
      opening: newId(),
      start: "2026-03-03T09:00:00+01:00",
    },
    "POST /api/people/:id/appointments/wants": { service: newId() },
    "POST /api/people/:id/appointments/walk-in": { id: newId(), service: newId(), site: centre.site },
    "PUT /api/people/:id/appointments/:appointment/interpreter": { version: 1, interpreter: null },
    "POST /api/people/:id/appointments/:appointment/move": { version: 1, start: "2026-03-03T09:00:00+01:00" },
    "POST /api/people/:id/appointments/:appointment/state": { to: "arrived" },
    "POST /api/people/:id/waiting": { id: newId(), service: newId() },
    "POST /api/people/:id/waiting/:waiting/answer": { declined: null },
    "POST /api/agenda/reminders": { from: "2026-03-02", until: "2026-03-03" },
    "PUT /api/agenda/reminders/setting": { hour: 10 },
    "POST /api/people/:id/reminders/stop": { stopped: true },
    "POST /api/telephone/find": { words: "neuve" },
    "POST /api/telephone/calls": { id: newId(), reason: "other", outcome: "none" },
    "POST /api/agenda/half-days": { halfDays: [] },
    "POST /api/agenda/half-days/:series/change": { scope: "one", onDay: "2026-03-02", cancelled: true },
    "POST /api/agenda/absences": {
      id: newId(),
      professionalId: newId(),
      from: "2026-03-02T08:00:00",
      until: "2026-03-03T08:00:00",
    },
    "POST /api/agenda/closures": {
      id: newId(),
      siteId: newId(),
      from: "2026-03-02T08:00:00",
      until: "2026-03-03T08:00:00",
    },
    "POST /api/agenda/practitioners": { professionalId: newId() },
    "POST /api/agenda/rounds": {
      id: newId(),
      professionalId: newId(),
      from: "2026-03-02T08:00:00",
      until: "2026-03-03T08:00:00",
    },
    "POST /api/agenda/round-lines/:line/result": { result: "message" },
    "POST /api/agenda/calendars": { professionalId: newId() },
    "POST /api/agenda/services": {
      ...{ id: newId(), label: "Bilan", neutralLabel: "Rendez-vous", minutes: 20, nature: "appointments" },
      ...{ sites: [], bookingRoles: ["reception"], leadMinutes: 0, horizonDays: 90 },
      ...{ prescribed: false, active: true, givenBy: [] },
    },
    "POST /api/agenda/rooms": {
      ...{ id: newId(), siteId: newId(), label: "Salle", wheelchair: null, active: true },
    },
    "POST /api/agenda/line": { phone: "03 85 34 71 00", hours: [], bring: "", interpreter: null },
    "POST /api/agenda/hours": { from: "2026-03-01", to: "2026-03-31" },
    "POST /api/tariffs": { onDay: "2026-03-01", siteId: null },
    "POST /api/people/:id/encounters/:encounter/acts": { acts: [{ id: newId(), code: "G", quantity: 1 }] },
    "POST /api/funding/board": { state: "to_invoice" },
    "POST /api/funding/lists": { id: newId(), payer: "cpam", parts: 1, cents: 1 },
    "POST /api/funding/lists/:list/sheet": { format: "csv" },
    "POST /api/funding/figures": period,
    "POST /api/access-requests/:id/close": { closedOn: "2026-03-02", outcome: "withdrawn" },
    "POST /api/access-requests/:id/copy": { format: "json", personId: person },
    "POST /api/audit/entries": {},
    "POST /api/audit/export": {},
    "POST /api/audit/unusual": { from: "2026-02-01", to: "2026-03-01" },
    "POST /api/imports/memory/forget": { heading: "Passage du" },
    "PUT /api/sites/:id/letterhead": { letterhead: "12 rue de l’Exemple" },
    "PUT /api/installation/unattended": { telephoneDesk: 30, reception: 60, others: 120 },
    "POST /api/programs": { id: newId(), name: `Logiciel ${newId()}` },
    "POST /api/programs/care": { program: null, seen: null },
    // Of a day of its own: one funder at a time.
    "POST /api/funding/funders": {
      id: newId(),
      name: "Dotation",
      ...funded(),
      basis: "act",
      cents: 1,
    },
    "POST /api/people/:id/program-numbers": { id: newId(), program: newId(), number: "1" },
    "PUT /api/upkeep/plan": { place: null, at: "02:00", keep: 14, archive: true },
    "POST /api/accounts": { name: "Ana Neuve", email: "neuve@centre.example", ...place },
    "POST /api/accounts/:id/assignments": place,
    "POST /api/accounts/:id/links": { purpose: "invitation" },
    "POST /api/session/assignment": { assignmentId: person },
  };
  if (path === "/api/referrals/attestations/:document") return paper("cover_proof");
  if (path === "/api/people/:id/documents/:document")
    return paper(asker === centre.who.paramedic.token ? "result" : "identity");
  if (!["/api/imports", "/api/imports/refusals", "/api/tables"].includes(path) || method !== "POST")
    return bodies[`${method} ${path}`] ?? {};
  const form = new FormData();
  form.set("file", new File(["Date;Nom;Prénom\n03/02/2025;Durand;Paul\n"], "registre.csv"));
  form.set("dryRun", "true");
  return form;
}

function funded() {
  const day = addDays("1000-01-01", Math.floor(Math.random() * 300_000));
  return { from: day, until: day };
}

function paper(type: string): FormData {
  const form = new FormData();
  form.set("file", new File(["%PDF-1.7\nstartxref\n0\n%%EOF"], "papier.pdf"));
  form.set("type", type);
  return form;
}

function call(token: string | null, rule: RouteRule): Promise<Answer> {
  const id = rule.path.startsWith("/api/imports") ? importId : person;
  return app.ask(
    token,
    rule.method,
    rule.path.replace(":id", id).replace(/:[a-z]+/g, newId),
    body(rule, token),
  );
}

/** How many rows each table holds, the trail's included. */
async function state(): Promise<Record<string, number>> {
  const { rows } = await centre.t.owner.query<Record<string, number>>(
    `select (select count(*)::int from audit.entry) as entries, (select count(*)::int from care.note) as notes, (select count(*)::int from care.note_draft) as drafts, (select count(*)::int from care.essential) as essentials, (select count(*)::int from papers.document) as documents, (select count(*)::int from tasks.task) as tasks, (select count(*)::int from care.instrument_answer) as answers, (select count(*)::int from people.person) as persons,
       (select sum(version)::int from people.person) as versions, (select count(*)::int from people.identity) as identities,
       (select count(*)::int from people.contact) as contacts, (select count(*)::int from rights.cover_statement) as statements, (select count(*)::int from care.encounter) as encounters,
       (select count(*)::int from rights.request) as requests, (select count(*)::int from rights.cover_interval) as intervals,
       (select count(*)::int from intake.import) as imports, (select count(*)::int from intake.import where status = 'staged') as staged,
       (select count(*)::int from access.account) as accounts, (select count(*)::int from access.session) as sessions`,
  );
  return rows[0] ?? {};
}

/** What one answer has against the matrix; null: nothing. */
function fault(rule: GuardedRule, role: Role, { status, body: said }: Answer): string | null {
  const allowed = rule.who.includes(role);
  const right = allowed
    ? status !== 401 && status !== 403 && status < 500
    : status === 403 && JSON.stringify(said) === REFUSED;
  return right ? null : `${role}, ${allowed ? "allowed" : "refused"}: ${status} ${JSON.stringify(said)}`;
}

describe("each role is let in or refused as the matrix says, a refusal leaving no trace", () => {
  // Refusals all at once; whoever is let in one after the other, as acts on the same person are.
  test.each(guarded.map((rule) => [nameOf(rule), rule] as const))("%s", async (_, rule) => {
    const refused = roles.filter((role) => !rule.who.includes(role));
    const before = await state();
    const answers = await Promise.all(refused.map((role) => call(centre.who[role].token, rule)));
    const faults = refused.map((role, index) => fault(rule, role, answers[index] as Answer));
    expect(await state()).toEqual(before);
    for (const role of roles.filter((one) => rule.who.includes(one)))
      faults.push(fault(rule, role, await call(centre.who[role].token, rule)));
    expect(faults.filter((one) => one !== null)).toEqual([]);
  });
});

describe("without a session in force", () => {
  async function refusedEverywhere(token: string | null): Promise<void> {
    const before = await state();
    // Several at once, as the pool of connections takes them.
    const waiting = [...guarded];
    const told: string[] = [];
    const asker = async () => {
      for (let rule = waiting.pop(); rule !== undefined; rule = waiting.pop()) {
        const { status, body: said } = await call(token, rule);
        if (status !== 401 || said.code !== "signed_out") told.push(`${nameOf(rule)}: ${status}`);
      }
    };
    await Promise.all(Array.from({ length: 8 }, asker));
    expect(told).toEqual([]);
    expect(await state()).toEqual(before);
  }

  test("every route that is not public refuses nobody in particular", () => refusedEverywhere(null));
  test("every route refuses an invented cookie", () => refusedEverywhere("A".repeat(43)));

  test.each([
    ["revoked", "revoked_at = clock_timestamp()"],
    ["left idle too long", "last_seen_at = clock_timestamp() - idle"],
    ["past its absolute end", "expires_at = clock_timestamp()"],
  ])("every route refuses a session %s, of each role", async (_, change) => {
    const sessions = await Promise.all(roles.map((role) => openSessionOf(centre.t.owner, role)));
    await centre.t.owner.query(`update access.session set ${change} where token_hash = any ($1)`, [
      await hashes(sessions.map(({ token }) => token)),
    ]);
    for (const { token } of sessions) await refusedEverywhere(token);
  });

  async function hashes(tokens: string[]): Promise<Buffer[]> {
    const { rows } = await centre.t.owner.query<{ hash: Buffer }>(
      "select sha256(t::bytea) as hash from unnest($1::text[]) t",
      [tokens],
    );
    return rows.map(({ hash }) => hash);
  }

  test("steps of signing in refuse whoever began none", async () => {
    for (const rule of routeMatrix.filter(({ who, path }) => who === "step" && path !== "/api/sign-out")) {
      const { status } = await call(null, rule);
      expect([nameOf(rule), status]).toEqual([nameOf(rule), expect.toBeOneOf([401, 422])]);
    }
  });

  test("public routes answer, and tell nothing of anyone", async () => {
    for (const rule of routeMatrix.filter(({ who, method }) => who === "public" && method === "GET")) {
      const { status, body: said } = await call(null, rule);
      // A calendar's address is its secret, which nobody has here.
      const expected = rule.path.startsWith("/api/calendars/") ? 410 : 200;
      expect([nameOf(rule), status]).toEqual([nameOf(rule), expected]);
      expect(JSON.stringify(said)).not.toMatch(/Connue|@essai\.invalid|Essai doctor/);
    }
  });
});

describe("requests no page of ours would send", () => {
  test("a file posted from another site is refused, even with a session", async () => {
    const rule = routeMatrix.find(
      ({ path, method }) => path === "/api/imports" && method === "POST",
    ) as RouteRule;
    const { status } = await app.ask(
      centre.who.medical_director.token,
      "POST",
      "/api/imports",
      body(rule, null),
      {
        origin: "https://ailleurs.example",
        "sec-fetch-site": "cross-site",
      },
    );
    expect(status).toBe(403);
  });

  test("an address that is not of the API leads nowhere, signed in or not", async () => {
    for (const token of [null, centre.who.medical_director.token]) {
      for (const [method, path] of [
        ["GET", "/api/personnes"],
        ["DELETE", `/api/people/${person}`],
        ["POST", `/api/people/${person}`],
        ["GET", "/api/people/../accounts/x"],
      ] as const) {
        expect((await app.ask(token, method, path)).status).toBe(404);
      }
    }
  });

  test("a body far larger than any form is refused before it is read", async () => {
    const { status } = await app.ask(
      null,
      "POST",
      "/api/sign-in",
      {
        email: "x".repeat(3_000_000),
        password: "x",
      },
      { "content-length": "3000030" },
    );
    expect(status).toBe(413);
  });
});

describe("a server whose routes and matrix disagree", () => {
  async function buildWith(record: Hono): Promise<unknown> {
    vi.resetModules();
    vi.doMock("../../src/record/api.ts", () => ({ recordRoutes: () => record }));
    try {
      const { buildServer } = await import("../../src/server.ts");
      return buildServer(depsOf(centre));
    } finally {
      vi.doUnmock("../../src/record/api.ts");
      vi.resetModules();
    }
  }
  const page = () =>
    new Hono()
      .get("/api/people/:id", (c) => c.text("dossier"))
      .get("/api/people/:id/whole", (c) => c.text("dossier entier"));

  test("does not start with a route the matrix lacks", async () => {
    await expect(buildWith(page())).resolves.toBeDefined();
    for (const method of ["get", "post", "put", "delete", "patch"] as const) {
      const extra = page();
      extra[method]("/api/people/:id/secret", (c) => c.text("secret"));
      await expect(buildWith(extra)).rejects.toThrow(
        `${method.toUpperCase()} /api/people/:id/secret : absente de la matrice`,
      );
    }
  });

  test("does not start with a row of the matrix that has no route", async () => {
    await expect(buildWith(new Hono())).rejects.toThrow("GET /api/people/:id : sans route");
  });

  test("never serves a handler for every method, which the matrix cannot name", async () => {
    const open = page();
    open.all("/api/people/:id/secret", (c) => c.text("secret"));
    await expect(buildWith(open)).rejects.toThrow("/api/people/:id/secret");
  });
});
