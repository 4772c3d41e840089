/** An absence tomorrow: who is to be called, hours held for each that nobody else takes, callers who do not call the same person. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../src/ui/new-id.ts";
import { type AgendaPlace, arrangeAgenda } from "../support/agenda.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

let centre: Centre;
let app: ServedApp;
let place: AgendaPlace;
const round = newId();
/** On Tuesday 3 March with Dr Premier, at 9:00, 9:20, 9:40 and 10:00. */
const people: string[] = [];
const appointments: string[] = [];

beforeAll(async () => {
  centre = await arrangeFullCentre();
  app = serveApp(centre);
  place = await arrangeAgenda(centre);
  for (const [n, family] of ["Alpha", "Bravo", "Charlie", "Delta"].entries()) {
    const person = newId();
    people.push(person);
    await as("reception", "POST", "/api/people", {
      id: person,
      family,
      given: "Ana",
      birth: "1990",
      sex: "female",
    });
    await as("nurse", "PUT", `/api/people/${person}/ways`, {
      seen: [],
      ways: [
        { kind: "phone", value: `06 41 77 30 2${n}` },
        { kind: "message", value: "Foyer des Peupliers" },
      ],
    });
    appointments.push((await book(person, at(n))).appointment.id);
  }
  await as("nurse", "PUT", `/api/people/${people[0]}/speech`, {
    seen: [],
    speech: { languages: [{ code: "ar", level: "enough" }], interpreter: "needed" },
  });
  await centre.t.owner.query("update agenda.appointment set known_from = '2026-02-02' where id = any ($1)", [
    appointments,
  ]);
  await as("medical_director", "PUT", "/api/agenda/reminders/setting", { hour: 10 });
});
afterAll(async () => {
  await centre.t.close();
  expect(app.unexpected).toEqual([]);
});

const as = (role: keyof Centre["who"], method: string, path: string, body?: unknown) =>
  app.ask(centre.who[role].token, method, path, body);
/** The n-th hour of that Tuesday, from nine. */
const at = (n: number) => `2026-03-03T${["09:00", "09:20", "09:40", "10:00"][n]}:00+01:00`;
const moment = (text: string) => new Date(text).toISOString();
async function book(person: string, start: string, professional = place.first) {
  const request = { id: newId(), service: place.service, professional, start };
  return (await as("reception", "POST", `/api/people/${person}/appointments`, request)).body;
}
const open = (role: keyof Centre["who"]) =>
  as(role, "POST", "/api/agenda/rounds", {
    ...{ id: round, professionalId: place.first, from: "2026-03-03T08:00:00", until: "2026-03-03T18:00:00" },
  });
const list = async (role: keyof Centre["who"] = "reception") =>
  (await as(role, "GET", `/api/agenda/rounds/${round}`)).body;
const lineOf = async (n: number, role: keyof Centre["who"] = "reception") =>
  (await list(role)).lines.find((one: { on: string }) => one.on === people[n]);
const work = async (role: keyof Centre["who"], n: number, act: string, body: object = {}) =>
  (await as(role, "POST", `/api/agenda/round-lines/${(await lineOf(n)).id}/${act}`, body)).body;
const reminded = async () => {
  const { rows } = await centre.t.db.signIn.query<{ starts: Date }>(
    "select starts from agenda.take_reminders('2026-03-02 10:30+01', '{sms}')",
  );
  return rows.map(({ starts }) => starts.toISOString()).sort();
};

