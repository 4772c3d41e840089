/**
 * The current goes during writing. This machine cannot drop the pages its disk was not yet told to keep, so the nearest honest
 * simulation puts together what a disk certainly has at that moment and nothing more: the data files as they were at the last
 * checkpoint, and the journal up to what PostgreSQL knows flushed, all after it zeroed.
 */
import {
  chownSync,
  closeSync,
  cpSync,
  lstatSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CrashSite, one, openCrashSite } from "../../support/crash-site.ts";
import { connectAsOwner, openProgram, temporaryPlace } from "../../support/program.ts";
import { bundleServer, type ServerBundle } from "../../support/server-bundle.ts";

let bundle: ServerBundle;
let here: CrashSite;
let place: ReturnType<typeof temporaryPlace>;
beforeAll(async () => {
  bundle = await bundleServer();
  place = temporaryPlace();
  here = await openCrashSite();
});
afterAll(async () => {
  await here.close();
  place.remove();
});

test("nothing acknowledged is lost when the current goes during continuous writing", async () => {
  const survived = join(place.path, "survived");
  const data = join(here.program.dataFolder, "postgres/data");
  await here.asOwner((owner) => owner.query("checkpoint"));
  copyAs(here.program.dataFolder, survived);

  const acknowledged: string[] = [];
  const going = { on: true };
  const writing = Promise.all(
    Array.from({ length: 4 }, async () => {
      while (going.on) {
        const { status, body } = await here.server
          .ask(here.nurse, "POST", "/api/people", { family: "Courant" })
          .catch(() => ({ status: 0, body: null }));
        if (status === 200) acknowledged.push(body.id);
      }
    }),
  );
  await sleep(2_000);
  // What was acknowledged before this question was flushed before its answer.
  const due = await here.asOwner(async (owner) => {
    const known = acknowledged.slice();
    const { rows } = await owner.query<{ file: string; offset: number; size: number }>(
      `select file_name as file, file_offset as offset, setting::int as size
         from pg_walfile_name_offset(pg_current_wal_flush_lsn()), pg_settings where name = 'wal_segment_size'`,
    );
    return { known, ...(rows[0] ?? { file: "", offset: 0, size: 0 }) };
  });
  const pid = await here.postmaster();
  process.kill(pid, "SIGKILL");
  await here.killServer();
  going.on = false;
  await writing;
  expect(due.known.length).toBeGreaterThan(10);

  const journal = join(survived, "postgres/data/pg_wal");
  rmSync(journal, { recursive: true });
  copyAs(join(data, "pg_wal"), journal);
  for (const name of readdirSync(journal).filter((file) => /^[0-9A-F]{24}$/.test(file))) {
    if (name > due.file) rmSync(join(journal, name));
    if (name === due.file) zeroAfter(join(journal, name), due.offset, due.size);
  }

  const program = openProgram(bundle, { MAILLAGE_DATA: survived });
  const running = await program.start();
  const owner = await connectAsOwner(program);
  try {
    const kept = await one(owner, "select count(*)::int as n from people.person where id = any ($1)", [
      due.known,
    ]);
    expect(kept).toBe(due.known.length);
    const torn = await one(
      owner,
      `select count(*)::int as n from people.person p where not exists (select from people.identity i where i.person_id = p.id)
          or not exists (select from audit.entry e where e.person_id = p.id and e.action = 'person.create')`,
    );
    expect(torn).toBe(0);
  } finally {
    await owner.end();
    await running.end("SIGTERM");
  }
  const verified = await program.run("audit", "verify", "--json");
  expect([verified.code, verified.json().faults]).toEqual([0, []]);
});

/** Copies a folder with its owners, without what only says who runs now. */
function copyAs(from: string, to: string): void {
  cpSync(from, to, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !/\/(postmaster\.pid|server\.json|server\.lock|holders|lock|socket)$/.test(path),
  });
  own(from, to);
}

function own(from: string, to: string): void {
  const { uid, gid } = statSync(from);
  if (process.getuid?.() === 0) chownSync(to, uid, gid);
  if (!lstatSync(to).isDirectory()) return;
  for (const name of readdirSync(to)) own(join(from, name), join(to, name));
}

function zeroAfter(path: string, offset: number, size: number): void {
  truncateSync(path, offset);
  const file = openSync(path, "r+");
  writeSync(file, Buffer.alloc(1), 0, 1, size - 1);
  closeSync(file);
}
