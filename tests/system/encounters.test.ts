/** Who else was at an encounter, and two professionals who each write of it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "../../src/access/model.ts";
import { encounterKinds } from "../../src/care/model.ts";
import { newId } from "../../src/ui/new-id.ts";
import { type ApplicationRole, asApplication } from "../support/acting.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

let centre: Centre;
let app: ServedApp;
let raw: ApplicationRole;
let person: string;
let other: string;
let colleague: string;

beforeAll(async () => {
  centre = await arrangeFullCentre();
  app = serveApp(centre);
  raw = await asApplication(centre);
  const { owner } = centre.t;
  const arrange = (family: string) =>
    arrangePerson(owner, { structure: centre.team, author: centre.who.nurse.account, family });
  [person, other] = [await arrange("Accompagnée"), await arrange("Autre")];
  const { rows } = await owner.query<{ id: string }>(
    "insert into network.professional (structure_id, label, folded_label, profession) values ($1, 'Mme Essai', 'mme essai', 'social_worker') returning id",
    [centre.team],
  );
  colleague = rows[0]?.id ?? "";
});
afterAll(async () => {
  expect(app.unexpected).toEqual([]);
  await raw.close();
  await centre.t.close();
});

const record = (role: Role, more: object = {}) =>
  app.ask(centre.who[role].token, "POST", `/api/people/${person}/encounters`, {
    siteId: centre.site,
    onDay: "2026-03-01",
    kind: "consultation",
    ...more,
  });
const open = async (role: Role) =>
  (await app.ask(centre.who[role].token, "GET", `/api/people/${person}`)).body;
const interpreter = {
  part: "interpreter",
  who: "professional",
  language: "ti",
  means: "telephone",
  minutes: 40,
};

describe("an encounter", () => {
  test("is of any kind the centre works in, and keeps who else was there", async () => {
    for (const kind of Object.keys(encounterKinds))
      expect((await record("doctor", { kind })).status, kind).toBe(200);
    const id = newId();
    const presences = [
      { part: "colleague", professionalId: colleague },
      { part: "companion", who: "friend" },
      interpreter,
    ];
    const sent = () => record("paramedic", { id, kind: "physiotherapy", presences });
    expect((await sent()).body).toEqual({ id });
    // A double click writes them once.
    expect((await sent()).body).toEqual({ id });
    const page = await open("doctor");
    const nothing = { professional: null, who: null, language: null, minutes: null, means: null };
    expect(page.presences.filter((one: { encounterId: string }) => one.encounterId === id)).toEqual([
      { ...nothing, encounterId: id, part: "colleague", professional: "Mme Essai" },
      { ...nothing, encounterId: id, part: "companion", who: "friend" },
      { encounterId: id, professional: null, ...interpreter },
    ]);
    // The outside desk learns with whom someone was seen, not in which language nor who came along.
    const desk = (await open("telephone_desk")).presences as { encounterId: string; part: string }[];
    expect(desk.filter((one) => one.encounterId === id).map(({ part }) => part)).toEqual(["colleague"]);
  });

  test("says what is wrong with an interpreter, and keeps nothing of the rest", async () => {
    const refused = await record("doctor", { presences: [{ ...interpreter, minutes: 0.5 }] });
    expect([refused.status, refused.body.fields["presences.0.minutes"]]).toEqual([
      422,
      "Indiquez un nombre entier de minutes.",
    ]);
    expect((await record("doctor", { presences: [{ ...interpreter, language: "klingon" }] })).status).toBe(
      422,
    );
    const before = (await open("doctor")).encounters.length;
    const stranger = { part: "colleague", professionalId: newId() };
    expect((await record("doctor", { presences: [stranger] })).status).toBe(403);
    expect((await open("doctor")).encounters.length).toBe(before);
  });

  test("seen by a doctor and a social worker has a note of each, neither losing its nature", async () => {
    const { id } = (await record("social_worker", { kind: "social_interview" })).body;
    const write = (role: Role, nature: string, template: string, body: string) =>
      app.ask(centre.who[role].token, "POST", `/api/people/${person}/notes/${newId()}/sign`, {
        nature,
        template,
        body,
        encounterId: id,
      });
    expect((await write("doctor", "clinical", "consultation", "Examen fait.")).status).toBe(200);
    expect((await write("social_worker", "social_notes", "interview", "Loyer impayé.")).status).toBe(200);
    const told = async (role: Role) =>
      ((await open(role)).notes as { encounterId: string; nature: string; body: string }[])
        .filter((note) => note.encounterId === id)
        .map(({ nature, body }) => [nature, body]);
    expect(await told("doctor")).toEqual([["clinical", "Examen fait."]]);
    expect(await told("social_worker")).toEqual([["social_notes", "Loyer impayé."]]);
    expect(await told("reception")).toEqual([]);
    // Both are told that the other was there.
    for (const role of ["doctor", "social_worker"] as const)
      expect((await open(role)).encounters.map((one: { id: string }) => one.id)).toContain(id);
  });

  test("has no note of somebody else", async () => {
    const { id } = (await record("doctor")).body;
    const note = { nature: "clinical", template: "consultation", body: "x", encounterId: id };
    const path = `/api/people/${other}/notes/${newId()}/sign`;
    expect((await app.ask(centre.who.doctor.token, "POST", path, note)).status).toBe(403);
  });

  test("is joined by nobody in another person's name, nor on another day", async () => {
    const { id } = (await record("doctor")).body;
    const insert = (who: string, day: string) =>
      raw.outcome(
        `insert into care.encounter_presence (encounter_id, person_id, on_day, n, part, who)
         values ('${id}', '${who}', '${day}', 5, 'companion', 'friend')`,
      );
    await raw.within(centre.who.doctor.token, async (client) => {
      await client.query("select audit.record('encounter.record', $1)", [person]);
      await client.query("select audit.record('encounter.record', $1)", [other]);
      expect(await insert(person, "2026-03-01")).toBe("done");
      expect(await insert(other, "2026-03-01")).toBe("42501");
      expect(await insert(person, "2026-03-02")).toBe("42501");
    });
  });
});
