import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { loadFundingLaw } from "../../src/funding/law.ts";
import { openDataFolder } from "../../src/platform/data-folder.ts";
import { migrate } from "../../src/platform/database/migrate.ts";
import { obtainPostgres } from "../../src/platform/postgres/obtain.ts";
import { quickPlace } from "./quick-place.ts";

/** How test files reach the cluster of the run: its owner, and the migrated database they copy. */
export interface TestCluster {
  readonly socketFolder: string;
  readonly ownerRole: string;
  readonly ownerPassword: string;
  readonly template: string;
}

declare module "vitest" {
  interface ProvidedContext {
    cluster: TestCluster;
    /** Where the run keeps data folders made once (prepared-folder.ts). */
    prepared: string;
    /** What the properties of this run are drawn from (drawn-by-commit.ts). */
    seed: number;
  }
}

const TEMPLATE = "maillage_template";

/** Starts one PostgreSQL cluster for the whole run, with a migrated database to copy; removes it at the end. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const place = realpathSync(mkdtempSync(join(quickPlace(), "mlg-run-")));
  // As root the cluster runs under another account, which must reach it.
  chmodSync(place, 0o755);
  mkdirSync(join(place, "made"));
  project.provide("prepared", join(place, "made"));
  project.provide("seed", Number(process.env["SEED"] ?? seedOfCommit()));
  const server = await obtainPostgres({
    folder: openDataFolder({ MAILLAGE_DATA: join(place, "var") }),
    log: { info: () => {}, warn: console.warn, error: console.error },
    env: { ...process.env, DATABASE_URL: undefined },
  });
  await makeTemplate(server.admin);
  project.provide("cluster", {
    socketFolder: String(server.admin.host),
    ownerRole: String(server.admin.user),
    ownerPassword: String(server.admin.password),
    template: TEMPLATE,
  });
  return async () => {
    await server.release();
    rmSync(place, { recursive: true, force: true, maxRetries: 5 });
  };
}

/** The first 31 bits of the commit; what is not a clone of the repository draws the same each time. */
function seedOfCommit(): number {
  const { stdout } = spawnSync("git", ["rev-parse", "HEAD"], { encoding: "utf8" });
  return Number.parseInt(stdout?.slice(0, 8) || "0", 16) & 0x7fffffff;
}

async function makeTemplate(admin: pg.ClientConfig): Promise<void> {
  await ownerSays(admin, `create database ${TEMPLATE}`);
  await migrate({ ...admin, database: TEMPLATE }, "migrations");
  const owner = new pg.Client({ ...admin, database: TEMPLATE });
  await owner.connect();
  await loadFundingLaw(owner);
  await owner.end();
  // A database someone is connected to cannot be copied.
  await ownerSays(admin, `alter database ${TEMPLATE} with allow_connections false`);
}

async function ownerSays(admin: pg.ClientConfig, statement: string): Promise<void> {
  const client = new pg.Client(admin);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
