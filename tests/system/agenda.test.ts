/** The agenda's core on a real database: hours laid out, slots, bookings, what becomes of them, who is told what. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type AgendaChange, openAgendaLive } from "../../src/agenda/live.ts";
import { type AppointmentState, appointmentStates, type Slot, stateLabels } from "../../src/agenda/model.ts";
import { weekOf } from "../../src/agenda/planning/week.ts";
import { transitions } from "../../src/agenda/rules.ts";
import { bookAppointment } from "../../src/agenda/store.ts";
import { addDays } from "../../src/ui/days.ts";
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
    family: "Attendue",
  });
});
afterAll(async () => {
  await centre.t.close();
  expect(app.unexpected).toEqual([]);
});

const as = (role: keyof Centre["who"]) => centre.who[role].token;
const slots = async (role: keyof Centre["who"], more: object = {}) =>
  (
    await app.ask(as(role), "POST", "/api/agenda/slots", {
      service: place.service,
      from: "2026-03-03",
      ...more,
    })
  ).body.slots;
const book = (role: keyof Centre["who"], more: object = {}) =>
  app.ask(as(role), "POST", `/api/people/${person}/appointments`, {
    id: newId(),
    service: place.service,
    professional: place.first,
    start: "2026-03-03T09:00:00+01:00",
    ...more,
  });
const act = (role: keyof Centre["who"], appointment: string, what: "move" | "state", body: object) =>
  app.ask(as(role), "POST", `/api/people/${person}/appointments/${appointment}/${what}`, body);
/** The appointments the tests before left do not disturb those after. */
const clear = () =>
  centre.t.owner.query(
    `delete from agenda.occupation; delete from agenda.appointment_detail; delete from agenda.appointment_step; delete from agenda.appointment;
     delete from tasks.task; delete from agenda.waiting;
     select agenda.refresh(professional_id, '[2026-01-01,2028-01-01)') from agenda.practitioner`,
  );

describe("slots", () => {
  test("the earliest first across sites, at each site’s clock", async () => {
    const found = await slots("reception", { limit: 3 });
    expect(
      found.map(({ start, practitioner }: { start: string; practitioner: string }) => [start, practitioner]),
    ).toEqual([
      ["2026-03-03T09:00:00+01:00", "Dr Premier"],
      ["2026-03-03T09:00:00+01:00", "un professionnel du centre"],
      ["2026-03-03T09:20:00+01:00", "Dr Premier"],
    ]);
  });

  test("a name that would tell why is not told to the desk, nor by an identifier", async () => {
    const hidden = (await slots("telephone_desk")).find(
      ({ practitioner }: { practitioner: string }) => practitioner === "un professionnel du centre",
    );
    expect(hidden.professional).toBeNull();
    const { body } = await book("telephone_desk", {
      professional: undefined,
      opening: hidden.opening,
      start: hidden.start,
    });
    expect(body).toMatchObject({
      outcome: "booked",
      appointment: { practitioner: "un professionnel du centre", professionalId: null },
    });
    expect(JSON.stringify(body)).not.toContain("Addicto");
    const seen = await app.ask(
      as("doctor"),
      "GET",
      `/api/people/${person}/appointments/${body.appointment.id}`,
    );
    expect(seen.body.practitioner).toBe("Dr Addicto");
    await clear();
  });

  test("one’s own practitioner comes first", async () => {
    await book("reception", { professional: place.first, start: "2026-03-10T09:00:00+01:00" });
    const found = await slots("reception", { from: "2026-03-04", person, limit: 2 });
    expect(found[0]).toMatchObject({ own: true, practitioner: "Dr Premier", day: "2026-03-10" });
    await clear();
  });

  test("a wheelchair alone narrows to sites someone found accessible, without the rooms that are not", async () => {
    const { owner } = centre.t;
    const found = async (more: object = { wheelchair: true }) =>
      ((await slots("reception", { ...more, limit: 50 })) ?? []).filter(
        ({ day }: Slot) => day === "2026-03-03",
      );
    const names = (list: Slot[]) => [...new Set(list.map(({ practitioner }) => practitioner))].sort();
    const everyone = await found({});
    expect(names(everyone)).toEqual(["Dr Premier", "un professionnel du centre"]);
    // Nobody looked: no door is said to be wide enough.
    expect(await found()).toEqual([]);
    await owner.query("update network.site set wheelchair = true");
    expect(await found()).toEqual(everyone);
    await owner.query("update agenda.room set wheelchair = false where id = $1", [place.room]);
    expect(names(await found())).toEqual(["un professionnel du centre"]);
    expect(await found({})).toEqual(everyone);
    await owner.query("update network.site set wheelchair = null");
    await owner.query("update agenda.room set wheelchair = null");
  });

  test("an absence, a closure, a holiday and an exception take their hours off, and lifting gives them back", async () => {
    const days = async () => [
      ...new Set(
        (
          await slots("reception", { from: "2026-03-30", days: 14, professional: place.first, limit: 100 })
        ).map(({ day }: { day: string }) => day),
      ),
    ];
    // Mondays and Tuesdays, but Easter Monday.
    expect(await days()).toEqual(["2026-03-30", "2026-03-31", "2026-04-07"]);
    const absence = {
      id: newId(),
      professionalId: place.first,
      from: "2026-03-31T00:00:00",
      until: "2026-04-01T00:00:00",
    };
    await app.ask(as("medical_director"), "POST", "/api/agenda/absences", absence);
    expect(await days()).toEqual(["2026-03-30", "2026-04-07"]);
    const closure = {
      id: newId(),
      siteId: centre.site,
      from: "2026-04-07T00:00:00",
      until: "2026-04-08T00:00:00",
    };
    await app.ask(as("medical_director"), "POST", "/api/agenda/closures", closure);
    expect(await days()).toEqual(["2026-03-30"]);
    await app.ask(as("medical_director"), "POST", `/api/agenda/half-days/${place.mondays}/change`, {
      scope: "one",
      onDay: "2026-03-30",
      cancelled: true,
    });
    expect(await days()).toEqual([]);
    await app.ask(as("medical_director"), "POST", "/api/agenda/absences", { ...absence, lifted: true });
    await app.ask(as("medical_director"), "POST", "/api/agenda/closures", { ...closure, lifted: true });
    expect(await days()).toEqual(["2026-03-31", "2026-04-07"]);
  });
});

