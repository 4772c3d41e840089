/** Requests for rights: opened anywhere in their life, followed, corrected; what they open and close; who sees them. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Role } from "../../src/access/model.ts";
import type { RequestLine, WholeRequest } from "../../src/rights/requests/model.ts";
import { newId } from "../../src/ui/new-id.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

let centre: Centre;
let app: ServedApp;
let day = "2026-05-04";
let person: string;

beforeAll(async () => {
  centre = await arrangeFullCentre();
  app = serveApp(centre, { today: () => day });
  await centre.t.owner.query("create table followed (n serial, person uuid)");
  await centre.t.owner.query(
    "create function public.note_followed(uuid[]) returns void language sql as 'insert into public.followed (person) select unnest($1)'",
  );
  await centre.t.owner.query("insert into rights.cover_follower values ('public.note_followed(uuid[])')");
});
afterAll(async () => {
  expect(app.unexpected).toEqual([]);
  await centre.t.close();
});
beforeEach(async () => {
  day = "2026-05-04";
  person = await someone("Suivie");
});

async function someone(family: string): Promise<string> {
  const { owner } = centre.t;
  const id = await arrangePerson(owner, { structure: centre.team, author: centre.who.nurse.account, family });
  for (const table of [
    "rights.request",
    "rights.caisse_tie",
    "rights.cover_interval",
    "rights.cover_statement",
  ])
    await owner.query(`delete from ${table} where person_id = $1`, [id]);
  return id;
}

const ask = (role: Role, method: "GET" | "POST" | "PUT", path: string, body?: unknown) =>
  app.ask(centre.who[role].token, method, `/api/people/${person}${path}`, body);
const step = (state: string, onDay: string | null, more: object = {}) => ({
  id: newId(),
  state,
  onDay,
  ...more,
});
async function open(type: string, first: object, more: object = {}, role: Role = "social_worker") {
  const id = newId();
  const answer = await ask(role, "POST", "/requests", { id, type, step: first, ...more });
  return { id, answer };
}
const read = async (id: string, role: Role = "social_worker") =>
  (await ask(role, "GET", `/requests/${id}`)).body as WholeRequest;
async function next(id: string, one: object, role: Role = "social_worker") {
  const { steps } = await read(id, role);
  const seen = steps.findLast(({ until }) => until === null)?.id;
  return ask(role, "POST", `/requests/${id}/steps`, { seen, step: one });
}
const onPage = async (role: Role) => (await ask(role, "GET", "")).body;
const intervals = async (of = person) =>
  (
    await centre.t.owner.query<{ one: string }>(
      `select concat_ws(' ', layer, scheme, lower(valid), upper(valid)) as one from rights.cover_interval
        where person_id = $1 and upper_inf(known) order by layer, valid`,
      [of],
    )
  ).rows.map(({ one }) => one);

describe("a request", () => {
  test("AME filed on 3 March and granted on 28 April opens both layers from 3 March, for a year", async () => {
    const { id, answer } = await open("ame", step("filed", "2026-03-03", { channel: "counter" }));
    expect([answer.status, answer.body]).toEqual([200, { id }]);
    expect(await read(id)).toMatchObject({
      state: "filed",
      waitsOn: "authority",
      channel: "counter",
      nextAct: "chase",
      nextDay: "2026-04-03",
      silenceOn: "2026-05-03",
      silenceMeans: "refusal",
      appealBy: "2026-07-03",
      keeperName: "Essai social_worker",
    });
    expect(await intervals()).toEqual([]);
    const granted = step("granted", "2026-04-28", { effectOn: "2026-03-03", endsOn: "2027-03-02" });
    expect((await next(id, granted)).status).toBe(200);
    expect(await intervals()).toEqual([
      "base ame 2026-03-03 2027-03-03",
      "complementary ame 2026-03-03 2027-03-03",
    ]);
    expect(await read(id)).toMatchObject({
      state: "granted",
      waitsOn: null,
      nextAct: "renew",
      nextFrom: "2026-12-02",
      nextDay: "2027-01-02",
      silenceOn: null,
    });
    const { rows } = await centre.t.owner.query("select distinct person from followed where person = $1", [
      person,
    ]);
    expect(rows).toHaveLength(1);
    const [line] = (await onPage("doctor")).requests as RequestLine[];
    expect(line).toMatchObject({
      label: "AME",
      state: "granted",
      steps: [
        ["filed", "2026-03-03"],
        ["granted", "2026-04-28"],
      ],
    });
  });

  test("entered from the decision in hand has no earlier step, and one of unknown day is said unknown", async () => {
    const { id } = await open("c2s", step("granted", null, { effectOn: "2026-05-01", endsOn: "2027-04-30" }));
    expect((await read(id)).steps.map(({ state, on }) => [state, on])).toEqual([["granted", null]]);
    expect(await intervals()).toEqual(["complementary c2s 2026-05-01 2027-05-01"]);
  });

  test("sent twice is one, and another's identifier is refused", async () => {
    const first = step("to_prepare", "2026-05-04");
    const body = { id: newId(), type: "rsa", step: first };
    const sent = await Promise.all([0, 1].map(() => ask("social_worker", "POST", "/requests", body)));
    expect(sent.map(({ status }) => status)).toEqual([200, 200]);
    expect((await ask("nurse", "POST", "/requests", body)).status).toBe(409);
    expect((await onPage("social_worker")).requests).toHaveLength(1);
    const filed = step("filed", "2026-05-04");
    const twice = [0, 1].map(() =>
      ask("social_worker", "POST", `/requests/${body.id}/steps`, { seen: first.id, step: filed }),
    );
    expect((await Promise.all(twice)).map(({ status }) => status)).toEqual([200, 200]);
    expect((await read(body.id)).steps).toHaveLength(2);
  });

  test("two people at once: the second is told that it is no longer where they saw it, and nothing is written", async () => {
    const first = step("filed", "2026-04-01");
    const { id } = await open("puma", first);
    expect((await next(id, step("acknowledged", "2026-04-10"))).status).toBe(200);
    const late = await ask("nurse", "POST", `/requests/${id}/steps`, {
      seen: first.id,
      step: step("refused", "2026-04-20"),
    });
    expect([late.status, late.body.code]).toEqual([409, "stale"]);
    expect((await read(id)).state).toBe("acknowledged");
  });

  test("impossible steps, days to come and days out of order are refused with words, and nothing is written", async () => {
    const { id } = await open("domiciliation", step("filed", "2026-04-01"));
    const refusals: readonly (readonly [object, Record<string, string>])[] = [
      [step("implicitly_granted", "2026-05-01"), { state: "Étape impossible ici." }],
      [step("renewed", "2026-05-01"), { state: "Étape impossible ici." }],
      [step("refused", "2026-03-01"), { onDay: "Avant l’étape précédente, ou après la suivante." }],
      [step("refused", "2026-05-05"), { onDay: "Ce jour est à venir." }],
    ];
    for (const [one, fields] of refusals) {
      const { status, body } = await next(id, one);
      expect([status, body.fields, body.message.includes("Rien n’a été enregistré")]).toEqual([
        422,
        fields,
        true,
      ]);
    }
    expect((await open("domiciliation", step("withdrawn", null))).answer.status).toBe(422);
    expect((await open("inconnu", step("filed", null))).answer.status).toBe(404);
    expect((await read(id)).steps).toHaveLength(1);
  });

  test("C2S for a household of three covers each who has a record, and silence leaves cover unconfirmed", async () => {
    const child = await someone("Enfant");
    const members = [{ personId: child }, { name: "Awa Suivie", birth: "2019" }];
    const { id } = await open("c2s", step("complete", "2026-03-01"), { members });
    await next(id, step("filed", "2026-03-02", { channel: "post" }));
    const waiting = await read(id);
    expect(waiting).toMatchObject({ silenceOn: "2026-05-02", silenceMeans: "grant" });
    expect(waiting.members).toEqual([
      { personId: child, name: "Essai Enfant", birth: "1980-01-02" },
      { name: "Awa Suivie", birth: "2019" },
    ]);
    expect((await next(id, step("implicitly_granted", "2026-05-02"))).status).toBe(200);
    expect(await read(id)).toMatchObject({ nextAct: "recognise", waitsOn: "us" });
    expect([await intervals(), await intervals(child)]).toEqual([[], []]);
    const granted = step("granted", "2026-05-04", { effectOn: "2026-06-01", endsOn: "2027-05-31" });
    await next(id, granted);
    const opened = ["complementary c2s 2026-06-01 2027-06-01"];
    expect([await intervals(), await intervals(child)]).toEqual([opened, opened]);
  });

  test("renewing ends the follow-up of the right renewed", async () => {
    const old = await open(
      "ame",
      step("granted", "2025-06-01", { effectOn: "2025-06-01", endsOn: "2026-05-31" }),
    );
    expect(await read(old.id)).toMatchObject({ nextAct: "renew", nextDay: "2026-03-31" });
    const renewal = await open("ame", step("filed", "2026-05-03"), { renews: old.id });
    expect(await read(old.id)).toMatchObject({ state: "renewed", nextAct: null, renewedBy: renewal.id });
    await next(renewal.id, step("granted", "2026-05-04", { effectOn: "2026-05-03", endsOn: "2027-05-02" }));
    expect((await intervals()).filter((one) => one.startsWith("base"))).toEqual([
      "base ame 2025-06-01 2026-05-03",
      "base ame 2026-05-03 2027-05-03",
    ]);
  });
});

describe("a correction", () => {
  test("of a decision takes back what it opened, opens it anew, and keeps both; taken back, what it closed is in force again", async () => {
    const cover = [{ layer: "complementary", scheme: "private" }];
    const noted = { id: newId(), cover, from: "2026-01-01", to: "2026-12-31", source: "document" };
    expect((await ask("nurse", "POST", "/cover-intervals", noted)).status).toBe(200);
    const { id } = await open("c2s", step("filed", "2026-03-02"));
    const granted = step("granted", "2026-04-10", { effectOn: "2026-05-01", endsOn: "2027-04-30" });
    await next(id, granted);
    expect(await intervals()).toEqual([
      "complementary private 2026-01-01 2026-05-01",
      "complementary c2s 2026-05-01 2027-05-01",
    ]);
    const better = step("granted", "2026-04-10", { effectOn: "2026-04-01", endsOn: "2027-03-31" });
    const correct = (which: string, by: object | null) =>
      ask("social_worker", "POST", `/requests/${id}/steps/${which}/correct`, { step: by });
    expect((await correct(granted.id, better)).status).toBe(200);
    expect((await correct(granted.id, better)).status).toBe(200);
    expect(await intervals()).toEqual([
      "complementary private 2026-01-01 2026-04-01",
      "complementary c2s 2026-04-01 2027-04-01",
    ]);
    const whole = await read(id);
    expect(whole.steps.map(({ state, effectOn, until }) => [state, effectOn, until !== null])).toEqual([
      ["filed", null, false],
      ["granted", "2026-05-01", true],
      ["granted", "2026-04-01", false],
    ]);
    expect((await correct(better.id, null)).status).toBe(200);
    expect(await intervals()).toEqual(["complementary private 2026-01-01 2027-01-01"]);
    expect(await read(id)).toMatchObject({ state: "filed", waitsOn: "authority" });
    // What was known in between can still be told.
    const { rows } = await centre.t.owner.query(
      "select from rights.cover_interval where person_id = $1 and scheme = 'c2s' and not upper_inf(known)",
      [person],
    );
    expect(rows).toHaveLength(2);
  });

  test("of a step in the middle must hold with its neighbours; only the last is taken back; the only one ends the request", async () => {
    const first = step("filed", "2026-04-01");
    const { id } = await open("rsa", first);
    await next(id, step("acknowledged", "2026-04-10"));
    const correct = (by: object | null) =>
      ask("social_worker", "POST", `/requests/${id}/steps/${first.id}/correct`, { step: by });
    expect((await correct(step("granted", "2026-04-01"))).body.fields).toEqual({
      state: "Étape impossible ici.",
    });
    expect((await correct(step("filed", "2026-04-11"))).body.fields).toHaveProperty("onDay");
    expect((await correct(null)).status).toBe(422);
    expect((await correct(step("filed", "2026-04-02"))).status).toBe(200);
    expect(await read(id)).toMatchObject({ silenceOn: "2026-06-02" });
    const mistake = step("identified", "2026-05-04");
    const wrong = await open("dalo", mistake);
    await ask("social_worker", "POST", `/requests/${wrong.id}/steps/${mistake.id}/correct`, { step: null });
    expect((await ask("social_worker", "GET", `/requests/${wrong.id}`)).status).toBe(404);
    expect((await onPage("social_worker")).requests).toHaveLength(1);
  });
});

describe("rights noted by hand", () => {
  test("AME is both layers in one gesture; over others it is refused unless it replaces or corrects them", async () => {
    const cover = [
      { layer: "base", scheme: "ame" },
      { layer: "complementary", scheme: "ame" },
    ];
    const noted = { id: newId(), cover, from: "2026-01-01", to: "2026-12-31", source: "verified" };
    expect((await ask("nurse", "POST", "/cover-intervals", noted)).status).toBe(200);
    expect((await ask("nurse", "POST", "/cover-intervals", noted)).status).toBe(200);
    const puma = {
      ...noted,
      id: newId(),
      cover: [{ layer: "base", scheme: "puma" }],
      from: "2026-03-01",
      to: null,
    };
    const refused = await ask("nurse", "POST", "/cover-intervals", puma);
    expect([refused.status, refused.body.code]).toEqual([422, "overlap"]);
    expect((await ask("doctor", "POST", "/cover-intervals", puma)).status).toBe(403);
    await ask("nurse", "POST", "/cover-intervals", { ...puma, replace: true });
    expect(await intervals()).toEqual([
      "base ame 2026-01-01 2026-03-01",
      "base puma 2026-03-01",
      "complementary ame 2026-01-01 2027-01-01",
    ]);
    const { rows } = await centre.t.owner.query<{ id: string }>(
      "select id from rights.cover_interval where person_id = $1 and scheme = 'puma' and upper_inf(known)",
      [person],
    );
    const corrects = [rows[0]?.id];
    await ask("nurse", "POST", "/cover-intervals", { ...puma, id: newId(), from: "2026-04-01", corrects });
    expect((await ask("nurse", "POST", "/cover-intervals", { ...puma, id: newId(), corrects })).status).toBe(
      409,
    );
    expect((await intervals()).filter((one) => one.includes("puma"))).toEqual(["base puma 2026-04-01"]);
  });

  test("the caisse and who answers there are kept, each with its time", async () => {
    const caisse = { id: newId(), caisse: "CPAM de l’Isère", referent: "Mme Blanc", reach: "04 76 00 00 00" };
    expect((await ask("reception", "PUT", "/caisse", caisse)).status).toBe(200);
    await ask("nurse", "PUT", "/caisse", { ...caisse, id: newId(), referent: "M. Noir" });
    expect((await ask("mediator", "GET", "/requests")).body.caisse).toMatchObject({ referent: "M. Noir" });
    const { rowCount } = await centre.t.owner.query("select from rights.caisse_tie where person_id = $1", [
      person,
    ]);
    expect(rowCount).toBe(2);
  });
});

describe("chasing and keeping", () => {
  test("the next day agreed with the caisse is the next day of the request, until it is taken back", async () => {
    const { id } = await open("ame", step("filed", "2026-04-01"));
    const line = {
      id: newId(),
      kind: "escalation",
      onDay: "2026-05-04",
      whom: "Mme Blanc",
      words: "Demande un délai.",
      nextOn: "2026-05-18",
    };
    await ask("social_worker", "POST", `/requests/${id}/log`, line);
    await ask("social_worker", "POST", `/requests/${id}/log`, line);
    expect(await read(id)).toMatchObject({
      nextAct: "chase",
      nextDay: "2026-05-18",
      log: [{ whom: "Mme Blanc", kind: "escalation" }],
    });
    await ask("social_worker", "POST", `/requests/${id}/log/${line.id}/take-back`, {});
    expect(await read(id)).toMatchObject({ nextDay: "2026-05-01", log: [] });
  });

  test("a keeper is someone of the structure who reads requests; the change is told in the log", async () => {
    const { id } = await open("c2s", step("to_prepare", "2026-05-04"));
    const keep = (who: Role) =>
      ask("social_worker", "POST", `/requests/${id}/keeper`, { keeper: centre.who[who].account });
    expect((await keep("reception")).status).toBe(422);
    expect((await keep("outside_social_worker")).status).toBe(422);
    expect((await keep("administrative_officer")).status).toBe(200);
    const whole = await read(id);
    expect([whole.keeperName, whole.log[0]?.before?.name]).toEqual([
      "Essai administrative_officer",
      "Essai social_worker",
    ]);
  });

  test("what is said of it is completed as it was seen, its nature only raised", async () => {
    const { id } = await open("siao", step("to_prepare", "2026-05-04"));
    const { version } = await read(id);
    const said = {
      version,
      authority: "SIAO 38",
      reference: "A-12",
      nature: "social_notes",
      members: [{ name: "Ana" }],
    };
    expect((await ask("social_worker", "PUT", `/requests/${id}`, said)).status).toBe(200);
    expect(await read(id)).toMatchObject({
      authority: "SIAO 38",
      nature: "social_notes",
      members: [{ name: "Ana", birth: null }],
    });
    expect((await ask("social_worker", "PUT", `/requests/${id}`, said)).status).toBe(409);
    const lowered = { ...said, version: (await read(id)).version, nature: "right_requests" };
    expect((await ask("social_worker", "PUT", `/requests/${id}`, lowered)).body.fields).toHaveProperty(
      "nature",
    );
    // Of the social worker who opened it alone.
    expect((await ask("nurse", "GET", `/requests/${id}`)).status).toBe(404);
  });
});

describe("who sees a request", () => {
  test("a disability file is of care: those who give care, whoever opened it, whoever keeps it; nobody else learns of it", async () => {
    const { id } = await open("mdph", step("to_prepare", "2026-05-04"), {}, "administrative_officer");
    await open("c2s", step("filed", "2026-05-04"));
    const sees = async (role: Role) => (await ask(role, "GET", `/requests/${id}`)).status;
    for (const role of ["administrative_officer", "doctor", "nurse", "trainee"] as const)
      expect([role, await sees(role)]).toEqual([role, 200]);
    for (const role of ["social_worker", "mediator"] as const)
      expect([role, await sees(role)]).toEqual([role, 404]);
    const listed = async (role: Role) =>
      ((await onPage(role)).requests as RequestLine[]).map(({ label }) => label);
    expect((await listed("doctor")).sort()).toEqual(["AAH, MDPH", "C2S"]);
    expect(await listed("social_worker")).toEqual(["C2S"]);
    expect((await onPage("social_worker")).withheld.counts.clinical).toBeGreaterThan(0);
    await ask("administrative_officer", "POST", `/requests/${id}/keeper`, {
      keeper: centre.who.social_worker.account,
    });
    expect(await sees("social_worker")).toBe(200);
    expect((await next(id, step("filed", "2026-05-04"), "social_worker")).status).toBe(200);
    // A doctor, who writes its certificate, follows it too; of a plain right they read.
    expect((await next(id, step("acknowledged", "2026-05-04"), "doctor")).status).toBe(200);
    expect((await open("rsa", step("filed", "2026-05-04"), {}, "doctor")).answer.status).toBe(404);
    expect(
      (await open("mdph", step("filed", "2026-05-04"), { nature: "right_requests" })).answer.body.fields,
    ).toHaveProperty("nature");
  });

  test("the summary of reception and of other care says which right and where it stands, none of a raised nature", async () => {
    await open("mdph", step("filed", "2026-05-04"), {}, "nurse");
    await open("ame", step("documents_pending", "2026-05-04"));
    for (const role of ["reception", "paramedic"] as const) {
      const page = await onPage(role);
      expect([page.requests, page.requestSummary]).toEqual([
        [],
        [{ label: "AME", state: "Pièces attendues", on: "2026-05-04" }],
      ]);
      expect((await ask(role, "GET", "/requests")).status).toBe(403);
    }
    const desk = await onPage("telephone_desk");
    expect([desk.requests, desk.requestSummary]).toEqual([[], null]);
  });

  test("an outside social worker sees none without the person's consent, and follows them with it", async () => {
    const { id } = await open("c2s", step("filed", "2026-05-04"));
    const outside = () => ask("outside_social_worker", "GET", `/requests/${id}`);
    expect((await outside()).status).toBe(404);
    await centre.t.owner.query(
      `insert into access.consent (person_id, recipient_structure_id, natures, means, information_given, collected_by, given_on)
       values ($1, $2, '{identity,right_requests}', 'oral', 'fiche', $3, '2020-01-01')`,
      [person, centre.outside, centre.who.social_worker.account],
    );
    expect((await outside()).status).toBe(200);
    expect((await next(id, step("acknowledged", "2026-05-04"), "outside_social_worker")).status).toBe(200);
    await centre.t.owner.query(
      `update access.consent set withdrawn_at = now(), withdrawn_on = current_date, withdrawn_means = 'oral', withdrawn_words = '', withdrawn_by = collected_by
        where person_id = $1`,
      [person],
    );
    expect((await outside()).status).toBe(404);
  });

  test("someone of the household whom the reader may not know is not named", async () => {
    const child = await someone("Cachée");
    const { id } = await open("c2s", step("filed", "2026-05-04"), { members: [{ personId: child }] });
    await centre.t.owner.query(
      "insert into access.objection (id, person_id, account_id, said_on, means, recorded_by) values (gen_random_uuid(), $1, $2, '2026-01-01', 'oral', $3)",
      [child, centre.who.nurse.account, centre.who.doctor.account],
    );
    expect((await read(id, "nurse")).members).toEqual([{ withheld: true }]);
    const refused = await open(
      "c2s",
      step("filed", "2026-05-04"),
      { members: [{ personId: child }] },
      "nurse",
    );
    expect(refused.answer.body.fields).toHaveProperty("members");
    await centre.t.owner.query("delete from access.objection where person_id = $1", [child]);
  });
});
