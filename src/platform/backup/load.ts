import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { open } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import type { DataFolder } from "../data-folder.ts";
import { checkHistory, MigrationError, migrate, readMigrations } from "../database/migrate.ts";
import { ownLikeFolder } from "../durable-file.ts";
import { dress, undress } from "./bare-schema.ts";
import { BackupError } from "./errors.ts";
import { type BackedUpTable, type Contents, parseContents } from "./format.ts";
import { readSealed, type Unlock } from "./sealed-file.ts";
import { cut, fillTable, listTables, Measured, readTable, SAME_WORDS, setSequences } from "./tables.ts";
import { passTransactions } from "./transactions.ts";

/** A backup opened for reading. */
export interface OpenedBackup {
  readonly id: string;
  readonly folder: string;
  readonly contents: Contents;
  readonly unlock: Unlock;
}

/** Reads what a backup holds. @throws BackupError when it does not open */
export async function openBackup(folder: string, id: string, unlock: Unlock): Promise<OpenedBackup> {
  const chunks: Buffer[] = [];
  await readSealed(join(folder, "contents.sealed"), `${id}/contents.sealed`, unlock, collect(chunks));
  return { id, folder, unlock, contents: parseContents(Buffer.concat(chunks).toString("utf8")) };
}

/** Keeps what passes. */
export function collect(chunks: Buffer[]): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
}

export interface LoadOptions {
  readonly admin: pg.ClientConfig;
  readonly migrationsFolder: string;
  /** Whether the database, migrated by an earlier try, holds nothing yet. */
  readonly isEmpty: (client: pg.ClientBase) => Promise<boolean>;
  /** What followed, applied after the tables, before keys are checked again. */
  readonly follow?: (client: pg.ClientBase) => Promise<{ nextTransaction: string } | null>;
  /** Also reads every table again and compares it with the backup, row for row. */
  readonly compare: boolean;
}

/**
 * Fills an empty database from a backup: the schema from the migrations, at the very state the backup was made at; the
 * rows, all in one transaction; the transaction numbers passed that entries of the trail bear.
 * @throws BackupError when the database is not empty, the program is older, or a file is missing or altered: the
 * database is then as empty as before
 */
export async function loadDatabase(backup: OpenedBackup, options: LoadOptions): Promise<void> {
  const { contents } = backup;
  refuseForeign(contents, options.migrationsFolder);
  const client = new pg.Client({ ...options.admin, application_name: "maillage restore" });
  client.on("error", () => {});
  await client.connect();
  try {
    await refuseFilled(client, options.isEmpty);
    await migrate(options.admin, options.migrationsFolder, contents.migrations.length);
    await client.query(SAME_WORDS);
    await client.query("begin");
    const off = await undress(client);
    for (const table of contents.tables) await loadTable(client, backup, table);
    if (options.compare) await compareTables(client, contents.tables);
    await setSequences(client, contents.sequences);
    const followed = (await options.follow?.(client)) ?? null;
    await dress(client, off);
    await client.query("commit");
    await passTransactions(client, BigInt(followed?.nextTransaction ?? contents.nextTransaction));
    await client.query("vacuum (analyze)");
    await client.end();
  } catch (error) {
    cut(client);
    throw error;
  }
}

function refuseForeign(contents: Contents, migrationsFolder: string): void {
  try {
    checkHistory(contents.migrations, readMigrations(migrationsFolder));
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
    throw new BackupError(
      `Cette sauvegarde a été faite par une autre version de Maillage (schéma ${contents.migrations.at(-1)?.name ?? "inconnu"}), que celle-ci ne connaît pas. ` +
        "Rien n’a été modifié. Installez la version la plus récente du programme, puis recommencez.",
      { cause: error },
    );
  }
}

async function refuseFilled(client: pg.ClientBase, isEmpty: LoadOptions["isEmpty"]): Promise<void> {
  const { rows } = await client.query<{ known: boolean }>(
    "select to_regclass('platform.migration') is not null as known",
  );
  if (rows[0]?.known !== true || (await isEmpty(client))) return;
  throw new BackupError(
    "La base de destination contient déjà un centre. Rien n’a été modifié. Indiquez une base vide.",
  );
}

