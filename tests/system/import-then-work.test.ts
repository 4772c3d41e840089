/** An import and what is noted afterwards of the people it brought: neither loses the other's work. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../src/ui/new-id.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";
import { bundleServer, type ServerBundle } from "../support/server-bundle.ts";

let centre: Centre;
let bundle: ServerBundle;
let app: ServedApp;
beforeAll(async () => {
  [centre, bundle] = await Promise.all([arrangeFullCentre(), bundleServer()]);
  app = serveApp(centre, { workerUrl: bundle.workerUrl });
});
afterAll(async () => {
  await centre.t.close();
});

async function importRows(...rows: string[]): Promise<string> {
  const form = new FormData();
  form.set("file", new File([`Date;Nom;Prénom;Né(e) le\n${rows.join("\n")}\n`], "registre.csv"));
  form.set("dryRun", "false");
  const { status, body } = await app.ask(centre.who.medical_director.token, "POST", "/api/imports", form);
  expect(status, String(body)).toBe(200);
  const { rows: imports } = await centre.t.owner.query<{ id: string }>(
    "select id from intake.import where status = 'finished' order by finished_at desc limit 1",
  );
  return imports[0]?.id ?? "";
}
const withdraw = (id: string) =>
  app.ask(centre.who.medical_director.token, "POST", `/api/imports/${id}/withdraw`);
const asNurse = (method: string, path: string, body?: unknown) =>
  app.ask(centre.who.nurse.token, method, path, body);
async function personNamed(family: string): Promise<string> {
  const { rows } = await centre.t.owner.query<{ person_id: string }>(
    "select person_id from people.identity where family = $1 and known_to is null",
    [family],
  );
  return rows[0]?.person_id ?? "";
}

test("once a telephone was noted of someone it brought, an import is not withdrawn", async () => {
  const brought = await importRows("03/02/2025;Garnier;Paul;");
  const person = await personNamed("Garnier");
  const ways = [{ kind: "phone", value: "06 12 34 56 78" }];
  expect((await asNurse("PUT", `/api/people/${person}/ways`, { seen: [], ways })).status).toBe(200);
  const { status, body } = await withdraw(brought);
  expect([status, body.code]).toEqual([409, "worked_on"]);
});

test("once a note was begun or signed on someone it brought, an import is not withdrawn", async () => {
  const brought = await importRows("03/02/2025;Fabre;Lise;");
  const person = await personNamed("Fabre");
  const note = { nature: "clinical", template: "nursing", body: "Pansement refait." };
  const at = `/api/people/${person}/notes/${newId()}`;
  expect((await asNurse("PUT", `${at}/draft`, { ...note, version: 0 })).status).toBe(200);
  expect((await withdraw(brought)).body.code).toBe("worked_on");
  expect((await asNurse("POST", `${at}/sign`, note)).status).toBe(200);
  expect((await withdraw(brought)).body.code).toBe("worked_on");
});

test("a register that brings a missing birth date keeps what had been noted of the identity", async () => {
  await importRows("04/02/2025;Delmas;Luc;");
  const person = await personNamed("Delmas");
  const identity = { family: "Delmas", given: "Luc", usedFamily: "Martin", birthPlace: "Turin, Italie" };
  expect((await asNurse("PUT", `/api/people/${person}/identity`, { version: 1, identity })).status).toBe(200);
  await importRows("05/02/2025;Delmas;Luc;12/03/1975");
  const { body } = await asNurse("GET", `/api/people/${person}`);
  expect(body.identity).toMatchObject({
    birth: "1975-03-12",
    usedFamily: "Martin",
    birthPlace: "Turin, Italie",
  });
  const { body: found } = await asNurse("POST", "/api/people/search", { words: "martin luc" });
  expect(found.people.map(({ id }: { id: string }) => id)).toContain(person);
});

test("withdrawn before anyone worked on it, an import leaves nothing of its people in force", async () => {
  const brought = await importRows("06/02/2025;Lacaze;Rose;");
  expect((await withdraw(brought)).status).toBe(200);
  expect(await personNamed("Lacaze")).toBe("");
});
