/** A person's own copy of their record: asked, due, whole, without what is a third party's. */
import { unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Role } from "../../src/access/model.ts";
import { paperBox } from "../../src/papers/box.ts";
import { startTypesetter } from "../../src/platform/typeset/typesetter.ts";
import { COPY_SCHEMA, type RecordCopy, recordCopySchema } from "../../src/retention/copy.ts";
import { archiveCopy } from "../../src/retention/copy-archive.ts";
import { composeCopy } from "../../src/retention/copy-document.ts";
import { holdings } from "../../src/retention/holdings.ts";
import { newId } from "../../src/ui/new-id.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { pdf } from "../support/papers.ts";
import { arrangeEverything } from "../support/retention.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";
import { bundleServer, type ServerBundle } from "../support/server-bundle.ts";

let centre: Centre;
let bundle: ServerBundle;
let app: ServedApp;
let person: string;
let today = "2026-03-02";
let typesetter: ReturnType<typeof startTypesetter>;

beforeAll(async () => {
  [centre, bundle] = await Promise.all([arrangeFullCentre(), bundleServer()]);
  typesetter = startTypesetter(bundle.typesetWorker);
  app = serveApp(centre, { today: () => today, typesetter });
  person = await arrangeEverything(centre, "Demandeuse");
  const { owner } = centre.t;
  // Numbers here are not really sealed: while their use is not allowed, nothing opens them.
  await owner.query("delete from people.number_basis");
  await owner.query(
    `insert into people.contact (person_id, part, content) values
       ($1, 'way', '{"kind": "other_phone", "e164": "+33699887766", "shown": "06 99 88 77 66", "holder": "Sa sœur Awa", "typed": "0699887766"}'),
       ($1, 'address', '{"form": "care_of", "host": "Moussa Diarra", "lines": "3 rue Haute", "postcode": "38300", "commune": "Bourgoin-Jallieu"}')`,
    [person],
  );
  await owner.query(
    "insert into retention.apart (person_id, block, since) values ($1, 'social', '2022-02-03')",
    [person],
  );
  await owner.query(
    "update people.registration set set_apart = retention.cells_of('social') where person_id = $1",
    [person],
  );
  await owner.query(
    "insert into retention.hold (id, person_id, reason, author_name) values (gen_random_uuid(), $1, 'Recours', 'X')",
    [person],
  );
});
afterAll(async () => {
  expect(app.unexpected).toEqual([]);
  await typesetter.stop();
  await centre.t.close();
});

const ask = (role: Role, method: string, path: string, body?: unknown) =>
  app.ask(centre.who[role].token, method, path, body);
async function request(askedOn = "2026-03-02", personId = person): Promise<string> {
  const id = newId();
  const said = { id, personId, askedOn, askedBy: "person", means: "oral" };
  for (const _ of [1, 2])
    expect((await ask("administrative_officer", "POST", "/api/access-requests", said)).status).toBe(200);
  return id;
}
const copy = (id: string, more: object = {}, role: Role = "medical_director") =>
  ask(role, "POST", `/api/access-requests/${id}/copy`, { format: "json", personId: person, ...more });
const listed = async (id: string) =>
  (await ask("data_protection_officer", "GET", "/api/access-requests")).body.requests.find(
    (one: { id: string }) => one.id === id,
  );

describe("a request", () => {
  test("is due within eight days, or two months when something known is older than five years", async () => {
    expect(await listed(await request())).toMatchObject({
      notBefore: "2026-03-04",
      dueOn: "2026-05-02",
      closedOn: null,
    });
    await centre.t.owner.query("update people.registration set since = '2024-01-01' where person_id = $1", [
      person,
    ]);
    expect(await listed(await request("2024-12-01"))).toMatchObject({
      notBefore: "2024-12-03",
      dueOn: "2024-12-09",
    });
  });

  test("is not answered before the time for reflection, and is answered once", async () => {
    const id = await request();
    const close = (closedOn: string, outcome = "handed") =>
      ask("medical_director", "POST", `/api/access-requests/${id}/close`, { closedOn, outcome });
    today = "2026-03-20";
    const early = await close("2026-03-03");
    expect([early.status, early.body.fields.closedOn]).toEqual([
      422,
      expect.stringContaining("quarante-huit heures"),
    ]);
    expect((await close("2026-03-21")).status).toBe(422);
    expect((await close("2026-03-04")).status).toBe(200);
    expect((await close("2026-03-04")).status).toBe(200);
    expect((await close("2026-03-05", "posted")).status).toBe(409);
    expect(await listed(id)).toMatchObject({
      closedOn: "2026-03-04",
      outcome: "handed",
      closedBy: "Essai medical_director",
    });
    expect((await copy(id)).status).toBe(409);
  });

  test("names a record of the centre: an unknown number is told, nothing is written", async () => {
    const said = {
      id: newId(),
      localNumber: 999_999,
      askedOn: "2026-03-02",
      askedBy: "person",
      means: "oral",
    };
    const { status, body } = await ask("data_protection_officer", "POST", "/api/access-requests", said);
    expect([status, body.fields.localNumber]).toEqual([422, "Aucun dossier du centre ne porte ce numéro."]);
    expect((await ask("doctor", "POST", "/api/access-requests", said)).status).toBe(403);
  });
});

