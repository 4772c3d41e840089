import { join } from "node:path";
import type { Installation } from "../../installation.ts";
import { type DrillReport, drill } from "../../platform/backup/drill.ts";
import { BackupError } from "../../platform/backup/errors.ts";
import { openBackup } from "../../platform/backup/load.ts";
import { recoveryPublic } from "../../platform/backup/recovery-key.ts";
import { shortId } from "../../platform/backup/sealed-file.ts";
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
export function backupCommand(place: string): Promise<CommandAnswer> {
  return asConsole(async (console) => {
    const made = await makeBackup(console, place);
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

async function makeBackup({ installation, caller }: Console, place: string): Promise<MadeBackup> {
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
  let draft: Draft | null = null;
  try {
    await installation.db.call(caller(), ["console"], "backup.make", "audit.record('backup.make')", []);
    // With no server at work, this command's own entries would be the only ones unsealed, after a head declared closed.
    await sealNow(installation, false);
    draft = await writeBackup({
      folder,
      admin: installation.server.admin,
      place,
      to,
      program: programVersion(),
      moment: { snapshot: null },
      say: (step) => commandLog.info(step),
    });
    const writeSeconds = Math.round((performance.now() - started) / 100) / 10;
    const report = await check(installation, draft);
    const final = draft.finish();
    draft = null;
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
    lock.release();
  }
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
