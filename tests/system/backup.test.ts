/** A backup made while the centre works, put back elsewhere, compared; and everything that must be refused. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newRecoveryKey } from "../../src/platform/backup/recovery-key.ts";
import { everyTable, filesOf, ownerUrl, recoveryKeyOf } from "../support/backup-place.ts";
import {
  connectAsOwner,
  openPreparedProgram,
  openProgram,
  type Program,
  type Served,
  signInAs,
  temporaryPlace,
} from "../support/program.ts";
import { bundleServer, type ServerBundle } from "../support/server-bundle.ts";

let bundle: ServerBundle;
let program: Program;
let place: ReturnType<typeof temporaryPlace>;
let server: Served;
let nurse: string;
let key: string;
let good: string;

beforeAll(async () => {
  bundle = await bundleServer();
  place = temporaryPlace();
  program = await openPreparedProgram(bundle);
  await program.run("migrate");
  server = await program.start();
  const owner = await connectAsOwner(program);
  nurse = await signInAs(program, owner, "nurse");
  await owner.end();
});
afterAll(async () => {
  await program.close();
  place.remove();
});

const backups = () => join(place.path, "backups");
const names = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);

async function openPeople(count: number, going: { on: boolean } = { on: true }): Promise<string[]> {
  const made: string[] = [];
  for (let n = 0; n < count && going.on; n++) {
    const { status, body } = await server.ask(nurse, "POST", "/api/people", {
      family: `D’Éssai\t${n}`,
      given: "Ligne\\n",
    });
    if (status === 200) made.push(body.id);
    await sleep(10);
  }
  return made;
}

/** Restores in a folder of its own and gives the program on it. */
async function restored(from: string, name: string): Promise<Program> {
  const folder = join(place.path, name);
  const ended = await program.run("restore", from, "--to", folder, "--key", key, "--json");
  expect([ended.code, ended.stderr]).toEqual([0, ""]);
  return openProgram(bundle, { MAILLAGE_DATA: folder });
}

describe("a backup", () => {
  test("is refused before a recovery key was made, for nobody could open it", async () => {
    const ended = await program.run("backup", backups(), "--json");
    expect([ended.code, ended.json().error]).toEqual([1, expect.stringContaining("maillage recovery-key")]);
    expect(names(backups())).toEqual([]);
  });

  test("made while people are at work is put back elsewhere with all that was acknowledged before it", async () => {
    key = await recoveryKeyOf(program, place.path);
    const before = await openPeople(20);
    const going = { on: true };
    const meanwhile = openPeople(100_000, going);
    const ended = await program.run("backup", backups(), "--json");
    going.on = false;
    const during = await meanwhile;
    expect(ended.code, ended.stderr).toBe(0);
    good = ended.json().folder;
    expect(during.length).toBeGreaterThan(0);
    expect(names(backups())).toEqual([expect.stringMatching(/^maillage-/)]);

    const other = await restored(backups(), "elsewhere");
    const running = await other.start();
    const owner = await connectAsOwner(other);
    try {
      const { rows } = await owner.query<{ id: string }>("select id from people.person");
      const kept = new Set(rows.map(({ id }) => id));
      expect(before.filter((id) => !kept.has(id))).toEqual([]);
      // One moment: what was made during is there up to some point, and nothing after it.
      const there = during.map((id) => kept.has(id));
      expect(there.lastIndexOf(true)).toBeLessThan(
        there.includes(false) ? there.indexOf(false) : there.length,
      );
      expect(await openSessions(owner)).toBe(0);
      await worksOn(running, owner);
    } finally {
      await owner.end();
      await running.end("SIGTERM");
    }
    expect(filesOf(join(place.path, "elsewhere/keys"))).toEqual(filesOf(join(program.dataFolder, "keys")));
    expect((await other.run("audit", "verify", "--json")).code).toBe(0);
  });

  test("is verified by its recovery key alone, on a machine that has nothing else", async () => {
    const elsewhere = openProgram(bundle, { MAILLAGE_DATA: join(place.path, "nothing") });
    const ended = await elsewhere.run("verify-backup", backups(), "--key", key, "--json");
    expect([ended.code, ended.json()]).toEqual([
      0,
      expect.objectContaining({ ok: true, seconds: expect.any(Number), tables: expect.any(Number) }),
    ]);
    expect(existsSync(join(place.path, "nothing"))).toBe(false);
  });

  test("with nobody at work gives back every table as it was, row for row", async () => {
    const folder = (await program.run("backup", backups(), "--json")).json().folder;
    const there = await restored(folder, "still");
    const running = await there.start();
    const [after, before] = [
      await everyTable(await ownerUrl(there)),
      await everyTable(await ownerUrl(program)),
    ];
    await running.end("SIGTERM");
    // Sessions end, and both commands wrote their own entries since.
    const moved = Object.keys(before).filter((name) => before[name] !== after[name]);
    expect(
      moved.filter((name) => !/^(audit\.|access\.(session|sign_in_step|one_time_link)$)/.test(name)),
    ).toEqual([]);
    expect(Object.keys(before).length).toBeGreaterThan(50);
  });
});

