/** Social security numbers, through the application's routes on real PostgreSQL: off, opened, masked, revealed, off again. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ApplicationRole, asApplication } from "../../../tests/support/acting.ts";
import { arrangeFullCentre, type Centre } from "../../../tests/support/centre.ts";
import { arrangePerson } from "../../../tests/support/known-person.ts";
import { type ServedApp, serveApp } from "../../../tests/support/served-app.ts";
import type { Role } from "../../access/model.ts";
import { addKey, openKeyRing } from "../../platform/key-ring.ts";
import { keyOf } from "../social-number.ts";

import { type NumberBox, numberBox } from "./box.ts";
import { encryptAgain } from "./encrypt-again.ts";

let centre: Centre;
let app: ServedApp;
let raw: ApplicationRole;
let person: string;
let folder: string;
let box: NumberBox;
const whole = (bare: string) => bare + String(keyOf(bare)).padStart(2, "0");
const NIR = whole("2800138053012");
const OTHER = whole("2800138053013");
const BASIS = { decidedOn: "2026-03-01", basis: "Décret 2019-341, article 2", category: "care" };

beforeAll(async () => {
  centre = await arrangeFullCentre();
  folder = mkdtempSync(join(tmpdir(), "mlg-numbers-"));
  box = numberBox(openKeyRing(folder, "ring"));
  app = serveApp(centre, { numbers: box });
  raw = await asApplication(centre);
});
afterAll(async () => {
  expect(app.unexpected.map(String)).toEqual([]);
  rmSync(folder, { recursive: true, force: true });
  await raw.close();
  await centre.t.close();
});
beforeEach(async () => {
  await centre.t.owner.query("delete from people.social_number");
  await centre.t.owner.query("delete from people.number_basis");
  person = await known(centre.team, "Essai");
});

const known = (structure: string, family: string) =>
  arrangePerson(centre.t.owner, { structure, author: centre.who.doctor.account, family });
const officer = (path: string, body: unknown = {}) =>
  app.ask(centre.who.data_protection_officer.token, "POST", `/api/number-bases${path}`, body);
const as = (role: Role, method: string, path: string, body?: unknown) =>
  app.ask(centre.who[role].token, method, `/api/people/${person}${path}`, body);
const note = (number: string | null, seen: string | null = null) =>
  as("nurse", "PUT", "/number", { seen, number });
const page = async (role: Role = "nurse") => (await as(role, "GET", "")).body.numbers;
const search = async (words: string, role: Role = "nurse") =>
  (await app.ask(centre.who[role].token, "POST", "/api/people/search", { words })).body.people.map(
    ({ id, why }: { id: string; why: string }) => [id, why],
  );
const rows = async () => (await centre.t.owner.query("select * from people.social_number order by id")).rows;

describe("while the officer has opened nothing", () => {
  test("nothing is accepted, shown or found, and the database refuses a row from anyone", async () => {
    expect(await page()).toBeNull();
    const { status, body } = await note(NIR);
    expect([status, body.code]).toEqual([409, "numbers_off"]);
    expect(body.message).toMatch(/Rien n’a été enregistré/);
    expect((await as("nurse", "POST", "/number/reveal")).status).toBe(404);
    await expect(
      centre.t.owner.query(
        "insert into people.social_number (person_id, kind, head, sealed, key_version, blind) values ($1, 'nir', '28001', '', 1, '')",
        [person],
      ),
    ).rejects.toMatchObject({ code: "MA403" });
  });

  test("no other role opens it, and a decision without its text is refused", async () => {
    for (const role of ["technical_administrator", "medical_director", "auditor"] as const)
      expect((await app.ask(centre.who[role].token, "POST", "/api/number-bases", BASIS)).status).toBe(403);
    await raw.within(centre.who.medical_director.token, async () => {
      expect(
        await raw.outcome("select people.allow_numbers('2026-03-01', 'un texte quelconque', 'care')"),
      ).toBe("MA403");
    });
    const { status, body } = await officer("", { ...BASIS, basis: "oui" });
    expect([status, body.fields.basis]).toEqual([422, expect.stringMatching(/texte et l’article/)]);
    expect((await officer("", { ...BASIS, decidedOn: "2026-03-03" })).status).toBe(422);
  });
});

describe("once opened", () => {
  beforeEach(async () => {
    expect((await officer("", BASIS)).status).toBe(200);
  });

  test("a number is kept encrypted, shown masked, and whole only by an act of its own in the trail", async () => {
    expect((await note(NIR)).body).toEqual({ warnings: [], others: [] });
    const { shown } = await page();
    expect(shown).toMatchObject({ kind: "nir", head: "28001", by: "Essai nurse" });
    expect(JSON.stringify(await page())).not.toContain(NIR.slice(5));
    const [kept] = await rows();
    expect(kept.sealed.toString("latin1")).not.toContain(NIR.slice(5, 13));
    expect(kept.blind).toHaveLength(32);
    const { body } = await as("doctor", "POST", "/number/reveal");
    expect(body.number.replaceAll(" ", "")).toBe(NIR);
    const { rows: trail } = await centre.t.owner.query(
      "select action, detail from audit.entry where person_id = $1 order by id",
      [person],
    );
    expect(trail.map(({ action }) => action)).toEqual([
      "number.record",
      "person.open",
      "person.open",
      "number.reveal",
    ]);
    expect(JSON.stringify(trail)).not.toContain(NIR.slice(5));
  });

  test("an outside desk neither sees it, nor reveals it, nor finds by it", async () => {
    await note(NIR);
    expect(await page("telephone_desk")).toEqual({ shown: null });
    expect((await as("telephone_desk", "POST", "/number/reveal")).status).toBe(403);
    expect(await search(NIR, "telephone_desk")).toEqual([]);
    await raw.within(centre.who.telephone_desk.token, async (client) => {
      expect(await raw.outcome("select * from people.social_number")).toBe("42501");
      const { rows: revealed } = await client.query("select people.reveal_number($1) as kept", [person]);
      expect(revealed).toEqual([{ kept: null }]);
    });
  });

  test("it finds its person, spaced or not, and says whose records share it, among those one may know", async () => {
    await note(NIR);
    for (const typed of [NIR, NIR.replace(/^(.)(..)(..)/u, "$1 $2 $3 ")])
      expect(await search(typed)).toEqual([[person, "numéro de sécurité sociale"]]);
    expect(await search(OTHER)).toEqual([]);
    const first = person;
    person = await known(centre.team, "Double");
    const { body } = await note(NIR);
    expect(body.others).toEqual([{ id: first, localNumber: expect.any(Number) }]);
    person = await known(centre.team, "Triple");
    await centre.t.owner.query("update people.registration set structure_id = $1 where person_id <> $2", [
      centre.outside,
      person,
    ]);
    expect((await note(NIR)).body.others).toEqual([]);
  });

  test("what does not agree with the identity is said, and kept all the same", async () => {
    await as("nurse", "PUT", "/identity", {
      version: 1,
      identity: { family: "Essai", birth: "1975", sex: "male" },
    });
    const { body } = await note(NIR);
    expect(body.warnings).toHaveLength(2);
    expect(await rows()).toHaveLength(1);
  });

  test("sent twice it is one row; a correction keeps the former; over another's it writes nothing", async () => {
    await Promise.all([note(NIR), note(NIR)]);
    expect(await rows()).toHaveLength(1);
    const { id } = (await page()).shown;
    expect((await note(OTHER, id)).status).toBe(200);
    expect((await rows()).map(({ known_to }) => known_to !== null)).toEqual([true, false]);
    const late = await note(NIR, id);
    expect([late.status, late.body.message]).toEqual([409, expect.stringMatching(/Rien n’a été écrasé/)]);
    expect((await note(null, (await page()).shown.id)).status).toBe(200);
    expect(await page()).toEqual({ shown: null });
    expect(await rows()).toHaveLength(2);
  });

  test("a wrong key is refused on its field", async () => {
    const { status, body } = await note(`${NIR.slice(0, 13)}00`);
    expect([status, body.fields.number]).toEqual([422, expect.stringMatching(/clé/)]);
  });

  test("stopped, it is shown and found no more, and kept; opened again, it is there", async () => {
    await note(NIR);
    expect((await officer("", BASIS)).status).toBe(409);
    expect((await officer("/end")).body).toEqual({ done: true });
    expect(await page()).toBeNull();
    expect((await as("nurse", "POST", "/number/reveal")).status).toBe(404);
    expect(await search(NIR)).toEqual([]);
    expect((await note(OTHER)).body.code).toBe("numbers_off");
    expect(await rows()).toHaveLength(1);
    await officer("", BASIS);
    expect((await page()).shown.head).toBe("28001");
    const { body } = await app.ask(centre.who.data_protection_officer.token, "GET", "/api/number-bases");
    expect(body.bases.map(({ endedAt }: { endedAt: string | null }) => endedAt === null)).toEqual([
      true,
      false,
    ]);
  });

  test("under a new key, every number is encrypted again, the past included, and is read and found as before", async () => {
    await note(NIR);
    await note(OTHER, (await page()).shown.id);
    const version = addKey(folder, "ring");
    // Before it is done, what the former key sealed is still read and found.
    expect(await search(OTHER)).toHaveLength(1);
    const before = await rows();
    await centre.t.owner.query("begin");
    expect(await encryptAgain(centre.t.owner, box)).toEqual({ count: 2, unreadable: 0 });
    await centre.t.owner.query("commit");
    const after = await rows();
    expect(after.map(({ key_version }) => key_version)).toEqual([version, version]);
    expect(after.map(({ blind }) => blind)).not.toEqual(before.map(({ blind }) => blind));
    expect((await as("nurse", "POST", "/number/reveal")).body.number.replaceAll(" ", "")).toBe(OTHER);
    expect(await search(OTHER)).toEqual([[person, "numéro de sécurité sociale"]]);
  });

  test("a partner who reads by consent never learns by a number that someone is known", async () => {
    await note(NIR);
    await centre.t.owner.query(
      `insert into access.consent (person_id, recipient_structure_id, natures, means, information_given, collected_by, given_on)
       values ($1, $2, '{identity,identity_detail}', 'oral', 'fiche', $3, '2020-01-01')`,
      [person, centre.outside, centre.who.social_worker.account],
    );
    expect(await search(NIR, "outside_social_worker")).toEqual([]);
    expect((await page("outside_social_worker")).shown.head).toBe("28001");
  });

  test("of someone another structure follows, nothing", async () => {
    person = await known(centre.outside, "Ailleurs");
    expect((await note(NIR)).status).toBe(404);
    expect((await as("nurse", "POST", "/number/reveal")).status).toBe(404);
    expect(await rows()).toEqual([]);
  });
});
