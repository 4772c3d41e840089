/** The telephone on a real database: who calls, what is told of whom, calls noted, numbers that go. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Caller } from "../../src/telephone/model.ts";
import { newId } from "../../src/ui/new-id.ts";
import { type AgendaPlace, arrangeAgenda } from "../support/agenda.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

let centre: Centre;
let app: ServedApp;
let place: AgendaPlace;
let person: string;

beforeAll(async () => {
  centre = await arrangeFullCentre();
  app = serveApp(centre);
  place = await arrangeAgenda(centre);
  person = await known("Appelante");
});
afterAll(async () => {
  await centre.t.close();
  expect(app.unexpected).toEqual([]);
});

/** Someone with a row in every table, reached at +33612345678. */
const known = (family: string) =>
  arrangePerson(centre.t.owner, { structure: centre.team, author: centre.who.doctor.account, family });
const ask = (method: string, path: string, body?: object, headers?: Record<string, string>) =>
  app.ask(centre.who.telephone_desk.token, method, path, body, headers);
const find = async (number: string, words = "") =>
  (await ask("POST", "/api/telephone/find", { number, words })).body;
const desk = async () => (await ask("GET", "/api/telephone/desk")).body;

test("a number names who gave it; a number of many tells how many, and names who is asked for", async () => {
  const alone = await find("06 12 34 56 78");
  expect(alone).toMatchObject({ shown: "06 12 34 56 78", shared: null });
  expect(alone.people).toEqual([
    {
      id: person,
      family: "Appelante",
      given: "Essai",
      usedFamily: null,
      usedGiven: null,
      birth: "1980-01-02",
      sex: "unknown",
      commune: null,
      thisNumber: true,
    },
  ]);
  for (const family of ["Hebergee", "Logee", "Accueillie"]) await known(family);
  const many = await find("+33612345678");
  expect([many.shared, many.people]).toEqual([4, []]);
  const named = await find("0612345678", "hebergee");
  expect(named.people.map(({ family, thisNumber }: Caller) => [family, thisNumber])).toEqual([
    ["Hebergee", true],
  ]);
  expect((await find("ceci n’est pas un numéro")).people).toEqual([]);
});

test("a call is noted once, with what came of it, and counted; of nobody known, no number is kept", async () => {
  const call = { id: newId(), reason: "appointment", personId: person };
  for (const outcome of ["waiting", "booked"])
    expect((await ask("POST", "/api/telephone/calls", { ...call, outcome })).status).toBe(200);
  await ask("POST", "/api/telephone/calls", { id: newId(), reason: "other", outcome: "none" });
  const { outcomes, hours } = await desk();
  expect(outcomes).toEqual({ booked: 1, none: 1 });
  expect(hours).toHaveLength(1);
  expect(hours[0]).toMatchObject({ calls: 2, booked: 1, urgent: 0 });
  const other = await app.ask(centre.who.reception.token, "POST", "/api/telephone/calls", {
    ...call,
    outcome: "none",
  });
  expect(other.status).toBe(409);
});

test("an emergency stays noted whatever comes after, and someone asks how the person is", async () => {
  const call = { id: newId(), reason: "other", personId: person };
  await ask("POST", "/api/telephone/calls", {
    ...call,
    outcome: "emergency",
    urgent: { told: "Dr Premier" },
  });
  await ask("POST", "/api/telephone/calls", { ...call, outcome: "emergency" });
  const { rows } = await centre.t.owner.query(
    "select urgent_at is not null as noted, urgent_told from telephone.call where id = $1",
    [call.id],
  );
  expect(rows).toEqual([{ noted: true, urgent_told: "Dr Premier" }]);
  const tasks = await app.ask(centre.who.doctor.token, "GET", "/api/tasks");
  expect(
    tasks.body.tasks.filter(({ what }: { what: string }) =>
      /^Appel urgent passé au 15 le .*Dr Premier/.test(what),
    ),
  ).toHaveLength(1);
});

test("whoever is to be called back is listed; their number goes with the call back, or after three days", async () => {
  const [first, second] = [newId(), newId()];
  const back = { number: "06 41 77 30 22", words: "Horaires" };
  for (const id of [first, second])
    await ask("POST", "/api/telephone/calls", { id, reason: "other", outcome: "callback", back });
  expect(
    (await desk()).callbacks.map(({ id, number, person }: { id: string; number: string; person: null }) => [
      id,
      number,
      person,
    ]),
  ).toEqual([
    [first, back.number, null],
    [second, back.number, null],
  ]);
  expect((await ask("POST", `/api/telephone/calls/${first}/back`)).status).toBe(200);
  expect((await ask("POST", `/api/telephone/calls/${first}/back`)).status).toBe(200);
  await centre.t.owner.query(
    "update telephone.call set back_asked_at = back_asked_at - interval '73 hours' where id = $1",
    [second],
  );
  await centre.t.db.signIn.query("select from telephone.forget_numbers(10)");
  expect((await desk()).callbacks).toMatchObject([{ id: second, number: null, words: "Horaires" }]);
  const { rows } = await centre.t.owner.query("select from telephone.call where back_number is not null");
  expect(rows).toEqual([]);
});

test("appointments are told by when, where and with whom, without the words of an over-booking nor a telling name", async () => {
  const telling = await app.ask(centre.who.doctor.token, "POST", `/api/people/${person}/appointments`, {
    id: newId(),
    service: place.telling,
    professional: place.first,
    start: "2026-03-03T09:00:00+01:00",
    overbook: "Sevrage",
    reason: { nature: "clinical", words: "Sevrage" },
  });
  expect(telling.body.outcome).toBe("booked");
  const { body } = await ask("GET", `/api/telephone/people/${person}`);
  expect(body.appointments[0]).toMatchObject({ day: "2026-03-03", service: "Rendez-vous", serviceId: null });
  expect(JSON.stringify(body)).not.toMatch(/sevrage|addict/i);
});

test("a number sent as a form waits in a cookie no script reads, is given once, and never enters an address", async () => {
  const form = new FormData();
  form.set("numero", "0641773022");
  const unsigned = await app.ask(null, "POST", "/api/telephone/arrived");
  expect(unsigned.status).toBe(401);
  const { status, headers } = await app.send("POST", "/appel", form);
  expect([status, headers.get("location")]).toEqual([303, "/telephone"]);
  const cookie = headers.get("set-cookie") ?? "";
  expect(cookie).toMatch(
    /^maillage_appel=0641773022; Max-Age=120; Path=\/api\/telephone\/arrived; HttpOnly; SameSite=Strict$/,
  );
  const session = `maillage_session=${centre.who.telephone_desk.token}`;
  const given = await ask(
    "POST",
    "/api/telephone/arrived",
    {},
    { cookie: `${session}; maillage_appel=0641773022` },
  );
  expect(given.body).toEqual({ number: "0641773022" });
  form.set("numero", "<script>");
  expect((await app.send("POST", "/appel", form)).headers.get("set-cookie")).toBeNull();
});
