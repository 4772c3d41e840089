/** What the command line cannot do: refused in French, with an exit code, and nothing done. */
import { chmodSync, copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPreparedProgram, type Program, temporaryPlace } from "../support/program.ts";
import { expectRefusal } from "../support/refusal.ts";
import { bundleServer, type ServerBundle } from "../support/server-bundle.ts";

let bundle: ServerBundle;
let place: ReturnType<typeof temporaryPlace>;
let program: Program;

beforeAll(async () => {
  bundle = await bundleServer();
  place = temporaryPlace();
  program = await openPreparedProgram(bundle);
});
afterAll(async () => {
  await program.close();
  place.remove();
});

const file = (name: string) => join(import.meta.dirname, "../data", name);
const importFile = (name: string, ...options: string[]) =>
  program.run("import-register", file(name), ...options, "--json");
const report = () =>
  program.run("report", "activity", "--from", "2014-01-01", "--to", "2014-12-31", "--json");

/** A file of this test's own. */
function written(name: string, text: string): string {
  const path = join(place.path, name);
  writeFileSync(path, text);
  return path;
}

describe("what cannot be done is refused, with what to do", () => {
  test("files", async () => {
    expectRefusal(
      await program.run("import-register", join(place.path, "absent.csv"), "--json"),
      1,
      /absent\.csv n’existe pas.*Rien n’a été importé/,
    );
    expectRefusal(
      await program.run("import-register", place.path, "--json"),
      1,
      /ne peut pas être lu.*Rien n’a été importé/,
    );
    const noColumns = written("autre.csv", "Couleur;Taille\nrouge;12\n");
    expectRefusal(await program.run("import-register", noColumns, "--json"), 1, /Rien n’a été importé/);
    expectRefusal(
      await program.run("import-register", written("vide.csv", ""), "--json"),
      1,
      /Rien n’a été importé/,
    );
    const torn = written("abimé.xlsx", readFileSync(file("register-2014.xlsx"), "latin1").slice(0, 4_000));
    expectRefusal(await program.run("import-register", torn, "--json"), 1, /Rien n’a été importé/);
  });

  test("a column nobody knows is told, and the rest goes in", async () => {
    const path = written(
      "colonne.csv",
      "Date;Nom;Prénom;Né(e) le;Signe\n05/02/2016;Étrange;Colonne;01/01/1970;lion\n",
    );
    const ended = await program.run("import-register", path, "--json");
    expect(ended.code).toBe(0);
    expect(ended.json().rows).toMatchObject({ imported: 1 });
    expect(JSON.stringify(ended.json().notices)).toContain("Signe");
  });

  test("options", async () => {
    expectRefusal(
      await importFile("register-2014.csv", "--accept-probable", "--reject-probable"),
      2,
      /pas les deux/,
    );
    expectRefusal(await importFile("register-2014.csv", "--year", "12"), 2, /n’est pas une année/);
    expectRefusal(
      await program.run("report", "activity", "--from", "2014-31-01", "--to", "2014-12-31", "--json"),
      2,
      /2014-01-31/,
    );
    expectRefusal(
      await program.run("report", "activity", "--from", "2014-12-31", "--to", "2014-01-01", "--json"),
      2,
      /fin de la période/,
    );
    const add = (email: string, role: string) =>
      program.run("user", "add", "--email", email, "--name", "X", "--role", role, "--json");
    expectRefusal(await add("x@exemple.fr", "chef"), 2, /Aucun compte n’a été créé/);
    expectRefusal(await add("x@exemple.fr", "console"), 2, /Aucun compte n’a été créé/);
    expectRefusal(await add("pas une adresse", "nurse"), 2, /Aucun compte n’a été créé/);
    expectRefusal(await add("x@exemple.fr", "trainee"), 2, /responsable/);
    for (const args of [
      ["inconnue"],
      ["import-register"],
      ["report", "activity"],
      ["import-register", "a.csv", "--inconnue"],
    ]) {
      const ended = await program.run(...args);
      expect([ended.code, ended.stdout]).toEqual([1, ""]);
    }
  });

  test("an unknown structure or supervisor creates no account", async () => {
    const add = (...more: string[]) =>
      program.run("user", "add", "--email", "y@exemple.fr", "--name", "Y", ...more, "--json");
    expectRefusal(
      await add("--role", "nurse", "--structure", "ailleurs"),
      1,
      /ailleurs.*Aucun compte n’a été créé/,
    );
    expectRefusal(
      await add("--role", "trainee", "--supervisor", "personne@exemple.fr"),
      1,
      /personne@exemple\.fr.*Aucun compte n’a été créé/,
    );
  });

  test("the doctor tells a fault by exit 1, and mere advice by exit 0", async () => {
    const calm = await program.run("doctor", "--json");
    expect([calm.code, calm.json().ok]).toEqual([0, true]);
    expect(calm.json().advice.map(({ what }: { what: string }) => what)).toContain(
      "Le serveur ne fonctionne pas.",
    );
    chmodSync(program.dataFolder, 0o755);
    const worried = await program.run("doctor", "--json");
    expect([worried.code, worried.json().ok]).toEqual([1, false]);
    expect(worried.json().faults[0]).toEqual({
      level: "fault",
      what: expect.stringContaining(program.dataFolder),
      todo: expect.stringContaining("chmod"),
    });
    chmodSync(program.dataFolder, 0o700);
  });

  test("a lost signing key stops everything rather than break the proof", async () => {
    const key = join(program.dataFolder, "keys/audit-private.pem");
    const kept = readFileSync(key);
    copyFileSync(join(program.dataFolder, "keys/audit-public.pem"), key);
    expectRefusal(await report(), 1, /clé/i);
    writeFileSync(key, kept);
    expect((await report()).code).toBe(0);
  });
});