describe("a booking", () => {
  test("sent twice books once; another is told, and holds the next slots", async () => {
    const asked = { id: newId() };
    expect((await book("reception", asked)).body.outcome).toBe("booked");
    expect((await book("reception", asked)).body.outcome).toBe("booked");
    const { body } = await book("telephone_desk");
    expect(body.outcome).toBe("taken");
    expect(body.proposals[0].start).toBe("2026-03-03T09:00:00+01:00");
    expect(body.proposals[1].start).toBe("2026-03-03T09:20:00+01:00");
    const { rows } = await centre.t.owner.query(
      "select (select count(*)::int from agenda.appointment) as booked, (select count(*)::int from audit.entry where action = 'appointment.book' and object_id = $1) as audited",
      [asked.id],
    );
    expect(rows[0]).toEqual({ booked: 1, audited: 2 });
    await clear();
  });

  test("over-booking is a right, with a reason, and shows; the telephone desk has it not", async () => {
    await book("reception");
    expect((await book("telephone_desk", { overbook: "Urgent" })).status).toBe(403);
    expect((await book("reception", { overbook: " " })).body.outcome).toBe("reason_needed");
    const { body } = await book("reception", { overbook: "Renouvellement, dix minutes" });
    expect(body).toMatchObject({
      outcome: "booked",
      appointment: { overbooked: "Renouvellement, dix minutes" },
    });
    await clear();
  });

  test("where admission is prescribed, cover is confirmed first; unknown opens a search", async () => {
    const asked = { service: place.prescribed, start: "2026-03-03T10:00:00+01:00" };
    expect((await book("social_worker", asked)).body.outcome).toBe("cover_needed");
    expect((await book("social_worker", { ...asked, cover: "unknown" })).body.outcome).toBe("booked");
    const { rows } = await centre.t.owner.query(
      "select nature, for_role as role, done_at as done from tasks.task where kind = 'cover_search'",
    );
    expect(rows).toEqual([{ nature: "cover", role: "administrative_officer", done: null }]);
    // As the next times of a series are asked: the day's confirmation is carried, and searched once.
    const next = await book("reception", { ...asked, start: "2026-03-10T10:00:00+01:00" });
    expect(next.body.outcome).toBe("booked");
    const searches = await centre.t.owner.query("select from tasks.task where kind = 'cover_search'");
    expect(searches.rowCount).toBe(1);
    await expect(
      centre.t.owner.query("update agenda.appointment set cover_confirmed = null where prescribed"),
    ).rejects.toMatchObject({ constraint: "cover_confirmed_first" });
    await clear();
  });

  test("why someone comes is read by those who read that nature alone", async () => {
    const { body } = await book("doctor", {
      service: place.telling,
      start: "2026-03-03T11:00:00+01:00",
      reason: { nature: "clinical", words: "Sevrage" },
      interpreter: { language: "ar", means: "telephone" },
    });
    const read = async (role: keyof Centre["who"]) =>
      JSON.stringify([
        (await app.ask(as(role), "GET", `/api/people/${person}/appointments/${body.appointment.id}`)).body,
        (await app.ask(as(role), "GET", `/api/people/${person}`)).body.appointments,
        (await app.ask(as(role), "POST", "/api/agenda/view", { from: "2026-03-03" })).body,
      ]);
    for (const role of ["telephone_desk", "reception", "social_worker"] as const) {
      const seen = await read(role);
      expect(seen, role).toContain("2026-03-03");
      expect(seen, role).not.toMatch(/Sevrage|Consultation d’addictologie/);
    }
    expect(await read("nurse")).toMatch(/Sevrage.*Consultation d’addictologie/);
    expect(await read("telephone_desk")).not.toContain('"ar"');
    expect(await read("reception")).toContain('"ar"');
    expect((await book("reception", { reason: { nature: "clinical", words: "x" } })).status).toBe(403);
    await clear();
  });

  test("of two practitioners at once needs both free, on the same site", async () => {
    await book("reception", {
      professional: place.second,
      start: "2026-03-03T09:00:00+01:00",
      service: place.service,
      opening: undefined,
    });
    expect((await book("reception", { joint: [place.second] })).body.outcome).toBe("taken");
    const free = await slots("reception", { joint: [place.second], limit: 2 });
    expect(free.map(({ start, practitioner }: Slot) => [start, practitioner])).toEqual([
      ["2026-03-03T09:20:00+01:00", "Dr Premier"],
      ["2026-03-03T09:40:00+01:00", "Dr Premier"],
    ]);
    const { body } = await book("reception", { joint: [place.second], start: "2026-03-03T09:20:00+01:00" });
    expect(body.outcome).toBe("booked");
    // In the week of each of them; a name that tells why is told to who reads care alone.
    const week = async (role: keyof Centre["who"], whose: string) =>
      (
        await app.ask(as(role), "POST", "/api/agenda/view", { from: "2026-03-03", professionals: [whose] })
      ).body.appointments.filter(({ id }: { id: string }) => id === body.appointment.id);
    expect(await week("doctor", place.second)).toMatchObject([
      { practitioner: "Dr Premier", with: ["Dr Addicto"] },
    ]);
    expect(await week("doctor", place.first)).toHaveLength(1);
    expect(JSON.stringify(await week("telephone_desk", place.first))).not.toContain("Addicto");
    expect(
      (await book("reception", { professional: place.second, start: "2026-03-03T09:20:00+01:00" })).body
        .outcome,
    ).toBe("taken");
    await clear();
    // At the same hours elsewhere, they do not receive anyone together.
    const { owner } = centre.t;
    const elsewhere = await owner.query<{ id: string }>(
      "insert into network.site (structure_id, code, name) values ($1, 'elsewhere', 'Ailleurs') returning id",
      [centre.team],
    );
    const at = (site: string | undefined) =>
      owner.query("update agenda.opening set site_id = $2 where professional_id = $1", [place.second, site]);
    await at(elsewhere.rows[0]?.id);
    expect(await slots("reception", { joint: [place.second] })).toEqual([]);
    expect((await book("reception", { joint: [place.second] })).body.outcome).toBe("taken");
    await at(centre.site);
    expect((await book("reception", { joint: [place.second] })).body.outcome).toBe("booked");
    await owner.query("delete from network.site where code = 'elsewhere'");
    await clear();
  });

  test("who needs an interpreter is offered whoever speaks their language first; else someone is to be found, and the desk is told nothing of it", async () => {
    const { owner } = centre.t;
    const speech = { languages: [{ code: "ps", level: "interpreter" }], interpreter: "needed" };
    await owner.query(
      "insert into people.contact (person_id, part, rank, content, author_id) values ($1, 'speech', 0, $2, $3)",
      [person, JSON.stringify(speech), centre.who.reception.account],
    );
    await owner.query("update agenda.practitioner set languages = '{ps}' where professional_id = $1", [
      place.second,
    ]);
    const found = await slots("reception", { from: "2026-03-04", person, limit: 2 });
    expect(found.map(({ practitioner, speaks }: Slot) => [practitioner, speaks])).toEqual([
      ...Array.from({ length: 5 }, () => ["un professionnel du centre", "ps"]).slice(0, found.length - 2),
      ...Array.from({ length: 2 }, () => ["Dr Premier", undefined]),
    ]);
    expect((await slots("telephone_desk", { person, limit: 1 }))[0]).toMatchObject({
      practitioner: "Dr Premier",
    });
    const wants = (role: keyof Centre["who"]) =>
      app.ask(as(role), "POST", `/api/people/${person}/appointments/wants`, { service: place.service });
    expect((await wants("reception")).body.interpreter).toEqual(["ps"]);
    expect((await wants("telephone_desk")).body.interpreter).toBeNull();

    const { appointment } = (await book("reception", { interpreter: { language: "ps", means: "telephone" } }))
      .body;
    expect(appointment.interpreter).toEqual({ language: "ps", found: false });
    const { rows } = await owner.query<{ name: string }>("select name from network.site where id = $1", [
      centre.site,
    ]);
    const sought = async () =>
      (
        await owner.query<{ what: string; open: boolean }>(
          "select what, done_at is null as open from tasks.task where kind = 'interpreter' order by id",
        )
      ).rows;
    expect(await sought()).toEqual([
      {
        what: `Trouver un interprète (pachto, par téléphone) pour le rendez-vous du 03/03/2026 à 09h00, ${rows[0]?.name} ; écrire ensuite son nom sur le rendez-vous`,
        open: true,
      },
    ]);
    const shown = async (role: keyof Centre["who"]) =>
      (await app.ask(as(role), "POST", "/api/agenda/view", { from: "2026-03-03" })).body.appointments[0];
    expect((await shown("nurse")).interpreter).toEqual({ language: "ps", found: false });
    const desk = await shown("telephone_desk");
    expect(desk.id).toBe(appointment.id);
    expect(JSON.stringify(desk)).not.toContain('"ps"');

    const name = (role: keyof Centre["who"], version: number, by?: string) =>
      app.ask(as(role), "PUT", `/api/people/${person}/appointments/${appointment.id}/interpreter`, {
        version,
        interpreter: { language: "ps", means: "on_site", ...(by === undefined ? {} : { by }) },
      });
    expect((await name("telephone_desk", 1, "Mme Sahar")).status).toBe(403);
    expect((await name("nurse", 1, "Mme Sahar")).body.appointment.interpreter.found).toBe(true);
    expect((await name("reception", 1, "M. Autre")).body.outcome).toBe("changed");
    expect((await sought()).map(({ open }) => open)).toEqual([false]);
    // At other hours, they are to be asked again.
    const moved = await act("reception", appointment.id, "move", {
      version: 2,
      professional: place.first,
      start: "2026-03-10T09:00:00+01:00",
    });
    expect(moved.body.appointment.interpreter).toEqual({ language: "ps", found: false });
    expect((await sought()).map(({ what, open }) => [what.includes("10/03/2026"), open])).toEqual([
      [false, false],
      [true, true],
    ]);
    await act("reception", appointment.id, "state", { to: "excused" });
    expect((await sought()).some(({ open }) => open)).toBe(false);
    await owner.query(
      "update agenda.practitioner set languages = '{}'; delete from people.contact where part = 'speech'",
    );
    await clear();
  });

  test("nobody books for someone they may not know, nor what their role does not book", async () => {
    expect((await book("outside_social_worker")).status).toBe(403);
    expect(
      (await book("telephone_desk", { service: place.telling, start: "2026-03-03T11:00:00+01:00" })).status,
    ).toBe(403);
    const { rows } = await centre.t.owner.query("select count(*)::int as n from agenda.appointment");
    expect(rows).toEqual([{ n: 0 }]);
  });
});

