/** A practitioner's calendar: read by another program as the agenda has it, telling nobody, and ending when it is revoked. */
import ICAL from "ical.js";
import { afterAll, beforeAll, expect, test } from "vitest";
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
  person = await arrangePerson(centre.t.owner, {
    structure: centre.team,
    author: centre.who.doctor.account,
    family: "Calendrier",
  });
  const linked = { professionalId: place.first, accountId: centre.who.doctor.account };
  expect((await as("medical_director", "POST", "/api/agenda/practitioners", linked)).status).toBe(200);
});
afterAll(async () => {
  await centre.t.close();
  expect(app.unexpected).toEqual([]);
});

const as = (role: keyof Centre["who"], method: string, path: string, body?: unknown) =>
  app.ask(centre.who[role].token, method, path, body);
const make = (role: keyof Centre["who"], professionalId = place.first) =>
  as(role, "POST", "/api/agenda/calendars", { professionalId });
const read = (address: string, headers = {}) =>
  app.ask(null, "GET", new URL(address).pathname, undefined, headers);
const revoke = (role: keyof Centre["who"]) => as(role, "POST", `/api/agenda/calendars/${place.first}/revoke`);

async function book(start: string, service = place.service, role: keyof Centre["who"] = "reception") {
  const { body } = await as(role, "POST", `/api/people/${person}/appointments`, {
    ...{ id: newId(), service, professional: place.first, start },
    reason: { nature: "appointments", words: "Renouvellement secret" },
  });
  expect(body.outcome).toBe("booked");
  return body.appointment as { id: string; version: number };
}

function eventsOf(text: string) {
  return new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map((one) => {
    const { uid, sequence, startDate, endDate, location, summary } = new ICAL.Event(one);
    const status = one.getFirstPropertyValue("status");
    const times = { start: startDate.toJSDate().toISOString(), end: endDate.toJSDate().toISOString() };
    return { id: uid.split("@")[0] ?? "", sequence, ...times, location, summary, status };
  });
}

test("the calendar is the agenda’s hours on both sides of a clock change, under one word; a move keeps the event and a colleague’s takes it away", async () => {
  const moved = await book("2026-03-24T09:00:00+01:00");
  const kept = await book("2026-03-31T09:00:00+02:00");
  const care = await book("2026-03-31T10:00:00+02:00", place.telling, "doctor");
  const ended = await book("2026-03-24T11:00:00+01:00");
  const gone = await book("2026-03-24T09:40:00+01:00");
  const path = (id: string) => `/api/people/${person}/appointments/${id}`;
  const move = (one: { id: string; version: number }, to: object) =>
    as("reception", "POST", `${path(one.id)}/move`, { version: one.version, ...to });
  expect((await move(moved, { start: "2026-03-31T11:00:00+02:00" })).body.outcome).toBe("moved");
  expect(
    (await move(gone, { professional: place.second, start: "2026-03-31T09:00:00+02:00" })).body.outcome,
  ).toBe("moved");
  expect((await as("reception", "POST", `${path(ended.id)}/state`, { to: "cancelled" })).body.outcome).toBe(
    "done",
  );

  const { address } = (await make("doctor")).body;
  const { status, body } = await read(address);
  expect(status).toBe(200);
  expect(body).not.toMatch(/Calendrier|Premier|Consultation|addicto|Renouvellement/u);
  const events = eventsOf(body);
  const view = await as("medical_director", "POST", "/api/agenda/view", {
    ...{ from: "2026-03-24", until: "2026-03-31", professionals: [place.first] },
  });
  const inAgenda = (
    view.body.appointments as { id: string; start: string; end: string; state: string }[]
  ).map((one) => [
    ...[one.id, new Date(one.start).toISOString(), new Date(one.end).toISOString()],
    one.state === "cancelled" ? "CANCELLED" : "CONFIRMED",
  ]);
  expect(inAgenda.map(([id]) => id).sort()).toEqual([moved.id, kept.id, care.id, ended.id].sort());
  const { rows } = await centre.t.owner.query<{ name: string }>(
    "select name from network.site where id = $1",
    [centre.site],
  );
  expect(events.map(({ id, start, end, status: state }) => [id, start, end, state]).toSorted()).toEqual(
    [...inAgenda, [gone.id, "2026-03-24T08:40:00.000Z", "2026-03-24T09:00:00.000Z", "CANCELLED"]].toSorted(),
  );
  expect(new Set(events.map(({ summary, location }) => `${summary} ${location}`))).toEqual(
    new Set([`Rendez-vous ${rows[0]?.name}`]),
  );
  expect(events.find(({ id }) => id === kept.id)).toMatchObject({
    start: "2026-03-31T07:00:00.000Z",
    sequence: 0,
  });
  expect(events.find(({ id }) => id === moved.id)).toMatchObject({
    start: "2026-03-31T09:00:00.000Z",
    sequence: 1,
  });
});

test("is asked for again without being sent again, and leaves one line of the trail a day", async () => {
  const { address } = (await make("doctor")).body;
  const app304 = await fetchRaw(address, {});
  const tag = app304.headers.get("etag") ?? "";
  expect([app304.headers.get("content-type"), app304.headers.get("cache-control")]).toEqual([
    "text/calendar; charset=utf-8",
    "no-store",
  ]);
  expect((await fetchRaw(address, { "if-none-match": tag })).status).toBe(304);
  await book("2026-03-10T09:00:00+01:00");
  expect((await fetchRaw(address, { "if-none-match": tag })).status).toBe(200);
  const { rows } = await centre.t.owner.query(
    `select count(*)::int as n from audit.entry e where e.action = 'calendar.read'
        and (e.detail ->> 'calendar')::uuid = (select c.id from agenda.calendar_feed c where c.revoked_at is null)`,
  );
  expect(rows).toEqual([{ n: 1 }]);
});

test("is made by its practitioner or by who keeps the hours, leads nowhere once replaced, revoked or its practitioner gone, and is kept nowhere", async () => {
  expect((await make("reception")).status).toBe(404);
  expect((await make("doctor", place.second)).status).toBe(404);
  expect((await revoke("nurse")).status).toBe(404);
  const first = (await make("doctor")).body.address;
  const second = (await make("administrative_officer")).body.address;
  expect([(await read(first)).status, (await read(second)).status]).toEqual([410, 200]);
  expect((await as("doctor", "GET", "/api/agenda/calendars")).body.calendars).toMatchObject([
    { professionalId: place.first, mine: true, readOn: "2026-03-02" },
  ]);
  expect((await revoke("doctor")).status).toBe(200);
  expect((await read(second)).status).toBe(410);
  const third = (await make("doctor")).body.address;
  const { rows } = await centre.t.owner.query<{ kept: string }>(
    "select to_jsonb(c)::text as kept from agenda.calendar_feed c",
  );
  expect(rows.map(({ kept }) => kept).join()).not.toContain(new URL(third).pathname.split("/")[3]);
  await centre.t.owner.query("update access.account set disabled_at = now() where id = $1", [
    centre.who.doctor.account,
  ]);
  expect((await read(third)).status).toBe(410);
});

test("an address tried at random is counted as a wrong password is", async () => {
  const tried: number[] = [];
  for (let n = 0; n < 40 && tried.at(-1) !== 429; n++)
    tried.push((await read(`http://maillage/api/calendars/${"x".repeat(42)}${n % 10}/agenda.ics`)).status);
  expect([tried[0], tried.at(-1)]).toEqual([410, 429]);
});

/** With its headers. */
async function fetchRaw(address: string, headers: Record<string, string>): Promise<Response> {
  return app.send("GET", new URL(address).pathname, null, headers);
}
