/** Reminders: due once, sent once whatever happens to the line or the process, in words that tell nothing. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { mailBox } from "../../src/access/accounts/mail-box.ts";
import { type ReminderDeps, sendReminders } from "../../src/agenda/reminders/sender.ts";
import { readSmsCarrier, SmsSettingsError } from "../../src/agenda/reminders/sms.ts";
import { openMail } from "../../src/platform/mail/outgoing.ts";
import { newId } from "../../src/ui/new-id.ts";
import { type AgendaPlace, arrangeAgenda } from "../support/agenda.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  // biome-ignore lint/suspicious/noExplicitAny: what carriers are asked has their shapes
  readonly body: any;
}

let centre: Centre;
let app: ServedApp;
let place: AgendaPlace;
let person: string;
/** What the carrier was asked, and how it answers. */
const asked: Asked[] = [];
let answer: (one: Asked, response: ServerResponse) => void;
const carrier = createServer(async (request, response) => {
  let text = "";
  for await (const chunk of request) text += chunk;
  const one = {
    method: request.method ?? "",
    path: request.url ?? "",
    headers: request.headers,
    body: text === "" ? null : JSON.parse(text),
  };
  asked.push(one);
  answer(one, response);
});
let carrierUrl: string;
const say = (status: number, body: unknown) => (_: Asked, response: ServerResponse) =>
  void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

beforeAll(async () => {
  centre = await arrangeFullCentre();
  app = serveApp(centre);
  place = await arrangeAgenda(centre);
  await new Promise<void>((done) => carrier.listen(0, "127.0.0.1", done));
  carrierUrl = `http://127.0.0.1:${(carrier.address() as AddressInfo).port}`;
  await centre.t.owner.query(
    "insert into agenda.line (structure_id, phone, hours) values ($1, '03 85 34 71 00', '[]')",
    [centre.team],
  );
  expect((await as("medical_director", "PUT", "/api/agenda/reminders/setting", { hour: 10 })).body).toEqual({
    hour: 10,
    channels: ["sms", "email"],
  });
});
afterAll(async () => {
  carrier.close();
  await centre.t.close();
  expect(app.unexpected).toEqual([]);
});
beforeEach(async () => {
  asked.length = 0;
  answer = say(201, { messageId: "m-1", status: { value: "ENROUTE" } });
  await centre.t.owner.query(
    `delete from agenda.reminder; delete from agenda.occupation; delete from agenda.appointment_step; delete from agenda.appointment;
     select agenda.refresh(professional_id, '[2026-01-01,2028-01-01)') from agenda.practitioner`,
  );
  person = newId();
  const identity = { id: person, family: "Rappelée", given: "Ana", birth: "1990", sex: "female" };
  expect((await as("reception", "POST", "/api/people", identity)).status).toBe(200);
});

const as = (role: keyof Centre["who"], method: string, path: string, body?: unknown) =>
  app.ask(centre.who[role].token, method, path, body);
const reachedBy = (...ways: { kind: string; value: string; holder?: string }[]) =>
  as("nurse", "PUT", `/api/people/${person}/ways`, { seen: [], ways });
/** Tuesday 3 March at nine, written on Monday 2 February. */
async function book(): Promise<string> {
  const id = newId();
  const made = await as("reception", "POST", `/api/people/${person}/appointments`, {
    id,
    service: place.service,
    professional: place.first,
    start: "2026-03-03T09:00:00+01:00",
  });
  expect(made.body.outcome).toBe("booked");
  await centre.t.owner.query("update agenda.appointment set known_from = '2026-02-02' where id = $1", [id]);
  return id;
}
const EVE = new Date("2026-03-02T10:30:00+01:00");
const later = (minutes: number) => new Date(EVE.getTime() + minutes * 60_000);
const smsmode = () =>
  readSmsCarrier({ MAILLAGE_SMS: "smsmode", MAILLAGE_SMS_URL: carrierUrl, MAILLAGE_SMS_KEY: "clé" });
const deps = (more: Partial<ReminderDeps> = {}): ReminderDeps => ({
  pool: centre.t.db.signIn,
  mail: null,
  sms: smsmode(),
  now: () => EVE,
  ...more,
});
async function listed() {
  const { body } = await as("reception", "POST", "/api/agenda/reminders", {
    from: "2026-03-02",
    until: "2026-03-04",
  });
  return body.appointments[0];
}
const stateNow = async () => (await listed())?.reminder?.state ?? null;

