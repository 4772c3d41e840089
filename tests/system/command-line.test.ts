/** The command line on real files: what it prints, how it ends, with a server running beside it or not. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  connectAsOwner,
  type Ended,
  openPreparedProgram,
  openProgram,
  type Program,
  type Served,
  signInAs,
  temporaryPlace,
} from "../support/program.ts";
import { expectRefusal } from "../support/refusal.ts";
import { bundleServer, type ServerBundle } from "../support/server-bundle.ts";

const DATA = join(import.meta.dirname, "../data");
const FORMATS = ["register-2014.csv", "register-2014.windows-1252.csv", "register-2014.xlsx"];
const expected = JSON.parse(readFileSync(join(DATA, "register-2014.expected.json"), "utf8"));
const REFUSED_ROWS = [23, 96, 98, 104, 125, 174, 187];

let bundle: ServerBundle;
let place: ReturnType<typeof temporaryPlace>;
let program: Program;

beforeAll(async () => {
  bundle = await bundleServer();
  place = temporaryPlace();
  program = openProgram(bundle);
});
afterAll(async () => {
  await program.close();
  place.remove();
});

const file = (name: string) => join(DATA, name);
const importFile = (name: string, ...options: string[]) =>
  program.run("import-register", file(name), ...options, "--json");
const report = (...options: string[]) =>
  program.run("report", "activity", "--from", "2014-01-01", "--to", "2014-12-31", ...options, "--json");

/** A file of this test's own. */
function written(name: string, text: string): string {
  const path = join(place.path, name);
  writeFileSync(path, text);
  return path;
}

function expectYearOf2014(figures: ReturnType<Ended["json"]>, persons: number): void {
  expect(figures.consultations).toBe(expected.visits);
  expect(figures.activeCaseload).toBe(persons);
  expect(figures.newPersons).toBeNull();
}

describe("on an empty folder, with no server", () => {
  test("a report sets the preset up, and counts nothing", async () => {
    const ended = await report();
    expect([ended.code, ended.stderr]).toEqual([0, ""]);
    const figures = ended.json();
    expect(figures).toMatchObject({
      consultations: 0,
      activeCaseload: 0,
      consultationsPerPerson: null,
      newPersons: null,
    });
    expect(figures.coverage.noneAtLeastOnce).toEqual({ persons: 0, percent: null });
    expect((await program.run("migrate", "--json")).json()).toEqual({ applied: [] });
  });

  test("an unknown preset is refused with those there are, and installs nothing", async () => {
    const other = await openPreparedProgram(bundle, { MAILLAGE_PRESET: "atlantide" });
    try {
      expectRefusal(await other.run("migrate", "--json"), 1, /« atlantide » n’existe pas.*bourgoin/);
    } finally {
      await other.close();
    }
  });
});

describe("importing, the pairs undecided", () => {
  test.each(FORMATS)("%s is read, its pairs told, and nothing written: exit 3", async (name) => {
    const ended = await importFile(name);
    expect([ended.code, ended.stderr]).toEqual([3, ""]);
    const outcome = ended.json();
    expect(outcome.rows).toEqual({ read: 312, imported: 0, refused: 7, ignored: 5 });
    expect(outcome.probablePairs).toBe(expected.probableSamePersonToConfirm);
    expect(outcome.alreadyImported).toBe(false);
    expect(outcome.pairs).toEqual(
      [
        [5, 173],
        [55, 161],
        [88, 234],
      ].map((rows) => ({ rows, why: "même date de naissance, une lettre d’écart" })),
    );
    expect(outcome.refusals.map(({ row }: { row: number }) => row)).toEqual(REFUSED_ROWS);
    for (const refusal of outcome.refusals) {
      expect(Object.keys(refusal)).toEqual(["row", "reason"]);
      expect(refusal.reason).toMatch(/^[A-ZÀ].*\.$/);
    }
    expect((await report()).json().consultations).toBe(0);
  });

  test("--dry-run tells what would be, and writes nothing", async () => {
    const ended = await importFile("register-2014.csv", "--accept-probable", "--dry-run");
    expect(ended.code).toBe(0);
    expect(ended.json()).toMatchObject({
      rows: { imported: 300 },
      personsTouched: 123,
      alreadyImported: false,
    });
    const undecided = await importFile("register-2014.csv", "--dry-run");
    expect(undecided.json()).toMatchObject({ probablePairs: 3, alreadyImported: false });
    expect((await report()).json().consultations).toBe(0);
  });
});

