import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import type pg from "pg";
import { createAccount } from "../src/access/set-up.ts";
import { openSession } from "../src/access/sign-in/sessions.ts";
import { type Installation, openInstallation } from "../src/installation.ts";
import { programRoot } from "../src/platform/program-root.ts";
import { measureAgenda } from "./agenda.ts";
import { measureBackup } from "./backup.ts";
import { measureAutosave, measureDoctorPage } from "./doctor.ts";
import { type Filled, fill } from "./fill.ts";
import { emptyRouteFloor, serveEmptyRoute } from "./floors.ts";
import { type Bench, measureImport, measurePage, measureReport, measureWrite } from "./measures.ts";
import { measureRetention, measureTrail } from "./oversight.ts";
import { measurePrint } from "./print.ts";
import { measureRecall } from "./recall.ts";
import { measureBoard, measureHeavyPage } from "./rights.ts";
import { measureSearch } from "./search.ts";
import { type RunningServer, startServer } from "./server-process.ts";

/**
 * `npm run bench`: invents a network, starts the program on it, and measures what people wait for, each beside its
 * floor. Prints one JSON object. See README.md.
 */

const MEASURES = {
  search: measureSearch,
  recall: measureRecall,
  page: measurePage,
  "doctor-page": measureDoctorPage,
  "heavy-page": measureHeavyPage,
  board: measureBoard,
  agenda: measureAgenda,
  write: measureWrite,
  autosave: measureAutosave,
  report: measureReport,
  print: measurePrint,
  trail: measureTrail,
  retention: measureRetention,
  import: measureImport,
  backup: measureBackup,
};
type Measure = keyof typeof MEASURES;
/** Whose sessions the measures use. */
const ROLES = ["nurse", "social_worker", "medical_director", "doctor", "data_protection_officer"] as const;

const { values: options } = parseArgs({
  options: {
    people: { type: "string", default: "100000" },
    encounters: { type: "string", default: "300000" },
    only: { type: "string", default: Object.keys(MEASURES).join(",") },
    seconds: { type: "string", default: "8" },
    keep: { type: "string" },
    program: { type: "string" },
    "node-options": { type: "string", default: "" },
    "empty-route": { type: "boolean", default: false },
  },
});

if (options["empty-route"]) serveEmptyRoute();
else process.stdout.write(`${JSON.stringify(await bench(), null, 2)}\n`);

