import { tmpdir } from "node:os";
import { join } from "node:path";
import { drill } from "../../platform/backup/drill.ts";
import { findBackup } from "../../platform/backup/format.ts";
import { openBackup } from "../../platform/backup/load.ts";
import { type Replayed, replay } from "../../platform/backup/replay.ts";
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
  let replayed: Replayed | null = null;
  const report = await drill(backup, {
    parent: process.env.MAILLAGE_SCRATCH || tmpdir(),
    env: process.env,
    log: commandLog,
    migrationsFolder: join(programRoot(), "migrations"),
    follow: async (client, here) => {
      replayed = await replay(backup, client, here);
      return replayed?.covered ?? null;
    },
    inspect: async (restored) => {
      trail = await verifyRestoredTrail(restored);
    },
  });
  const { madeAt } = manifest;
  const archived = archivedIn(replayed);
  return {
    data: {
      ok: true,
      folder,
      madeAt,
      ...report,
      ...trail,
      changes: archived?.changes ?? 0,
      until: archived?.until ?? madeAt,
    },
    text: [
      `La sauvegarde du ${moment(madeAt)} est bonne (${folder}).`,
      `Remise en ${report.seconds}\u00a0s\u00a0: ${report.rows} lignes de ${report.tables} tables et ${report.files} fichiers, tous égaux\u00a0; journal des accès vérifié (${trail.entries} entrées).`,
      ...(archived
        ? [`Archive qui la suit\u00a0: ${archived.changes} changements, jusqu’au ${moment(archived.until)}.`]
        : []),
    ].join("\n"),
  };
}

function archivedIn(replayed: Replayed | null): { changes: number; until: string } | null {
  return replayed && { changes: replayed.changes, until: replayed.covered.until };
}

function moment(iso: string): string {
  return new Date(iso).toLocaleString("fr-FR", { dateStyle: "long", timeStyle: "medium" });
}