describe("importing and counting the year", () => {
  test("the register goes in with its exact outcome, the refused rows notwithstanding", async () => {
    const ended = await importFile("register-2014.csv", "--accept-probable");
    expect([ended.code, ended.stderr]).toEqual([0, ""]);
    const { notices, ...outcome } = ended.json();
    expect(Object.keys(outcome)).toEqual([
      "rows",
      "personsTouched",
      "probablePairs",
      "pairs",
      "refusals",
      "alreadyImported",
    ]);
    expect(outcome).toMatchObject({
      rows: { read: 312, imported: 300, refused: 7, ignored: 5 },
      personsTouched: 123,
      probablePairs: 3,
      alreadyImported: false,
    });
    expect(notices).toEqual([]);
  });

  test("the report gives the year's figures", async () => {
    const ended = await report();
    expect([ended.code, ended.stderr]).toEqual([0, ""]);
    const figures = ended.json();
    expectYearOf2014(figures, expected.persons);
    expect(figures.consultationsPerPerson).toBe(expected.meanVisitsPerPerson);
    const { noneAtLeastOnce, cmuAtLeastOnce, unknown } = figures.coverage;
    expect(noneAtLeastOnce).toEqual({
      persons: expected.personsWithoutCoverageAtLeastOnce,
      percent: expected.shareWithoutCoverage,
    });
    expect(cmuAtLeastOnce).toEqual({
      persons: expected.personsUnderCmuOrCmuCAtLeastOnce,
      percent: expected.shareCmu,
    });
    expect(Object.keys(unknown)).toEqual(["persons", "percent"]);
  });

  test("both days of the period count, and a report ending the day before does not", async () => {
    const one = async (from: string, to: string) =>
      (await program.run("report", "activity", "--from", from, "--to", to, "--json")).json();
    const first = await one("2014-01-03", "2014-01-03");
    expect(first.consultations).toBeGreaterThan(0);
    expect((await one("2014-01-01", "2014-01-02")).consultations).toBe(0);
    expect((await one("2014-01-04", "2014-12-31")).consultations).toBe(expected.visits - first.consultations);
    expect((await one("2014-01-04", "2014-12-31")).newPersons).toBeGreaterThan(0);
  });

  test("as known yesterday there was nothing; as known today there is", async () => {
    const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
    expect((await report("--known-on", day(2))).json().consultations).toBe(0);
    expect((await report("--known-on", day(-1))).json().consultations).toBe(300);
  });

  test("the same register in any format after it changes nothing, whatever is said of its pairs", async () => {
    // At once on one folder: each waits for the others, none gets in another's way.
    const again = await Promise.all([
      importFile("register-2014.csv"),
      importFile("register-2014.windows-1252.csv", "--reject-probable"),
      importFile("register-2014.xlsx", "--accept-probable"),
    ]);
    for (const ended of again) {
      expect([ended.code, ended.stderr]).toEqual([0, ""]);
      expect(ended.json()).toMatchObject({
        rows: { imported: 0, refused: 7 },
        alreadyImported: true,
        personsTouched: 0,
      });
    }
    expectYearOf2014((await report()).json(), expected.persons);
  });

  test("the same register grown by two visits takes those two", async () => {
    const grown = `${readFileSync(file("register-2014.csv"), "utf8").trimEnd()}\r\n;19/12/2014;TOURE;Hélène;06/12/1987;F;CCAS;AME;toux;Dr A;;rue\r\n;19/12/2014;NOUVELLE;Personne;01/02/1990;F;CCAS;AME;toux;Dr A;;rue\r\n`;
    const ended = await program.run(
      "import-register",
      written("grown.csv", grown),
      "--reject-probable",
      "--json",
    );
    expect(ended.json()).toMatchObject({ rows: { imported: 2 }, personsTouched: 2, alreadyImported: false });
    expectYearOf2014({ ...(await report()).json(), consultations: 300 }, expected.persons + 1);
  });

  test("the trail verifies, and tells of each command as the console's own act", async () => {
    const ended = await program.run("audit", "verify", "--json");
    expect([ended.code, ended.stderr]).toEqual([0, ""]);
    expect(ended.json()).toMatchObject({ ok: true });
  });
});