test("who keeps the hours records it; whoever was to be seen is listed with what reaches them and hours of their own, held", async () => {
  expect((await open("reception")).status).toBe(404);
  expect((await open("administrative_officer")).body).toEqual({ id: round, held: 4 });
  // A second press finds all done.
  expect((await open("administrative_officer")).body).toEqual({ id: round, held: 0 });
  const { lines, practitioner, unknown } = await list();
  expect([practitioner, unknown]).toEqual(["Dr Premier", 0]);
  // The first three at the same hours with a colleague, the fourth a week later.
  expect(lines.map((one: { held: { start: string } }) => moment(one.held.start))).toEqual(
    [at(0), at(1), at(2), "2026-03-10T09:00:00+01:00"].map(moment),
  );
  expect(lines[0]).toMatchObject({
    person: { family: "Alpha" },
    state: "to_call",
    held: { practitioner: "un professionnel du centre", professional: null },
  });
  expect(
    lines[0].contact
      .map(({ part, content }: { part: string; content: { kind?: string } }) => content.kind ?? part)
      .sort(),
  ).toEqual(["message", "phone", "speech"]);
  const desk = JSON.stringify(await list("telephone_desk"));
  expect(desk).toContain("+33641773020");
  expect(desk).not.toMatch(/Peupliers|Addicto/u);
});

test("hours held are nobody else’s: twenty bookings lose, and the database refuses a second holder", async () => {
  const asked = await Promise.all(
    Array.from({ length: 20 }, () => book(people[3] ?? "", at(0), place.second)),
  );
  expect(new Set(asked.map(({ outcome }) => outcome))).toEqual(new Set(["taken"]));
  const { id } = await lineOf(0);
  await expect(
    centre.t.owner.query(
      `insert into agenda.occupation (appointment_id, resource_id, during, firm)
       select gen_random_uuid(), o.resource_id, o.during, true from agenda.occupation o where o.appointment_id = $1`,
      [id],
    ),
  ).rejects.toMatchObject({ code: "23P01" });
});

test("nobody is reminded of hours that no longer hold, until the absence does not take place", async () => {
  expect(await reminded()).toEqual([]);
});

test("a line is one caller’s at a time; what was left is told to the next one", async () => {
  expect(await work("reception", 0, "take")).toEqual({ outcome: "yours" });
  expect(await work("telephone_desk", 0, "take")).toMatchObject({ outcome: "taken" });
  expect(await work("telephone_desk", 0, "result", { result: "moved" })).toMatchObject({ outcome: "taken" });
  expect((await lineOf(0, "telephone_desk")).taken).toMatchObject({ mine: false });
  const { contact } = await lineOf(0);
  const way = contact.find((one: { part: string }) => one.part === "way").id;
  expect(await work("reception", 0, "result", { result: "not_reached", way })).toEqual({ outcome: "done" });
  expect(await lineOf(0, "telephone_desk")).toMatchObject({
    state: "not_reached",
    taken: null,
    calls: [{ result: "not_reached", way }],
  });
});

test("rebooked at the hours held, the appointment keeps its history, and the hours are its own", async () => {
  const both = await Promise.all([
    work("telephone_desk", 0, "result", { result: "moved" }),
    work("telephone_desk", 0, "result", { result: "moved" }),
  ]);
  expect(both).toEqual([{ outcome: "done" }, { outcome: "done" }]);
  expect(await lineOf(0)).toMatchObject({ state: "moved", held: null });
  const moved = await as("reception", "GET", `/api/people/${people[0]}/appointments/${appointments[0]}`);
  expect(moved.body).toMatchObject({ state: "booked", steps: [{ words: "Le professionnel est absent" }] });
  expect(moment(moved.body.start)).toBe(moment(at(0)));
  const { rows } = await centre.t.owner.query(
    "select o.appointment_id as id from agenda.occupation o where o.resource_id = $1 and lower(o.during) = $2",
    [place.second, at(0)],
  );
  expect(rows).toEqual([{ id: appointments[0] }]);
});

