import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Readable } from "node:stream";
import pg from "pg";
import type { DataFolder } from "../data-folder.ts";
import { replaceFile, syncFolder } from "../durable-file.ts";
import { identifyProcess, isRunning } from "../process-identity.ts";
import { listDataFiles } from "./data-files.ts";
import { BackupError, systemWords } from "./errors.ts";
import { type Contents, newManifest } from "./format.ts";
import type { RecoveryPublic } from "./recovery-key.ts";
import { type Unlock, writeSealed } from "./sealed-file.ts";
import { cut, listTables, Measured, readSequences, readTable, SAME_WORDS } from "./tables.ts";

/** A moment of the database that several connections can look at. */
export interface Moment {
  /** Name of an exported snapshot, kept by `release`; null for this very moment. */
  readonly snapshot: string | null;
  /** The audit's head as it was just before; null to take the one kept now. */
  readonly auditHead: string | null;
}

export interface WriteOptions {
  readonly folder: DataFolder;
  readonly admin: pg.ClientConfig;
  /** Where backups go: each in a folder of its own. */
  readonly place: string;
  /** True for a copy that does not stay, and may pass through the data folder. */
  readonly passing?: boolean;
  readonly to: RecoveryPublic;
  /** Name and version of the program. */
  readonly program: string;
  readonly moment: Moment;
  readonly say?: (step: string) => void;
}

/** A backup just written, not yet under its final name. */
export interface Draft {
  readonly id: string;
  readonly folder: string;
  readonly contents: Contents;
  readonly madeAt: string;
  /** Opens what was just written, while this process lives. */
  readonly unlock: Unlock;
  /** Gives it its final name: from then on it is a backup. @returns the folder's final name */
  finish(): string;
  /** Removes it. */
  abandon(): void;
}

const DRAFT = /^unfinished-(\d+)-([\w.]*)-maillage-/;

/**
 * Writes a backup of one moment of the database, and of the files of the data folder, while everything runs. The folder bears
 * another name until `finish`: a backup cut short never looks like one.
 * @throws BackupError when the place cannot be written; nothing is left there
 */
export async function writeBackup(options: WriteOptions): Promise<Draft> {
  const place = openPlace(options.folder, options.place, options.passing === true);
  const id = `${new Date().toISOString().replace(/[-:]|\.\d+/g, "")}-${randomBytes(3).toString("hex")}`;
  const me = identifyProcess(process.pid);
  const folder = join(place, `unfinished-${me.pid}-${me.startedAt}-maillage-${id}`);
  const abandon = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  try {
    for (const path of [folder, join(folder, "tables"), join(folder, "files")])
      mkdirSync(path, { mode: 0o700 });
    const keys = new Map<string, Buffer>();
    const write = async (name: string, source: Readable) => {
      keys.set(`${id}/${name}`, await writeSealed(join(folder, name), `${id}/${name}`, options.to, source));
    };
    // The files first: the audit's head kept there may be behind the database, never ahead of it.
    const files = await writeFiles(options, write);
    const state = await writeTables(options, write);
    const contents: Contents = { id, ...state, files };
    await write("contents.sealed", Readable.from([JSON.stringify(contents)]));
    for (const path of ["tables", "files", "."]) syncFolder(join(folder, path));
    const manifest = newManifest(id, options.program, options.to.id);
    return {
      id,
      folder,
      contents,
      madeAt: manifest.madeAt,
      unlock: (_, context) => keys.get(context) ?? Buffer.alloc(32),
      abandon,
      finish() {
        replaceFile(join(folder, "backup.json"), `${JSON.stringify(manifest, null, 2)}\n`);
        const final = join(place, `maillage-${id}`);
        renameSync(folder, final);
        syncFolder(place);
        return final;
      },
    };
  } catch (error) {
    abandon();
    if (error instanceof BackupError || !isOfSystem(error)) throw error;
    throw new BackupError(
      `La sauvegarde n’a pas pu être écrite dans ${place}\u00a0: ${systemWords(error)}. Rien n’y a été laissé, et les sauvegardes d’avant sont intactes. ` +
        "Libérez de la place, rebranchez le disque ou choisissez un autre dossier, puis recommencez.",
      { cause: error },
    );
  }
}

