import { spawn } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type DataFolder, holdAsServer, loadSecrets, openDataFolder } from "../data-folder.ts";
import { pidIsAlive } from "../process-identity.ts";
import { obtainPostgres } from "./obtain.ts";
import {
  bundleScript,
  query,
  quietLog,
  startScript,
  temporaryFolder,
  waitFor,
} from "./process.test-support.ts";
import type { PostgresServer } from "./server.ts";

const cleanups: (() => void | Promise<void>)[] = [];
let script: { path: string; remove(): void };

beforeAll(async () => {
  script = await bundleScript(
    "holder",
    `import { openDataFolder } from "../data-folder.ts";
     import { obtainPostgres } from "./obtain.ts";
     const log = { info() {}, warn() {}, error() {} };
     const server = await obtainPostgres({ folder: openDataFolder(process.env), log });
     console.log("ready");
     process.stdin.on("data", async (text) => {
       if (String(text).startsWith("exit")) process.exit(0);
       await server.release();
       process.exit(0);
     });`,
  );
});

afterAll(() => script.remove());

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Data folder of the test's own, in a place with this mode. */
function freshFolder(mode = 0o755): { folder: DataFolder; env: Record<string, string> } {
  const place = temporaryFolder(mode);
  cleanups.push(place.remove);
  const env = { MAILLAGE_DATA: join(place.path, "var") };
  return { folder: openDataFolder(env), env };
}

async function obtain(folder: DataFolder, env: Record<string, string> = {}): Promise<PostgresServer> {
  const server = await obtainPostgres({ folder, log: quietLog(), env });
  cleanups.push(() => server.release());
  return server;
}

function postmasterPid(folder: DataFolder, home = folder.postgres): number {
  const file = join(home, "data", "postmaster.pid");
  return existsSync(file) ? Number.parseInt(readFileSync(file, "utf8"), 10) : 0;
}

test("a socket's lock left by a killed server does not stop the next one, even when its number is in use", async () => {
  const { folder } = freshFolder();
  const first = await obtain(folder);
  const lock = join(String(first.admin.host), ".s.PGSQL.5432.lock");
  await first.release();
  // A process of the same account: PostgreSQL would see a rival in it.
  const { uid, gid } = statSync(join(folder.postgres, "data"));
  const living = spawn("sleep", ["60"], { uid, gid });
  cleanups.push(() => void living.kill());
  writeFileSync(
    lock,
    `${living.pid}\n${folder.postgres}/data\n${Math.floor(Date.now() / 1000)}\n5432\n${first.admin.host}\n`,
  );
  const second = await obtain(folder);
  expect(await query(second.admin, "select 1 as one")).toEqual([{ one: 1 }]);
});