/**
 * Reads every file of a backup to its end, before anything is begun from it.
 * @throws BackupError naming the first that is missing, altered, or not the one announced
 */
export async function readThrough(backup: OpenedBackup): Promise<void> {
  const { contents } = backup;
  const sealed = [
    ...contents.tables.map((table) => ({ ...table, what: fileOf(table) })),
    ...contents.files.map((file, index) => ({ ...file, what: `files/${index + 1}.sealed` })),
  ];
  for (const { what, sha256 } of sealed) {
    const measured = new Measured();
    measured.resume();
    await readSealed(join(backup.folder, what), `${backup.id}/${what}`, backup.unlock, measured);
    if (measured.result().sha256 !== sha256) throw notAnnounced(what);
  }
}

function fileOf(table: BackedUpTable): string {
  return `tables/${table.schema}.${table.name}.sealed`;
}

function notAnnounced(what: string): BackupError {
  return new BackupError(
    `Le fichier ${what} de la sauvegarde n’est pas celui que son inventaire annonce. Rien n’a été modifié. Prenez une autre sauvegarde.`,
  );
}

async function loadTable(client: pg.ClientBase, backup: OpenedBackup, table: BackedUpTable): Promise<void> {
  const name = fileOf(table);
  const measured = new Measured();
  const filled = pipeline(measured, fillTable(client, table));
  // A file that does not open at all never reaches the table: what is wrong with the file is what is told.
  filled.catch(() => {});
  await readSealed(join(backup.folder, name), `${backup.id}/${name}`, backup.unlock, measured);
  await filled;
  const { rows, sha256 } = measured.result();
  if (rows === table.rows && sha256 === table.sha256) return;
  throw notAnnounced(name);
}

/** What the database gives back is what was in the one backed up. @throws BackupError naming the table that differs */
async function compareTables(client: pg.ClientBase, expected: readonly BackedUpTable[]): Promise<void> {
  const tables = await listTables(client);
  for (const wanted of expected) {
    const table = tables.find(({ schema, name }) => schema === wanted.schema && name === wanted.name);
    const found = table && (await measureTable(client, table));
    if (found?.rows === wanted.rows && found.sha256 === wanted.sha256) continue;
    throw new BackupError(
      `La table ${wanted.schema}.${wanted.name}, une fois remise, n’est pas celle qui a été sauvegardée (${found?.rows ?? 0} lignes au lieu de ${wanted.rows}).`,
    );
  }
}

/** Rows and checksum of a table, as a backup notes them. */
export async function measureTable(
  client: pg.ClientBase,
  table: Parameters<typeof readTable>[1],
): Promise<{ rows: number; sha256: string }> {
  const measured = new Measured();
  await pipeline(readTable(client, table), measured, new Writable({ write: (_, __, done) => done() }));
  return measured.result();
}

/**
 * Writes the backed-up files into a data folder.
 * @throws BackupError naming a file that is missing or altered
 */
export async function loadFiles(backup: OpenedBackup, folder: DataFolder): Promise<void> {
  for (const [index, file] of backup.contents.files.entries()) {
    const name = `files/${index + 1}.sealed`;
    const hash = createHash("sha256");
    const target = placeOf(folder, file.path);
    const handle = await open(target, "w", 0o600);
    try {
      const sink = new Writable({
        write(chunk: Buffer, _encoding, done) {
          hash.update(chunk);
          handle.write(chunk).then(() => done(), done);
        },
      });
      await readSealed(join(backup.folder, name), `${backup.id}/${name}`, backup.unlock, sink);
      await handle.sync();
    } finally {
      await handle.close();
    }
    ownLikeFolder(folder.root, target);
    if (hash.digest("hex") !== file.sha256) throw notAnnounced(name);
  }
}

/** Where a backed-up file goes; never outside the data folder, whatever the backup says. */
export function placeOf(folder: DataFolder, path: string): string {
  const target = resolve(folder.root, path);
  if (!target.startsWith(`${folder.root}/`) || target.startsWith(`${folder.postgres}/`)) {
    throw new BackupError(
      `La sauvegarde contient un fichier hors du dossier de données (${path}). Rien n’a été modifié.`,
    );
  }
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  ownLikeFolder(folder.root, dirname(target));
  return target;
}
