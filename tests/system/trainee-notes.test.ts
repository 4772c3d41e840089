/** A trainee writes, their named supervisor signs or sends back: who reads what meanwhile, and the proof of both names. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSealer } from "../../src/access/audit/sealer.ts";
import { verifyAudit } from "../../src/access/audit/verify-audit.ts";
import type { Role } from "../../src/access/model.ts";
import type { Note, NoteDraft } from "../../src/care/notes.ts";
import type { MyTask } from "../../src/tasks/model.ts";
import { newId } from "../../src/ui/new-id.ts";
import { type ApplicationRole, asApplication } from "../support/acting.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

let centre: Centre;
let app: ServedApp;
let raw: ApplicationRole;
let person: string;

beforeAll(async () => {
  centre = await arrangeFullCentre();
  app = serveApp(centre);
  raw = await asApplication(centre);
  const author = centre.who.nurse.account;
  person = await arrangePerson(centre.t.owner, { structure: centre.team, author, family: "Apprise" });
  await centre.t.owner.query("delete from papers.document; delete from care.note; delete from tasks.task");
});
afterAll(async () => {
  expect(app.unexpected).toEqual([]);
  await raw.close();
  await centre.t.close();
});

const words = { nature: "clinical", template: "consultation" };
const act = (role: Role, id: string, what: string, body: object = {}) =>
  app.ask(
    centre.who[role].token,
    what === "draft" ? "PUT" : "POST",
    `/api/people/${person}/notes/${id}/${what}`,
    body,
  );
const submit = (id: string, body: string, version = 0) =>
  act("trainee", id, "submit", { ...words, body, version });
const page = async (role: Role) => {
  const { body } = await app.ask(centre.who[role].token, "GET", `/api/people/${person}`);
  return body as { notes: Note[]; drafts: NoteDraft[] };
};
const asked = async (role: Role) =>
  ((await app.ask(centre.who[role].token, "GET", "/api/tasks")).body.tasks as MyTask[])
    .filter(({ doneAt }) => doneAt === null)
    .map(({ what }) => what);

describe("a trainee", () => {
  test("drafts alone, hands in to the one who answers for them, and signs nothing", async () => {
    const me = await app.ask(centre.who.trainee.token, "GET", "/api/me");
    expect(me.body.supervisor).toEqual({ name: "Essai doctor", role: "doctor" });
    const id = newId();
    expect((await act("trainee", id, "draft", { ...words, body: "Vu", version: 0 })).body).toEqual({
      version: 1,
    });
    expect((await page("doctor")).drafts).toEqual([]);
    expect((await act("trainee", id, "sign", { ...words, body: "Vu" })).status).toBe(403);
    expect((await submit(newId(), "  ")).body.fields).toEqual({ body: "Une note vide ne se soumet pas." });
    // A block their supervisor does not write.
    const social = { ...words, nature: "social_notes", body: "x", version: 0 };
    expect((await act("trainee", newId(), "draft", social)).status).toBe(403);

    expect((await submit(id, "Vu, toux.", 1)).body).toEqual({ submittedTo: "Essai doctor" });
    expect((await submit(id, "Vu, toux.", 1)).body).toEqual({ submittedTo: "Essai doctor" });
    expect(await asked("doctor")).toEqual(["Relire et contresigner la note de Essai trainee"]);
    const [waiting] = (await page("doctor")).drafts;
    expect(waiting).toMatchObject({ id, body: "Vu, toux.", mine: false, by: "Essai trainee" });
    // What is read is what is signed: it changes no more.
    expect((await act("trainee", id, "draft", { ...words, body: "autre", version: 2 })).status).toBe(409);
    expect((await act("trainee", id, "discard")).body).toEqual({ discarded: false });
    for (const role of ["nurse", "medical_director", "social_worker"] as const)
      expect((await page(role)).drafts, role).toEqual([]);
  });

  test("is sent back with words, takes up again, and is signed for with both names", async () => {
    const [waiting] = (await page("doctor")).drafts;
    const id = waiting?.id ?? "";
    for (const role of ["nurse", "medical_director"] as const) {
      expect((await act(role, id, "return", { words: "non" })).status, role).toBe(409);
      expect((await act(role, id, "countersign", { version: waiting?.version })).status, role).toBe(409);
    }
    expect((await act("doctor", id, "return", { words: " " })).body.fields).toEqual({
      words: "Dites ce qu’il faut reprendre.",
    });
    const back = () => act("doctor", id, "return", { words: "Depuis quand ?" });
    expect([(await back()).status, (await back()).status]).toEqual([200, 200]);
    expect(await asked("doctor")).toEqual([]);
    expect(await asked("trainee")).toEqual(["Reprendre votre note, renvoyée avec un mot"]);
    const [mine] = (await page("trainee")).drafts;
    expect(mine).toMatchObject({ returned: "Depuis quand ?", returnedBy: "Essai doctor", mine: true });

    expect((await submit(id, "Vu, toux depuis trois jours.", mine?.version)).status).toBe(200);
    expect(await asked("trainee")).toEqual([]);
    // Read before the trainee took it back and changed it: not what would be signed.
    expect((await act("doctor", id, "countersign", { version: 1 })).status).toBe(409);
    const [again] = (await page("doctor")).drafts;
    const sign = () => act("doctor", id, "countersign", { version: again?.version });
    expect((await Promise.all([sign(), sign()])).map(({ body }) => body)).toEqual([{ id }, { id }]);
    expect(await asked("doctor")).toEqual([]);
    for (const role of ["trainee", "nurse"] as const) {
      const { notes, drafts } = await page(role);
      expect(drafts).toEqual([]);
      expect(notes[0]).toMatchObject({
        body: "Vu, toux depuis trois jours.",
        by: "Essai trainee",
        role: "trainee",
        countersigner: "Essai doctor",
      });
    }
  });

  test("takes a note back before it is read, and it waits no more", async () => {
    const id = newId();
    await submit(id, "Trop tôt");
    expect((await act("trainee", id, "recall")).body).toEqual({ recalled: true });
    expect((await act("trainee", id, "recall")).body).toEqual({ recalled: false });
    expect(await asked("doctor")).toEqual([]);
    expect((await act("doctor", id, "countersign", { version: 1 })).status).toBe(409);
    expect((await act("trainee", id, "discard")).body).toEqual({ discarded: true });
  });

  test("hands nothing in once nobody answers for them", async () => {
    const { owner } = centre.t;
    await owner.query("update access.account set disabled_at = now() where email like 'doctor@%'");
    expect((await submit(newId(), "Seul")).status).toBe(403);
    expect((await app.ask(centre.who.trainee.token, "GET", "/api/me")).body.supervisor).toBeNull();
    await owner.query("update access.account set disabled_at = null where email like 'doctor@%'");
  });
});

describe("a countersigned note", () => {
  test("is written by the supervisor alone, word for word as it was submitted, whatever program connects", async () => {
    const id = newId();
    await submit(id, "Mot pour mot");
    const signed = (over: string) =>
      raw.outcome(
        `insert into care.note select (jsonb_populate_record(null::care.note, to_jsonb(d) || jsonb_build_object('author_role', 'trainee',
           'countersigned_by', access.account_id(), 'countersigner_role', access.role(), 'countersigner_name',
           (select a.display_name from access.account a where a.id = access.account_id()), 'signed_at', clock_timestamp(),
           'salt', gen_random_uuid()) || '${over}')).* from care.note_draft d where d.id = '${id}'`,
      );
    await raw.within(centre.who.doctor.token, async (client) => {
      await client.query("select audit.record('note.countersign', $1)", [person]);
      for (const over of [
        '{"body": "autre"}',
        '{"said": "autre"}',
        '{"nature": "useful"}',
        '{"author_name": "Autre"}',
        '{"countersigner_name": "Autre"}',
        '{"countersigner_role": "nurse"}',
        `{"author_id": "${centre.who.nurse.account}"}`,
        `{"id": "${newId()}"}`,
      ])
        expect(await signed(over), over).toBe("42501");
      expect(await raw.outcome("update care.note_draft set submitted_to = null")).toBe("42501");
      expect(await signed("{}")).toBe("done");
    });
    await act("trainee", id, "recall");
    await act("trainee", id, "discard");
  });

  test("altered in either name by the database's owner, is told by the verifier", async () => {
    const { db, secrets, server, owner } = centre.t;
    const folder = mkdtempSync(join(tmpdir(), "mlg-trainee-"));
    const headFile = join(folder, "audit-head.json");
    const log = { info: () => {}, warn: () => {}, error: () => {} };
    const sealer = await startSealer({ pool: db.sealer, secrets, headFile, log });
    await sealer.stop();
    const { user = "", password } = server.admin;
    const database = server.url(user, String(password));
    const verdict = () => verifyAudit({ database, publicKeyPem: secrets.auditPublicKeyPem, headFile });
    expect(await verdict()).toMatchObject({ ok: true, notesVerified: true, faultCounts: {} });
    for (const [column, value] of [
      ["countersigner_name", "'Autre'"],
      ["author_name", "'Autre'"],
      ["countersigned_by", `'${centre.who.nurse.account}'`],
      ["countersigner_role", "'nurse'"],
    ]) {
      await owner.query(
        `alter table care.note add column kept text; update care.note set kept = ${column}, ${column} = ${value}`,
      );
      const { ok, faultCounts } = await verdict();
      expect([ok, faultCounts], column).toEqual([false, { edited: 1 }]);
      const cast = column === "countersigned_by" ? "::uuid" : "";
      await owner.query(
        `update care.note set ${column} = kept${cast}; alter table care.note drop column kept`,
      );
    }
    expect(await verdict()).toMatchObject({ ok: true });
    rmSync(folder, { recursive: true, force: true });
  });
});