describe("the copy", () => {
  let given: RecordCopy;
  beforeAll(async () => {
    const { status, body } = await copy(await request());
    expect(status).toBe(200);
    given = body;
  });

  test("has the shape that docs/record-export.md describes", () => {
    expect(recordCopySchema.parse(given).schema).toBe(COPY_SCHEMA);
    const strict = Object.keys(recordCopySchema.shape).sort();
    expect(Object.keys(given).sort()).toEqual(strict);
  });

  test("gives a part of each table that holds something of a person, set apart or not", () => {
    const parts = Object.values(holdings).flatMap(({ given: part }) =>
      typeof part === "string" ? [part] : [],
    );
    const missing = [...new Set(parts)].filter((part) => {
      const rows = given[part as keyof RecordCopy];
      return !Array.isArray(rows) || (rows.length === 0 && part !== "joined");
    });
    expect(
      missing,
      "holdings.ts says these parts are given: give their rows in record.export_record",
    ).toEqual([]);
    expect(given.coverStatements).toHaveLength(1);
    expect(given.notes).toHaveLength(3);
  });

  test("leaves out what is a third party's: another's telephone, home and name; another person", async () => {
    const text = JSON.stringify(given);
    for (const secret of ["699887766", "06 99 88", "Awa", "Moussa Diarra"])
      expect(text).not.toContain(secret);
    const { rows } = await centre.t.owner.query(
      "select case person_a when $1 then person_b else person_a end as other from people.distinct_pair where $1 in (person_a, person_b)",
      [person],
    );
    expect(text).not.toContain(rows[0].other);
    expect(given.contacts.filter(({ content }) => content.thirdParty)).toHaveLength(2);
  });

  test("keeps a note back when whoever reads it first says so, and says that one was", async () => {
    const [note] = given.notes;
    const id = await request();
    const { body } = await copy(id, { withheld: [note?.id] });
    expect(body.notes[0]).toEqual({ id: note?.id, signedAt: note?.signedAt, withheld: true });
    const laid = composeCopy(body);
    expect(laid.parts.find(({ title }) => title === "Notes des professionnels")?.lead).toMatch(
      /^Une note n’est pas remise/,
    );
  });

  test("is a readable PDF", async () => {
    const { status, body } = await copy(await request(), { format: "pdf" });
    expect(status).toBe(200);
    expect(String(body).slice(0, 5)).toBe("%PDF-");
    const words = JSON.stringify(composeCopy(given));
    for (const said of [
      "Essai Demandeuse",
      "03/02/2020",
      "Consultation",
      "PUMA",
      "a établi une copie de votre dossier pour vous",
    ])
      expect(words).toContain(said);
  });

  test("comes as an archive too: both files and the documents, but those kept back or withdrawn", async () => {
    const papers = { result: pdf("1"), letter: pdf("2"), imaging: pdf("3") };
    const filed: string[] = [];
    for (const [type, bytes] of Object.entries(papers)) {
      const form = new FormData();
      form.set("file", new File([new Uint8Array(bytes)], "papier.pdf"));
      form.set("type", type);
      form.set("onDay", "2020-02-03");
      const id = newId();
      expect((await ask("doctor", "POST", `/api/people/${person}/documents/${id}`, form)).status).toBe(200);
      filed.push(id);
    }
    const [kept, back, wrong] = filed;
    await ask("doctor", "POST", `/api/people/${person}/documents/${wrong}/withdraw`, {
      reason: "Pas à elle",
    });
    const id = await request();
    const whole = (await copy(id)).body as RecordCopy;
    const source = { copy: whole, pdf: Buffer.from("%PDF-"), person, request: id, withheld: [back ?? ""] };
    const director = {
      db: centre.t.db,
      caller: centre.caller(centre.who.medical_director.token),
      roles: ["medical_director"],
    };
    const box = paperBox({ keys: () => [{ version: 1, material: Buffer.alloc(32, 8) }] });
    const chunks: Uint8Array[] = [];
    // Those of known-person.ts were never filed: they have no content.
    for await (const chunk of archiveCopy(director, box, source)) chunks.push(chunk);
    const files = unzipSync(new Uint8Array(Buffer.concat(chunks)));
    const given = Object.keys(files).filter((name) => name.startsWith("documents/"));
    expect(given).toEqual([expect.stringMatching(/^documents\/\d\d-resultat-d-analyse-2020-02-03\.pdf$/)]);
    expect(Buffer.from(files[given[0] ?? ""] ?? []).toString()).toBe(papers.result.toString().trimEnd());
    expect(JSON.parse(Buffer.from(files["copie-du-dossier.json"] ?? []).toString())).toEqual(whole);
    const { rows } = await centre.t.owner.query(
      "select count(*)::int as n from audit.entry where action = 'record.export' and object_id = $1",
      [kept],
    );
    expect(rows[0].n).toBe(1);
    const served = await copy(id, { format: "zip" });
    expect([served.status, String(served.body).slice(0, 2)]).toEqual([200, "PK"]);
  });

  test("is made on an open request of that person alone, by who answers for it; each is an act of the trail", async () => {
    const id = await request();
    for (const role of ["data_protection_officer", "doctor", "administrative_officer"] as const)
      expect((await copy(id, {}, role)).status).toBe(403);
    const other = await arrangeEverything(centre, "Autre");
    expect((await copy(id, { personId: other })).status).toBe(409);
    const { rows } = await centre.t.owner.query(
      "select count(*)::int as n from audit.entry where action = 'record.export' and $1 = any (person_ids) and object_id is not null",
      [person],
    );
    expect(rows[0].n).toBeGreaterThanOrEqual(3);
  });
});