describe("a reminder", () => {
  test("leaves once the day before, whatever number of processes look, in words that name nobody, no care and no practitioner", async () => {
    await reachedBy({ kind: "phone", value: "06 41 77 30 22" });
    await book();
    expect(await sendReminders(deps({ now: () => new Date("2026-03-02T09:59:00+01:00") }))).toBe(0);
    const sent = await Promise.all([1, 2, 3].map(() => sendReminders(deps())));
    expect(sent.sort()).toEqual([0, 0, 1]);
    expect(await sendReminders(deps({ now: () => later(60) }))).toBe(0);
    const messages = asked.filter(({ method }) => method === "POST");
    expect(messages).toHaveLength(1);
    expect([messages[0]?.path, messages[0]?.headers["x-api-key"], messages[0]?.body.recipient]).toEqual([
      "/messages",
      "clé",
      { to: "33641773022" },
    ]);
    const text = messages[0]?.body.body.text as string;
    expect(text).toMatch(/^Rendez-vous mardi 3 mars à 09:00, .*carte Vitale.*03 85 34 71 00\.$/);
    expect(text).not.toMatch(/Rappelée|Premier|Consultation/);
    expect(await listed()).toMatchObject({
      person: { id: person },
      reminder: { state: "sent", channel: "sms", words: text },
    });
  });

  test("is said received once the carrier’s receipt says so", async () => {
    await reachedBy({ kind: "phone", value: "06 41 77 30 22" });
    await book();
    await sendReminders(deps());
    answer = say(200, { status: { value: "DELIVERED" } });
    await sendReminders(deps({ now: () => later(20) }));
    expect(asked.at(-1)).toMatchObject({ method: "GET", path: "/messages/m-1" });
    expect(await stateNow()).toBe("received");
  });

  test("a line cut once it was asked: its outcome is unknown, and it is never sent again", async () => {
    await reachedBy({ kind: "phone", value: "06 41 77 30 22" });
    await book();
    answer = (_, response) => void response.destroy();
    await sendReminders(deps());
    answer = say(201, { messageId: "m-2" });
    for (const minutes of [3, 20, 90]) await sendReminders(deps({ now: () => later(minutes) }));
    expect([asked.length, await stateNow()]).toEqual([1, "unknown"]);
    const { reminder } = await listed();
    const tell = () => as("telephone_desk", "POST", `/api/people/${person}/reminders/${reminder.id}/told`);
    expect([(await tell()).status, (await tell()).status, await stateNow()]).toEqual([200, 200, "told"]);
  });

  test("a process killed between taking it and sending it: unknown, and not sent by another", async () => {
    await reachedBy({ kind: "phone", value: "06 41 77 30 22" });
    await book();
    await centre.t.db.signIn.query("select * from agenda.take_reminders($1, '{sms}')", [EVE]);
    expect(await sendReminders(deps({ now: () => later(1) }))).toBe(0);
    expect(await stateNow()).toBe("sending");
    await sendReminders(deps({ now: () => later(10) }));
    expect([asked.length, await stateNow()]).toEqual([0, "unknown"]);
  });

  test("clearly refused, it is tried again later, not once the appointment was moved", async () => {
    await reachedBy({ kind: "phone", value: "06 41 77 30 22" });
    const appointment = await book();
    answer = say(401, {});
    await sendReminders(deps());
    expect(await stateNow()).toBe("retry");
    expect(await sendReminders(deps({ now: () => later(1) }))).toBe(0);
    answer = say(201, { messageId: "m-3" });
    expect(await sendReminders(deps({ now: () => later(3) }))).toBe(1);
    expect(await stateNow()).toBe("sent");

    await centre.t.owner.query("delete from agenda.reminder");
    answer = say(401, {});
    await sendReminders(deps());
    await as("reception", "POST", `/api/people/${person}/appointments/${appointment}/state`, {
      to: "excused",
    });
    answer = say(201, { messageId: "m-4" });
    expect(await sendReminders(deps({ now: () => later(3) }))).toBe(0);
  });

  test("a number that is none is not tried twice, and someone must do it", async () => {
    await reachedBy({ kind: "phone", value: "06 41 77 30 22" });
    await book();
    answer = say(400, {});
    await sendReminders(deps());
    expect(await stateNow()).toBe("failed");
    expect(await sendReminders(deps({ now: () => later(60) }))).toBe(0);
  });

  test("of someone without a mobile telephone goes by letter, or waits for a person; a relative’s telephone is never used", async () => {
    const box = mailBox(Buffer.alloc(32, 3));
    const mail = { box, wake: () => {} };
    await reachedBy(
      { kind: "other_phone", value: "06 41 77 30 23", holder: "Sa sœur" },
      { kind: "email", value: "rappel@exemple.fr" },
    );
    await as("nurse", "PUT", `/api/people/${person}/speech`, {
      seen: [],
      speech: { languages: [{ code: "pt", level: "enough" }], interpreter: "unknown" },
    });
    await book();
    expect(await sendReminders(deps({ mail }))).toBe(1);
    const { rows } = await centre.t.owner.query(
      "select id, sealed from access.outgoing_mail order by id desc limit 1",
    );
    const letter = openMail(box, rows[0]);
    expect([letter.to, letter.subject]).toEqual(["rappel@exemple.fr", "Rappel de rendez-vous"]);
    expect(letter.text).toMatch(/^Consulta marcada .*\nRendez-vous mardi 3 mars/);
    expect(await stateNow()).toBe("sent");

    await centre.t.owner.query("delete from agenda.reminder");
    expect([await sendReminders(deps()), asked.length, await stateNow()]).toEqual([0, 0, "by_hand"]);
  });

  test("is not sent to who wants none, nor while none are sent, nor when the appointment was made since", async () => {
    await reachedBy({ kind: "phone", value: "06 41 77 30 22" });
    const appointment = await book();
    const stop = (stopped: boolean) =>
      as("reception", "POST", `/api/people/${person}/reminders/stop`, { stopped });
    await stop(true);
    expect(await sendReminders(deps())).toBe(0);
    expect((await listed()).stopped).toBe(true);
    await stop(false);
    await as("medical_director", "PUT", "/api/agenda/reminders/setting", { hour: null });
    expect(await sendReminders(deps())).toBe(0);
    await as("medical_director", "PUT", "/api/agenda/reminders/setting", { hour: 10 });
    await centre.t.owner.query("update agenda.appointment set known_from = $2 where id = $1", [
      appointment,
      later(-20),
    ]);
    expect(await sendReminders(deps())).toBe(0);
    await centre.t.owner.query("update agenda.appointment set known_from = '2026-02-02' where id = $1", [
      appointment,
    ]);
    expect(await sendReminders(deps())).toBe(1);
  });
});