function isOfSystem(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
}

/** Makes the place if needed, and removes what killed backups left there. */
function openPlace(folder: DataFolder, wanted: string, passing: boolean): string {
  const place = resolve(wanted);
  if (!passing && `${place}/`.startsWith(`${folder.root}/`)) {
    throw new BackupError(
      `Le dossier ${place} est dans le dossier de données\u00a0: il disparaîtrait avec lui. Rien n’a été modifié. Choisissez un autre disque.`,
    );
  }
  try {
    mkdirSync(place, { recursive: true, mode: 0o700 });
    removeUnfinished(place);
    return place;
  } catch (error) {
    throw new BackupError(
      `Le dossier ${place} ne peut pas recevoir de sauvegarde\u00a0: ${systemWords(error)}. Rien n’a été modifié. Rebranchez le disque ou choisissez un autre dossier, puis recommencez.`,
      { cause: error },
    );
  }
}

function removeUnfinished(place: string): void {
  for (const name of readdirSync(place)) {
    const [, pid, startedAt] = DRAFT.exec(name) ?? [];
    if (pid === undefined || isRunning({ pid: Number(pid), startedAt: startedAt ?? "" })) continue;
    rmSync(join(place, name), { recursive: true, force: true });
  }
}

async function writeFiles(
  { folder, moment }: WriteOptions,
  write: (name: string, source: Readable) => Promise<void>,
) {
  const files: Contents["files"] = [];
  for (const file of listDataFiles(folder)) {
    const measured = new Measured();
    // Opened before being named: a file replaced or removed meanwhile is one state or the other, or is left out.
    const handle = await open(file.from, "r").catch(() => null);
    if (handle === null) continue;
    if (file.from === folder.auditHead && moment.auditHead !== null) {
      await handle.close();
      await write(
        `files/${files.length + 1}.sealed`,
        Readable.from([Buffer.from(moment.auditHead)]).pipe(measured),
      );
      const { bytes, sha256 } = measured.result();
      files.push({ path: file.path, bytes, sha256 });
      continue;
    }
    const bytesOf = handle.createReadStream().on("error", (error) => measured.destroy(error));
    await write(`files/${files.length + 1}.sealed`, bytesOf.pipe(measured));
    const { bytes, sha256 } = measured.result();
    files.push({ path: file.path, bytes, sha256 });
  }
  return files;
}

async function writeTables(
  { admin, moment, say }: WriteOptions,
  write: (name: string, source: Readable) => Promise<void>,
): Promise<Omit<Contents, "id" | "files">> {
  const client = new pg.Client({ ...admin, application_name: "maillage backup" });
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query(SAME_WORDS);
    await client.query("begin isolation level repeatable read read only");
    if (moment.snapshot !== null)
      await client.query(`set transaction snapshot ${pg.escapeLiteral(moment.snapshot)}`);
    const { rows: facts } = await client.query<{ postgres: number; next: string }>(
      "select current_setting('server_version_num')::int as postgres, pg_snapshot_xmax(pg_current_snapshot())::text as next",
    );
    const { rows: migrations } = await client.query<Contents["migrations"][number]>(
      "select version, name, checksum from platform.migration order by version",
    );
    const tables: Contents["tables"] = [];
    for (const table of await listTables(client)) {
      say?.(`${table.schema}.${table.name}`);
      const measured = new Measured();
      const rows = readTable(client, table);
      rows.on("error", (error) => measured.destroy(error));
      await write(`tables/${table.schema}.${table.name}.sealed`, rows.pipe(measured));
      const { rows: count, sha256 } = measured.result();
      const { schema, name, columns } = table;
      tables.push({ schema, name, columns: [...columns], rows: count, sha256 });
    }
    // After the rows: a sequence may be ahead of them, never behind.
    const sequences = await readSequences(client);
    await client.query("commit");
    await client.end();
    const { postgres = 0, next: nextTransaction = "0" } = facts[0] ?? {};
    return { postgres, migrations, nextTransaction, tables, sequences };
  } catch (error) {
    cut(client);
    throw error;
  }
}
