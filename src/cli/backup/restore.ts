import { existsSync, readdirSync, renameSync, rmdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { readHeadFile } from "../../access/audit/head-file.ts";
import { type Installation, openInstallation } from "../../installation.ts";
import { BackupError } from "../../platform/backup/errors.ts";
import { findBackup } from "../../platform/backup/format.ts";
import {
  loadDatabase,
  loadFiles,
  type OpenedBackup,
  openBackup,
  readThrough,
} from "../../platform/backup/load.ts";
import { type Replayed, replay } from "../../platform/backup/replay.ts";
import { beside, openScratch, type Scratch } from "../../platform/backup/scratch.ts";
import { unlockBy } from "../../platform/backup/sealed-file.ts";
import { syncFolder } from "../../platform/durable-file.ts";
import { programRoot } from "../../platform/program-root.ts";
import { inConsoleSession } from "../console.ts";
import { type CommandAnswer, commandLog } from "../output.ts";
import { givenKey } from "./key.ts";
import { adoptUnsealed, type TrailFound, verifyRestoredTrail } from "./trail.ts";

/**
 * `maillage restore DIR [--to FOLDER]`: puts a backup back into a data folder that does not exist yet. Everything is made beside
 * it, verified, and takes its name at the end: nothing is ever half-restored.
 */
export async function restoreCommand(
  place: string,
  options: { readonly to?: string; readonly key?: string },
): Promise<CommandAnswer> {
  const started = performance.now();
  const target = resolve(options.to ?? (process.env.MAILLAGE_DATA || "var"));
  refuseFilled(target);
  refuseSettings();
  const key = givenKey(options.key);
  const { folder, manifest } = findBackup(place);
  const backup = await openBackup(folder, manifest.id, unlockBy(key));
  await readThrough(backup);
  const { parent, prefix } = beside(target);
  const scratch = await openScratch(parent, prefix, process.env, commandLog);
  let filled: Awaited<ReturnType<typeof fill>>;
  try {
    filled = await fill(scratch, backup);
    await scratch.stop();
    if (existsSync(target)) rmdirSync(target);
    renameSync(scratch.folder.root, target);
    syncFolder(dirname(target));
  } catch (error) {
    await scratch.remove();
    throw error;
  }
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  const rows = backup.contents.tables.reduce((sum, table) => sum + table.rows, 0);
  const { replayed, ...trail } = filled;
  const stateOf = replayed?.covered.until ?? manifest.madeAt;
  return {
    data: {
      folder: target,
      madeAt: manifest.madeAt,
      stateOf,
      rows,
      changes: replayed?.changes ?? 0,
      ...trail,
      seconds,
    },
    text: [
      `Remis en ${seconds}\u00a0s dans ${target}\u00a0: ${rows} lignes${replayed ? ` et ${replayed.changes} changements archivés` : ""}, journal des accès vérifié (${trail.entries} entrées).`,
      `C’est l’état du ${new Date(stateOf).toLocaleString("fr-FR", { dateStyle: "long", timeStyle: "medium" })}. Chacun se connecte de nouveau.`,
      `Lancez maintenant\u00a0: MAILLAGE_DATA=${target} maillage start`,
    ].join("\n"),
  };
}

async function fill(
  scratch: Scratch,
  backup: OpenedBackup,
): Promise<TrailFound & { replayed: Replayed | null }> {
  let replayed: Replayed | null = null;
  await loadFiles(backup, scratch.folder);
  await loadDatabase(backup, {
    admin: scratch.server.admin,
    migrationsFolder: join(programRoot(), "migrations"),
    isEmpty: async () => false,
    compare: false,
    follow: async (client) => {
      replayed = await replay(backup, client, scratch.folder);
      return replayed?.covered ?? null;
    },
  });
  const trail = await verifyRestoredTrail(scratch);
  await wakeUp(scratch);
  return { ...trail, replayed };
}

/** Opens the restored centre once: newer migrations, login roles, the last entries sealed, sessions of before ended. */
async function wakeUp(scratch: Scratch): Promise<void> {
  const installation = await openInstallation({
    env: scratch.env,
    log: commandLog,
    preset: "bourgoin",
    demonstration: false,
    byHand: true,
  });
  try {
    await settle(installation);
    await inConsoleSession(installation, async (caller) => {
      await installation.db.call(
        caller(),
        ["console"],
        "backup.restore",
        "audit.record('backup.restore')",
        [],
      );
    });
  } finally {
    await installation.close();
  }
}

async function settle(installation: Installation): Promise<void> {
  const head = await readHeadFile(installation.folder.auditHead);
  const owner = await installation.connectOwner();
  try {
    await owner.query("begin");
    if (head !== null) await adoptUnsealed(owner, head.signedAt.replace(/ AD$/, "Z"));
    // Whoever left, or was closed out, after the backup must not come back by a session or a link of before.
    await owner.query("update access.session set revoked_at = now() where revoked_at is null");
    await owner.query("delete from access.sign_in_step");
    await owner.query("delete from access.one_time_link where used_at is null");
    await owner.query("commit");
  } finally {
    await owner.end();
  }
}

function refuseFilled(target: string): void {
  if (!existsSync(target) || readdirSync(target).length === 0) return;
  throw new BackupError(
    `Le dossier ${target} n’est pas vide\u00a0: rien n’y est remis, pour ne rien écraser. Rien n’a été modifié. Indiquez avec --to un dossier qui n’existe pas encore, ou rangez celui-ci ailleurs.`,
  );
}

function refuseSettings(): void {
  const { MAILLAGE_KEYS: keys, DATABASE_URL: url } = process.env;
  if (!keys && !url) return;
  throw new BackupError(
    `Une sauvegarde se remet dans un dossier de données entier, avec ses clés et sa base. Rien n’a été modifié. Retirez ${keys ? "MAILLAGE_KEYS" : "DATABASE_URL"}, recommencez, ` +
      "puis «\u00a0maillage move --to\u00a0» la portera sur un autre PostgreSQL.",
  );
}
