import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { DataFolder } from "../data-folder.ts";
import { type FolderLock, lockHolder, tryLock, waitForLock } from "../folder-lock.ts";
import { isRunning, type ProcessIdentity } from "../process-identity.ts";
import { forgottenClusters, openCluster, prepareSocketFolder } from "./cluster.ts";
import { ensureDatabase, socketLogin, socketUrl } from "./database.ts";
import { codeOf, PostgresUnavailableError, textOf } from "./errors.ts";
import { addHolder, countHolders, removeHolder } from "./holders.ts";
import { checkMajor, ensureCluster, ownerRole } from "./initdb.ts";
import {
  awaitPostmaster,
  awaitStopped,
  findPostmaster,
  type PostmasterPlan,
  signal,
  startPostmaster,
  stopPostmaster,
} from "./postmaster.ts";
import { prepareProgram } from "./program.ts";
import type { PostgresLog, PostgresServer } from "./server.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Others may be recovering after a power cut meanwhile. */
const lockTimeoutMs = 330_000;
const watchEveryMs = 500;
const longestPauseMs = 30_000;

/** Gets the embedded server of the data folder: starts it, or joins the one that runs. */
export async function obtainEmbedded(
  folder: DataFolder,
  env: Env,
  log: PostgresLog,
): Promise<PostgresServer> {
  if (process.platform === "win32") {
    throw new PostgresUnavailableError(
      "Sous Windows, Maillage n’apporte pas sa base de données. Rien n’a été modifié. Indiquez un PostgreSQL (18 ou plus récent) avec DATABASE_URL.",
    );
  }
  const lock = await lockFolder(folder);
  try {
    const holder = addHolder(folder);
    try {
      const running = await ensureRunning(folder, env, log);
      return new EmbeddedServer({ folder, env, log, holder, ...running });
    } catch (error) {
      removeHolder(folder, holder);
      throw error;
    }
  } finally {
    lock.release();
  }
}

interface Running {
  readonly postmaster: ProcessIdentity;
  readonly socketFolder: string;
  readonly ownerPassword: string;
}

/** Call under the folder's lock. */
async function ensureRunning(folder: DataFolder, env: Env, log: PostgresLog): Promise<Running> {
  const cluster = openCluster(folder, env);
  const { account, dataFolder, ownerPassword } = cluster;
  const socketFolder = prepareSocketFolder(folder, cluster);
  const answer = { socketFolder, ownerPassword };
  const joined = await joinRunning(dataFolder, answer, log);
  if (joined !== null) return { postmaster: joined, ...answer };
  const program = prepareProgram(account, join(cluster.home, "lib"), cluster.stage);
  await ensureCluster(folder, cluster, program);
  checkMajor(cluster);
  const forgotten = forgottenClusters(cluster);
  if (forgotten.length > 0) {
    const more = forgotten.length > 1 ? ` (et ${forgotten.length - 1} de plus dans le même dossier)` : "";
    log.warn(
      `La base d’un dossier de données supprimé subsiste dans ${forgotten[0]}${more}. Supprimez-la si elle ne doit plus servir.`,
    );
  }
  const plan: PostmasterPlan = { program, account, dataFolder, socketFolder, logFile: logFile(folder) };
  const postmaster = await startPostmaster(plan, log);
  await ensureDatabase(socketFolder, ownerPassword);
  return { postmaster, ...answer };
}

/** The postmaster left by another process, once it answers; one that cannot be reached is stopped. */
async function joinRunning(
  dataFolder: string,
  { socketFolder, ownerPassword }: Omit<Running, "postmaster">,
  log: PostgresLog,
): Promise<ProcessIdentity | null> {
  await awaitStopped(dataFolder);
  const found = findPostmaster(dataFolder);
  if (found === null) return null;
  try {
    await awaitPostmaster(dataFolder);
    await ensureDatabase(socketFolder, ownerPassword);
    return found;
  } catch (error) {
    if (!isRunning(found)) return null;
    // Its socket was swept away or lies elsewhere: nobody can use it any more.
    if (codeOf(error) !== "ENOENT" && codeOf(error) !== "ECONNREFUSED") throw error;
    log.warn("PostgreSQL fonctionne mais ne peut plus être joint\u00a0: il est redémarré.");
    await stopPostmaster(found, log);
    return null;
  }
}

