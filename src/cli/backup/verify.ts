import { tmpdir } from "node:os";
import { join } from "node:path";
import { drill } from "../../platform/backup/drill.ts";
import { findBackup } from "../../platform/backup/format.ts";
import { openBackup } from "../../platform/backup/load.ts";
import { unlockBy } from "../../platform/backup/sealed-file.ts";
import { programRoot } from "../../platform/program-root.ts";
import { type CommandAnswer, commandLog } from "../output.ts";
import { givenKey } from "./key.ts";
import { type TrailFound, verifyRestoredTrail } from "./trail.ts";

/** `maillage verify-backup DIR`: the drill, by the recovery key, on whatever machine; says how long putting back took. */
export async function verifyBackupCommand(
  place: string,
  options: { readonly key?: string },
): Promise<CommandAnswer> {
  const key = givenKey(options.key);
  const { folder, manifest } = findBackup(place);
  const backup = await openBackup(folder, manifest.id, unlockBy(key));
  let trail: TrailFound = { entries: 0, sealed: 0 };
  const report = await drill(backup, {
    parent: process.env.MAILLAGE_SCRATCH || tmpdir(),
    env: process.env,
    log: commandLog,
    migrationsFolder: join(programRoot(), "migrations"),
    inspect: async (restored) => {
      trail = await verifyRestoredTrail(restored);
    },
  });
  const { madeAt } = manifest;
  return {
    data: { ok: true, folder, madeAt, ...report, ...trail },
    text: [
      `La sauvegarde du ${new Date(madeAt).toLocaleString("fr-FR", { dateStyle: "long", timeStyle: "short" })} est bonne (${folder}).`,
      `Remise en ${report.seconds}\u00a0s\u00a0: ${report.rows} lignes de ${report.tables} tables et ${report.files} fichiers, tous égaux\u00a0; journal des accès vérifié (${trail.entries} entrées).`,
    ].join("\n"),
  };
}