describe("carriers", () => {
  test("OVHcloud is asked as it documents: signed, one receiver, no advertising clause; its refused numbers are not tried again", async () => {
    const ovh = readSmsCarrier({
      MAILLAGE_SMS: "ovh",
      MAILLAGE_SMS_URL: carrierUrl,
      MAILLAGE_SMS_SERVICE: "sms-xx1-1",
      MAILLAGE_SMS_KEY: "application",
      MAILLAGE_SMS_SECRET: "secret",
      MAILLAGE_SMS_CONSUMER: "consumer",
      MAILLAGE_SMS_FROM: "Centre",
    });
    answer = say(200, {
      ids: [42],
      invalidReceivers: [],
      validReceivers: ["+33641773022"],
      totalCreditsRemoved: 1,
    });
    expect(await ovh?.send("+33641773022", "Rendez-vous")).toEqual({ outcome: "sent", reference: "42" });
    expect(asked[0]).toMatchObject({
      method: "POST",
      path: "/sms/sms-xx1-1/jobs",
      headers: {
        "x-ovh-application": "application",
        "x-ovh-consumer": "consumer",
        "x-ovh-signature": expect.stringMatching(/^\$1\$[0-9a-f]{40}$/),
      },
      body: { receivers: ["+33641773022"], message: "Rendez-vous", noStopClause: true, sender: "Centre" },
    });
    answer = say(200, { ids: [], invalidReceivers: ["+331"] });
    expect(await ovh?.send("+331", "Rendez-vous")).toMatchObject({ outcome: "impossible" });
    answer = say(200, { deliveryReceipt: 1 });
    expect(await ovh?.receipt?.("42")).toEqual({ received: true, failure: null });
  });

  test("what is unknown or missing in the settings is said, without telling a key", () => {
    expect(readSmsCarrier({})).toBeNull();
    for (const env of [{ MAILLAGE_SMS: "pigeon" }, { MAILLAGE_SMS: "ovh", MAILLAGE_SMS_KEY: "confidentiel" }])
      expect(() => readSmsCarrier(env)).toThrow(SmsSettingsError);
    expect(() => readSmsCarrier({ MAILLAGE_SMS: "ovh", MAILLAGE_SMS_KEY: "confidentiel" })).not.toThrow(
      /confidentiel/,
    );
  });

  test("nothing left when the line never opened", async () => {
    const { port } = carrier.address() as AddressInfo;
    await new Promise((closed) => carrier.close(closed));
    const nobody = readSmsCarrier({
      MAILLAGE_SMS: "smsmode",
      MAILLAGE_SMS_URL: `http://127.0.0.1:${port}`,
      MAILLAGE_SMS_KEY: "clé",
    });
    expect(await nobody?.send("+33641773022", "x")).toEqual({ outcome: "refused", failure: "ECONNREFUSED" });
  });
});
