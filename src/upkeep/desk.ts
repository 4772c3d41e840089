import { accessSync, constants, mkdirSync, readFileSync, statfsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { BackupError, systemWords } from "../platform/backup/errors.ts";
import { readPlan, readState, writePlan } from "../platform/backup/plan.ts";
import { newRecoveryKey, putRecoveryKey, recoveryPublic } from "../platform/backup/recovery-key.ts";
import { shortId } from "../platform/backup/sealed-file.ts";
import type { DataFolder } from "../platform/data-folder.ts";
import { readMigrations } from "../platform/database/migrate.ts";
import { lockHolder } from "../platform/folder-lock.ts";
import type { Plan, UpkeepStatus } from "./model.ts";

/** What this machine says of itself, and what may be asked of it. */
export interface Desk {
  read(): Pick<UpkeepStatus, "plan" | "recoveryKey" | "backup" | "disk" | "placeDisk"> & {
    readonly archive: UpkeepStatus["archive"];
    readonly headSignedAt: string | null;
    readonly program: {
      readonly running: string;
      readonly installed: string;
      readonly migrations: number;
      readonly node: string;
    };
    readonly mail: boolean;
  };
  /** @throws BackupError when backups could not go there */
  savePlan(plan: Plan): void;
  /** Makes a recovery key and puts it in use. @returns it, this once */
  newKey(): { readonly id: string; readonly key: string };
  backupNow(): void;
}

export interface DeskOptions {
  readonly folder: DataFolder;
  readonly programFolder: string;
  readonly mail: boolean;
  readonly backupNow: () => void;
}

export function openDesk({ folder, programFolder, mail, backupNow }: DeskOptions): Desk {
  const running = versionIn(programFolder);
  return {
    backupNow,
    read() {
      const state = readState(folder);
      const plan = readPlan(folder);
      const key = recoveryPublic(folder.keys);
      return {
        plan,
        mail,
        recoveryKey: key && { id: shortId(key.id), since: key.since },
        backup: {
          running: isRunning(folder),
          last: state.lastBackup,
          failure: state.backupFailure,
        },
        archive: { until: state.archive?.until ?? null, failure: state.archiveFailure },
        disk: spaceOf(folder.root) ?? { free: 0, total: 0 },
        placeDisk: plan.place === null ? null : placeDiskOf(plan.place, folder.root),
        headSignedAt: signedAt(folder.auditHead),
        program: {
          running,
          installed: versionIn(programFolder),
          migrations: readMigrations(join(programFolder, "migrations")).length,
          node: process.versions.node,
        },
      };
    },
    savePlan(plan) {
      if (plan.place !== null) refusePlace(folder, plan.place);
      writePlan(folder, plan);
    },
    newKey() {
      const key = newRecoveryKey();
      return { id: shortId(putRecoveryKey(folder.keys, key).id), key };
    },
  };
}

function refusePlace(folder: DataFolder, wanted: string): void {
  const place = resolve(wanted);
  if (`${place}/`.startsWith(`${folder.root}/`)) {
    throw new BackupError(
      `Le dossier ${place} est dans le dossier de données\u00a0: il disparaîtrait avec lui. Rien n’a été modifié. Choisissez un autre disque.`,
    );
  }
  try {
    mkdirSync(place, { recursive: true, mode: 0o700 });
    accessSync(place, constants.W_OK);
  } catch (error) {
    throw new BackupError(
      `Le dossier ${place} ne peut pas recevoir de sauvegarde\u00a0: ${systemWords(error)}. Rien n’a été modifié. Branchez le disque ou choisissez un autre dossier.`,
      { cause: error },
    );
  }
}

function isRunning(folder: DataFolder): boolean {
  try {
    return lockHolder(join(folder.root, "backup.lock")) !== null;
  } catch {
    return false;
  }
}

function placeDiskOf(place: string, data: string): UpkeepStatus["placeDisk"] {
  const space = spaceOf(place);
  return space && { ...space, sameAsData: statSync(place).dev === statSync(data).dev };
}

function spaceOf(path: string): { free: number; total: number } | null {
  try {
    const { bavail, blocks, bsize } = statfsSync(path);
    return { free: bavail * bsize, total: blocks * bsize };
  } catch {
    return null;
  }
}

/** Moment of the head kept outside the database, or null when there is none. */
function signedAt(path: string): string | null {
  try {
    const { signedAt: text } = JSON.parse(readFileSync(path, "utf8")) as { signedAt: string };
    return text.replace(/\d{3} AD$/, "Z");
  } catch {
    return null;
  }
}

function versionIn(programFolder: string): string {
  const { version } = JSON.parse(readFileSync(join(programFolder, "package.json"), "utf8")) as {
    version: string;
  };
  return version;
}
