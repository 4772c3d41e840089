import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";

/** A refusal to touch the database, in French, for whoever started the command. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

interface MigrationFile {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
  readonly sql: string;
}

// One number for all: two processes starting together apply migrations one after the other.
const MIGRATION_LOCK = 7_165_118_301;

/**
 * Applies the migrations the database lacks, each in a transaction of its own, under a lock.
 * @param admin a connection of the role that owns the schema
 * @param folder holds `NNNN_name.sql` files, the one source of the schema
 * @param through how many of them at most, for a database being put back as it was
 * @returns the names applied by this call
 * @throws MigrationError when the database is newer than the program, or a file applied before was edited since
 */
export async function migrate(admin: pg.ClientConfig, folder: string, through?: number): Promise<string[]> {
  const files = readMigrations(folder);
  const client = new pg.Client(admin);
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await client.query(`create schema if not exists platform;
      create table if not exists platform.migration (
        version integer primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())`);
    const { rows } = await client.query<{ version: number; name: string; checksum: string }>(
      "select version, name, checksum from platform.migration order by version",
    );
    checkHistory(rows, files);
    const missing = files.slice(rows.length, through);
    for (const file of missing) await apply(client, file);
    return missing.map((file) => file.name);
  } finally {
    await client.end();
  }
}

/** The migrations of this program, in order. */
export function readMigrations(folder: string): MigrationFile[] {
  const names = readdirSync(folder)
    .filter((name) => /^\d{4}_.+\.sql$/.test(name))
    .sort();
  return names.map((name) => {
    const sql = readFileSync(join(folder, name), "utf8");
    return {
      version: Number(name.slice(0, 4)),
      name,
      checksum: createHash("sha256").update(sql).digest("hex"),
      sql,
    };
  });
}

/** @throws MigrationError when what was applied is not the beginning of these files */
export function checkHistory(
  applied: readonly { version: number; name: string; checksum: string }[],
  files: MigrationFile[],
): void {
  if (applied.length > files.length) {
    const newest = applied.at(-1)?.name ?? "";
    throw new MigrationError(
      `Cette base a été mise à jour par une version plus récente de Maillage (${newest}). Rien n’a été modifié. ` +
        "Installez la version la plus récente du programme, puis recommencez.",
    );
  }
  for (const [index, row] of applied.entries()) {
    const file = files[index];
    if (!file || file.version !== row.version || file.checksum !== row.checksum) {
      throw new MigrationError(
        `La migration ${row.name} de ce programme n’est pas celle qui a été appliquée à cette base. Rien n’a été modifié. ` +
          "Réinstallez une version publiée de Maillage, sans fichier modifié.",
      );
    }
  }
}

async function apply(client: pg.Client, file: MigrationFile): Promise<void> {
  await client.query("begin");
  try {
    await client.query(file.sql);
    await client.query("insert into platform.migration (version, name, checksum) values ($1, $2, $3)", [
      file.version,
      file.name,
      file.checksum,
    ]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw new MigrationError(`La migration ${file.name} a échoué ; la base est restée comme avant.`, {
      cause: error,
    });
  }
}
