import { spawn } from "node:child_process";
import type pg from "pg";
import type { Installation } from "../../installation.ts";
import { type ArchiveState, archiveTurn } from "../../platform/backup/archive.ts";
import { BackupError } from "../../platform/backup/errors.ts";
import { readPlan, readState, writeState } from "../../platform/backup/plan.ts";
import { recoveryPublic } from "../../platform/backup/recovery-key.ts";
import { stillFollows, unfollow } from "../../platform/backup/slot.ts";
import { SAME_WORDS } from "../../platform/backup/tables.ts";
import { commandLog, tell } from "../output.ts";
import { dueNow } from "./due.ts";

/** One server of a database keeps its backups: the others wait for its place. */
const KEEPER_LOCK = 7_165_118_304;
const AGAIN_AFTER_FAILURE_MS = 15 * 60_000;

/** Makes the daily backup and the archive that the plan asks for, while a server runs. */
export interface Keeper {
  /** Makes a backup now, beside whatever is planned; told of by the state. */
  backupNow(): void;
  /** A last turn of the archive, then stops. */
  stop(): Promise<void>;
}

/** @param everyMs between two turns of the archive: what a dead machine may lose at most, with the time of one turn */
export function startKeeper(installation: Installation, everyMs: number): Keeper {
  return new RunningKeeper(installation, everyMs);
}

class RunningKeeper implements Keeper {
  readonly #installation: Installation;
  readonly #everyMs: number;
  #owner: pg.Client | null = null;
  #timer: NodeJS.Timeout | null = null;
  #turn: Promise<void> = Promise.resolve();
  #child: Promise<void> | null = null;
  #kill: () => void = () => {};
  #triedAt = 0;
  #asked = false;
  #stopped = false;
  #complaint = "";

  constructor(installation: Installation, everyMs: number) {
    this.#installation = installation;
    this.#everyMs = everyMs;
    this.#schedule(Math.min(1_000, everyMs));
  }

  backupNow(): void {
    this.#asked = true;
    this.#schedule(0);
  }

  async stop(): Promise<void> {
    if (this.#stopped) return;
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    // A backup under way is given up: its folder still says that it is unfinished.
    this.#kill();
    await this.#child;
    await this.#turn;
    await this.#round(true);
    await this.#owner?.end().catch(() => {});
  }

  #schedule(delay: number): void {
    if (this.#stopped) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#turn = this.#turn.then(() => this.#round(false)).then(() => this.#schedule(this.#everyMs));
    }, delay).unref();
  }

  async #round(last: boolean): Promise<void> {
    const { folder } = this.#installation;
    const plan = readPlan(folder);
    const before = readState(folder);
    try {
      const owner = await this.#ownerInCharge(plan.place !== null || before.archive !== null);
      if (owner === null) return;
      const state = readState(folder);
      const archived =
        plan.archive && plan.place !== null
          ? await this.#archive(owner, state.archive)
          : await this.#noArchive(state.archive);
      if (last || plan.place === null) return;
      // What is made from now on is opened by the key people hold now.
      const changedKey = state.lastBackup?.key !== recoveryPublic(folder.keys)?.id;
      const due =
        this.#asked ||
        !archived ||
        changedKey ||
        dueNow(plan.at, state.lastBackup?.madeAt ?? null, new Date());
      const waits = !this.#asked && Date.now() - this.#triedAt < AGAIN_AFTER_FAILURE_MS;
      if (due && !waits && this.#child === null) this.#backup(plan.place, plan.archive);
    } catch (error) {
      this.#complain(error);
    }
  }

  /** Our connection when this server is the one in charge. */
  async #ownerInCharge(wanted: boolean): Promise<pg.Client | null> {
    if (!wanted) return null;
    if (this.#owner === null) {
      const owner = await this.#installation.connectOwner();
      owner.on("end", () => {
        this.#owner = null;
      });
      await owner.query(SAME_WORDS);
      const { rows } = await owner.query<{ mine: boolean }>("select pg_try_advisory_lock($1) as mine", [
        KEEPER_LOCK,
      ]);
      if (rows[0]?.mine !== true) {
        await owner.end();
        return null;
      }
      this.#owner = owner;
    }
    return this.#owner;
  }

  /** A turn of the archive. @returns false when there is none to go on with: a new backup is due */
  async #archive(owner: pg.Client, archive: ArchiveState | null): Promise<boolean> {
    const { folder } = this.#installation;
    const to = recoveryPublic(folder.keys);
    if (archive === null || to === null || archive.key !== to.id) return false;
    const { rows } = await owner.query<{ n: number }>("select count(*)::int as n from platform.migration");
    if (rows[0]?.n !== archive.migrations || !(await stillFollows(owner, archive.slot))) return false;
    try {
      writeState(folder, {
        archive: await archiveTurn({ state: archive, folder, owner, to }),
        archiveFailure: null,
      });
      this.#complaint = "";
      return true;
    } catch (error) {
      await owner.query("rollback").catch(() => {});
      this.#complain(error);
      // A folder that came away may come back; whether to begin again elsewhere is the daily backup's to try.
      return error instanceof BackupError;
    }
  }

  async #noArchive(archive: ArchiveState | null): Promise<boolean> {
    if (archive !== null) {
      await unfollow(this.#installation.server.admin, archive.slot);
      writeState(this.#installation.folder, { archive: null, archiveFailure: null });
    }
    return true;
  }

  /** In a process of its own: neither its work nor its memory is the server's. */
  #backup(place: string, archive: boolean): void {
    this.#asked = false;
    this.#triedAt = Date.now();
    const { folder } = this.#installation;
    const args = [
      process.argv[1] ?? "",
      "backup",
      place,
      "--planned",
      ...(archive ? ["--follow"] : []),
      "--json",
    ];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"], env: process.env });
    let said = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      said += text;
    });
    this.#kill = () => child.kill("SIGKILL");
    this.#child = new Promise((resolve) => {
      child.once("error", () => resolve());
      child.once("close", (code) => {
        this.#child = null;
        this.#kill = () => {};
        if (code === 0) this.#triedAt = 0;
        else if (code !== null) {
          const message = errorIn(said);
          writeState(folder, { backupFailure: { at: new Date().toISOString(), message } });
          commandLog.error(message);
        }
        if (archive && code === 0) this.#schedule(0);
        resolve();
      });
    });
  }

  #complain(error: unknown): void {
    const message = error instanceof BackupError ? error.message : (tell(error).split("\n")[0] ?? "");
    writeState(this.#installation.folder, { archiveFailure: { at: new Date().toISOString(), message } });
    if (message === this.#complaint) return;
    this.#complaint = message;
    commandLog.warn(message);
  }
}

function errorIn(said: string): string {
  try {
    const { error } = JSON.parse(said) as { error?: unknown };
    if (typeof error === "string") return error;
  } catch {
    // Killed before it could say anything.
  }
  return "La sauvegarde prévue s’est interrompue. Les sauvegardes d’avant sont intactes.";
}
