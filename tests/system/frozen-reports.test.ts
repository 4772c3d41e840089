/** Reports handed over: frozen for ever, explained, exported; who may, and what the trail tells of it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTypesetter } from "../../src/platform/typeset/typesetter.ts";
import type { FrozenLine, Note } from "../../src/reports/model.ts";
import { asApplication } from "../support/acting.ts";
import { arrangeFullCentre, type Centre } from "../support/centre.ts";
import { arrangePerson } from "../support/known-person.ts";
import { type ServedApp, serveApp } from "../support/served-app.ts";
import { bundleServer, type ServerBundle } from "../support/server-bundle.ts";

let centre: Centre;
let bundle: ServerBundle;
let app: ServedApp;
let director: string;
let person: string;
/** The trail's clock is the real one: everything is known by then. */
const period = { from: "2026-01-01", to: "2026-12-31", knownOn: "2099-12-31" };

beforeAll(async () => {
  [centre, bundle] = await Promise.all([arrangeFullCentre(), bundleServer()]);
  app = serveApp(centre, {
    maskingWorker: bundle.maskingWorker,
    typesetter: startTypesetter(bundle.typesetWorker),
  });
  director = centre.who.medical_director.token;
  person = await arrangePerson(centre.t.owner, {
    structure: centre.team,
    author: centre.who.doctor.account,
    family: "Comptée",
  });
  await come("2026-02-03");
});
afterAll(async () => {
  await centre.t.close();
});

async function come(day: string): Promise<void> {
  const { status, body } = await app.ask(director, "POST", `/api/people/${person}/encounters`, {
    siteId: centre.site,
    onDay: day,
    kind: "consultation",
  });
  expect(status, JSON.stringify(body)).toBe(200);
}

async function freeze(name: string, token = director): Promise<{ status: number; id: string }> {
  const { status, body } = await app.ask(token, "POST", "/api/reports/frozen", { name, period });
  return { status, id: body.id };
}

const open = async (id: string, token = director) => await app.ask(token, "GET", `/api/reports/frozen/${id}`);

async function actions(): Promise<string[]> {
  const { rows } = await centre.t.owner.query<{ action: string }>(
    "select action from audit.entry order by id",
  );
  return rows.map(({ action }) => action);
}

describe("a frozen report", () => {
  test("does not move when what it counts does, nor when its words change", async () => {
    const { id } = await freeze("Bilan au conseil");
    const before = (await open(id)).body;
    const live = async () =>
      (await app.ask(director, "POST", "/api/reports/activity", period)).body.consultations;
    const counted = await live();
    await come("2026-02-10");
    expect(await live()).toBe(counted + 1);
    expect((await open(id)).body).toEqual(before);
    expect(before.report.consultations).toBe(counted);
    expect(before.wording.definitions.none).toContain("absence de couverture de base");
  });

  test("is written by one function, in the transaction of its audit row, and by nothing else", async () => {
    expect(await actions()).toContain("report.freeze");
    const raw = await asApplication(centre);
    try {
      await raw.within(director, async () => {
        for (const statement of [
          "update reports.frozen set name = 'x'",
          "delete from reports.frozen",
          "insert into reports.frozen (name) values ('x')",
          "update reports.note set text = 'x'",
          "delete from reports.note",
        ])
          expect(await raw.outcome(statement), statement).toBe("42501");
      });
    } finally {
      await raw.close();
    }
  });

  test("has a name of its own in its structure: a second one is refused and leaves nothing", async () => {
    await freeze("Bilan pour l’ARS");
    const before = await actions();
    const { status } = await freeze("bilan pour l’ars");
    expect(status).toBe(409);
    expect(await actions()).toEqual(before);
  });

  test("is listed with its period, its day and its author", async () => {
    const { body } = await app.ask(director, "GET", "/api/reports/frozen");
    const lines: FrozenLine[] = body.reports;
    expect(lines.find((one) => one.name === "Bilan au conseil")).toMatchObject({
      from: "2026-01-01",
      to: "2026-12-31",
      knownOn: "2099-12-31",
      threshold: 11,
      author: "Essai medical_director",
    });
  });

  test("does not exist for another structure, nor for a role that reads no report", async () => {
    const { id } = await freeze("Bilan à nous");
    await centre.t.owner.query("update reports.frozen set structure_id = $1 where id = $2", [
      centre.outside,
      id,
    ]);
    expect((await open(id)).status).toBe(404);
    expect((await open(id, centre.who.doctor.token)).status).toBe(403);
    const exported = await app.ask(director, "POST", "/api/reports/export", {
      frozenId: id,
      format: "csv",
      audience: "internal",
    });
    expect(exported.status).toBe(404);
  });
});