describe("beside a running server", () => {
  let server: Served;
  let owner: pg.Client;
  let director: string;
  beforeAll(async () => {
    server = await program.start();
    owner = await connectAsOwner(program);
    director = await signInAs(program, owner, "medical_director");
  });
  afterAll(async () => {
    await owner.end();
    expect(await server.end("SIGTERM")).toBe(0);
  });

  test("an import is withdrawn over HTTP, and the register goes in again, its pairs now rejected", async () => {
    const { body } = await server.ask(director, "GET", "/api/imports");
    const finished = body.imports.filter(({ status }: { status: string }) => status === "finished");
    expect(finished.map(({ rowsImported }: { rowsImported: number }) => rowsImported)).toEqual([2, 300]);
    // Newest first: what the second brought stands on people the first brought.
    for (const { id } of finished) {
      expect((await server.ask(director, "POST", `/api/imports/${id}/withdraw`)).status).toBe(200);
    }
    expect((await report()).json()).toMatchObject({ consultations: 0, activeCaseload: 0 });
    const again = await importFile("register-2014.xlsx", "--reject-probable");
    expect([again.code, again.json()]).toMatchObject([
      0,
      { rows: { imported: 300 }, personsTouched: 126, alreadyImported: false },
    ]);
    const figures = (await report()).json();
    expectYearOf2014(figures, expected.personsIfNoneConfirmed);
    const seen = await server.ask(director, "POST", "/api/reports/activity", {
      from: "2014-01-01",
      to: "2014-12-31",
    });
    expect(seen.body).toMatchObject({ consultations: 300, activeCaseload: 126 });
    // Rejected once, the pairs are not proposed again.
    expect((await importFile("register-2014.csv")).json()).toMatchObject({ alreadyImported: true });
  });

  test("a person added is invited by a link of one use, and can then sign in", async () => {
    const added = await program.run(
      "user",
      "add",
      "--email",
      "Nadia@Exemple.fr",
      "--name",
      "Nadia Perrin",
      "--role",
      "reception",
      "--json",
    );
    expect([added.code, added.stderr]).toEqual([0, ""]);
    const { email, role, invitation } = added.json();
    expect([email, role]).toEqual(["nadia@exemple.fr", "reception"]);
    const token = /^\/invitation#(.+)$/.exec(invitation.path)?.[1];
    expect((await server.ask(null, "POST", "/api/invitation/inspect", { token })).body).toEqual({
      name: "Nadia Perrin",
      email: "nadia@exemple.fr",
    });
    const accepted = await server.ask(null, "POST", "/api/invitation/accept", {
      token,
      password: "une phrase assez longue",
    });
    expect(accepted.status, JSON.stringify(accepted.body)).toBe(200);
    expect(
      (await server.ask(null, "POST", "/api/invitation/inspect", { token })).status,
    ).toBeGreaterThanOrEqual(400);
    expectRefusal(
      await program.run(
        "user",
        "add",
        "--email",
        "nadia@exemple.fr",
        "--name",
        "N",
        "--role",
        "nurse",
        "--json",
      ),
      1,
      /existe déjà/,
    );
  });

  test("the trail verifies, names each act of the command line, and leaves nothing unsealed", async () => {
    expect((await program.run("audit", "verify", "--json")).json()).toMatchObject({ ok: true });
    const { rows } = await owner.query<{ action: string }>(
      "select distinct action from audit.entry where role = 'console'",
    );
    expect(rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        "session.open",
        "session.close",
        "account.create",
        "intake.match",
        "intake.import",
        "report.read",
        "audit.verify",
      ]),
    );
    const unsealed = await owner.query(
      "select from audit.entry e where not exists (select from audit.seal s where s.entry_id = e.id)",
    );
    expect(unsealed.rowCount).toBe(0);
  });

  test("commands end by themselves once they have answered", async () => {
    for (const args of [
      ["report", "activity", "--from", "2014-01-01", "--to", "2014-01-31"],
      ["audit", "verify"],
      ["migrate"],
    ]) {
      expect((await program.run(...args)).code).toBe(0);
    }
  });

  test("the doctor finds no fault", async () => {
    const ended = await program.run("doctor", "--json");
    expect([ended.code, ended.json().ok, ended.json().faults]).toEqual([0, true, []]);
  });
});
