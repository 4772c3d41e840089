import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import type pg from "pg";
import type { DataFolder } from "../data-folder.ts";
import { replaceFile, syncFolder } from "../durable-file.ts";
import { type DataFile, listDataFiles } from "./data-files.ts";
import { BackupError, systemWords } from "./errors.ts";
import type { Covered } from "./format.ts";
import type { RecoveryPublic } from "./recovery-key.ts";
import { writeSealed } from "./sealed-file.ts";
import { readSequences } from "./tables.ts";

/** A backup and what follows it. */
export interface ArchiveState {
  readonly folder: string;
  readonly id: string;
  readonly slot: string;
  /** Name of the recovery key it is sealed to. */
  readonly key: string;
  readonly migrations: number;
  /** Number of the last file of changes. */
  readonly last: number;
  /** Everything acknowledged until then is in the archive; null before the first turn. */
  readonly until: string | null;
  /** The data folder's files as last archived. */
  readonly files: readonly string[];
}

export interface TurnOptions {
  readonly state: ArchiveState;
  readonly folder: DataFolder;
  /** Connection of the owner, settled by `SAME_WORDS`. */
  readonly owner: pg.ClientBase;
  readonly to: RecoveryPublic;
}

const PAGE = 2_000;

/** Name of a file of changes. */
export function changesName(number: number): string {
  return `changes/${String(number).padStart(8, "0")}.sealed`;
}

/**
 * One turn of the archive: all that was acknowledged since the last one goes, sealed and durable, to the backup's folder;
 * only then is PostgreSQL told that it may forget it. Cut anywhere, the next turn takes it all again.
 * @returns the archive's new state
 * @throws BackupError when the folder cannot be written; errors of `pg`
 */
export async function archiveTurn({ state, folder, owner, to }: TurnOptions): Promise<ArchiveState> {
  if (!existsSync(join(state.folder, "backup.json"))) {
    throw new BackupError(
      `La sauvegarde que suit l’archive n’est plus à sa place (${state.folder}). Rebranchez le disque\u00a0; si elle a été supprimée, une nouvelle sera faite.`,
    );
  }
  try {
    return await turn({ state, folder, owner, to });
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
    throw new BackupError(
      `L’archive n’a pas pu être écrite dans ${state.folder}\u00a0: ${systemWords(error)}. Rien n’est perdu tant que ce poste fonctionne\u00a0: elle reprendra d’elle-même.`,
      { cause: error },
    );
  }
}

async function turn({ state, folder, owner, to }: TurnOptions): Promise<ArchiveState> {
  // The head first: the changes may be ahead of it, never behind.
  const auditHead = readIfPresent(folder.auditHead);
  const until = new Date().toISOString();
  const { rows } = await owner.query<{ upto: string; next: string }>(
    "select pg_current_wal_flush_lsn()::text as upto, pg_snapshot_xmax(pg_current_snapshot())::text as next",
  );
  const { upto = "", next: nextTransaction = "0" } = rows[0] ?? {};
  const sequences = await readSequences(owner);
  mkdirSync(join(state.folder, "changes"), { recursive: true, mode: 0o700 });
  let last = state.last;
  const write = async (source: Readable) => {
    const name = changesName(last + 1);
    const path = join(state.folder, name);
    const draft = `${path}.draft`;
    rmSync(draft, { force: true });
    await writeSealed(draft, `${state.id}/${name}`, to, source);
    renameSync(draft, path);
    last += 1;
  };
  const changes = await changesUpTo(owner, state.slot, upto);
  if (changes !== null) await write(changes);
  const files = listDataFiles(folder).filter(({ from }) => from !== folder.auditHead);
  for (const file of files) if (!state.files.includes(file.state)) await write(await fileChange(file));
  if (last > state.last) syncFolder(join(state.folder, "changes"));
  const covered: Covered = { last, until, nextTransaction, sequences, auditHead };
  replaceFile(join(state.folder, "covered.json"), `${JSON.stringify(covered)}\n`);
  await owner.query("select pg_replication_slot_advance($1, $2::pg_lsn)", [state.slot, upto]);
  return { ...state, last, until, files: files.map((file) => file.state) };
}

/** What PostgreSQL kept, as it gives it: each message after its length; null when no row changed. */
async function changesUpTo(owner: pg.ClientBase, slot: string, upto: string): Promise<Readable | null> {
  await owner.query("begin");
  await owner.query(
    `declare changes no scroll cursor for select data from pg_logical_slot_peek_binary_changes($1, $2::pg_lsn, null, 'proto_version', '1', 'publication_names', $3)`,
    [slot, upto, slot],
  );
  const fetch = async () => (await owner.query<{ data: Buffer }>(`fetch ${PAGE} from changes`)).rows;
  const first = await fetch();
  // B and C alone: a transaction of tables that are not ours.
  if (first.length < PAGE && !first.some(({ data }) => "IUDT".includes(String.fromCharCode(data[0] ?? 0)))) {
    await owner.query("commit");
    return null;
  }
  return Readable.from(
    (async function* () {
      yield Buffer.from("C");
      for (let page = first; page.length > 0; page = await fetch()) {
        yield Buffer.concat(page.flatMap(({ data }) => [lengthOf(data), data]));
      }
      await owner.query("commit");
    })(),
  );
}

function lengthOf(data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return length;
}

/** A file of the data folder, whole. */
async function fileChange(file: DataFile): Promise<Readable> {
  const content = await open(file.from, "r");
  const path = Buffer.from(file.path);
  return Readable.from(
    (async function* () {
      yield Buffer.concat([Buffer.from("F"), lengthOf(path), path]);
      yield* content.createReadStream();
    })(),
  );
}

function readIfPresent(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