test("hours refused are free at once and the next ones held; put on the waiting list, or moved from the agenda, nobody is left to call", async () => {
  expect(await work("reception", 1, "other")).toEqual({ outcome: "held" });
  expect(moment((await lineOf(1)).held.start)).toBe(moment("2026-03-10T09:00:00+01:00"));
  expect((await book(people[0] ?? "", at(1), place.second)).outcome).toBe("booked");
  expect(await work("reception", 1, "result", { result: "waiting", waitingId: newId() })).toEqual({
    outcome: "done",
  });
  const waiting = (await as("reception", "GET", "/api/agenda/waiting")).body.waiting;
  expect(waiting.map(({ on }: { on: string }) => on)).toEqual([people[1]]);
  const gone = await as("reception", "GET", `/api/people/${people[1]}/appointments/${appointments[1]}`);
  expect(gone.body.state).toBe("cancelled");

  await as("reception", "POST", `/api/people/${people[2]}/appointments/${appointments[2]}/state`, {
    to: "excused",
  });
  expect((await lineOf(2)).state).toBe("elsewhere");
  expect(await work("reception", 2, "result", { result: "message" })).toEqual({ outcome: "over" });
  expect((await as("reception", "GET", "/api/agenda/rounds")).body.rounds).toMatchObject([
    { id: round, total: 4, left: 1 },
  ]);
});

test("what is held is free again once the day is over, and for whom there is nobody left to call", async () => {
  const late = "2026-03-10T09:00:00+01:00";
  const go = (now: string) => centre.t.db.signIn.query("select from agenda.let_holds_go(100, $1)", [now]);
  await go("2026-03-02T23:30:00+01:00");
  expect((await lineOf(2)).held).toBeNull();
  expect((await book(people[1] ?? "", late)).outcome).toBe("taken");
  await go("2026-03-03T00:00:00+01:00");
  expect((await lineOf(3)).held).toBeNull();
  expect((await book(people[1] ?? "", late)).outcome).toBe("booked");
  // Held again the next time someone asks for it: other hours.
  expect((await as("reception", "POST", `/api/agenda/rounds/${round}/hold`, {})).body).toEqual({ held: 1 });
  expect(moment((await lineOf(3)).held.start)).toBe(moment("2026-03-10T09:00:00+01:00"));
});

test("the absence does not take place: nobody is left to call, and who keeps their hour is reminded of it", async () => {
  const lifted = { id: round, from: "2026-03-03T08:00:00", until: "2026-03-03T18:00:00", lifted: true };
  const lift = (role: keyof Centre["who"]) =>
    as(role, "POST", "/api/agenda/rounds", { ...lifted, professionalId: place.first });
  expect((await lift("reception")).status).toBe(404);
  expect((await lift("administrative_officer")).status).toBe(200);
  expect((await lineOf(3)).held).toBeNull();
  const { rounds } = (await as("reception", "GET", "/api/agenda/rounds")).body;
  expect(rounds).toMatchObject([{ lifted: true, left: 0 }]);
  expect(await reminded()).toContain(moment(at(3)));
});

test("what someone wished when they booked, and the language they speak, are weighed in the hours held for them", async () => {
  const { owner } = centre.t;
  await owner.query(
    "update agenda.practitioner set sex = case professional_id when $1 then 'male' else 'female' end",
    [place.first],
  );
  const tuesday = (n: number) => at(n).replace("03-03", "03-17");
  await book(people[1] ?? "", tuesday(0));
  const wishes = { sex: "male" };
  const request = {
    id: newId(),
    service: place.service,
    professional: place.first,
    start: tuesday(1),
    wishes,
  };
  expect((await as("reception", "POST", `/api/people/${people[2]}/appointments`, request)).body.outcome).toBe(
    "booked",
  );
  const id = newId();
  const away = { from: "2026-03-17T08:00:00", until: "2026-03-17T18:00:00" };
  await as("administrative_officer", "POST", "/api/agenda/rounds", {
    id,
    professionalId: place.first,
    ...away,
  });
  const { lines } = (await as("reception", "GET", `/api/agenda/rounds/${id}`)).body;
  const held = (of: string | undefined) => {
    const line = lines.find(({ on }: { on: string }) => on === of);
    return [line.held.practitioner, line.held.day, line.wishes];
  };
  expect(held(people[1])).toEqual(["un professionnel du centre", "2026-03-17", null]);
  expect(held(people[2])).toEqual(["Dr Premier", expect.stringMatching(/^2026-03-2/u), wishes]);
  const told = JSON.stringify((await as("telephone_desk", "GET", `/api/agenda/rounds/${id}`)).body);
  expect(told).not.toContain('"male"');
});
