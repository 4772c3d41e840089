import { type ChildProcess, spawn } from "node:child_process";
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ownLikeFolder } from "../durable-file.ts";
import { identifyProcess, isRunning, type ProcessIdentity, pidIsAlive } from "../process-identity.ts";
import { type Account, asAccount } from "./account.ts";
import { codeOf, PostgresUnavailableError } from "./errors.ts";
import type { Program } from "./program.ts";
import type { PostgresLog } from "./server.ts";
import { serverSettings, socketPort } from "./settings.ts";

/** Recovery after a power cut replays at most a few gigabytes of journal. */
const startTimeoutMs = 300_000;
/** A fast shutdown writes what is in memory: up to shared_buffers on a slow disk. */
const stopTimeoutMs = 60_000;

/** What is needed to start the postmaster of one cluster. */
export interface PostmasterPlan {
  readonly program: Program;
  readonly account: Account | null;
  readonly dataFolder: string;
  readonly socketFolder: string;
  readonly logFile: string;
}

interface PidFile {
  readonly pid: number;
  /** "starting", "ready", "stopping" or, just after the birth, "". */
  readonly status: string;
}

function readPidFile(dataFolder: string): PidFile | null {
  try {
    const lines = readFileSync(join(dataFolder, "postmaster.pid"), "utf8").split("\n");
    const pid = Number.parseInt(lines[0] ?? "", 10);
    return Number.isInteger(pid) && pid > 0 ? { pid, status: (lines[7] ?? "").trim() } : null;
  } catch {
    return null;
  }
}

/** The live postmaster of this cluster, whoever started it; null when there is none. */
export function findPostmaster(dataFolder: string): ProcessIdentity | null {
  const file = readPidFile(dataFolder);
  if (file === null || !pidIsAlive(file.pid)) return null;
  return worksIn(file.pid, dataFolder) ? identifyProcess(file.pid) : null;
}

/** PostgreSQL processes work inside their data folder: tells ours from a stranger with a reused number. */
function worksIn(pid: number, dataFolder: string): boolean {
  if (process.platform !== "linux") return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dataFolder);
  } catch (error) {
    // Not ours to look at: another account's process cannot run our private cluster, unless we are not its owner.
    return codeOf(error) === "EACCES" && ownerOf(pid) === statSync(dataFolder).uid;
  }
}

function ownerOf(pid: number): number {
  return statSync(`/proc/${pid}`).uid;
}

/** Starts the postmaster and waits until it takes connections; adopts one that appeared meanwhile. */
export async function startPostmaster(plan: PostmasterPlan, log: PostgresLog): Promise<ProcessIdentity> {
  await clearRemains(plan, log);
  const child = launch(plan);
  try {
    return await waitUntilReady(plan, child);
  } catch (error) {
    child.kill("SIGQUIT");
    throw error;
  }
}

/** Waits until a postmaster already found (perhaps still recovering) takes connections. */
export async function awaitPostmaster(dataFolder: string): Promise<ProcessIdentity> {
  return waitUntilReady({ dataFolder, logFile: "" }, null);
}

