import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import type { Installation } from "../../installation.ts";
import { type DrillReport, drill } from "../../platform/backup/drill.ts";
import { BackupError } from "../../platform/backup/errors.ts";
import { listBackups } from "../../platform/backup/format.ts";
import { openBackup } from "../../platform/backup/load.ts";
import { readPlan, readState, writeState } from "../../platform/backup/plan.ts";
import { recoveryPublic } from "../../platform/backup/recovery-key.ts";
import { shortId } from "../../platform/backup/sealed-file.ts";
import { type Following, follow, unfollow } from "../../platform/backup/slot.ts";
import { type Draft, writeBackup } from "../../platform/backup/write-backup.ts";
import { tryLock } from "../../platform/folder-lock.ts";
import { programRoot } from "../../platform/program-root.ts";
import { asConsole, type Console, sealNow } from "../console.ts";
import { type CommandAnswer, commandLog } from "../output.ts";
import { type TrailFound, verifyRestoredTrail } from "./trail.ts";
import { programVersion } from "./version.ts";

/**
 * `maillage backup DIR`: a backup of one moment while everything runs, put back in a folder of a moment and compared before it
 * bears its name.
 */
export function backupCommand(place: string, options: BackupOptions = {}): Promise<CommandAnswer> {
  return asConsole(async (console) => {
    const made = await makeBackup(console, place, options);
    if (options.planned) removeOldest(place, readPlan(console.installation.folder).keep, made.folder);
    return {
      data: made,
      text: [
        `Sauvegarde faite et vérifiée\u00a0: ${made.folder}`,
        `${made.rows} lignes de ${made.tables} tables et ${made.files} fichiers, remis et comparés en ${made.drillSeconds}\u00a0s\u00a0; journal des accès vérifié (${made.entries} entrées).`,
        `Elle s’ouvre avec la clé de récupération ${made.key}.`,
      ].join("\n"),
    };
  });
}

export interface BackupOptions {
  /** Made by the plan: the oldest ones beyond those it keeps are removed. */
  readonly planned?: boolean;
  /** Followed by the archive, which the running server goes on with. */
  readonly follow?: boolean;
}

export interface MadeBackup {
  readonly folder: string;
  readonly id: string;
  readonly key: string;
  readonly tables: number;
  readonly rows: number;
  readonly files: number;
  readonly entries: number;
  /** Writing alone, then putting back and comparing. */
  readonly writeSeconds: number;
  readonly drillSeconds: number;
}

async function makeBackup(
  { installation, caller }: Console,
  place: string,
  options: BackupOptions,
): Promise<MadeBackup> {
  const { folder } = installation;
  const to = recoveryPublic(folder.keys);
  if (to === null) {
    throw new BackupError(
      "Aucune clé de récupération n’a encore été faite\u00a0: personne ne pourrait ouvrir cette sauvegarde. Rien n’a été modifié. Lancez «\u00a0maillage recovery-key\u00a0», recopiez la clé, puis recommencez.",
    );
  }
  const lock = tryLock(join(folder.root, "backup.lock"));
  if (lock === null) {
    throw new BackupError(
      "Une autre sauvegarde est en cours. Rien n’a été modifié. Attendez qu’elle se termine, puis recommencez.",
    );
  }
  const started = performance.now();
  const { admin } = installation.server;
  let draft: Draft | null = null;
  let following: Following | null = null;
  try {
    await installation.db.call(caller(), ["console"], "backup.make", "audit.record('backup.make')", []);
    // With no server at work, this command's own entries would be the only ones unsealed, after a head declared closed.
    await sealNow(installation, false);
    // The head of the audit as it was just before the moment backed up.
    let auditHead: string | null = null;
    if (options.follow) {
      following = await follow(admin, () => {
        auditHead = readIfPresent(folder.auditHead);
      });
    }
    draft = await writeBackup({
      folder,
      admin,
      place,
      to,
      program: programVersion(),
      moment: { snapshot: following?.snapshot ?? null, auditHead },
      say: (step) => commandLog.info(step),
    });
    const writeSeconds = Math.round((performance.now() - started) / 100) / 10;
    const report = await check(installation, draft);
    const final = draft.finish();
    const { madeAt, contents } = draft;
    draft = null;
    const former = readState(folder).archive;
    writeState(folder, {
      lastBackup: { folder: final, madeAt, rows: report.rows, seconds: report.seconds, key: to.id },
      backupFailure: null,
      ...(following && {
        archive: {
          folder: final,
          id: report.id,
          slot: following.slot,
          key: to.id,
          migrations: contents.migrations.length,
          last: 0,
          until: null,
          files: [],
        },
      }),
    });
    if (following && former) await unfollow(admin, former.slot);
    following?.close().catch(() => {});
    following = null;
    return {
      folder: final,
      id: report.id,
      key: shortId(to.id),
      tables: report.tables,
      rows: report.rows,
      files: report.files,
      entries: report.entries,
      writeSeconds,
      drillSeconds: report.seconds,
    };
  } finally {
    draft?.abandon();
    await giveUp(following, admin);
    lock.release();
  }
}

async function giveUp(following: Following | null, admin: pg.ClientConfig): Promise<void> {
  if (following === null) return;
  await following.close().catch(() => {});
  await unfollow(admin, following.slot);
}

/** Those of this place beyond the number kept, never the one just made. */
function removeOldest(place: string, keep: number, made: string): void {
  for (const { folder } of listBackups(place).slice(keep)) {
    if (folder !== made) rmSync(folder, { recursive: true, force: true });
  }
}

function readIfPresent(path: string): string | null {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

async function check(
  installation: Installation,
  draft: Draft,
): Promise<DrillReport & TrailFound & { id: string }> {
  const backup = await openBackup(draft.folder, draft.id, draft.unlock);
  let trail: TrailFound = { entries: 0, sealed: 0 };
  const report = await drill(backup, {
    // Where the records already are: nothing in clear goes to a disk that holds none.
    parent: installation.folder.root,
    env: process.env,
    log: commandLog,
    migrationsFolder: join(programRoot(), "migrations"),
    inspect: async (restored) => {
      trail = await verifyRestoredTrail(restored);
    },
  });
  return { ...report, ...trail, id: draft.id };
}