describe("a fresh data folder", () => {
  test("gives a private UTF-8 database with all that the record needs", async () => {
    const { folder } = freshFolder();
    const server = await obtain(folder);
    const settings = await query<Record<string, string>>(
      server.admin,
      `select current_database() as name, current_user as who, pg_encoding_to_char(encoding) as encoding,
              datlocale as locale, datlocprovider as provider, current_setting('fsync') as fsync,
              current_setting('data_checksums') as checksums, current_setting('listen_addresses') as addresses
         from pg_database where datname = current_database()`,
    );
    expect(settings).toEqual([
      {
        name: "maillage",
        who: "maillage_owner",
        encoding: "UTF8",
        locale: "C.UTF-8",
        provider: "b",
        fsync: "on",
        checksums: "on",
        addresses: "",
      },
    ]);
    for (const extension of ["btree_gist", "pg_trgm", "unaccent", "fuzzystrmatch"]) {
      await query(server.admin, `create extension ${extension}`);
    }
    await query(server.admin, "create collation french (provider = icu, locale = 'fr')");
    const sorted = await query<{ word: string }>(
      server.admin,
      "select word from unnest(array['zèbre','éclair','ecole','Étude','eau']) word order by word collate french",
    );
    expect(sorted.map(({ word }) => word)).toEqual(["eau", "éclair", "ecole", "Étude", "zèbre"]);
    const trigrams = await query<{ near: number }>(server.admin, "select similarity('été', 'ete') as near");
    expect(trigrams[0]?.near).toBeLessThan(1);

    await query(server.admin, "create role somebody login password 'p@ss/word'");
    const other = await query<{ who: string }>(
      server.login("somebody", "p@ss/word"),
      "select current_user as who",
    );
    const byUrl = await query<{ who: string }>(
      { connectionString: server.url("somebody", "p@ss/word") },
      "select current_user as who",
    );
    expect([...other, ...byUrl]).toEqual([{ who: "somebody" }, { who: "somebody" }]);
    await expect(query(server.login("somebody", "wrong"), "select 1")).rejects.toThrow();

    await expect(query(server.admin, "select 'Durand-secret'::date")).rejects.toThrow(/Durand-secret/);
    expect(readFileSync(join(folder.postgres, "postgres.log"), "utf8")).not.toContain("Durand-secret");
    expect(statSync(join(folder.postgres, "data")).mode & 0o077).toBe(0);
    expect(statSync(join(folder.postgres, "socket")).mode & 0o077).toBe(0);
    expect(statSync(folder.root).mode & 0o007).toBe(0);
  });

  test("works under a private home that an ordinary account cannot enter", async () => {
    const { folder } = freshFolder(0o700);
    const stage = temporaryFolder(0o755);
    cleanups.push(stage.remove);
    const forgotten = join(stage.path, "clusters", "0123456789abcdef");
    mkdirSync(forgotten, { recursive: true });
    writeFileSync(join(forgotten, "data-folder"), "/nowhere\n");
    chmodSync(join(stage.path, "clusters"), 0o711);
    const log = quietLog();
    const server = await obtainPostgres({ folder, log, env: { MAILLAGE_STAGE: stage.path } });
    cleanups.push(() => server.release());
    const [row] = await query<{ place: string }>(
      server.admin,
      "select current_setting('data_directory') as place",
    );
    const root = process.getuid?.() === 0;
    expect(row?.place.startsWith(root ? stage.path : folder.root)).toBe(true);
    expect(log.lines.some((line) => line.includes(forgotten))).toBe(root);
    if (!root) return;
    // A copy of the data folder would share the one cluster with its original.
    const copy = join(folder.root, "..", "copy");
    cpSync(folder.root, copy, { recursive: true });
    await expect(
      obtainPostgres({
        folder: openDataFolder({ MAILLAGE_DATA: copy }),
        log,
        env: { MAILLAGE_STAGE: stage.path },
      }),
    ).rejects.toThrow(/est une copie/);
  });

  test.runIf(process.getuid?.() === 0)(
    "belongs to the folder's owner, even after root worked in it",
    async () => {
      const { folder } = freshFolder();
      const owner = 65_534;
      for (const path of [folder.root, folder.postgres]) chownSync(path, owner, owner);
      await (await obtain(folder)).release();
      (await holdAsServer(folder, { pid: process.pid, url: "http://127.0.0.1:3000" }))();
      loadSecrets(folder);
      const strangers = readdirSync(folder.root, { recursive: true, encoding: "utf8" }).filter(
        (name) => statSync(join(folder.root, name)).uid !== owner,
      );
      expect(strangers).toEqual([]);
    },
  );

  test("works where the path is too long for a socket", async () => {
    const place = temporaryFolder();
    cleanups.push(place.remove);
    const deep = join(place.path, "dossier-au-nom-tres-long-".repeat(3), "encore-".repeat(8));
    mkdirSync(deep, { recursive: true });
    const folder = openDataFolder({ MAILLAGE_DATA: join(deep, "var") });
    const first = await obtain(folder);
    expect(await query(first.admin, "select 1 as one")).toEqual([{ one: 1 }]);
    await first.release();
    const again = await obtain(folder);
    expect(again.admin.host).toBe(first.admin.host);
    expect(await query(again.admin, "select 1 as one")).toEqual([{ one: 1 }]);
    cleanups.push(temporarySocket(String(again.admin.host)));
  });

  test("refuses a cluster that was lost or is of another major version, and says so", async () => {
    const { folder } = freshFolder();
    await (await obtain(folder)).release();
    writeFileSync(join(folder.postgres, "data", "PG_VERSION"), "19\n");
    await expect(obtain(folder)).rejects.toThrow(/PostgreSQL 19.*PostgreSQL 18/);
    rmSync(join(folder.postgres, "data"), { recursive: true });
    await expect(obtain(folder)).rejects.toThrow(/n’y est plus/);
    rmSync(folder.root, { recursive: true });
    const fresh = await obtain(openDataFolder({ MAILLAGE_DATA: folder.root }));
    expect(await query(fresh.admin, "select 1 as one")).toEqual([{ one: 1 }]);
  });
});

