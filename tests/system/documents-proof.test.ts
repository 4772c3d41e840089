/** What the owner of the database does to a document is told by the verifier. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startSealer } from "../../src/access/audit/sealer.ts";
import { verifyAudit } from "../../src/access/audit/verify-audit.ts";
import { newId } from "../../src/ui/new-id.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";
import { JPEG } from "../support/papers.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

let centre: Centre;
let app: ServedApp;

beforeAll(async () => {
  centre = await arrangeFullCentre();
  app = serveApp(centre);
});
afterAll(() => centre.t.close());

test("a document altered, removed, added or withdrawn by hand is told; withdrawn by someone of the centre, it is as the trail says", async () => {
  const { db, secrets, server, owner } = centre.t;
  // What the arrangement writes by hand was filed by nobody.
  const nurse = centre.who.nurse;
  const person = await arrangePerson(owner, {
    structure: centre.team,
    author: nurse.account,
    family: "Classée",
  });
  await owner.query("delete from papers.document; delete from care.note");
  const form = new FormData();
  form.set("file", new File([new Uint8Array(JPEG)], "x"));
  for (const [key, value] of [
    ["type", "result"],
    ["label", "Analyse"],
    ["onDay", "2026-03-01"],
  ] as const)
    form.set(key, value);
  const sent = await app.ask(nurse.token, "POST", `/api/people/${person}/documents/${newId()}`, form);
  expect(sent.status).toBe(200);
  const folder = mkdtempSync(join(tmpdir(), "mlg-documents-"));
  const headFile = join(folder, "audit-head.json");
  const log = { info: () => {}, warn: () => {}, error: () => {} };
  const seal = async () => (await startSealer({ pool: db.sealer, secrets, headFile, log })).stop();
  await seal();
  const { user = "", password } = server.admin;
  const database = server.url(user, String(password));
  const verdict = () => verifyAudit({ database, publicKeyPem: secrets.auditPublicKeyPem, headFile });
  const tampered = async (change: string) => {
    await owner.query("begin; create table public.before as select * from papers.document");
    await owner.query(`${change}; commit`);
    const { ok, faultCounts } = await verdict();
    await owner.query(
      "delete from papers.document; insert into papers.document select * from public.before; drop table public.before",
    );
    return [ok, faultCounts];
  };
  expect(await verdict()).toMatchObject({ ok: true, notesVerified: true, faultCounts: {} });
  for (const column of [
    "label = 'autre'",
    "nature = 'cover'",
    "on_day = on_day + 1",
    "blind = sha256('')",
    "author_name = 'Autre'",
    "filed_at = filed_at + interval '1 microsecond'",
    "withdrawn_at = now(), withdrawn_by = 'x', withdrawn_reason = 'sans acte'",
  ])
    expect(await tampered(`update papers.document set ${column}`), column).toEqual([false, { edited: 1 }]);
  expect(await tampered("delete from papers.document")).toEqual([false, { deleted: 1 }]);
  expect(
    await tampered(
      `insert into papers.document select (jsonb_populate_record(d, jsonb_build_object('id', gen_random_uuid()))).* from papers.document d`,
    ),
  ).toEqual([false, { inserted: 1 }]);
  // Withdrawn by someone of the centre, it is as the trail says.
  const { rows: kept } = await owner.query<{ id: string }>("select id from papers.document");
  await app.ask(nurse.token, "POST", `/api/people/${person}/documents/${kept[0]?.id}/withdraw`, {
    reason: "Essai.",
  });
  await seal();
  expect(await verdict()).toMatchObject({ ok: true });
  rmSync(folder, { recursive: true, force: true });
});
