/** Ways to reach someone, kept on real PostgreSQL and asked through the application's own routes. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { arrangeFullCentre, type Centre } from "../../../tests/support/centre.ts";
import { arrangePerson } from "../../../tests/support/known-person.ts";
import { type ServedApp, serveApp } from "../../../tests/support/served-app.ts";
import type { Role } from "../../access/model.ts";
import type { ContactRow } from "../contact.ts";

let centre: Centre;
let app: ServedApp;
let person: string;

beforeAll(async () => {
  centre = await arrangeFullCentre();
  app = serveApp(centre);
});
afterAll(async () => {
  expect(app.unexpected.map(String)).toEqual([]);
  await centre.t.close();
});
beforeEach(async () => {
  person = await arrangePerson(centre.t.owner, {
    structure: centre.team,
    author: centre.who.doctor.account,
    family: "Essai",
  });
  await centre.t.owner.query("delete from people.contact where person_id = $1", [person]);
});

const as = (role: Role, method: string, path: string, body?: unknown) =>
  app.ask(centre.who[role].token, method, `/api/people/${person}${path}`, body);
const page = async (role: Role = "nurse"): Promise<ContactRow[]> => (await as(role, "GET", "")).body.contact;
const ids = (rows: readonly ContactRow[]) => rows.map(({ id }) => id);
const phone = (value: string) => ({ kind: "phone", value });
const known = async () =>
  (
    await centre.t.owner.query<{ shown: string; closed: boolean; author: string }>(
      `select content ->> 'shown' as shown, known_to is not null as closed, author_name as author
         from people.contact where person_id = $1 and part = 'way' order by id`,
      [person],
    )
  ).rows;
const acts = async () =>
  (
    await centre.t.owner.query<{ action: string }>(
      "select action from audit.entry where person_id = $1 order by id",
      [person],
    )
  ).rows.map(({ action }) => action);

describe("ways", () => {
  test("are shown in their order with who noted them; a change closes the row and keeps it, what stays keeps its date", async () => {
    await as("nurse", "PUT", "/ways", {
      seen: [],
      ways: [phone("0612345678"), { kind: "message", value: "CHRS" }],
    });
    const first = await page();
    expect(first.map(({ content, by }) => ["shown" in content && content.shown, by])).toEqual([
      ["06 12 34 56 78", "Essai nurse"],
      ["CHRS", "Essai nurse"],
    ]);
    const { status } = await as("reception", "PUT", "/ways", {
      seen: ids(first),
      ways: [phone("06 99 99 99 99"), { kind: "message", value: "CHRS" }],
    });
    expect(status).toBe(200);
    expect(await known()).toEqual([
      { shown: "06 12 34 56 78", closed: true, author: "Essai nurse" },
      { shown: "CHRS", closed: false, author: "Essai nurse" },
      { shown: "06 99 99 99 99", closed: false, author: "Essai reception" },
    ]);
    expect(await acts()).toEqual(["contact.revise", "person.open", "contact.revise"]);
  });

  test("sent twice, they are written once", async () => {
    const body = { seen: [], ways: [phone("0612345678")] };
    const answers = await Promise.all([as("nurse", "PUT", "/ways", body), as("nurse", "PUT", "/ways", body)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(await known()).toHaveLength(1);
  });

  test("of two who edit at once, the second writes nothing and is given both versions; the trail says they read", async () => {
    await as("nurse", "PUT", "/ways", { seen: [], ways: [phone("0612345678")] });
    const seen = ids(await page());
    await as("nurse", "PUT", "/ways", { seen, ways: [phone("0611111111")] });
    const { status, body } = await as("reception", "PUT", "/ways", { seen, ways: [phone("0622222222")] });
    expect([status, body.code]).toEqual([409, "edit_conflict"]);
    expect(body.current.map((row: ContactRow) => "shown" in row.content && row.content.shown)).toEqual([
      "06 11 11 11 11",
    ]);
    expect((await known()).filter(({ closed }) => !closed).map(({ shown }) => shown)).toEqual([
      "06 11 11 11 11",
    ]);
    expect((await acts()).at(-1)).toBe("person.open");
    // Knowingly, over the other version.
    const again = await as("reception", "PUT", "/ways", {
      seen: ids(body.current),
      ways: [phone("0622222222")],
    });
    expect(again.status).toBe(200);
  });

  test("twenty people editing at once: one is heard, the others are told", async () => {
    await as("nurse", "PUT", "/ways", { seen: [], ways: [phone("0612345678")] });
    const seen = ids(await page());
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        as("nurse", "PUT", "/ways", { seen, ways: [phone(`06000000${n + 10}`)] }),
      ),
    );
    const count = (status: number) => answers.filter((one) => one.status === status).length;
    expect([count(200), count(409)]).toEqual([1, 19]);
    expect((await known()).filter(({ closed }) => !closed)).toHaveLength(1);
  });

  test("an outside desk sees and orders the telephones alone, and what it does not see stays", async () => {
    await as("nurse", "PUT", "/ways", {
      seen: [],
      ways: [phone("0612345678"), { kind: "email", value: "awa@exemple.fr" }],
    });
    const seen = await page("telephone_desk");
    expect(seen.map(({ content }) => "kind" in content && content.kind)).toEqual(["phone"]);
    const { body } = await as("telephone_desk", "GET", "");
    // The e-mail, and the fact of someone's life that every person of the tests has.
    expect(body.withheld.counts.identity_detail).toBe(2);
    await as("telephone_desk", "PUT", "/ways", { seen: ids(seen), ways: [phone("0698765432")] });
    expect((await page()).map(({ content }) => "shown" in content && content.shown)).toEqual([
      "06 98 76 54 32",
      "awa@exemple.fr",
    ]);
    const refused = await as("telephone_desk", "PUT", "/ways", {
      seen: ids(await page("telephone_desk")),
      ways: [{ kind: "email", value: "b@exemple.fr" }],
    });
    expect(refused.status).toBe(403);
  });

  test("bad input is told on its field and writes nothing", async () => {
    const { status, body } = await as("nurse", "PUT", "/ways", { seen: [], ways: [phone("06 12")] });
    expect([status, body.fields["ways.0.value"]]).toEqual([422, expect.stringMatching(/10 chiffres/)]);
    expect(await known()).toEqual([]);
  });

  test("of someone another structure follows: the same words as for nobody", async () => {
    person = await arrangePerson(centre.t.owner, {
      structure: centre.outside,
      author: centre.who.doctor.account,
      family: "Ailleurs",
    });
    const { status, body } = await as("nurse", "PUT", "/ways", { seen: [], ways: [phone("0612345678")] });
    expect([status, body.code]).toEqual([404, "unknown_person"]);
  });
});

describe("a telephone number", () => {
  const found = async (words: string, role: Role = "nurse") => {
    const { body } = await app.ask(centre.who[role].token, "POST", "/api/people/search", { words });
    return (body.people as { id: string; why: string }[])
      .filter(({ id }) => id === person)
      .map(({ why }) => why);
  };

  test("finds the person by any part of at least four digits, and says so; once corrected, by the new one alone", async () => {
    await as("nurse", "PUT", "/ways", { seen: [], ways: [phone("06 47 85 21 93")] });
    for (const part of ["0647852193", "06 47 85", "8521", "2193", "478521", "+33 6 47 85", "0033647852193"])
      expect(await found(part), part).toEqual(["numéro de téléphone"]);
    expect(await found("essai 2193")).toEqual(["numéro de téléphone, nom"]);
    expect(await found("219")).toEqual([]);
    expect(await found("5555")).toEqual([]);
    await as("nurse", "PUT", "/ways", {
      seen: ids(await page()),
      ways: [phone("0760112233")],
    });
    expect(await found("2193")).toEqual([]);
    expect(await found("112233")).toEqual(["numéro de téléphone"]);
    // A number adds nothing to how a name is ranked, and does not hide it.
    expect(await found("essai")).toEqual(["nom"]);
  });

  test("of a relative finds the person too; a foreign one by its country's code as well", async () => {
    await as("nurse", "PUT", "/ways", {
      seen: [],
      ways: [{ kind: "other_phone", value: "+223 76 45 98 21", holder: "son frère" }],
    });
    for (const part of ["9821", "+223 76 45", "22376459821"])
      expect(await found(part), part).toEqual(["numéro de téléphone"]);
  });
});

describe("languages and death", () => {
  test("languages are one row that a correction supersedes", async () => {
    const speech = { languages: [{ code: "snk", level: "interpreter" }], interpreter: "needed" };
    await as("nurse", "PUT", "/speech", { seen: [], speech });
    const first = await page();
    expect(first.map(({ content }) => content)).toEqual([speech]);
    await as("nurse", "PUT", "/speech", {
      seen: ids(first),
      speech: { ...speech, interpreter: "not_needed" },
    });
    expect((await page()).map(({ content }) => content)).toEqual([{ ...speech, interpreter: "not_needed" }]);
    const twice = await as("nurse", "PUT", "/speech", {
      seen: [],
      speech: { ...speech, languages: [speech.languages[0], speech.languages[0]] },
    });
    expect(twice.body.fields["speech.languages"]).toMatch(/deux fois/);
    const unknown = await as("nurse", "PUT", "/speech", {
      seen: [],
      speech: { ...speech, languages: [{ code: "xx", level: "enough" }] },
    });
    expect(unknown.status).toBe(422);
  });

  test("a death is noted with its day or without, and taken back", async () => {
    await as("reception", "PUT", "/death", { seen: [], death: { day: "2026-02-01", source: "relative" } });
    const noted = await page("telephone_desk");
    expect(noted.map(({ part, content }) => [part, content])).toEqual([
      ["death", { day: "2026-02-01", source: "relative" }],
    ]);
    expect((await acts())[0]).toBe("death.record");
    const late = await as("reception", "PUT", "/death", {
      seen: [],
      death: { day: "2026-03-03", source: "relative" },
    });
    expect(late.body.fields["death.day"]).toBe("Ce jour est à venir.");
    await as("reception", "PUT", "/death", { seen: ids(noted), death: null });
    expect(await page()).toEqual([]);
  });
});

describe("addresses and places of birth", () => {
  const address = (over: object) => ({
    use: "postal",
    form: "own",
    communeCode: "38053",
    from: "2026-02-01",
    ...over,
  });

  test("the team reads an address whole; an outside desk its commune alone, and notes one", async () => {
    const { status } = await as("social_worker", "PUT", "/addresses", {
      seen: [],
      addresses: [address({ form: "domiciled", host: "CCAS", from: "2026-01-01" })],
    });
    expect(status).toBe(200);
    expect((await page()).map(({ part }) => part).sort()).toEqual(["address", "commune"]);
    const seen = await page("telephone_desk");
    expect(JSON.stringify(seen)).not.toContain("CCAS");
    const addresses = [...seen.map(() => address({ from: "2026-01-01" })), address({ communeCode: "69123" })];
    const refused = await as("telephone_desk", "PUT", "/addresses", { seen: ids(seen), addresses });
    expect(refused.status).toBe(403);
    const noted = await as("telephone_desk", "PUT", "/addresses", {
      seen: ids(seen),
      addresses,
      communesOnly: true,
    });
    expect(noted.status).toBe(200);
    expect(
      (await page()).map(({ content }) =>
        "name" in content ? content.name : "host" in content && content.host,
      ),
    ).toEqual(expect.arrayContaining(["CCAS", "Bourgoin-Jallieu", "Lyon"]));
    expect((await acts()).filter((act) => act === "address.revise")).toHaveLength(2);
  });

  test("a commune of birth is kept by its code and its own name; abroad is a place as it is said", async () => {
    const identity = { family: "Essai", given: "Ana", birthPlaceCode: "2A004", birthPlace: "?" };
    expect((await as("nurse", "PUT", "/identity", { version: 1, identity })).status).toBe(200);
    const { body } = await as("nurse", "GET", "");
    expect(body.identity).toMatchObject({ birthPlaceCode: "2A004", birthPlace: "Ajaccio" });
    const abroad = { family: "Essai", given: "Ana", birthPlace: "Bamako, Mali", pseudonym: true };
    await as("nurse", "PUT", "/identity", { version: 2, identity: abroad });
    expect((await as("nurse", "GET", "")).body.identity).toMatchObject({
      birthPlaceCode: null,
      birthPlace: "Bamako, Mali",
      pseudonym: true,
    });
    const wrong = await as("nurse", "PUT", "/identity", {
      version: 3,
      identity: { ...identity, birthPlaceCode: "38999" },
    });
    expect([wrong.status, wrong.body.fields["identity.birthPlaceCode"]]).toEqual([
      422,
      expect.stringMatching(/liste/),
    ]);
    const made = await app.ask(centre.who.nurse.token, "POST", "/api/people", identity);
    person = made.body.id;
    expect((await as("nurse", "GET", "")).body.identity).toMatchObject({ birthPlace: "Ajaccio" });
  });

  test("communes are found as one types, by who may note one", async () => {
    const ask = (role: Role) =>
      app.ask(centre.who[role].token, "POST", "/api/communes", { words: "bourgoin" });
    expect((await ask("telephone_desk")).body.communes[0]).toEqual({
      code: "38053",
      name: "Bourgoin-Jallieu",
      postcodes: ["38300"],
    });
    expect((await ask("auditor")).status).toBe(403);
  });
});