function temporarySocket(path: string): () => Promise<void> {
  return () => rm(path, { recursive: true, force: true });
}

describe("several processes and sudden deaths", () => {
  test("the server left by a killed process is adopted, and the last holder stops it", async () => {
    const { folder, env } = freshFolder();
    const first = startScript(script.path, env);
    expect(await first.line()).toBe("ready");
    const pid = postmasterPid(folder);
    first.child.kill("SIGKILL");
    await first.exited();
    expect(pidIsAlive(pid)).toBe(true);

    const server = await obtain(folder);
    expect(postmasterPid(folder)).toBe(pid);
    const second = startScript(script.path, env);
    expect(await second.line()).toBe("ready");

    await server.release();
    expect(pidIsAlive(pid)).toBe(true);
    second.say("release");
    expect(await second.exited()).toBe(0);
    expect(pidIsAlive(pid)).toBe(false);
  });

  test("a process that exits without releasing leaves no server behind", async () => {
    const { folder, env } = freshFolder();
    const careless = startScript(script.path, env);
    expect(await careless.line()).toBe("ready");
    const pid = postmasterPid(folder);
    careless.say("exit");
    await careless.exited();
    await waitFor(() => !pidIsAlive(pid));
  });

  test("two processes that start at once on a new folder share one cluster", async () => {
    const { folder, env } = freshFolder();
    const both = [startScript(script.path, env), startScript(script.path, env)];
    expect(await Promise.all(both.map((one) => one.line()))).toEqual(["ready", "ready"]);
    const pid = postmasterPid(folder);
    for (const one of both) one.say("release");
    expect(await Promise.all(both.map((one) => one.exited()))).toEqual([0, 0]);
    expect(pidIsAlive(pid)).toBe(false);
  });

  test.each(["our child", "adopted"])(
    "a killed server (%s) is started again with what was committed",
    async (kind) => {
      const { folder, env } = freshFolder();
      if (kind === "adopted") {
        const first = startScript(script.path, env);
        expect(await first.line()).toBe("ready");
        first.child.kill("SIGKILL");
        await first.exited();
      }
      const server = await obtain(folder);
      let restarts = 0;
      server.onRestart(() => {
        restarts += 1;
      });
      await query(server.admin, "create table kept (n int)");
      await query(server.admin, "insert into kept values (42)");
      // A session too busy to notice its parent's death holds the shared memory.
      const busy = query(server.admin, "select count(*) from generate_series(1, 3000000000)").catch(
        () => null,
      );
      await waitFor(async () => {
        const active = await query(
          server.admin,
          "select 1 from pg_stat_activity where query like '%generate_series%' and pid <> pg_backend_pid()",
        );
        return active.length > 0;
      });
      const pid = postmasterPid(folder);
      process.kill(pid, "SIGKILL");
      await waitFor(() => restarts === 1, 20_000);
      await busy;
      expect(postmasterPid(folder)).not.toBe(pid);
      expect(await query(server.admin, "select n from kept")).toEqual([{ n: 42 }]);
    },
  );

  test("initialisation killed in the middle leaves nothing half-made", async () => {
    const { folder, env } = freshFolder();
    const first = startScript(script.path, env);
    await waitFor(() => existsSync(join(folder.postgres, "cluster.json")));
    first.child.kill("SIGKILL");
    await first.exited();
    expect(existsSync(join(folder.postgres, "data"))).toBe(false);
    const server = await obtain(folder);
    expect(await query(server.admin, "select 1 as one")).toEqual([{ one: 1 }]);
  });
});