describe("what becomes of it", () => {
  test("moved, what it was is kept; the hours it leaves go to who waits first", async () => {
    const made = (await book("reception")).body.appointment;
    const waiting = { id: newId(), service: place.service };
    await app.ask(as("reception"), "POST", `/api/people/${person}/waiting`, waiting);
    const moved = await act("reception", made.id, "move", { version: 1, start: "2026-03-10T09:20:00+01:00" });
    expect(moved.body).toMatchObject({ outcome: "moved", appointment: { day: "2026-03-10", version: 2 } });
    expect(
      (await act("reception", made.id, "move", { version: 1, start: "2026-03-17T09:20:00+01:00" })).body
        .outcome,
    ).toBe("changed");
    const { body } = await app.ask(as("reception"), "GET", `/api/people/${person}/appointments/${made.id}`);
    expect(body.steps).toMatchObject([{ from: "booked", to: "booked", wasSite: centre.site }]);
    expect((await slots("reception", { limit: 1 }))[0].start).toBe("2026-03-03T09:00:00+01:00");
    const { rows } = await centre.t.owner.query("select what from tasks.task where kind = 'waiting_offer'");
    expect(rows.map(({ what }) => what)).toEqual([
      expect.stringContaining("Une place se libère le 03/03/2026 à 09h00"),
    ]);
    const pass = await app.ask(
      as("reception"),
      "POST",
      `/api/people/${person}/waiting/${waiting.id}/answer`,
      {
        declined: { professional: place.first, site: centre.site, start: made.start, end: made.end },
      },
    );
    expect(pass.status).toBe(200);
    await clear();
  });

  test("who waits is listed in the order they asked; for what tells why, to those who read it", async () => {
    const [first, telling] = [newId(), newId()];
    await app.ask(as("reception"), "POST", `/api/people/${person}/waiting`, {
      ...{ id: first, service: place.service, words: "l’après-midi" },
    });
    await app.ask(as("doctor"), "POST", `/api/people/${person}/waiting`, {
      id: telling,
      service: place.telling,
    });
    const waiting = async (role: keyof Centre["who"]) =>
      (await app.ask(as(role), "GET", "/api/agenda/waiting")).body.waiting;
    expect(await waiting("doctor")).toMatchObject([
      { id: first, service: "Consultation", words: "l’après-midi", person: { family: "Attendue" } },
      { id: telling, service: "Consultation d’addictologie" },
    ]);
    expect((await waiting("reception")).map(({ id }: { id: string }) => id)).toEqual([first]);
    expect(await waiting("outside_social_worker")).toEqual([]);
    await app.ask(as("reception"), "POST", `/api/people/${person}/waiting/${first}/answer`, {
      declined: null,
    });
    expect(await waiting("reception")).toEqual([]);
    await clear();
  });

  test("missed, someone asks how they are; come after all, they are taken in", async () => {
    const made = (await book("reception")).body.appointment;
    expect((await act("reception", made.id, "state", { to: "missed" })).body.appointment.state).toBe(
      "missed",
    );
    const follow = () =>
      centre.t.owner.query(
        "select done_at is not null as done from tasks.task where kind = 'appointment_missed'",
      );
    expect((await follow()).rows).toEqual([{ done: false }]);
    expect((await book("nurse")).body.outcome).toBe("booked");
    const { body } = await act("reception", made.id, "state", { to: "arrived" });
    expect(body.appointment).toMatchObject({
      state: "arrived",
      overbooked: "Arrivé après avoir été noté absent",
    });
    expect((await follow()).rows).toEqual([{ done: true }]);
    expect((await act("reception", made.id, "state", { to: "honoured" })).body.outcome).toBe("done");
    expect((await act("reception", made.id, "state", { to: "cancelled" })).body.outcome).toBe("changed");
    await clear();
  });

  test("who walks in waits, then is someone’s", async () => {
    const { body } = await app.ask(as("reception"), "POST", `/api/people/${person}/appointments/walk-in`, {
      id: newId(),
      service: place.service,
      site: centre.site,
    });
    expect(body.appointment).toMatchObject({ state: "arrived", walkIn: true, practitioner: null });
    const taken = await act("doctor", body.appointment.id, "state", {
      to: "in_progress",
      professional: place.first,
    });
    expect(taken.body.appointment).toMatchObject({ state: "in_progress", practitioner: "Dr Premier" });
    await clear();
  });
});

