/** A centre that keeps its own clinical program: nobody writes care here, what was written stays readable, the rest goes on. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Role } from "../../src/access/model.ts";
import { essentialsFor } from "../../src/care/essentials-rules.ts";
import { templatesFor } from "../../src/care/notes.ts";
import { printsFor } from "../../src/care/prints.ts";
import { readPreset } from "../../src/network/preset.ts";
import { programRoot } from "../../src/platform/program-root.ts";
import { frontOf } from "../../src/record/front.ts";
import { newId } from "../../src/ui/new-id.ts";
import { type ApplicationRole, asApplication } from "../support/acting.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";
import { type Answer, type ServedApp, serveApp } from "../support/served-app.ts";

let centre: Centre;
let app: ServedApp;
let raw: ApplicationRole;
let person: string;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), "mlg-preset-"));
  const quartier = JSON.parse(readFileSync(join(programRoot(), "presets", "quartier.json"), "utf8"));
  const beside = { ...quartier, code: "a-cote", care: { elsewhere: "Dossier Soin" } };
  writeFileSync(join(folder, "a-cote.json"), JSON.stringify(beside));
  centre = await arrangeFullCentre(undefined, readPreset(folder, "a-cote"));
  rmSync(folder, { recursive: true });
  app = serveApp(centre);
  raw = await asApplication(centre);
  const author = centre.who.doctor.account;
  person = await arrangePerson(centre.t.owner, { structure: centre.team, author, family: "Suivie" });
});
afterAll(async () => {
  expect(app.unexpected.map(String)).toEqual([]);
  await raw.close();
  await centre.t.close();
});

const send = (role: Role, method: string, path: string, body: unknown) =>
  app.ask(centre.who[role].token, method, `/api/people/${person}/${path}`, body);
const note = (role: Role, nature: string, template: string) =>
  send(role, "POST", `notes/${newId()}/sign`, { nature, template, body: "Essai." });
const essential = (nature: string, form: object) =>
  send("doctor", "PUT", `essentials/${newId()}`, { form, nature, onDay: "2026-03-01" });
const visit = (terms: readonly object[]) =>
  send("doctor", "POST", "encounters", {
    id: newId(),
    siteId: centre.site,
    onDay: "2026-03-02",
    kind: "consultation",
    terms,
  });
const answers = (instrument: string, version: string, count: number) =>
  send("doctor", "POST", "instruments", {
    id: newId(),
    onDay: "2026-03-01",
    instrument,
    version,
    answers: Array.from({ length: count }, () => 0),
  });
const refused = (answer: Answer) => {
  expect(answer).toMatchObject({ status: 409, body: { code: "written_elsewhere" } });
  expect(answer.body.message).toContain("«\u00a0Dossier Soin\u00a0»");
};

test("no role writes care, and each is told in which program to", async () => {
  refused(await note("doctor", "clinical", "consultation"));
  refused(await note("paramedic", "clinical", "physiotherapy"));
  refused(
    await send("nurse", "PUT", `notes/${newId()}/draft`, {
      nature: "clinical",
      template: "nursing",
      body: "Essai.",
      version: 0,
    }),
  );
  refused(await essential("clinical", { kind: "allergy", label: "Pénicilline" }));
  const { body } = await app.ask(centre.who.doctor.token, "GET", "/api/instruments");
  const phq = body.instruments.find(({ code }: { code: string }) => code === "phq2");
  refused(await answers("phq2", phq.version, phq.questions.length));
  refused(await visit([{ list: "reason", code: "cough" }]));
});

test("social notes, what is of use to the social path, presences and EPICES go on", async () => {
  expect((await note("social_worker", "social_notes", "interview")).status).toBe(200);
  expect((await note("doctor", "useful", "useful")).status).toBe(200);
  const dental = { kind: "renouncement", care: "dental", reasons: [] };
  expect((await essential("useful", dental)).status).toBe(200);
  expect((await visit([])).status).toBe(200);
  const { body } = await app.ask(centre.who.social_worker.token, "GET", "/api/instruments");
  const epices = body.instruments.find(({ code }: { code: string }) => code === "epices");
  const answered = await send("social_worker", "POST", "instruments", {
    id: newId(),
    onDay: "2026-03-01",
    instrument: "epices",
    version: epices.version,
    answers: epices.questions.map(() => 0),
  });
  expect(answered.status).toBe(200);
});

test("what was written before is read as it was, and changed by nobody, not by plain SQL either", async () => {
  const { body } = await app.ask(centre.who.doctor.token, "GET", `/api/people/${person}`);
  expect(body.notes.map(({ nature }: { nature: string }) => nature)).toContain("clinical");
  expect(body.requests.length).toBeGreaterThan(0);
  const kept = body.essentials.find(({ nature }: { nature: string }) => nature === "clinical");
  refused(await send("doctor", "POST", `essentials/${kept.id}/withdraw`, {}));
  await raw.within(centre.who.doctor.token, async (client) => {
    await client.query("select audit.record('essential.write', $1)", [person]);
    expect(
      await raw.outcomes([
        `update care.essential set known_to = now() where person_id = '${person}' and nature = 'clinical'`,
        `insert into papers.document (id, person_id, type, nature, origin, media, bytes, blind, purpose, content, author_name, author_role)
         values ('${newId()}', '${person}', 'prescription', 'clinical', 'printed', 'pdf', 1, '', 'care', '{}', 'Essai doctor', 'doctor')`,
        `insert into papers.document (id, person_id, type, nature, origin, media, bytes, blind, purpose, author_name, author_role)
         values ('${newId()}', '${person}', 'result', 'clinical', 'received', 'pdf', 1, '', 'care', 'Essai doctor', 'doctor')`,
      ]),
    ).toEqual(["MA423", "MA423", "done"]);
  });
});

test("a doctor is told where care is written, and their page begins with the social situation", async () => {
  const { body } = await app.ask(centre.who.doctor.token, "GET", "/api/me");
  expect(body.careElsewhere).toBe("Dossier Soin");
  expect([frontOf(body), frontOf({ ...body, careElsewhere: null })]).toEqual(["social", "care"]);
  expect([essentialsFor(body), templatesFor(body), printsFor(body)]).toEqual([
    ["renouncement"],
    ["useful"],
    [],
  ]);
});

test("who keeps the accounts says that care is written here again, then elsewhere: at once, on what was shown, and kept by the trail", async () => {
  const set = (role: Role, program: string | null, seen: string | null) =>
    app.ask(centre.who[role].token, "POST", "/api/programs/care", { program, seen });
  const writes = async () => (await note("doctor", "clinical", "consultation")).status;
  expect((await set("doctor", null, "Dossier Soin")).status).toBe(403);
  expect((await set("technical_administrator", null, "Un autre")).status).toBe(409);
  expect(await writes()).not.toBe(200);
  for (const _ of [1, 2])
    expect((await set("technical_administrator", null, "Dossier Soin")).status).toBe(200);
  expect(await writes()).toBe(200);
  expect((await set("technical_administrator", " Autre Soin ", null)).status).toBe(200);
  expect((await note("doctor", "clinical", "consultation")).body.message).toContain(
    "«\u00a0Autre Soin\u00a0»",
  );
  const { rows } = await centre.t.owner.query(
    "select count(*)::int as n from audit.entry where action = 'installation.care'",
  );
  expect(rows[0].n).toBe(2);
});
