/** New keys for social security numbers and documents, by the command line on a real installation. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "../../src/ui/new-id.ts";
import { pdf } from "../support/papers.ts";
import { connectAsOwner, openPreparedProgram, type Program, signInAs } from "../support/program.ts";
import { bundleServer, type ServerBundle } from "../support/server-bundle.ts";

let bundle: ServerBundle;
let program: Program;
beforeAll(async () => {
  bundle = await bundleServer();
  program = await openPreparedProgram(bundle);
});
afterAll(async () => {
  await program.close();
});

test("new keys are put in use while a server works, as the console's own acts in a trail that verifies; a document filed before opens after", async () => {
  const server = await program.start();
  const owner = await connectAsOwner(program);
  const nurse = await signInAs(program, owner, "nurse");
  await owner.end();
  const person = (await server.ask(nurse, "POST", "/api/people", { family: "Clé" })).body.id;
  const form = new FormData();
  form.set("type", "result");
  form.set("file", new Blob([new Uint8Array(pdf("essai"))]), "resultat.pdf");
  const path = `/api/people/${person}/documents/${newId()}`;
  expect((await server.ask(nurse, "POST", path, form)).status).toBe(200);
  const before = await server.ask(nurse, "POST", `${path}/download`);
  // The photograph of an attestation, sent with a referral that is nobody's record yet, is kept the same way.
  const hand = await connectAsOwner(program);
  await hand.query(
    `insert into admission.attestation (document_id, account_id, media, bytes, blind, sealed, wrapped, key_version)
     select c.document_id, (select id from access.account limit 1), 'pdf', 10, '', c.sealed, c.wrapped, c.key_version from papers.content c`,
  );
  for (const version of [2, 3]) {
    const ended = await program.run("rotate-keys", "--json");
    expect([ended.code, ended.json()]).toEqual([
      0,
      { numbers: { version, count: 0, unreadable: 0 }, documents: { version, count: 2, unreadable: 0 } },
    ]);
  }
  // Changed by hand in the database, a document holds no other back.
  const altered = `/api/people/${person}/documents/${newId()}`;
  form.set("file", new Blob([new Uint8Array(pdf("autre"))]), "autre.pdf");
  expect((await server.ask(nurse, "POST", altered, form)).status).toBe(200);
  await hand.query(
    "update papers.content set wrapped = overlay(wrapped placing '\\x00' from 20) where document_id = $1",
    [altered.split("/").at(-1)],
  );
  const { rows: sent } = await hand.query<{ same: boolean }>(
    "select a.key_version = 3 as same from admission.attestation a",
  );
  expect(sent).toEqual([{ same: true }]);
  await hand.end();
  const held = await program.run("rotate-keys", "--json");
  expect([held.code, held.json()]).toMatchObject([0, { documents: { version: 4, count: 2, unreadable: 1 } }]);
  const after = await server.ask(nurse, "POST", `${path}/download`);
  expect([after.status, after.body]).toEqual([200, before.body]);
  const { code } = await program.run("audit", "verify", "--json");
  expect(code).toBe(0);
  await server.end("SIGTERM");
});