async function bench() {
  const folder = options.keep ?? mkdtempSync(join(tmpdir(), "maillage-bench-"));
  const program = options.program ?? join(programRoot(), "dist/server/main.js");
  try {
    const filled = await prepare(folder);
    say("starting the server");
    const server = await startServer(program, folder, options["node-options"].split(" ").filter(Boolean));
    try {
      await sleep(3_000);
      const idleMb = server.residentMb();
      const measured = await measureAll(folder, program, server);
      await sleep(3_000);
      return {
        machine: {
          cpus: availableParallelism(),
          model: cpus()[0]?.model ?? "",
          node: process.version,
          loadAverageAtEnd: loadavg().map((load) => Math.round(load * 100) / 100),
        },
        population: filled,
        start: {
          secondsToUsable: Math.round(server.secondsToUsable * 100) / 100,
          aim: 5,
          met: server.secondsToUsable <= 5,
        },
        memory: memory(idleMb, server.residentMb()),
        ...measured,
      };
    } finally {
      await server.stop();
    }
  } finally {
    if (options.keep === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

function memory(idleMb: number, afterLoadMb: number) {
  return {
    idleMb,
    afterLoadMb,
    aim: { idleMb: 200, afterLoadMb: 350 },
    met: { idle: idleMb <= 200, afterLoad: afterLoadMb <= 350 },
  };
}

/** Makes the population, unless the kept folder already has one; PostgreSQL is stopped when this returns. */
async function prepare(folder: string): Promise<Filled | "kept"> {
  const reused = options.keep !== undefined && existsSync(join(folder, "postgres", "cluster.json"));
  const installation = await open(folder);
  const owner = await installation.connectOwner();
  try {
    for (const role of ROLES) {
      const { rowCount } = await owner.query("select from access.account where email = $1", [email(role)]);
      if (!rowCount) await createAccount(owner, account(role));
    }
    const { rowCount } = await owner.query("select from people.person limit 1");
    if (reused && rowCount) return "kept";
    say(`inventing ${options.people} people and ${options.encounters} encounters`);
    const nurse = await owner.query("select id from access.account where email = $1", [email("nurse")]);
    return await fill(owner, nurse.rows[0].id, Number(options.people), Number(options.encounters));
  } finally {
    await owner.end();
    await installation.close();
  }
}

function account(role: (typeof ROLES)[number]) {
  return { email: email(role), name: role, role, structure: null, supervisorEmail: null };
}

function email(role: string): string {
  return `${role}@bench.invalid`;
}

async function measureAll(folder: string, program: string, server: RunningServer) {
  const wanted = options.only.split(",");
  const unknown = wanted.find((name) => !(name in MEASURES));
  if (unknown !== undefined)
    throw new Error(`--only ${unknown}: known measures are ${Object.keys(MEASURES).join(", ")}`);
  const installation = await open(folder);
  const owner = await installation.connectOwner();
  try {
    const shared = await prepareBench(installation, owner, {
      port: server.port,
      program,
      dataFolder: folder,
    });
    const results: Partial<Record<Measure, unknown>> = {};
    for (const name of Object.keys(MEASURES) as Measure[]) {
      if (!wanted.includes(name)) continue;
      say(`measuring ${name}`);
      results[name] = await MEASURES[name](shared);
    }
    return results;
  } finally {
    await owner.end();
    await installation.close();
  }
}

async function prepareBench(
  installation: Installation,
  owner: pg.Client,
  served: Pick<Bench, "port" | "program" | "dataFolder">,
): Promise<Bench> {
  const seconds = Number(options.seconds);
  const { rows: people } = await owner.query<{ id: string }>(
    "select id from people.person order by md5(id::text) limit 50000",
  );
  const { rows: sites } = await owner.query<{ id: string }>(
    "select id from network.site order by code limit 1",
  );
  const sixteen = async (role: string) => {
    const opened: string[] = [];
    for (let client = 0; client < 16; client++) opened.push(await session(installation, owner, role));
    return opened;
  };
  const nurses = await sixteen("nurse");
  const doctors = await sixteen("doctor");
  const socialWorkers = await sixteen("social_worker");
  const { rows: accounts } = await owner.query<{ id: string }>(
    "select id from access.account where email = $1",
    [email("social_worker")],
  );
  say("measuring the empty route");
  return {
    ...served,
    owner,
    admin: installation.server.admin,
    seconds,
    nurses,
    doctors,
    socialWorkers,
    socialWorker: accounts[0]?.id ?? "",
    director: await session(installation, owner, "medical_director"),
    officer: await session(installation, owner, "data_protection_officer"),
    people: people.map(({ id }) => id),
    site: sites[0]?.id ?? "",
    emptyRoute: await emptyRouteFloor(seconds),
  };
}

/** A browser's session, opened by the sign-in's own code, its audit row included. */
async function session(installation: Installation, owner: pg.Client, role: string): Promise<string> {
  const { rows } = await owner.query<{ id: string }>("select id from access.account where email = $1", [
    email(role),
  ]);
  return openSession(owner, {
    accountId: rows[0]?.id ?? "",
    kind: "browser",
    secondFactor: true,
    idleMinutes: 30,
    stamp: installation.newStamp(),
    replaces: null,
  });
}

function open(folder: string): Promise<Installation> {
  return openInstallation({
    env: { ...process.env, MAILLAGE_DATA: folder, DATABASE_URL: "" },
    log: { info: say, warn: say, error: say },
    preset: "bourgoin",
    demonstration: false,
  });
}

function say(text: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
}
