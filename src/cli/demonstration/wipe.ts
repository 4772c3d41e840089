import { rmSync } from "node:fs";
import pg from "pg";
import { InstallationError, type OpenOptions } from "../../installation.ts";
import { openDataFolder } from "../../platform/data-folder.ts";
import { obtainPostgres } from "../../platform/postgres/obtain.ts";

const SCHEMAS = [
  "platform",
  "network",
  "access",
  "audit",
  "people",
  "papers",
  "rights",
  "care",
  "intake",
  "record",
  "reports",
  "retention",
];

/** Empties a demonstration so that it starts afresh. @throws InstallationError when the folder holds a real centre */
export async function wipeDemonstration(options: OpenOptions): Promise<void> {
  const folder = openDataFolder(options.env);
  const server = await obtainPostgres({
    folder,
    databaseUrl: options.env.DATABASE_URL || undefined,
    log: options.log,
    env: options.env,
  });
  try {
    const owner = new pg.Client(server.admin);
    await owner.connect();
    try {
      const { rows } = await owner.query<{ there: boolean }>(
        "select to_regclass('network.installation') is not null as there",
      );
      if (!rows[0]?.there) return;
      const real = await owner.query("select from network.installation where not demonstration");
      if (real.rowCount) {
        throw new InstallationError(
          "Ce dossier de données contient un vrai centre : --fresh n’efface qu’une démonstration. Rien n’a été modifié.",
        );
      }
      await owner.query(SCHEMAS.map((name) => `drop schema if exists ${name} cascade`).join("; "));
      rmSync(folder.auditHead, { force: true });
    } finally {
      await owner.end();
    }
  } finally {
    await server.release();
  }
}
