import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { DataFolder } from "../data-folder.ts";
import { ownLikeFolder, replaceFile } from "../durable-file.ts";

/*
 * Both are of this machine (its disks, its day), not of the network: files of the data folder, which no backup takes along.
 */

const plan = z.object({
  /** Folder on another disk; null while nobody chose one. */
  place: z.string().nullable(),
  /** Time of day of the daily backup, where the network lives. */
  at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  /** How many backups are kept. */
  keep: z.number().int().min(1).max(400),
  /** Whether what follows each backup is archived, minute by minute. */
  archive: z.boolean(),
});
export type BackupPlan = z.infer<typeof plan>;

const moment = z.string();
const state = z.object({
  lastBackup: z
    .object({ folder: z.string(), madeAt: moment, rows: z.number(), seconds: z.number(), key: z.string() })
    .nullable(),
  /** The latest failure, of a backup or of the archive, until the same succeeds. */
  backupFailure: z.object({ at: moment, message: z.string() }).nullable(),
  archiveFailure: z.object({ at: moment, message: z.string() }).nullable(),
  archive: z
    .object({
      folder: z.string(),
      id: z.string(),
      slot: z.string(),
      key: z.string(),
      migrations: z.number(),
      last: z.number(),
      until: moment.nullable(),
      files: z.array(z.string()).readonly(),
    })
    .nullable(),
});
export type BackupState = z.infer<typeof state>;

export const NO_PLAN: BackupPlan = { place: null, at: "02:00", keep: 14, archive: true };
const NO_STATE: BackupState = { lastBackup: null, backupFailure: null, archiveFailure: null, archive: null };

/** How this machine's backups are planned. */
export function readPlan(folder: DataFolder): BackupPlan {
  return read(join(folder.root, "backup-plan.json"), plan, NO_PLAN);
}

export function writePlan(folder: DataFolder, value: BackupPlan): void {
  write(folder, "backup-plan.json", value);
}

/** What became of them. */
export function readState(folder: DataFolder): BackupState {
  return read(join(folder.root, "backup-state.json"), state, NO_STATE);
}

/** Changes a part of the state; each part has one writer at a time. */
export function writeState(folder: DataFolder, change: Partial<BackupState>): void {
  write(folder, "backup-state.json", { ...readState(folder), ...change });
}

function read<T>(path: string, schema: z.ZodType<T>, otherwise: T): T {
  try {
    return schema.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    // Absent, or torn: the plan is chosen again, the next backup writes the state again.
    return otherwise;
  }
}

function write(folder: DataFolder, name: string, value: unknown): void {
  const path = join(folder.root, name);
  replaceFile(path, `${JSON.stringify(value, null, 2)}\n`);
  ownLikeFolder(folder.root, path);
}
