import { rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import type { Installation } from "../../installation.ts";
import { BackupError } from "../../platform/backup/errors.ts";
import { loadDatabase, openBackup } from "../../platform/backup/load.ts";
import { newRecoveryKey, readRecoveryKey } from "../../platform/backup/recovery-key.ts";
import { unlockBy } from "../../platform/backup/sealed-file.ts";
import { writeBackup } from "../../platform/backup/write-backup.ts";
import { serverHolder } from "../../platform/data-folder.ts";
import { leftFor, markLeft } from "../../platform/database/left.ts";
import { obtainPostgres, type PostgresServer } from "../../platform/postgres/obtain.ts";
import { programRoot } from "../../platform/program-root.ts";
import { inConsoleSession, withInstallation } from "../console.ts";
import { type CommandAnswer, CommandError, commandLog } from "../output.ts";
import { type TrailFound, verifyRestoredTrail } from "./trail.ts";
import { programVersion } from "./version.ts";

interface Moved extends TrailFound {
  readonly tables: number;
  readonly rows: number;
  readonly fromMajor: number;
  readonly toMajor: number;
}

/**
 * `maillage move --to URL|embedded`: carries the centre to another PostgreSQL, of the same major version or a newer one. By a copy that
 * passes through the data folder, sealed; every table is compared row for row, the audit chain verified. The database
 * left behind keeps its content and refuses to be opened by mistake.
 */
export function moveCommand(to: string): Promise<CommandAnswer> {
  return withInstallation(async (installation) => {
    await refuseAtWork(installation);
    const target = await obtainTarget(installation, to);
    try {
      const started = performance.now();
      const moved = await move(installation, target);
      await markLeft(target.admin, null);
      await markLeft(installation.server.admin, target.kind);
      const seconds = Math.round((performance.now() - started) / 100) / 10;
      return {
        data: { ...moved, seconds },
        text: [
          `Porté en ${seconds}\u00a0s de PostgreSQL ${moved.fromMajor} à PostgreSQL ${moved.toMajor}\u00a0: ${moved.rows} lignes de ${moved.tables} tables, toutes comparées\u00a0; journal des accès vérifié (${moved.entries} entrées).`,
          target.kind === "external"
            ? "Relancez maintenant avec DATABASE_URL=(cette adresse). Le dossier de données garde les clés\u00a0: ne le supprimez pas."
            : "Relancez maintenant sans DATABASE_URL.",
          "L’ancienne base est restée telle quelle et ne s’ouvre plus\u00a0: supprimez-la quand une sauvegarde de la nouvelle est faite.",
        ].join("\n"),
      };
    } finally {
      await target.release();
    }
  });
}

/** Nobody may write meanwhile: neither this folder's server, nor another one of an external database. */
async function refuseAtWork(installation: Installation): Promise<void> {
  const owner = await installation.connectOwner();
  try {
    const { rows } = await owner.query<{ others: number }>(
      `select count(*)::int as others from pg_stat_activity
        where datname = current_database() and application_name in ('maillage app', 'maillage signin', 'maillage sealer')`,
    );
    if (serverHolder(installation.folder) === null && rows[0]?.others === 0) return;
  } finally {
    await owner.end();
  }
  throw new BackupError(
    "Un serveur Maillage travaille sur cette base\u00a0: ce qui serait écrit pendant le transport se perdrait. Rien n’a été modifié. Arrêtez-le (Ctrl-C), puis recommencez.",
  );
}

async function obtainTarget({ folder, server }: Installation, to: string): Promise<PostgresServer> {
  if (to !== "embedded" && !/^postgres(ql)?:\/\//.test(to)) {
    throw new CommandError(
      `«\u00a0${to}\u00a0» n’est pas une adresse. Rien n’a été modifié. Donnez postgresql://compte:mot-de-passe@serveur:5432/base, ou «\u00a0embedded\u00a0».`,
      2,
    );
  }
  if (to === "embedded" && server.kind === "embedded") {
    throw new CommandError(
      "Le centre est déjà sur le PostgreSQL de son dossier de données. Rien n’a été modifié.",
      2,
    );
  }
  return obtainPostgres({ folder, databaseUrl: to === "embedded" ? undefined : to, log: commandLog });
}

async function move(installation: Installation, target: PostgresServer): Promise<Moved> {
  const { folder, server } = installation;
  // The last entry of the database left; its session closes, the chain with it, and nothing is written there any more.
  await inConsoleSession(installation, async (caller) => {
    await installation.db.call(caller(), ["console"], "backup.move", "audit.record('backup.move')", []);
  });
  const key = readRecoveryKey(newRecoveryKey());
  const place = join(folder.root, `check-${process.pid}-move`);
  try {
    const draft = await writeBackup({
      folder,
      admin: server.admin,
      place,
      passing: true,
      to: key,
      program: programVersion(),
      moment: { snapshot: null, auditHead: null },
    });
    const backup = await openBackup(draft.folder, draft.id, unlockBy(key));
    const wasLeft = (await leftFor(target.admin)) !== null;
    await loadDatabase(backup, {
      admin: target.admin,
      migrationsFolder: join(programRoot(), "migrations"),
      isEmpty: async (client) => wasLeft || (await holdsNothing(client)),
      compare: true,
    });
    const trail = await verifyRestoredTrail({ folder, server: target });
    const { tables, postgres } = backup.contents;
    return {
      ...trail,
      tables: tables.length,
      rows: tables.reduce((sum, { rows }) => sum + rows, 0),
      fromMajor: Math.floor(postgres / 10_000),
      toMajor: await majorOf(target),
    };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

async function holdsNothing(client: pg.ClientBase): Promise<boolean> {
  const { rowCount } = await client.query("select from network.installation");
  return rowCount === 0;
}

async function majorOf({ admin }: PostgresServer): Promise<number> {
  const client = new pg.Client(admin);
  client.on("error", () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ version: number }>(
      "select current_setting('server_version_num')::int as version",
    );
    return Math.floor((rows[0]?.version ?? 0) / 10_000);
  } finally {
    await client.end();
  }
}