function logFile(folder: DataFolder): string {
  return join(folder.postgres, "postgres.log");
}

function lockPath(folder: DataFolder): string {
  return join(folder.postgres, "lock");
}

async function lockFolder(folder: DataFolder): Promise<FolderLock> {
  const lock = await waitForLock(lockPath(folder), lockTimeoutMs);
  if (lock !== null) return lock;
  const holder = lockHolder(lockPath(folder));
  throw new PostgresUnavailableError(
    `Un autre processus${holder ? ` (n°\u00a0${holder.pid})` : ""} démarre ou arrête la base de données de ${folder.root} depuis trop longtemps. ` +
      "Rien n’a été modifié. Arrêtez-le, puis relancez.",
  );
}

interface Held extends Running {
  readonly folder: DataFolder;
  readonly env: Env;
  readonly log: PostgresLog;
  /** Our entry in the register. */
  readonly holder: string;
}

class EmbeddedServer implements PostgresServer {
  readonly kind = "embedded";
  readonly admin: pg.ClientConfig;
  readonly #held: Held;
  readonly #watch: NodeJS.Timeout;
  readonly #callbacks: (() => void)[] = [];
  #postmaster: ProcessIdentity;
  #released: Promise<void> | null = null;
  #recovering = false;

  constructor(held: Held) {
    this.#held = held;
    this.#postmaster = held.postmaster;
    this.admin = this.login(ownerRole, held.ownerPassword);
    this.#watch = setInterval(() => this.#look(), watchEveryMs).unref();
    process.on("exit", this.#leaveAtExit);
  }

  login(user: string, password: string): pg.ClientConfig {
    return socketLogin(this.#held.socketFolder, user, password);
  }

  url(user: string, password: string): string {
    return socketUrl(this.#held.socketFolder, user, password);
  }

  onRestart(callback: () => void): void {
    this.#callbacks.push(callback);
  }

  release(): Promise<void> {
    this.#released ??= this.#leave();
    return this.#released;
  }

  async #leave(): Promise<void> {
    clearInterval(this.#watch);
    const { folder, holder, log } = this.#held;
    const lock = await lockFolder(folder);
    try {
      removeHolder(folder, holder);
      process.off("exit", this.#leaveAtExit);
      if (countHolders(folder) === 0) await stopPostmaster(this.#postmaster, log);
    } finally {
      lock.release();
    }
  }

  /** A process that exits without releasing still leaves no server behind, unless others use it. */
  readonly #leaveAtExit = (): void => {
    const { folder, holder } = this.#held;
    const lock = tryLock(lockPath(folder));
    removeHolder(folder, holder);
    if (lock === null) return;
    if (countHolders(folder) === 0 && isRunning(this.#postmaster)) signal(this.#postmaster.pid, "SIGINT");
    lock.release();
  };

  #look(): void {
    if (this.#recovering || isRunning(this.#postmaster)) return;
    this.#recovering = true;
    void this.#recover().finally(() => {
      this.#recovering = false;
    });
  }

  /** Starts again, as long as it takes, a server that died while we held it. */
  async #recover(): Promise<void> {
    const { folder, env, log } = this.#held;
    log.warn("PostgreSQL s’est arrêté de façon inattendue\u00a0: il est redémarré.");
    for (let pause = 250; this.#released === null; pause = Math.min(pause * 2, longestPauseMs)) {
      try {
        if (await this.#startAgain(folder, env, log)) return;
      } catch (error) {
        log.error(
          `PostgreSQL n’a pas pu redémarrer, nouvel essai dans ${Math.ceil(pause / 1000)}\u00a0s\u00a0: ${textOf(error)}`,
        );
        await sleep(pause, undefined, { ref: false });
      }
    }
  }

  async #startAgain(folder: DataFolder, env: Env, log: PostgresLog): Promise<boolean> {
    const lock = await lockFolder(folder);
    try {
      if (this.#released !== null) return false;
      // Another process that uses the folder may have been faster: then this joins its server.
      this.#postmaster = (await ensureRunning(folder, env, log)).postmaster;
    } finally {
      lock.release();
    }
    log.info("PostgreSQL a redémarré.");
    for (const callback of this.#callbacks) callback();
    return true;
  }
}