describe("the explanation of a figure", () => {
  const write = (seen: number, text: string) =>
    app.ask(director, "POST", "/api/reports/notes/write", { period, figure: "months", seen, text });
  const notes = async (knownOn = "2099-12-31"): Promise<Note[]> =>
    (await app.ask(director, "POST", "/api/reports/notes", { ...period, knownOn })).body.notes;

  test("is kept with its period, its versions and their times", async () => {
    expect((await write(0, "Une infirmière est partie en mars.")).body).toEqual({ version: 1 });
    expect((await write(1, "Une infirmière est partie en avril.")).body).toEqual({ version: 2 });
    expect(await notes()).toEqual([
      { figure: "months", version: 2, text: "Une infirmière est partie en avril." },
    ]);
    expect(await notes("2020-01-01")).toEqual([]);
    const other = await app.ask(director, "POST", "/api/reports/notes", {
      from: "2025-01-01",
      to: "2025-12-31",
    });
    expect(other.body.notes).toEqual([]);
    const { rows } = await centre.t.owner.query("select version from reports.note order by version");
    expect(rows).toEqual([{ version: 1 }, { version: 2 }]);
  });

  test("written by two at once: the second is told, and the first is kept", async () => {
    const { status, body } = await write(1, "Autre chose.");
    expect([status, body.code]).toEqual([409, "edit_conflict"]);
    const answers = await Promise.all(["A", "B", "C", "D"].map((text) => write(2, text)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409, 409, 409]);
    expect((await notes())[0]?.version).toBe(3);
  });

  test("goes with the report that is frozen, as it was that day", async () => {
    const { id } = await freeze("Bilan expliqué");
    const [kept] = await notes();
    await write(3, "Changé après.");
    expect((await open(id)).body.notes).toEqual([kept]);
  });
});

describe("a file to hand over", () => {
  const ask = (body: object) => app.ask(director, "POST", "/api/reports/export", body);

  test.each([
    ["csv", "\uFEFF"],
    ["xlsx", "PK"],
    ["pdf", "%PDF-"],
  ])("comes as %s, and the trail tells for whom", async (format, magic) => {
    const { status, body } = await ask({ period, format, audience: "internal" });
    expect(status, JSON.stringify(body)).toBe(200);
    expect(
      String(body)
        .replace(/^/, format === "csv" ? "\uFEFF" : "")
        .startsWith(magic),
    ).toBe(true);
    const { rows } = await centre.t.owner.query<{ action: string; detail: object }>(
      "select action, detail from audit.entry where action = 'report.export' order by id desc limit 1",
    );
    expect(rows[0]?.detail).toMatchObject({ format, audience: "internal", from: "2026-01-01" });
  });

  test("made of a frozen report says what was frozen, and for outsiders masks what is small", async () => {
    await come("2026-02-20");
    const { id } = await freeze("Bilan remis");
    await come("2026-02-21");
    const inside = (await ask({ frozenId: id, format: "csv", audience: "internal" })).body;
    expect(inside).toMatch(/Bilan remis/);
    expect(inside).toMatch(/Consultations;3\r/);
    const outside = (await ask({ frozenId: id, format: "csv", audience: "outside" })).body;
    expect(outside).toMatch(/Consultations;masqué\r/);
    expect(outside).toMatch(/les effectifs de 1 à 10 sont masqués/);
    const statutory = (await ask({ frozenId: id, format: "csv", audience: "statutory" })).body;
    expect(statutory).toMatch(/Consultations;3\r/);
    expect(statutory).not.toContain("Changé après");
  });

  test("is of a period or of a frozen report, not of both or none", async () => {
    expect((await ask({ format: "csv", audience: "internal" })).status).toBe(422);
  });
});
