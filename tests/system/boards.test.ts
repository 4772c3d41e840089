/** What is stuck, for the centre and for each keeper: its order, what it hides, handing over, and one's day. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mailBox } from "../../src/access/accounts/mail-box.ts";
import type { Role } from "../../src/access/model.ts";
import { startMailer } from "../../src/platform/mail/mailer.ts";
import { startTypesetter, type Typesetter } from "../../src/platform/typeset/typesetter.ts";
import type { BoardCounts, BoardPage, BoardRow, MyDay } from "../../src/rights/board/model.ts";
import { type DigestDeps, makeDigests } from "../../src/rights/digest/sender.ts";
import { newId } from "../../src/ui/new-id.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";
import { type MailServer, openMailServer } from "../support/mail-server.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";
import { bundleServer, type ServerBundle } from "../support/server-bundle.ts";

const TODAY = "2026-05-04";
let centre: Centre;
let bundle: ServerBundle;
let typesetter: Typesetter;
let app: ServedApp;

beforeAll(async () => {
  [centre, bundle] = await Promise.all([arrangeFullCentre(), bundleServer()]);
  typesetter = startTypesetter(bundle.typesetWorker);
  app = serveApp(centre, { today: () => TODAY, typesetter });
  await centre.t.owner.query("delete from rights.request");
});
afterAll(async () => {
  expect(app.unexpected).toEqual([]);
  await typesetter.stop();
  await centre.t.close();
});

async function someone(family: string): Promise<string> {
  const { owner } = centre.t;
  const id = await arrangePerson(owner, { structure: centre.team, author: centre.who.nurse.account, family });
  for (const table of ["rights.request", "rights.cover_interval", "tasks.task"])
    await owner.query(`delete from ${table} where person_id = $1`, [id]);
  return id;
}

const ask = (role: Role, method: "GET" | "POST" | "PUT", path: string, body?: unknown) =>
  app.ask(centre.who[role].token, method, path, body);
async function open(
  person: string,
  type: string,
  step: object,
  role: Role = "social_worker",
  more: object = {},
) {
  const id = newId();
  const answer = await ask(role, "POST", `/api/people/${person}/requests`, {
    id,
    type,
    step: { id: newId(), onDay: TODAY, ...step },
    ...more,
  });
  expect(answer.status).toBe(200);
  return id;
}
async function board(role: Role, asked: object = {}): Promise<BoardPage> {
  const { status, body } = await ask(role, "POST", "/api/rights/board", { view: "all", ...asked });
  expect(status).toBe(200);
  return body;
}
const counts = async (role: Role, asked: object = {}) =>
  (await ask(role, "POST", "/api/rights/board/counts", asked)).body as BoardCounts;
const ids = (rows: readonly BoardRow[]) => rows.map(({ id }) => id);
const lastEntry = async (action: string) =>
  (
    await centre.t.owner.query<{ persons: string[] }>(
      "select person_ids as persons from audit.entry where action = $1 order by id desc limit 1",
      [action],
    )
  ).rows[0]?.persons.toSorted();

describe("the board", () => {
  const made: Record<string, string> = {};
  const people: Record<string, string> = {};
  beforeAll(async () => {
    for (const name of ["Silence", "Pièce", "Renouvelle", "Recours", "Réservée", "Plus-tard"])
      people[name] = await someone(name);
    const of = (name: string) => people[name] ?? "";
    made.silence = await open(of("Silence"), "c2s", { state: "filed", onDay: "2026-02-20" });
    made.paper = await open(of("Pièce"), "ame", { state: "documents_pending" });
    made.renewal = await open(of("Renouvelle"), "c2s", {
      state: "granted",
      onDay: "2025-07-20",
      effectOn: "2025-08-01",
      endsOn: "2026-07-31",
    });
    made.appeal = await open(of("Recours"), "c2s", { state: "refused", onDay: "2026-03-12" }, "nurse");
    made.reserved = await open(of("Réservée"), "mdph", { state: "filed", onDay: "2026-04-01" });
    // A right open for long: nothing is to be done before its window.
    made.later = await open(of("Plus-tard"), "ame", {
      state: "granted",
      onDay: "2026-05-01",
      effectOn: "2026-04-01",
      endsOn: "2027-03-31",
    });
  });

  test("holds what is open, the soonest first, page by page, and names its people in one line of the trail", async () => {
    const all = await board("nurse");
    expect(ids(all.rows)).toEqual([made.silence, made.appeal, made.renewal, made.reserved, made.paper]);
    expect(all.next).toBeNull();
    expect(all.rows[0]).toMatchObject({
      person: { family: "Silence" },
      waitsOn: "authority",
      keeperName: "Essai social_worker",
    });
    expect(await lastEntry("request.board")).toEqual(all.rows.map(({ on }) => on).toSorted());
    const walked: string[] = [];
    let after: BoardPage["next"] = null;
    do {
      const page: BoardPage = await centre.t.db.call<BoardPage>(
        centre.caller(centre.who.nurse.token),
        ["nurse"],
        "board two by two",
        "rights.board($4)",
        [JSON.stringify({ view: "all", today: TODAY, after, most: 2 })],
      );
      walked.push(...ids(page.rows));
      after = page.next;
    } while (after);
    expect(walked).toEqual(ids(all.rows));
  });

  test.each([
    ["now", ["silence", "appeal"]],
    ["papers", ["paper"]],
    ["authority", ["silence", "reserved"]],
    ["us", ["appeal", "renewal"]],
    ["person", []],
    ["silence", ["silence"]],
    ["renewal", ["renewal"]],
    ["appeal", ["appeal"]],
  ] as const)("in view “%s” shows its own, and the count agrees", async (view, expected) => {
    const { rows } = await board("nurse", { view });
    expect(ids(rows)).toEqual(expected.map((name) => made[name]));
    expect((await counts("nurse")).counts[view]).toBe(expected.length);
  });

  test("of one keeper, and of one type", async () => {
    const keeper = centre.who.nurse.account;
    expect(ids((await board("social_worker", { keeper })).rows)).toEqual([made.appeal]);
    expect(ids((await board("social_worker", { type: "ame" })).rows)).toEqual([made.paper]);
    expect((await counts("nurse", { keeper })).counts.all).toBe(1);
    const { keepers } = await counts("nurse");
    expect(keepers.find(({ account }) => account === keeper)).toMatchObject({ here: true, mayKeep: true });
    expect(keepers.map(({ name }) => name)).not.toContain("Essai reception");
  });

  test("a raised nature hides the row from colleagues who do not read it, and from their counts", async () => {
    expect(ids((await board("administrative_officer")).rows)).not.toContain(made.reserved);
    expect((await counts("administrative_officer")).counts.all).toBe(4);
    expect(await lastEntry("request.board")).not.toContain(people.Réservée);
    // Whoever opened it, and the care team, do.
    expect(ids((await board("social_worker")).rows)).toContain(made.reserved);
    expect(ids((await board("doctor")).rows)).toContain(made.reserved);
  });

  test("someone who objects to a professional is not on their board, nor in their counts", async () => {
    const before = (await counts("mediator")).counts.all;
    const { owner } = centre.t;
    await owner.query(
      `insert into access.objection (id, person_id, account_id, said_on, means, recorded_by)
       values (gen_random_uuid(), $1, $2, $3, 'oral', $4)`,
      [people.Silence, centre.who.mediator.account, TODAY, centre.who.nurse.account],
    );
    expect(ids((await board("mediator")).rows)).not.toContain(made.silence);
    expect((await counts("mediator")).counts.all).toBe(before - 1);
  });

  test("outside the team, nothing of the centre; reception and the telephone desk have no board", async () => {
    expect((await board("outside_social_worker")).rows).toEqual([]);
    expect((await board("trainee")).rows.length).toBeGreaterThan(0);
    for (const role of ["reception", "telephone_desk", "paramedic"] as const) {
      expect((await ask(role, "POST", "/api/rights/board", { view: "all" })).status).toBe(403);
      expect((await ask(role, "GET", "/api/counters")).body.requests).toBeNull();
    }
    expect((await ask("nurse", "GET", "/api/counters")).body).toEqual({ tasks: 0, requests: 1 });
  });

  test("one's day: tasks, what calls for an act, what waits for papers, rights that end within sixty days", async () => {
    const person = people.Renouvelle ?? "";
    await centre.t.owner.query(
      `insert into rights.cover_interval (person_id, layer, scheme, valid, source)
       values ($1, 'base', 'puma', '[2025-06-01,2026-06-01)', 'document'), ($2, 'base', 'puma', '[2025-06-01,2026-06-01)', 'document'),
              ($2, 'base', 'puma', '[2026-06-01,2027-06-01)', 'document')`,
      [person, people.Silence],
    );
    await ask("social_worker", "POST", `/api/people/${person}/tasks`, {
      id: newId(),
      nature: "right_requests",
      what: "Appeler la caisse.",
      forRole: "social_worker",
    });
    const { body } = await ask("social_worker", "GET", "/api/rights/day");
    const day = body as MyDay;
    expect(day.tasks.map(({ what }) => what)).toEqual(["Appeler la caisse."]);
    expect(ids(day.requests.rows)).toEqual([made.silence]);
    expect(ids(day.papers.rows)).toEqual([made.paper]);
    // C2S until 31 July is further; someone whose right is followed by another is not told.
    expect(day.endings).toMatchObject([{ on: person, label: expect.any(String), endsOn: "2026-05-31" }]);
    expect((await ask("social_worker", "GET", "/api/counters")).body).toEqual({ tasks: 1, requests: 1 });
    expect(((await ask("nurse", "GET", "/api/rights/day")).body as MyDay).endings).toEqual([]);
  });
});

describe("handing over", () => {
  const see = async (from: string, role: Role = "social_worker") =>
    (await ask(role, "POST", `/api/rights/handovers/of/${from}`)).body as { count: number; seen: string };
  const keeperOf = async (request: string) =>
    (
      await centre.t.owner.query<{ keeper: string }>(
        "select keeper_id as keeper from rights.request where id = $1",
        [request],
      )
    ).rows[0]?.keeper;
  let person: string;
  let from: string;
  let to: string;
  let mine: string[];
  beforeAll(async () => {
    person = await someone("Confiée");
    from = centre.who.coordinating_nurse.account;
    to = centre.who.administrative_officer.account;
    mine = [];
    for (const type of ["ame", "rsa", "puma"])
      mine.push(await open(person, type, { state: "filed", onDay: "2026-04-20" }, "coordinating_nurse"));
  });

  test("gives all of them to a colleague, once, and takes them all back", async () => {
    const { count, seen } = await see(from);
    expect(count).toBe(3);
    const body = { id: newId(), from, to, seen };
    const sent = await Promise.all(
      [0, 1].map(() => ask("social_worker", "POST", "/api/rights/handovers", body)),
    );
    expect(sent.map(({ status, body: said }) => [status, said.moved])).toEqual([
      [200, 3],
      [200, 3],
    ]);
    expect(await Promise.all(mine.map(keeperOf))).toEqual([to, to, to]);
    expect(await lastEntry("request.handover")).toEqual([person]);
    const undo = { id: newId() };
    const path = `/api/rights/handovers/${body.id}/undo`;
    // Only by who did it.
    expect((await ask("nurse", "POST", path, undo)).status).toBe(404);
    expect((await ask("social_worker", "POST", path, undo)).body).toEqual({ moved: 3 });
    expect((await ask("social_worker", "POST", path, undo)).body).toEqual({ moved: 3 });
    expect(await Promise.all(mine.map(keeperOf))).toEqual([from, from, from]);
  });

  test("a row that changed meanwhile refuses the whole, and so does one more; nothing moves", async () => {
    const { seen } = await see(from);
    const answer = await ask("coordinating_nurse", "POST", `/api/people/${person}/requests/${mine[0]}/log`, {
      id: newId(),
      kind: "chase",
      onDay: TODAY,
    });
    expect(answer.status).toBe(200);
    const stale = await ask("social_worker", "POST", "/api/rights/handovers", {
      id: newId(),
      from,
      to,
      seen,
    });
    expect([stale.status, stale.body.code]).toEqual([409, "stale"]);
    expect(await Promise.all(mine.map(keeperOf))).toEqual([from, from, from]);
  });

  test("two who hand over at once: one does, the other is told; an undoing after a change is refused whole", async () => {
    const { seen } = await see(from);
    const heirs = [to, centre.who.nurse.account];
    const acts = heirs.map((heir) => ({ id: newId(), from, to: heir, seen }));
    const answers = await Promise.all(
      acts.map((act, i) => ask(i === 0 ? "social_worker" : "nurse", "POST", "/api/rights/handovers", act)),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const won = answers.findIndex(({ status }) => status === 200);
    expect(new Set(await Promise.all(mine.map(keeperOf)))).toEqual(new Set([heirs[won]]));
    await ask("nurse", "POST", `/api/people/${person}/requests/${mine[1]}/keeper`, { keeper: from });
    const role = won === 0 ? "social_worker" : "nurse";
    const undone = await ask(role, "POST", `/api/rights/handovers/${acts[won]?.id}/undo`, { id: newId() });
    expect([undone.status, undone.body.code]).toEqual([409, "stale"]);
    expect(await keeperOf(mine[0] ?? "")).toBe(heirs[won]);
  });

  test("only to someone of the structure who may keep requests", async () => {
    const { seen } = await see(from);
    for (const heir of [centre.who.reception.account, centre.who.outside_social_worker.account, from]) {
      const answer = await ask("social_worker", "POST", "/api/rights/handovers", {
        id: newId(),
        from,
        to: heir,
        seen,
      });
      expect([answer.status, answer.body.fields]).toEqual([422, { to: "Choisissez quelqu’un d’autre." }]);
    }
  });
});

describe("the letter of the morning", () => {
  let smtp: MailServer;
  beforeAll(async () => {
    smtp = await openMailServer();
  });
  afterAll(() => smtp.close());

  test("says how many and a link, names nobody, once a day whatever number of processes, at the hour chosen; nothing without mail", async () => {
    const { t, who } = centre;
    await t.owner.query("update access.account set email = 'suivi@centre.example' where id = $1", [
      who.social_worker.account,
    ]);
    const hour = { now: 6 };
    const served = serveApp(centre, {
      today: () => TODAY,
      hour: () => hour.now,
      mail: { wake: () => {}, ownUrl: () => new URL("https://centre.example/") },
    });
    const mine = (method: "GET" | "PUT", body?: unknown) =>
      served.ask(who.social_worker.token, method, "/api/me/digest", body);
    expect((await ask("social_worker", "GET", "/api/me/digest")).body).toEqual({
      available: false,
      hour: null,
    });
    expect((await mine("PUT", { hour: 7 })).body).toEqual({ available: true, hour: 7 });
    expect((await mine("PUT", { hour: 3 })).status).toBe(422);
    const box = mailBox(Buffer.from(t.secrets.stampSecret, "base64"));
    let day = TODAY;
    const deps: DigestDeps = {
      pool: t.db.signIn,
      box,
      today: () => day,
      hour: () => hour.now,
      address: () => new URL("https://centre.example/"),
      wake: () => {},
    };
    expect(await makeDigests(deps)).toBe(0);
    hour.now = 9;
    const made = await Promise.all([1, 2, 3].map(() => makeDigests(deps)));
    expect(made.toSorted()).toEqual([0, 0, 1]);
    const mailer = startMailer({
      pool: t.db.signIn,
      box,
      settings: { url: smtp.url, from: "maillage@centre.example" },
      log: { warn: () => {} },
      pollMs: 50,
    });
    const letter = await smtp.letterTo("suivi@centre.example");
    await mailer.stop();
    expect(letter.text).toContain("1\u00a0demande en retard");
    expect(letter.text).toContain("1\u00a0silence atteint");
    expect(letter.text).toContain("https://centre.example/droits");
    const families = await t.owner.query<{ family: string }>("select distinct family from people.identity");
    for (const { family } of families.rows) expect(letter.raw + letter.text).not.toContain(family);
    expect(smtp.received).toEqual([]);
    // Chosen once the hour is past: from the next day on. None: nothing more.
    await mine("PUT", { hour: 8 });
    expect(await makeDigests(deps)).toBe(0);
    day = "2026-05-05";
    expect(await makeDigests(deps)).toBe(1);
    await mine("PUT", { hour: null });
    day = "2026-05-06";
    expect(await makeDigests(deps)).toBe(0);
  });
});

describe("a letter about a request", () => {
  const letter = (over: object = {}) => ({
    siteId: centre.site,
    kind: "chasing",
    to: "CPAM",
    subject: "Relance\u00a0: Complémentaire santé solidaire (C2S)",
    body: "Madame, Monsieur,\n\nOù en est la demande « C2S », déposée le 1er mars 2026\u00a0?\n\nVeuillez agréer, Madame, Monsieur, nos salutations.",
    ...over,
  });
  const kept = async (id: string) =>
    (
      await centre.t.owner.query<{ nature: string; type: string }>(
        "select nature, type from papers.document where id = $1",
        [id],
      )
    ).rows[0];

  test("is printed once, kept as reserved as its request, and refused where something is left to write", async () => {
    const person = await someone("Courrier");
    const plain = await open(person, "ame", { state: "filed", onDay: "2026-04-20" });
    const reserved = await open(person, "mdph", { state: "filed", onDay: "2026-04-20" });
    const print = (role: Role, request: string, id: string, over: object = {}) =>
      ask(role, "POST", `/api/people/${person}/requests/${request}/letters/${id}`, letter(over));
    const [one, two, three] = [newId(), newId(), newId()];
    expect((await print("social_worker", plain, one)).body).toEqual({ id: one });
    expect((await print("social_worker", plain, one)).body).toEqual({ id: one });
    expect(await kept(one)).toEqual({ nature: "right_requests", type: "request_letter" });
    expect((await print("nurse", reserved, two)).status).toBe(200);
    expect((await kept(two))?.nature).toBe("clinical");
    // A social worker writes no care: their own note.
    expect((await print("social_worker", reserved, three)).status).toBe(200);
    expect((await kept(three))?.nature).toBe("social_notes");
    // A letter that chases notes it by the same act: sent again, both are there once.
    const [chasing, line] = [newId(), newId()];
    const chase = { id: line, onDay: "2026-04-30", whom: "Mme Roux", nextOn: "2026-05-20" };
    for (const _ of [1, 2])
      expect((await print("social_worker", plain, chasing, { chase })).body).toEqual({ id: chasing });
    const { rows } = await centre.t.owner.query(
      `select l.whom, l.words, l.next_on::text, r.next_day::text from rights.request_log l join rights.request r on r.id = l.request_id
        where r.id = $1`,
      [plain],
    );
    expect(rows).toEqual([
      {
        whom: "Mme Roux",
        words: expect.stringMatching(/^Courrier/),
        next_on: "2026-05-20",
        next_day: "2026-05-20",
      },
    ]);
    const late = await print("social_worker", plain, newId(), { chase: { ...chase, onDay: "2999-01-01" } });
    expect([late.status, Object.keys(late.body.fields)]).toEqual([422, ["chase.onDay"]]);
    // What it misses is told on its row of the board.
    await centre.t.owner.query("update rights.request set missing = '{Passeport}' where id = $1", [plain]);
    const { body } = await ask("social_worker", "POST", "/api/rights/board", { view: "all" });
    expect(body.rows.find(({ id }: { id: string }) => id === plain).missing).toEqual(["Passeport"]);
    const left = await print("social_worker", plain, newId(), { body: "Parce que (à compléter)" });
    expect([left.status, Object.keys(left.body.fields)]).toEqual([422, ["body"]]);
    expect((await print("administrative_officer", reserved, newId())).status).toBe(404);
  });
});