describe("the database", () => {
  test("holds the same states and what may follow what as the program", async () => {
    const { rows } = await centre.t.owner.query<{ code: string; label: string; next: string[] }>(
      `select s.code, s.label, array(select t.to_state from agenda.transition t where t.from_state = s.code) as next from agenda.state s`,
    );
    for (const { code, label, next } of rows) {
      expect(stateLabels[code as AppointmentState]).toBe(label);
      expect([code, next.sort()]).toEqual([code, [...transitions[code as AppointmentState]].sort()]);
    }
    expect(rows.map(({ code }) => code).sort()).toEqual([...appointmentStates].sort());
  });

  test("refuses a second booking of a practitioner or of a room, whatever writes", async () => {
    await book("reception");
    for (const column of ["given_by", "room_id"])
      await expect(
        centre.t.owner.query(
          `insert into agenda.occupation (appointment_id, resource_id, during, firm)
           select gen_random_uuid(), ${column}, during, true from agenda.appointment`,
        ),
        column,
      ).rejects.toMatchObject({ constraint: "no_double_booking" });
    await expect(
      centre.t.owner.query(
        "update agenda.appointment set state = 'honoured'; update agenda.appointment set state = 'cancelled'",
      ),
    ).rejects.toMatchObject({ code: "MA409" });
    await clear();
  });

  test("tells open screens of every process which day of which site changed, and to look again when a process ended before it told", async () => {
    const elsewhere = openAgendaLive(centre.t.db, 20);
    const told: AgendaChange[] = [];
    elsewhere.subscribe(
      (change) => told.push(change),
      () => {},
    );
    const days = () => told.filter((change) => change?.day === "2026-03-16");
    const anything = () => told.filter((change) => change === null).length;
    // It listens. What the tests before changed may be told only now: of the day of this one, nothing yet.
    await expect.poll(anything).toBeGreaterThan(0);
    expect(days()).toEqual([]);
    const { body } = await book("reception", { start: "2026-03-16T09:00:00+01:00" });
    expect(body.change).toBeUndefined();
    await expect.poll(days).toEqual([{ site: body.appointment.siteId, day: "2026-03-16" }]);
    const before = anything();
    // What it takes to book, without the route that then tells of it.
    const { outcome } = await bookAppointment(
      {
        db: centre.t.db,
        caller: { token: as("reception"), stamp: centre.newStamp() },
        roles: ["reception"],
      },
      person,
      {
        id: newId(),
        service: place.service,
        professional: place.first,
        start: "2026-03-16T09:20:00+01:00",
        now: "2026-03-02T08:00:00Z",
      },
    );
    expect(outcome).toBe("booked");
    await expect.poll(anything).toBeGreaterThan(before);
    expect(days()).toHaveLength(1);
    await elsewhere.close();
    await clear();
  });
});

