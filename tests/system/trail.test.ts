/** The auditor's search through the trail, its file, and the accesses worth a question. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "../../src/access/model.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

let centre: Centre;
let app: ServedApp;
let person: string;
let namesake: string;
let neighbour: string;
let colleague: string;

beforeAll(async () => {
  centre = await arrangeFullCentre();
  app = serveApp(centre);
  const { owner } = centre.t;
  const arrange = (family: string) =>
    arrangePerson(owner, { structure: centre.team, author: centre.who.doctor.account, family });
  person = await arrange("Ordinaire");
  namesake = await arrange("Le Goff");
  colleague = await arrange("Nowak");
  neighbour = await arrange("Voisin");
  await owner.query("update access.account set display_name = 'Anne Le Goff' where id = $1", [
    centre.who.nurse.account,
  ]);
  await owner.query("update access.account set display_name = 'Dr Hélène Nowak' where id = $1", [
    centre.who.doctor.account,
  ]);
  // The namesake's family is two words; the colleague's record bears the doctor's whole name.
  await owner.query("update people.identity set search_tokens = '{le,goff,essai}' where person_id = $1", [
    namesake,
  ]);
  await owner.query(
    "update people.identity set given = 'Hélène', search_tokens = '{nowak,helene}' where person_id = $1",
    [colleague],
  );
  for (const [whose, number] of [
    [colleague, "3"],
    [neighbour, "12 bis"],
  ] as const)
    await owner.query("insert into people.contact (person_id, part, content) values ($1, 'address', $2)", [
      whose,
      { use: "postal", communeCode: "38053", lines: `${number}, rue de l’Église` },
    ]);
  for (const [role, whose] of [
    ["nurse", namesake],
    ["nurse", person],
    ["doctor", neighbour],
    ["doctor", colleague],
    ["reception", colleague],
  ] as const)
    expect((await ask(role, "GET", `/api/people/${whose}`)).status).toBe(200);
  await ask("reception", "POST", "/api/people/search", { words: "ordinaire" });
  // By day, and on a weekday: what follows is about names, then about hours.
  await owner.query("update audit.entry set at = '2026-02-10 10:00+01' where at > '2026-03-01'");
});
afterAll(() => centre.t.close());

const ask = (role: Role, method: string, path: string, body?: unknown) =>
  app.ask(centre.who[role].token, method, path, body);
const lines = async (search: Readonly<Record<string, unknown>>) =>
  (await ask("auditor", "POST", "/api/audit/entries", search)).body.entries as {
    id: number;
    account: string;
    action: string;
    personId: string | null;
  }[];

describe("a search of the trail", () => {
  test("is by person (lists that name them included), by account, by act, by period, and by all at once", async () => {
    const { rows } = await centre.t.owner.query<{ n: string }>(
      "select local_number as n from people.person where id = $1",
      [person],
    );
    const acts = [
      ["person.search", "Essai reception"],
      ["person.open", "Anne Le Goff"],
    ];
    for (const search of [{ person }, { number: rows[0]?.n }])
      expect((await lines(search)).map(({ action, account }) => [action, account])).toEqual(acts);
    const nurse = centre.who.nurse.account;
    expect((await lines({ account: nurse })).map(({ personId }) => personId)).toEqual([person, namesake]);
    expect((await lines({ account: nurse, person })).length).toBe(1);
    expect((await lines({ action: "person.search" })).length).toBe(1);
    expect((await lines({ from: "2026-02-10", to: "2026-02-10", action: "person.open" })).length).toBe(5);
    expect((await lines({ to: "2026-02-09", action: "person.open" })).length).toBe(0);
    expect((await lines({ number: "999999" })).length).toBe(0);
  });

  test("goes on from the last line of the page before", async () => {
    const opened = await lines({ action: "person.open" });
    const after = await lines({ action: "person.open", before: opened[1]?.id });
    expect(after).toEqual(opened.slice(2));
  });

  test("is given as a file that no spreadsheet runs, and that the trail tells of", async () => {
    await centre.t.owner.query("update access.account set display_name = '=Essai' where id = $1", [
      centre.who.reception.account,
    ]);
    const { status, body } = await ask("auditor", "POST", "/api/audit/export", { action: "person.search" });
    expect(status).toBe(200);
    expect(body.split("\r\n").length).toBe(3);
    expect(body).toContain(";'=Essai;Accueil;");
    expect((await lines({ action: "audit.export" })).length).toBe(1);
  });
});

describe("an access worth a question", () => {
  const unusual = async (from = "2026-02-01", to = "2026-02-28") => {
    const { body } = await ask("data_protection_officer", "POST", "/api/audit/unusual", { from, to });
    return (body.accesses as { kind: string; account: string; personId: string | null; persons: number }[])
      .map(({ kind, account, personId, persons }) => [kind, account, personId ?? persons])
      .sort();
  };

  test("is of a namesake, of a colleague's record, of the street of one's own", async () => {
    expect(await unusual()).toEqual(
      [
        ["same_name", "Anne Le Goff", namesake],
        ["colleague", "=Essai", colleague],
        ["colleague", "Dr Hélène Nowak", colleague],
        ["neighbour", "Dr Hélène Nowak", neighbour],
      ].sort(),
    );
    expect(await unusual("2026-01-01", "2026-01-31")).toEqual([]);
  });

  test("is at night or when nothing is open, and of many records in a day", async () => {
    const { owner } = centre.t;
    const acts = (moment: string, count: number) =>
      owner.query(
        `insert into audit.entry (at, stamp_id, stamp_mac, account_id, role, structure_id, action, person_id)
         select $1::timestamptz, uuidv7(), '', $2, 'nurse', $3, 'person.open', uuidv7() from generate_series(1, $4)`,
        [moment, centre.who.nurse.account, centre.team, count],
      );
    await acts("2026-03-11 23:30+01", 2);
    await acts("2026-03-14 11:00+01", 1);
    await acts("2026-03-16 11:00+01", 41);
    expect(await unusual("2026-03-10", "2026-03-20")).toEqual([
      ["night", "Anne Le Goff", 1],
      ["night", "Anne Le Goff", 2],
      ["volume", "Anne Le Goff", 41],
    ]);
  });

  test("is looked for over three months at most", async () => {
    const asked = { from: "2025-01-01", to: "2026-03-01" };
    expect((await ask("auditor", "POST", "/api/audit/unusual", asked)).status).toBe(422);
  });
});
