/** Notes: kept as they are typed, their author's alone until signed, never altered after; who reads which. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSealer } from "../../src/access/audit/sealer.ts";
import { verifyAudit } from "../../src/access/audit/verify-audit.ts";
import type { Role } from "../../src/access/model.ts";
import { newId } from "../../src/ui/new-id.ts";
import { type ApplicationRole, asApplication } from "../support/acting.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson, encounterOf } from "../support/known-person.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";

let centre: Centre;
let app: ServedApp;
let raw: ApplicationRole;
let person: string;
let folder: string;
let encounter: string;

beforeAll(async () => {
  centre = await arrangeFullCentre();
  app = serveApp(centre);
  raw = await asApplication(centre);
  folder = mkdtempSync(join(tmpdir(), "mlg-notes-"));
  const author = centre.who.nurse.account;
  person = await arrangePerson(centre.t.owner, { structure: centre.team, author, family: "Notée" });
  encounter = await encounterOf(centre.t.owner, person);
  // What the arrangement wrote by hand was signed by nobody.
  await centre.t.owner.query("delete from papers.document; delete from care.note");
});
afterAll(async () => {
  expect(app.unexpected).toEqual([]);
  await raw.close();
  rmSync(folder, { recursive: true, force: true });
  await centre.t.close();
});

const typed = (body: string, more: object = {}) => ({
  nature: "clinical",
  template: "consultation",
  encounterId: encounter,
  body,
  ...more,
});
const keep = (role: Role, id: string, body: string, version: number, more: object = {}) =>
  app.ask(centre.who[role].token, "PUT", `/api/people/${person}/notes/${id}/draft`, {
    ...typed(body, more),
    version,
  });
const sign = (role: Role, id: string, body: string, more: object = {}) =>
  app.ask(centre.who[role].token, "POST", `/api/people/${person}/notes/${id}/sign`, typed(body, more));
const open = async (role: Role) => {
  const { body } = await app.ask(centre.who[role].token, "GET", `/api/people/${person}`);
  return body as {
    notes: { id: string; body: string; amends: string | null }[];
    drafts: { id: string; body: string }[];
    withheld: { counts: Record<string, number> };
  };
};

describe("a draft", () => {
  test("is kept word for word as it is typed, and is its author's alone", async () => {
    const id = newId();
    let version = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.string({ maxLength: 400, unit: "grapheme" }).filter((text) => !text.includes("\0")),
        async (body) => {
          const answer = await keep("doctor", id, body, version);
          expect(answer.status).toBe(200);
          version = answer.body.version;
          expect((await open("doctor")).drafts.find((draft) => draft.id === id)?.body).toBe(body);
        },
      ),
      { numRuns: 25 },
    );
    for (const role of ["medical_director", "nurse", "social_worker", "reception"] as const) {
      const page = await open(role);
      expect([page.drafts, page.notes], role).toEqual([[], []]);
    }
    await app.ask(centre.who.doctor.token, "POST", `/api/people/${person}/notes/${id}/discard`);
    expect((await open("doctor")).drafts).toEqual([]);
  });

  test("open in two windows, loses the words of neither: the second is told, and nothing is overwritten", async () => {
    const id = newId();
    expect((await keep("nurse", id, "un", 0)).body).toEqual({ version: 1 });
    // An answer lost on the way: the same words again.
    expect((await keep("nurse", id, "un", 0)).body).toEqual({ version: 1 });
    expect((await keep("nurse", id, "première fenêtre", 1)).body).toEqual({ version: 2 });
    const second = await keep("nurse", id, "seconde fenêtre", 1);
    expect([second.status, second.body.code]).toEqual([409, "draft_elsewhere"]);
    expect((await open("nurse")).drafts.map(({ body }) => body)).toEqual(["première fenêtre"]);
    // Another's identifier is nobody's business.
    expect((await keep("doctor", id, "volée", 0)).status).not.toBe(200);
    await app.ask(centre.who.nurse.token, "POST", `/api/people/${person}/notes/${id}/discard`);
  });
});

describe("a signed note", () => {
  test("is written once however often it is sent, ends its draft, and takes addenda", async () => {
    const id = newId();
    await keep("doctor", id, "Toux depuis trois jours.", 0);
    const both = await Promise.all([sign("doctor", id, "Toux."), sign("doctor", id, "Toux.")]);
    expect(both.map(({ body }) => body)).toEqual([{ id }, { id }]);
    expect((await keep("doctor", id, "après coup", 0)).status).toBe(409);
    // Other words under a signed identifier were not signed: the author must know.
    expect((await sign("doctor", id, "Toux grasse.")).status).toBe(409);
    expect((await sign("doctor", id, "Toux.")).body).toEqual({ id });
    const suite = newId();
    expect((await sign("doctor", suite, "Radio normale.", { amends: id })).status).toBe(200);
    const page = await open("doctor");
    expect(page.drafts).toEqual([]);
    expect(page.notes.map(({ id: one, body, amends }) => [one, body, amends])).toEqual([
      [suite, "Radio normale.", id],
      [id, "Toux.", null],
    ]);
    expect((await sign("doctor", newId(), "Suite de rien.", { amends: newId() })).status).toBe(409);
    expect((await sign("doctor", newId(), "   ")).body.fields).toEqual({
      body: "Une note vide ne se signe pas.",
    });
    expect((await sign("doctor", newId(), "x".repeat(20_001))).status).toBe(422);
  });

  test("is changed by nobody, not even its author", async () => {
    await raw.within(centre.who.doctor.token, async (client) => {
      await client.query("select audit.record('note.sign', $1)", [person]);
      for (const change of [
        "update care.note set body = 'autre'",
        "delete from care.note",
        "truncate care.note",
      ])
        expect(await raw.outcome(change), change).toBe("42501");
      expect(await raw.outcome("delete from care.note_draft")).toBe("42501");
    });
  });

  test("is read by whom the matrix says: the care team, its author alone, or whoever serves the social path", async () => {
    const written: [Role, object, string][] = [
      ["doctor", { nature: "clinical" }, "soin du médecin"],
      ["paramedic", { nature: "clinical", template: "physiotherapy" }, "séance"],
      ["social_worker", { nature: "social_notes", template: "interview", encounterId: null }, "entretien"],
      ["doctor", { nature: "useful", template: "useful" }, "utile au parcours"],
    ];
    for (const [role, more, body] of written)
      expect((await sign(role, newId(), body, more)).status, body).toBe(200);
    const seen = async (role: Role) => {
      const { notes = [] } = await open(role);
      return written
        .filter(([, , body]) => notes.some((note) => note.body === body))
        .map(([, , body]) => body);
    };
    expect(await seen("doctor")).toEqual(["soin du médecin", "séance", "utile au parcours"]);
    expect(await seen("nurse")).toEqual(["soin du médecin", "séance", "utile au parcours"]);
    expect(await seen("trainee")).toEqual(["soin du médecin", "séance", "utile au parcours"]);
    expect(await seen("paramedic")).toEqual(["séance"]);
    expect(await seen("social_worker")).toEqual(["entretien", "utile au parcours"]);
    for (const role of [
      "reception",
      "telephone_desk",
      "administrative_officer",
      "mediator",
      "outside_social_worker",
    ] as const)
      expect(await seen(role), role).toEqual([]);
    // That care was written is said; that the social worker wrote is not.
    const { withheld } = await open("reception");
    expect(withheld.counts.clinical).toBeGreaterThanOrEqual(4);
    expect(withheld.counts.social_notes).toBeUndefined();
    for (const role of ["social_worker", "reception"] as const)
      expect((await sign(role, newId(), "hors de mon rôle")).status, role).toBe(403);
  });

  test("altered, removed or added by the database's owner, is told by the verifier", async () => {
    const { db, secrets, server } = centre.t;
    const headFile = join(folder, "audit-head.json");
    const log = { info: () => {}, warn: () => {}, error: () => {} };
    const sealer = await startSealer({ pool: db.sealer, secrets, headFile, log });
    await sealer.stop();
    const { user = "", password } = server.admin;
    const database = server.url(user, String(password));
    const verdict = () => verifyAudit({ database, publicKeyPem: secrets.auditPublicKeyPem, headFile });
    const tampered = async (change: string) => {
      const { owner } = centre.t;
      await owner.query("create table public.notes_before as select * from care.note");
      await owner.query(change);
      const { ok, faultCounts } = await verdict();
      await owner.query(
        "truncate care.note; insert into care.note select * from public.notes_before; drop table public.notes_before",
      );
      return [ok, faultCounts];
    };
    const one = "id = (select id from care.note order by signed_at limit 1)";
    expect(await verdict()).toMatchObject({ ok: true, notesVerified: true, faultCounts: {} });
    for (const column of [
      "body = body || '.'",
      "said = 'x'",
      "agreed = 'x'",
      "nature = 'useful'",
      "author_name = 'Autre'",
      "signed_at = signed_at + interval '1 microsecond'",
      "salt = gen_random_uuid()",
    ])
      expect(await tampered(`update care.note set ${column} where ${one}`), column).toEqual([
        false,
        { edited: 1 },
      ]);
    expect(await tampered(`delete from care.note where ${one}`)).toEqual([false, { deleted: 1 }]);
    expect(
      await tampered(
        `insert into care.note select (jsonb_populate_record(n, jsonb_build_object('id', gen_random_uuid()))).* from care.note n where ${one}`,
      ),
    ).toEqual([false, { inserted: 1 }]);
    expect(await verdict()).toMatchObject({ ok: true });
  });
});