async function openSessions(owner: Awaited<ReturnType<typeof connectAsOwner>>): Promise<number> {
  const { rows } = await owner.query<{ n: number }>(
    "select count(*)::int as n from access.session where revoked_at is null and kind = 'browser'",
  );
  return rows[0]?.n ?? -1;
}

/** The centre put back takes up its work: someone is recorded, and the new transaction opens nobody of before. */
async function worksOn(running: Served, owner: Awaited<ReturnType<typeof connectAsOwner>>): Promise<void> {
  const { rows } = await owner.query<{ free: boolean }>(
    "select pg_current_xact_id() > (select max(xid) from audit.entry) as free",
  );
  expect(rows[0]?.free).toBe(true);
  const token = "essai".repeat(9);
  await owner.query(
    `insert into access.session (token_hash, account_id, assignment_id, kind, second_factor, expires_at)
     select sha256($1::bytea), account_id, id, 'browser', true, now() + interval '1 hour' from access.assignment where role = 'nurse'`,
    [token],
  );
  const made = await running.ask(token, "POST", "/api/people", { family: "Après" });
  expect(made.status).toBe(200);
  expect((await running.ask(token, "GET", `/api/people/${made.body.id}`)).status).toBe(200);
}

describe("what must be refused is, named in French, and leaves nothing behind", () => {
  const refused = async (...args: string[]) => {
    const ended = await program.run(...args, "--json");
    expect(ended.code, ended.stdout).not.toBe(0);
    return String(ended.json().error);
  };
  const restoreFrom = (folder: string, with_ = key) =>
    refused("restore", folder, "--to", join(place.path, "refused"), "--key", with_);
  const copyOf = (name: string) => {
    const folder = join(place.path, name);
    cpSync(good, folder, { recursive: true });
    return folder;
  };
  const nothingLeft = () =>
    expect(names(place.path).filter((name) => /refused|restoring/.test(name))).toEqual([]);

  test("another key, a mistyped key, no key", async () => {
    const wrong = join(place.path, "wrong.txt");
    writeFileSync(wrong, newRecoveryKey());
    expect(await restoreFrom(good, wrong)).toContain("n’est pas celle de cette sauvegarde");
    const slip = readFileSync(key, "utf8").replace(/(....)-(....)\n$/, "$2-$1\n");
    writeFileSync(wrong, slip);
    expect(await restoreFrom(good, wrong)).toContain("mal recopiée");
    expect(await refused("restore", good, "--to", join(place.path, "refused"))).toContain("--key");
    nothingLeft();
  });

  test("a file cut short, changed, missing, or taken from another backup", async () => {
    const file = "tables/people.identity.sealed";
    const cut = copyOf("cut");
    truncateSync(join(cut, file), 300);
    expect(await restoreFrom(cut)).toContain("people.identity.sealed");
    const changed = copyOf("changed");
    const bytes = readFileSync(join(changed, file));
    bytes[200] = (bytes[200] ?? 0) ^ 1;
    writeFileSync(join(changed, file), bytes);
    expect(await restoreFrom(changed)).toContain("people.identity.sealed");
    const missing = copyOf("missing");
    rmSync(join(missing, file));
    expect(await restoreFrom(missing)).toContain("people.identity.sealed manque");
    const mixed = copyOf("mixed");
    const others = names(backups())
      .map((name) => join(backups(), name))
      .filter((one) => one !== good);
    cpSync(join(others[0] ?? "", "contents.sealed"), join(mixed, "contents.sealed"));
    expect(await restoreFrom(mixed)).toContain("contents.sealed");
    nothingLeft();
  });

  test("a folder that is not empty, a folder without backup, a backup of a newer program", async () => {
    const full = join(place.path, "full");
    mkdirSync(full);
    writeFileSync(join(full, "autre.txt"), "");
    expect(await refused("restore", good, "--to", full, "--key", key)).toContain("n’est pas vide");
    expect(readdirSync(full)).toEqual(["autre.txt"]);
    expect(await restoreFrom(full)).toContain("Il n’y a pas de sauvegarde entière");
    const newer = copyOf("newer");
    const manifest = JSON.parse(readFileSync(join(newer, "backup.json"), "utf8"));
    writeFileSync(join(newer, "backup.json"), JSON.stringify({ ...manifest, version: 2 }));
    expect(await restoreFrom(newer)).toContain("version plus récente");
    nothingLeft();
  });

  test("a place inside the data folder, or that cannot be written", async () => {
    expect(await refused("backup", join(program.dataFolder, "copies"))).toContain(
      "dans le dossier de données",
    );
    const file = join(place.path, "a-file");
    writeFileSync(file, "");
    expect(await refused("backup", join(file, "backups"))).toContain("ne peut pas recevoir");
  });

  test("a disk that fills up in the middle: nothing is left, the backups of before are intact", async () => {
    const before = names(backups());
    // Every file this process writes ends at 8 kB, as on a full disk.
    const child = spawn(
      "sh",
      [
        "-c",
        `trap '' XFSZ; ulimit -f 16; exec "$0" "$@"`,
        process.execPath,
        bundle.main,
        "backup",
        backups(),
        "--json",
      ],
      { env: { ...process.env, ...program.env }, stdio: ["ignore", "pipe", "ignore"] },
    );
    let said = "";
    child.stdout.on("data", (text) => {
      said += text;
    });
    const [code] = await once(child, "close");
    expect([code, JSON.parse(said).error]).toEqual([
      1,
      expect.stringMatching(/n’a pas pu être écrite.*intactes/),
    ]);
    expect(names(backups())).toEqual(before);
  });

  test("two at once: the second is told; one killed in the middle never looks like a backup, and is swept by the next", async () => {
    const before = names(backups());
    const first = spawn(process.execPath, [bundle.main, "backup", backups(), "--json"], {
      env: { ...process.env, ...program.env },
      stdio: "ignore",
    });
    const gone = once(first, "close");
    while (names(backups()).length === before.length) await sleep(5);
    const killed = names(backups()).find((name) => !before.includes(name)) ?? "";
    expect(await refused("backup", backups())).toContain("Une autre sauvegarde est en cours");
    first.kill("SIGKILL");
    await gone;
    expect(killed).toMatch(/^unfinished-/);
    expect(await restoreFrom(join(backups(), killed))).toContain("Il n’y a pas de sauvegarde entière");
    const again = await program.run("backup", backups(), "--json");
    expect([again.code, again.stderr]).toEqual([0, ""]);
    expect(names(backups())).not.toContain(killed);
    expect(names(backups()).filter((name) => !name.startsWith("maillage-"))).toEqual([]);
    expect(names(program.dataFolder).filter((name) => name.startsWith("check-"))).toEqual([]);
  });
});
