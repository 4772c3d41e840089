import type pg from "pg";
import type { DataFolder } from "../data-folder.ts";
import type { PostgresLog, PostgresServer } from "../postgres/obtain.ts";
import { loadDatabase, loadFiles, type OpenedBackup } from "./load.ts";
import { openScratch } from "./scratch.ts";

export interface DrillOptions {
  /** Where the passing data folder goes. */
  readonly parent: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: PostgresLog;
  readonly migrationsFolder: string;
  /** Looks at what was put back: the audit chain, for one. @throws when it is not as it should be */
  readonly inspect: (restored: { folder: DataFolder; server: PostgresServer }) => Promise<void>;
  readonly follow?: (
    client: pg.ClientBase,
    folder: DataFolder,
  ) => Promise<{ nextTransaction: string } | null>;
}

/** What a drill found equal. */
export interface DrillReport {
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  readonly bytes: number;
  readonly seconds: number;
}

/**
 * Really puts a backup back, in a folder of a moment with a PostgreSQL of its own, and compares: every table row for row,
 * every file byte for byte, then whatever `inspect` looks at. Everything is removed afterwards.
 * @throws BackupError naming what differs
 */
export async function drill(backup: OpenedBackup, options: DrillOptions): Promise<DrillReport> {
  const started = performance.now();
  const scratch = await openScratch(options.parent, "check-", options.env, options.log);
  try {
    await loadFiles(backup, scratch.folder);
    const { follow } = options;
    await loadDatabase(backup, {
      admin: scratch.server.admin,
      migrationsFolder: options.migrationsFolder,
      isEmpty: async () => false,
      compare: true,
      ...(follow ? { follow: (client: pg.ClientBase) => follow(client, scratch.folder) } : {}),
    });
    await options.inspect(scratch);
    const { tables, files } = backup.contents;
    return {
      tables: tables.length,
      rows: tables.reduce((sum, { rows }) => sum + rows, 0),
      files: files.length,
      bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
      seconds: Math.round((performance.now() - started) / 100) / 10,
    };
  } finally {
    await scratch.remove();
  }
}
