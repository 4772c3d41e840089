/**
 * A machine that dies in the middle of writing: what its archive, on another disk, gives back elsewhere; and that an orderly stop
 * leaves an archive that lacks nothing.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { everyTable, filesOf, ownerUrl, recoveryKeyOf } from "../../support/backup-place.ts";
import { type CrashSite, openCrashSite } from "../../support/crash-site.ts";
import { openProgram, type Program, temporaryPlace } from "../../support/program.ts";
import { bundleServer, type ServerBundle } from "../../support/server-bundle.ts";

let bundle: ServerBundle;
let here: CrashSite;
let place: ReturnType<typeof temporaryPlace>;
let key: string;
beforeAll(async () => {
  process.env.MAILLAGE_ARCHIVE_SECONDS = "1";
  bundle = await bundleServer();
  place = temporaryPlace();
  here = await openCrashSite();
  key = await recoveryKeyOf(here.program, place.path);
});
afterAll(async () => {
  delete process.env.MAILLAGE_ARCHIVE_SECONDS;
  await here.close();
  place.remove();
});

const backups = () => join(place.path, "backups");

interface Archive {
  readonly folder: string;
  readonly last: number;
  readonly until: string | null;
}

function archive(): Archive | null {
  const path = join(here.program.dataFolder, "backup-state.json");
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).archive : null;
}

/** Waits for a turn of the archive begun after this moment. */
async function archivedAfter(moment: number): Promise<Archive> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const now = archive();
    if (now?.until && Date.parse(now.until) > moment) return now;
    if (Date.now() > deadline) throw new Error(`no archive: ${here.server.stderr()} ${JSON.stringify(now)}`);
    await sleep(100);
  }
}

/** Records people and edits them until told to stop. @returns each with its last name acknowledged, and when */
async function write(going: { on: boolean }): Promise<Map<string, { family: string; at: number }>> {
  const known = new Map<string, { family: string; at: number }>();
  const ask = (method: string, path: string, body: unknown) =>
    here.server.ask(here.nurse, method, path, body).catch(() => ({ status: 0, body: null }));
  for (let n = 0; going.on; n++) {
    const made = await ask("POST", "/api/people", { family: `Arrivée ${n}` });
    if (made.status !== 200) continue;
    const family = `L’Édit\\${n}`;
    const edited = await ask("PUT", `/api/people/${made.body.id}/identity`, {
      version: 1,
      identity: { family },
    });
    await ask("POST", `/api/people/${made.body.id}/encounters`, {
      siteId: here.site,
      onDay: "2025-06-02",
      kind: "nursing",
      terms: [{ list: "reason", code: "cough" }],
      cover: [{ layer: "base", scheme: "puma", source: "declared" }],
    });
    if (edited.status === 200) known.set(made.body.id, { family, at: Date.now() });
    await sleep(20);
  }
  return known;
}

async function restored(
  name: string,
): Promise<{ program: Program; said: { stateOf: string; changes: number } }> {
  const folder = join(place.path, name);
  const ended = await here.program.run("restore", backups(), "--to", folder, "--key", key, "--json");
  expect([ended.code, ended.stderr]).toEqual([0, ""]);
  return { program: openProgram(bundle, { MAILLAGE_DATA: folder }), said: ended.json() };
}

describe("the archive", () => {
  test("begins by itself once planned, and gives back all that was acknowledged until its last turn when everything dies at once", async () => {
    const planned = await here.program.run("backup-plan", "--place", backups(), "--json");
    expect(planned.json()).toMatchObject({ place: backups(), archive: true });
    await archivedAfter(0);

    const going = { on: true };
    const writing = write(going);
    await sleep(1_500);
    const pid = await here.postmaster();
    // A key made while the archive runs is part of it.
    expect((await here.program.run("rotate-keys", "--json")).code).toBe(0);
    const { until } = await archivedAfter(Date.now());
    process.kill(pid, "SIGKILL");
    await here.killServer();
    going.on = false;
    const acknowledged = await writing;

    const { program, said } = await restored("after");
    expect(said.changes).toBeGreaterThan(0);
    expect(Date.parse(said.stateOf)).toBeGreaterThanOrEqual(Date.parse(until ?? ""));
    const running = await program.start();
    const url = await ownerUrl(program);
    const names = await familiesIn(url);
    const due = [...acknowledged].filter(([, { at }]) => at < Date.parse(said.stateOf));
    expect(due.length).toBeGreaterThan(0);
    expect(due.filter(([id, { family }]) => names.get(id) !== family)).toEqual([]);
    await running.end("SIGTERM");
    expect(filesOf(join(place.path, "after/keys"))).toEqual(filesOf(join(here.program.dataFolder, "keys")));
    expect((await program.run("audit", "verify", "--json")).code).toBe(0);
  });

  test("after an orderly stop lacks nothing: every table is equal, row for row", async () => {
    await here.restart();
    const going = { on: true };
    const writing = write(going);
    await archivedAfter(Date.now() + 1_000);
    going.on = false;
    expect((await writing).size).toBeGreaterThan(0);
    await here.server.end("SIGTERM");
    const { program } = await restored("still");
    const running = await program.start();
    const after = await everyTable(await ownerUrl(program));
    await running.end("SIGTERM");
    await here.restart();
    const before = await everyTable(await ownerUrl(here.program));
    const moved = Object.keys(before).filter((name) => before[name] !== after[name]);
    // Restoring ends sessions; each server and command wrote entries of its own since.
    expect(
      moved.filter((name) => !/^(audit\.|access\.(session|sign_in_step|one_time_link)$)/.test(name)),
    ).toEqual([]);
  });
});

async function familiesIn(url: string): Promise<Map<string, string>> {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ id: string; family: string }>(
    "select person_id as id, family from people.identity where known_to is null",
  );
  await client.end();
  return new Map(rows.map(({ id, family }) => [id, family]));
}
