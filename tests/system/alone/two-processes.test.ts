/** Server processes beside each other: two on one database, two on one folder, and those that must not start. */
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { emptyDatabase } from "../../support/external-database.ts";
import {
  connectAsOwner,
  openProgram,
  type Program,
  type Served,
  signInAs,
  temporaryPlace,
} from "../../support/program.ts";
import { bundleServer, type ServerBundle } from "../../support/server-bundle.ts";

let bundle: ServerBundle;
let place: ReturnType<typeof temporaryPlace>;
beforeAll(async () => {
  bundle = await bundleServer();
  place = temporaryPlace();
});
afterAll(() => {
  place.remove();
});

describe("two servers on one external database", () => {
  let database: Awaited<ReturnType<typeof emptyDatabase>>;
  let programs: readonly [Program, Program];
  let servers: readonly [Served, Served];
  let owner: pg.Client;
  let token: string;

  beforeAll(async () => {
    database = await emptyDatabase();
    const shared = { DATABASE_URL: database.url, MAILLAGE_KEYS: join(place.path, "keys") };
    programs = [openProgram(bundle, shared), openProgram(bundle, shared)];
    // Both find the database empty, and both would set it up.
    await Promise.all(programs.map((program) => program.run("migrate")));
    servers = await Promise.all([programs[0].start(), programs[1].start()]);
    owner = await connectAsOwner(programs[0]);
    token = await signInAs(programs[0], owner, "reception");
  });
  afterAll(async () => {
    await owner.end();
    await Promise.all(programs.map((program) => program.close()));
    await database.drop();
  });

  const create = (n: number) =>
    servers[n % 2 === 0 ? 0 : 1].ask(token, "POST", "/api/people", { family: `Personne ${n}` });

  test("set it up once between them", async () => {
    const { rows } = await owner.query(
      "select (select count(*)::int from network.installation) as n, (select count(*)::int from audit.signing_key) as k",
    );
    expect(rows[0]).toEqual({ n: 1, k: 1 });
  });

  test("know each other's people and sessions; one closed on one is nobody on the other at once", async () => {
    const { body } = await create(0);
    expect((await servers[1].ask(token, "GET", `/api/people/${body.id}`)).body.identity.family).toBe(
      "Personne 0",
    );
    const other = await signInAs(programs[1], owner, "nurse");
    expect((await servers[0].ask(other, "GET", "/api/me")).status).toBe(200);
    expect((await servers[1].ask(other, "POST", "/api/sign-out")).status).toBe(200);
    expect((await servers[0].ask(other, "GET", "/api/me")).status).toBe(401);
  });

  test("seal one chain, each entry once, which verifies with the head of either", async () => {
    const answers = await Promise.all(Array.from({ length: 120 }, (_, n) => create(n + 1)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    const counts = async () => {
      const { rows } = await owner.query<{ entries: number; seals: number; last: number }>(
        "select (select count(*)::int from audit.entry) as entries, count(*)::int as seals, max(seq)::int as last from audit.seal",
      );
      const { entries, seals, last } = rows[0] ?? { entries: -1, seals: 0, last: 0 };
      return [seals - entries, last - entries];
    };
    await expect.poll(counts, { timeout: 15_000 }).toEqual([0, 0]);
    for (const program of programs) {
      const ended = await program.run("audit", "verify", "--json");
      expect([ended.code, ended.stderr]).toEqual([0, ""]);
    }
  });

  test("one killed, the other serves and seals on", async () => {
    await servers[0].end("SIGKILL");
    expect((await servers[1].ask(token, "POST", "/api/people", { family: "Après" })).status).toBe(200);
    expect((await programs[1].run("audit", "verify", "--json")).code).toBe(0);
    servers = [await programs[0].start(), servers[1]];
    expect((await create(0)).status).toBe(200);
  });

  test("a third with other keys is refused in plain words, and those at work are not disturbed", async () => {
    const stranger = openProgram(bundle, {
      DATABASE_URL: database.url,
      MAILLAGE_KEYS: join(place.path, "other-keys"),
    });
    try {
      await expect(stranger.start()).rejects.toThrow(
        /signé avec une autre clé.*Rien n’a été modifié.*MAILLAGE_KEYS/,
      );
      const ended = await stranger.run(
        "report",
        "activity",
        "--from",
        "2014-01-01",
        "--to",
        "2014-12-31",
        "--json",
      );
      expect([ended.code, ended.json().error]).toEqual([1, expect.stringContaining("MAILLAGE_KEYS")]);
    } finally {
      await stranger.close();
    }
    // New connections of those at work still open.
    await owner.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where usename like 'maillage\\_app\\_%' and datname = current_database()",
    );
    await sleep(100);
    for (const server of servers) expect((await server.ask(token, "GET", "/api/me")).status).toBe(200);
  });

  test("a database newer than the program is refused, and left as it was", async () => {
    await owner.query(
      "insert into platform.migration (version, name, checksum) values (9999, '9999_later.sql', 'x')",
    );
    const newcomer = openProgram(bundle, {
      DATABASE_URL: database.url,
      MAILLAGE_KEYS: join(place.path, "keys"),
    });
    try {
      await expect(newcomer.start()).rejects.toThrow(
        /plus récente de Maillage \(9999_later\.sql\)\. Rien n’a été modifié/,
      );
      expect((await newcomer.run("migrate", "--json")).code).toBe(1);
    } finally {
      await newcomer.close();
      await owner.query("delete from platform.migration where version = 9999");
    }
    expect((await create(0)).status).toBe(200);
  });

  test("a migration that is not the one applied is refused", async () => {
    await owner.query("update platform.migration set checksum = 'x' || checksum where version = 3");
    const ended = await programs[0].run("migrate", "--json");
    expect([ended.code, ended.json().error]).toEqual([
      1,
      expect.stringMatching(/0003_access\.sql.*Rien n’a été modifié/),
    ]);
    await owner.query("update platform.migration set checksum = substr(checksum, 2) where version = 3");
    expect((await programs[0].run("migrate", "--json")).json()).toEqual({ applied: [] });
  });
});

describe("one folder", () => {
  let program: Program;
  beforeAll(() => {
    program = openProgram(bundle);
  });
  afterAll(() => program.close());

  test("started twice at once, is served by exactly one; the other says who holds it", async () => {
    const outcomes = await Promise.allSettled([program.start(), program.start(), program.start()]);
    const served = outcomes.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(served).toHaveLength(1);
    for (const one of outcomes) {
      if (one.status === "fulfilled") continue;
      expect(String(one.reason).replaceAll("\u00a0", " ")).toContain(`processus n° ${served[0]?.child.pid}`);
      expect(String(one.reason)).toContain("Rien n’a été modifié");
    }
    await expect(program.start()).rejects.toThrow(
      `Maillage fonctionne déjà sur le dossier ${program.dataFolder}`,
    );
    await served[0]?.end("SIGTERM");
  });

  test("whose server was killed is taken over at once, and whose server stopped serves again", async () => {
    const first = await program.start();
    await first.end("SIGKILL");
    const second = await program.start();
    expect((await second.ask(null, "GET", "/api/health")).status).toBe(200);
    expect(await second.end("SIGTERM")).toBe(0);
    const third = await program.start();
    expect(await third.end("SIGTERM")).toBe(0);
  });

  test("on a port taken, says so and names one that is free", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const bound = other.address();
    const taken = typeof bound === "object" && bound !== null ? bound.port : 0;
    try {
      const said = await program.start({ PORT: String(taken) }).then(
        () => "",
        (error: unknown) => String(error),
      );
      expect(said).toContain(`Le port ${taken} est déjà utilisé`);
      const free = Number(/relancez avec PORT=(\d+)/.exec(said)?.[1]);
      const server = await program.start({ PORT: String(free) });
      expect(server.url).toBe(`http://127.0.0.1:${free}/`);
      await server.end("SIGTERM");
    } finally {
      other.close();
    }
  });

  test("with a port that is none, says so", async () => {
    await expect(program.start({ PORT: "trente" })).rejects.toThrow(
      /PORT=trente n’est pas un numéro de port/,
    );
  });
});