function launch(plan: PostmasterPlan): ChildProcess {
  const log = openLog(plan.logFile);
  try {
    const settings = Object.entries(serverSettings(plan.socketFolder));
    const child = spawn(
      plan.program.postgres,
      ["-D", plan.dataFolder, ...settings.flatMap(([name, value]) => ["-c", `${name}=${value}`])],
      {
        ...asAccount(plan.account),
        env: plan.program.env,
        // Its own session: Ctrl-C in the terminal reaches us alone, and we stop it in order.
        detached: true,
        stdio: ["ignore", log, log],
      },
    );
    // A failure to spawn shows as an early exit in waitUntilReady.
    child.on("error", () => {});
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/** Opened by us, so that the account needs no access to the folder; the previous log is kept once. */
function openLog(path: string): number {
  try {
    if (statSync(path).size > 5_000_000) renameSync(path, `${path}.1`);
  } catch {
    // First start.
  }
  const file = openSync(path, "a", 0o600);
  ownLikeFolder(join(path, ".."), path);
  return file;
}

async function waitUntilReady(
  plan: Pick<PostmasterPlan, "dataFolder" | "logFile">,
  child: ChildProcess | null,
): Promise<ProcessIdentity> {
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    const file = readPidFile(plan.dataFolder);
    const found = findPostmaster(plan.dataFolder);
    if (found !== null && file?.pid === found.pid && file.status === "ready") return found;
    const gone =
      child === null || child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
    if (gone && found === null) throw failedStart(plan);
    if (Date.now() > deadline) throw failedStart(plan);
    await sleep(15);
  }
}

function failedStart(plan: Pick<PostmasterPlan, "dataFolder" | "logFile">): PostgresUnavailableError {
  return new PostgresUnavailableError(
    `La base de données n’a pas pu démarrer${lastFatal(plan.logFile)}. Les données sont conservées dans ${plan.dataFolder}. ` +
      `Libérez de la place sur le disque si besoin, puis relancez\u00a0; le détail est dans ${plan.logFile}.`,
  );
}

function lastFatal(logFile: string): string {
  try {
    const fatal = readFileSync(logFile, "utf8")
      .split("\n")
      .slice(-40)
      .filter((line) => /FATAL|PANIC|error/.test(line));
    const last = fatal.at(-1)?.replace(/^.*?(FATAL|PANIC):\s*/, "");
    return last ? `\u00a0: ${last}` : "";
  } catch {
    return "";
  }
}

/**
 * After a postmaster was killed its sessions may live on for a moment, still attached to the shared memory: a
 * new one must not start beside them. They leave by themselves, or are told to (their work was never committed).
 */
async function clearRemains(
  { dataFolder, socketFolder }: Pick<PostmasterPlan, "dataFolder" | "socketFolder">,
  log: PostgresLog,
): Promise<void> {
  const started = Date.now();
  let told: "SIGQUIT" | "SIGKILL" | null = null;
  for (;;) {
    const orphans = orphansOf(dataFolder);
    if (orphans.length === 0) break;
    const waited = Date.now() - started;
    const due = waited > 5_000 ? "SIGKILL" : waited > 1_000 ? "SIGQUIT" : null;
    if (due !== null && due !== told) {
      told = due;
      log.warn(`PostgreSQL\u00a0: ${orphans.length} session(s) d’un serveur disparu sont arrêtées (${due}).`);
      for (const pid of orphans) signal(pid, due);
    }
    if (waited > 15_000) {
      throw new PostgresUnavailableError(
        `Des processus d’un serveur PostgreSQL disparu occupent encore ${dataFolder} (n°\u00a0${orphans.join(", ")}). Les données sont intactes. Arrêtez-les ou redémarrez la machine, puis relancez.`,
      );
    }
    await sleep(25);
  }
  if (findPostmaster(dataFolder) !== null) return;
  // Its number may meanwhile belong to somebody else, or to its own remains nobody has buried: PostgreSQL would
  // take either for a rival. The socket folder is this cluster's alone.
  const socket = join(socketFolder, `.s.PGSQL.${socketPort}`);
  for (const path of [join(dataFolder, "postmaster.pid"), socket, `${socket}.lock`])
    rmSync(path, { force: true });
}

function orphansOf(dataFolder: string): number[] {
  if (process.platform !== "linux" || findPostmaster(dataFolder) !== null) return [];
  const place = realpathSync(dataFolder);
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === place && commandOf(pid) === "postgres" && pidIsAlive(pid);
      } catch {
        return false;
      }
    });
}

function commandOf(pid: number): string {
  return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
}

/** Fast shutdown: sessions are ended, memory is written, and the process is gone when this returns. */
export async function stopPostmaster(postmaster: ProcessIdentity, log: PostgresLog): Promise<void> {
  if (!isRunning(postmaster)) return;
  signal(postmaster.pid, "SIGINT");
  if (await gone(postmaster, stopTimeoutMs)) return;
  log.warn(
    "PostgreSQL ne s’arrête pas\u00a0: arrêt immédiat, il rejouera son journal au prochain démarrage.",
  );
  signal(postmaster.pid, "SIGQUIT");
  if (await gone(postmaster, 15_000)) return;
  signal(postmaster.pid, "SIGKILL");
  await gone(postmaster, 5_000);
}

/** Waits until a postmaster that is shutting down has left. */
export async function awaitStopped(dataFolder: string): Promise<void> {
  const found = findPostmaster(dataFolder);
  if (found !== null && readPidFile(dataFolder)?.status === "stopping") await gone(found, stopTimeoutMs);
}

async function gone(process: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isRunning(process)) {
    if (Date.now() > deadline) return false;
    await sleep(15);
  }
  return true;
}

/** Sends a signal; a process already gone is not an error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (codeOf(error) !== "ESRCH") throw error;
  }
}
