import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { type DataFolder, openDataFolder } from "../data-folder.ts";
import { clusterHome } from "../postgres/cluster.ts";
import { obtainPostgres, type PostgresLog, type PostgresServer } from "../postgres/obtain.ts";
import { findPostmaster, stopPostmaster } from "../postgres/postmaster.ts";
import { identifyProcess, isRunning } from "../process-identity.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** A data folder of a moment, with a PostgreSQL of its own. */
export interface Scratch {
  readonly folder: DataFolder;
  readonly server: PostgresServer;
  /** Environment by which commands find it. */
  readonly env: Env;
  /** Stops its PostgreSQL (idempotent). */
  stop(): Promise<void>;
  /** Stops it and removes everything. */
  remove(): Promise<void>;
}

/**
 * Makes an empty data folder named `<prefix><process>-…` in `parent`, private, with its PostgreSQL started. What killed processes
 * left under that prefix is stopped and removed first.
 */
export async function openScratch(
  parent: string,
  prefix: string,
  env: Env,
  log: PostgresLog,
): Promise<Scratch> {
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  const place = realpathSync(parent);
  await removeStale(place, prefix, log);
  const me = identifyProcess(process.pid);
  const root = join(
    place,
    `${prefix}${me.pid}-${me.startedAt.replace(/\W/g, "_")}-${randomBytes(3).toString("hex")}`,
  );
  mkdirSync(root, { mode: 0o700 });
  chmodSync(root, 0o700);
  const own: Env = { ...env, MAILLAGE_DATA: root, MAILLAGE_KEYS: undefined, DATABASE_URL: undefined };
  const folder = openDataFolder(own);
  let server: PostgresServer | null = null;
  const stop = async () => {
    await server?.release();
  };
  const remove = async () => {
    await stop();
    await wipe(root, log);
  };
  try {
    server = await obtainPostgres({ folder, log, env: own });
    return { folder, server, env: own, stop, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function removeStale(place: string, prefix: string, log: PostgresLog): Promise<void> {
  for (const name of readdirSync(place)) {
    if (!name.startsWith(prefix)) continue;
    const [pid] = name.slice(prefix.length).split("-");
    if (pid === undefined || !/^\d+$/.test(pid) || isRunning({ pid: Number(pid), startedAt: "" })) continue;
    await wipe(join(place, name), log);
  }
}

/** Removes a data folder whose process is gone, its PostgreSQL first. */
async function wipe(root: string, log: PostgresLog): Promise<void> {
  const home = existsSync(root) ? clusterHome(openDataFolder({ MAILLAGE_DATA: root })) : null;
  if (home !== null) {
    const data = join(home, "data");
    const left = existsSync(data) ? findPostmaster(data) : null;
    if (left !== null) await stopPostmaster(left, log);
    // As root under a private folder it lies outside: what was put back in clear must not stay there.
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
  rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Folder beside `target` in which it can be prepared, then renamed. */
export function beside(target: string): { parent: string; prefix: string } {
  const path = resolve(target);
  return { parent: dirname(path), prefix: `.${basename(path)}.restoring-` };
}