test("hours given and shares of full time, over any period and as known then", async () => {
  const ask = async (known: string | null) =>
    (
      await app.ask(as("network_manager"), "POST", "/api/agenda/hours", {
        from: "2026-03-02",
        to: "2026-03-08",
        known,
      })
    ).body.hours.find(({ professionalId }: { professionalId: string }) => professionalId === place.first);
  expect(await ask(null)).toMatchObject({
    minutes: 360,
    fte: 0.5,
    weeklyMinutes: 1050,
    standing: ["salaried"],
  });
  expect(await ask("2020-01-01T00:00:00Z")).toBeUndefined();
});

describe("who keeps the hours", () => {
  const keeping = async () =>
    (await app.ask(as("medical_director"), "GET", "/api/agenda/timetable/keeping")).body;
  const service = {
    id: newId(),
    label: "Vaccination",
    neutralLabel: "Rendez-vous",
    minutes: 20,
    nature: "appointments",
    sites: [],
    bookingRoles: ["reception"],
    leadMinutes: 0,
    horizonDays: 90,
    prescribed: false,
    active: true,
  };

  test("adds a service and a room; sent twice, once; of two changes at once the second changes nothing", async () => {
    const asked = { ...service, givenBy: [place.first] };
    const send = (body: object) => app.ask(as("network_manager"), "POST", "/api/agenda/services", body);
    expect([(await send(asked)).status, (await send(asked)).status]).toEqual([200, 200]);
    expect((await slots("reception", { service: asked.id, limit: 1 }))[0].practitioner).toBe("Dr Premier");
    const read = (await keeping()).services.find(({ id }: { id: string }) => id === asked.id);
    const { stamp } = read;
    const closed = { ...asked, stamp, active: false };
    expect([(await send(closed)).status, (await send(closed)).status]).toEqual([200, 200]);
    expect((await send({ ...asked, stamp, label: "Vaccinations" })).status).toBe(409);
    expect(await slots("reception", { service: asked.id })).toBeUndefined();
    expect((await send({ ...service, id: newId(), givenBy: [] })).body.code).toBe("same_name");

    const room = { id: newId(), siteId: centre.site, label: "Salle 2", wheelchair: true, active: true };
    const rooms = (body: object) => app.ask(as("medical_director"), "POST", "/api/agenda/rooms", body);
    expect((await rooms(room)).status).toBe(200);
    expect((await rooms({ ...room, id: newId() })).body.code).toBe("same_name");
    expect((await rooms({ ...room, active: false })).status).toBe(409);
  });

  test("writes the line people call; whoever answers is told it; of two changes at once the second changes nothing", async () => {
    const line = {
      phone: "03 85 34 71 00",
      hours: [{ weekday: 1, from: "08:00", to: "20:00" }],
      bring: "Venez avec vos papiers.",
      interpreter: { phone: "01 00 00 00 00", code: "4512", languages: ["pachto", "turc"] },
    };
    const send = (body: object) => app.ask(as("coordinating_nurse"), "POST", "/api/agenda/line", body);
    expect((await keeping()).line).toBeNull();
    expect((await send({ ...line, hours: [{ weekday: 1, from: "20:00", to: "08:00" }] })).status).toBe(422);
    expect([(await send(line)).status, (await send(line)).status]).toEqual([200, 200]);
    const { stamp, ...read } = (await keeping()).line;
    expect(read).toEqual(line);
    expect((await app.ask(as("reception"), "GET", "/api/telephone/desk")).body.line).toEqual(line);
    expect((await send({ ...line, bring: "" })).body.code).toBe("stale");
    expect((await send({ ...line, stamp, interpreter: null })).status).toBe(200);
    expect((await send({ ...line, stamp, phone: "03 00 00 00 00" })).body.code).toBe("stale");
    expect((await keeping()).line).toMatchObject({ phone: line.phone, interpreter: null });
  });

  test("names someone who has no account, with their contract; a stale change of them is refused", async () => {
    const send = (body: object) => app.ask(as("medical_director"), "POST", "/api/agenda/practitioners", body);
    const named = { label: "Dr Nouvelle", profession: "doctor" };
    const professionalId = newId();
    const contract = { standing: "volunteer", weeklyMinutes: 240, from: "2026-03-01" };
    const gives = [{ serviceId: place.service }];
    expect((await send({ professionalId, named, contract, gives })).status).toBe(200);
    expect((await send({ professionalId: newId(), named })).body.code).toBe("same_name");
    const read = (await app.ask(as("medical_director"), "GET", "/api/agenda/timetable")).body.practitioners;
    const { stamp, contracts } = read.find(({ id }: { id: string }) => id === professionalId);
    expect(contracts).toEqual([
      { standing: "volunteer", weeklyMinutes: 240, fte: null, from: "2026-03-01", until: null },
    ]);
    expect((await send({ professionalId, stamp, firstExtra: 10 })).status).toBe(200);
    expect((await send({ professionalId, stamp, firstExtra: 20 })).body.code).toBe("stale");
  });

  test("sees the weeks that the database lays out", async () => {
    const { holidays } = await keeping();
    const timetable = (await app.ask(as("medical_director"), "GET", "/api/agenda/timetable")).body;
    const seen = Array.from({ length: 10 }, (_, n) => addDays("2026-03-02", 7 * n))
      .flatMap((monday) => weekOf(timetable, monday, holidays))
      .filter(({ interrupted }) => interrupted === null)
      .map(({ series, day, starts, ends }) => `${series.seriesId} ${day} ${starts} ${ends}`);
    const { rows } = await centre.t.owner.query<{ one: string }>(
      `select concat_ws(' ', o.series_id, o.day, (lower(o.during) at time zone 'Europe/Paris')::time, (upper(o.during) at time zone 'Europe/Paris')::time) as one
         from agenda.occurrences(array(select professional_id from agenda.practitioner), '2026-03-02', '2026-05-11') o`,
    );
    expect(seen.sort()).toEqual(rows.map(({ one }) => one).sort());
    expect(seen.length).toBeGreaterThan(20);
  });

  test("is told how many appointments are booked in hours before changing them; of two who change them at once, the second changes nothing", async () => {
    expect((await book("reception", { start: "2026-03-03T09:00:00+01:00" })).body.outcome).toBe("booked");
    expect(
      (await book("reception", { start: "2026-03-03T09:20:00+01:00", joint: [place.second] })).body.outcome,
    ).toBe("booked");
    const read = async () =>
      (await app.ask(as("medical_director"), "GET", "/api/agenda/timetable")).body.halfDays;
    const tuesdaysOf = async (whose: string) =>
      (await read()).find(
        ({ professionalId, weekday }: { professionalId: string; weekday: number }) =>
          professionalId === whose && weekday === 2,
      );
    expect((await tuesdaysOf(place.first)).booked).toEqual({ "2026-03-03": 2 });
    // Of each practitioner their own, whoever the appointment was booked with first.
    expect((await tuesdaysOf(place.second)).booked).toEqual({ "2026-03-03": 1 });
    const mondays = (await read()).find(({ seriesId }: { seriesId: string }) => seriesId === place.mondays);
    const change = (stamp: string, ends: string) =>
      app.ask(as("medical_director"), "POST", `/api/agenda/half-days/${place.mondays}/change`, {
        ...{ scope: "one", onDay: "2026-06-01", ends, stamp },
      });
    expect((await change(mondays.stamp, "11:00")).status).toBe(200);
    expect((await change(mondays.stamp, "10:00")).body.code).toBe("stale");
    const again = (await read()).find(({ seriesId }: { seriesId: string }) => seriesId === place.mondays);
    expect(again.stamp).not.toBe(mondays.stamp);
    expect((await change(again.stamp, "10:00")).status).toBe(200);
    await clear();
  });

  test("moves a series to another weekday and rhythm, kept for one service, counted from the week of the change", async () => {
    const { rows: before } = await centre.t.owner.query<{ n: number }>(
      "select count(*)::int as n from agenda.opening where series_id = $1 and day < '2026-03-16'",
      [place.mondays],
    );
    const asked = { scope: "following", onDay: "2026-03-16", weekday: 4, everyWeeks: 3 };
    const answer = await app.ask(
      as("medical_director"),
      "POST",
      `/api/agenda/half-days/${place.mondays}/change`,
      { ...asked, services: [place.service] },
    );
    expect(answer.status).toBe(200);
    const { rows } = await centre.t.owner.query(
      `select day::text, services from agenda.opening where series_id = $1 and day between '2026-03-16' and '2026-05-01' order by day`,
      [place.mondays],
    );
    expect(rows).toEqual(
      ["2026-03-19", "2026-04-09", "2026-04-30"].map((day) => ({ day, services: [place.service] })),
    );
    const after = await centre.t.owner.query<{ n: number }>(
      "select count(*)::int as n from agenda.opening where series_id = $1 and day < '2026-03-16'",
      [place.mondays],
    );
    expect(after.rows).toEqual(before);
  });

  test("is told which appointments an absence leaves without hours, by day and in number alone", async () => {
    await book("reception");
    await book("reception", { start: "2026-03-03T09:20:00+01:00" });
    expect((await keeping()).stranded).toEqual([]);
    const absence = {
      id: newId(),
      professionalId: place.first,
      from: "2026-03-03T09:10:00",
      until: "2026-03-04T00:00:00",
    };
    await app.ask(as("medical_director"), "POST", "/api/agenda/absences", absence);
    const left = { professionalId: place.first, siteId: centre.site, day: "2026-03-03", count: 2 };
    expect((await keeping()).stranded).toEqual([left]);
    await app.ask(as("medical_director"), "POST", "/api/agenda/absences", { ...absence, lifted: true });
    expect((await keeping()).stranded).toEqual([]);
    expect((await keeping()).holidays[0]).toMatchObject({ day: "2026-04-06", label: "Lundi de Pâques" });
    await clear();
  });
});
