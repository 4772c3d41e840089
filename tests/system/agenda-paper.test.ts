/** The agenda on paper each evening, by a real server and by its command: what is left when nothing works any more. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { prepareFolder } from "../support/prepared-folder.ts";
import {
  connectAsOwner,
  openProgram,
  type Program,
  type Served,
  temporaryPlace,
} from "../support/program.ts";
import { bundleServer, type ServerBundle } from "../support/server-bundle.ts";

let bundle: ServerBundle;
let program: Program;
let server: Served;
const place = temporaryPlace();
const folder = join(place.path, "secours");

beforeAll(async () => {
  bundle = await bundleServer();
  program = openProgram(bundle, { MAILLAGE_PAPER_FOLDER: folder, MAILLAGE_PAPER_AT: "00:00" });
  await prepareFolder(program.dataFolder, { args: ["bin/maillage", "demo"] });
  mkdirSync(folder);
  for (const name of ["agenda-2020-01-01.pdf", "menu.pdf"]) writeFileSync(join(folder, name), "");
  server = await program.start();
});
afterAll(async () => {
  await program?.close();
  place.remove();
});

const sheets = () => readdirSync(folder).sort();

test("a server writes the two days to come once the hour has passed, and removes the sheets of days gone by", async () => {
  await vi.waitFor(() => expect(sheets()).not.toContain("agenda-2020-01-01.pdf"), {
    timeout: 30_000,
    interval: 200,
  });
  const [sheet = "", other] = sheets();
  expect(other).toBe("menu.pdf");
  expect(sheet).toMatch(/^agenda-\d{4}-\d{2}-\d{2}\.pdf$/);
  expect(readFileSync(join(folder, sheet)).subarray(0, 5).toString()).toBe("%PDF-");
  // It names people: nobody else on the machine opens it.
  expect(statSync(join(folder, sheet)).mode & 0o077).toBe(0);
});

test("each sheet is a line of the trail that says whom it names", async () => {
  const owner = await connectAsOwner(program);
  try {
    const { rows } = await owner.query<{ role: string; named: number; booked: number }>(
      `select e.role, cardinality(e.person_ids) as named,
              (select count(distinct a.person_id)::int from agenda.appointment a where a.day between current_date + 1 and current_date + 2) as booked
         from audit.entry e where e.action = 'agenda.paper'`,
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.role).toBe("console");
    expect(rows[0]?.named).toBeGreaterThan(0);
    expect(rows[0]?.named).toBe(rows[0]?.booked);
  } finally {
    await owner.end();
  }
});

test("the command does it beside the server; a folder that is not there is told, and nothing is written", async () => {
  const done = await program.run("agenda-paper", folder, "--from", "2027-03-01", "--json");
  expect(done.code).toBe(0);
  expect(existsSync(done.json().path)).toBe(true);
  const gone = await program.run("agenda-paper", join(place.path, "clé USB"));
  expect(gone.code).toBe(1);
  expect(gone.stderr).toContain("n’existe pas ou n’est plus là");
  const odd = await program.run("agenda-paper", folder, "--from", "demain");
  expect([odd.code, odd.stderr]).toEqual([2, expect.stringContaining("indiquez un jour qui existe")]);
  expect(server.stderr()).toBe("");
});
