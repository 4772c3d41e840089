import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { finished } from "node:stream/promises";
import pg from "pg";
import type { DataFolder } from "../data-folder.ts";
import { ownLikeFolder } from "../durable-file.ts";
import { changesName } from "./archive.ts";
import { BackupError } from "./errors.ts";
import { type Covered, readCovered } from "./format.ts";
import { type OpenedBackup, placeOf } from "./load.ts";
import { type Change, ChangeReader, type Relation, type Row, type Value } from "./pgoutput.ts";
import { readSealed } from "./sealed-file.ts";
import { fillTable, nameOf, setSequences } from "./tables.ts";

/** What the archive added to its backup. */
export interface Replayed {
  readonly transactions: number;
  readonly changes: number;
  readonly covered: Covered;
}

/** Rows that wait to be written together in one table. */
const MOST_WAITING = 2_000;

/**
 * Applies what followed a backup, in the transaction that loaded it, before foreign keys are put back.
 * @returns null when the backup is followed by nothing
 * @throws BackupError naming a file that is missing or altered, or a change that does not fit
 */
export async function replay(
  backup: OpenedBackup,
  client: pg.ClientBase,
  folder: DataFolder,
): Promise<Replayed | null> {
  const covered = readCovered(backup.folder);
  if (covered === null) return null;
  await client.query("set local enable_seqscan to off");
  const writer = new RowWriter(client, await givenByServer(client));
  for (let number = 1; number <= covered.last; number++) {
    const name = changesName(number);
    const messages = new Messages(writer, folder);
    await readSealed(join(backup.folder, name), `${backup.id}/${name}`, backup.unlock, messages);
    await messages.settle();
  }
  await writer.flushAll();
  await setSequences(client, covered.sequences);
  await client.query("set local enable_seqscan to on");
  if (covered.auditHead !== null) {
    writeFileSync(folder.auditHead, covered.auditHead, { mode: 0o600 });
    ownLikeFolder(folder.root, folder.auditHead);
  }
  return { transactions: writer.transactions, changes: writer.changes, covered };
}

/** Columns whose value the server gives at insertion and nobody may change (`generated always as identity`). */
async function givenByServer(client: pg.ClientBase): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ column: string }>(
    `select format('%s.%s.%s', n.nspname, c.relname, a.attname) as column
       from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where a.attidentity = 'a'`,
  );
  return new Set(rows.map(({ column }) => column));
}

/** Cuts the content of one file of changes into messages, or takes it as one file of the data folder. */
class Messages extends Writable {
  readonly #writer: RowWriter;
  readonly #folder: DataFolder;
  readonly #reader = new ChangeReader();
  #held = Buffer.alloc(0);
  #kind = "";

  constructor(writer: RowWriter, folder: DataFolder) {
    super();
    this.#writer = writer;
    this.#folder = folder;
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#take(chunk).then(() => done(), done);
  }

  async #take(chunk: Buffer): Promise<void> {
    this.#held = Buffer.concat([this.#held, chunk]);
    if (this.#kind === "") {
      this.#kind = String.fromCharCode(this.#held[0] ?? 0);
      this.#held = this.#held.subarray(1);
    }
    if (this.#kind !== "C") return;
    for (;;) {
      const length = this.#held.length < 4 ? Number.POSITIVE_INFINITY : this.#held.readUInt32BE(0);
      if (this.#held.length - 4 < length) return;
      const change = this.#reader.read(this.#held.subarray(4, 4 + length));
      this.#held = this.#held.subarray(4 + length);
      if (change !== null) await this.#writer.apply(change);
    }
  }

  /** Once everything was taken. */
  async settle(): Promise<void> {
    if (this.#kind !== "F") return;
    const length = this.#held.readUInt32BE(0);
    const target = placeOf(this.#folder, this.#held.toString("utf8", 4, 4 + length));
    writeFileSync(target, this.#held.subarray(4 + length), { mode: 0o600 });
    ownLikeFolder(this.#folder.root, target);
  }
}

/**
 * Writes changed rows. New rows of a table wait for one another, and go in before anything else happens to that table: with
 * neither foreign keys nor triggers, the order between tables does not matter.
 */
class RowWriter {
  readonly #client: pg.ClientBase;
  readonly #given: ReadonlySet<string>;
  readonly #waiting = new Map<string, { to: Relation; rows: Row[] }>();
  #lastLsn = 0n;
  #skipping = false;
  transactions = 0;
  changes = 0;

  constructor(client: pg.ClientBase, given: ReadonlySet<string>) {
    this.#client = client;
    this.#given = given;
  }

  async apply(change: Change): Promise<void> {
    if (change.kind === "begin") {
      // A turn cut after its file was durable was taken again by the next one.
      this.#skipping = change.lsn <= this.#lastLsn;
      if (!this.#skipping) this.#lastLsn = change.lsn;
      return;
    }
    if (this.#skipping) return;
    if (change.kind === "commit") {
      this.transactions += 1;
      return;
    }
    this.changes += 1;
    if (change.kind === "insert") return this.#insert(change.to, change.row);
    if (change.kind === "truncate") {
      for (const to of change.to) await this.#flush(nameOf(to));
      await this.#client.query(`truncate ${change.to.map(nameOf).join(", ")}`);
      return;
    }
    await this.#flush(nameOf(change.to));
    await (change.kind === "update"
      ? this.#update(change.to, change.old, change.row)
      : this.#delete(change.to, change.old));
  }

  async flushAll(): Promise<void> {
    for (const name of this.#waiting.keys()) await this.#flush(name);
  }

  async #insert(to: Relation, row: Row): Promise<void> {
    const name = nameOf(to);
    const waiting = this.#waiting.get(name) ?? { to, rows: [] };
    waiting.rows.push(row);
    this.#waiting.set(name, waiting);
    if (waiting.rows.length >= MOST_WAITING) await this.#flush(name);
  }

  async #flush(name: string): Promise<void> {
    const waiting = this.#waiting.get(name);
    if (!waiting) return;
    this.#waiting.delete(name);
    const { to, rows } = waiting;
    const columns = to.columns.map((column) => column.name);
    const copy = fillTable(this.#client, { schema: to.schema, name: to.name, columns });
    const done = finished(copy);
    done.catch(() => {});
    for (const row of rows) {
      if (!copy.write(`${row.map(copyText).join("\t")}\n`)) await Promise.race([once(copy, "drain"), done]);
    }
    copy.end();
    await done;
  }

  async #update(to: Relation, old: Row | null, row: Row): Promise<void> {
    const set = new Placeholders();
    const changed = to.columns.flatMap(({ name }, index) =>
      row[index] === undefined || this.#given.has(`${to.schema}.${to.name}.${name}`)
        ? []
        : [`${pg.escapeIdentifier(name)} = ${set.add(row[index])}`],
    );
    await this.#one(to, `update ${nameOf(to)} set ${changed.join(", ")}`, old ?? row, set);
  }

  async #delete(to: Relation, old: Row): Promise<void> {
    await this.#one(to, `delete from ${nameOf(to)}`, old, new Placeholders());
  }

  async #one(to: Relation, statement: string, row: Row, parameters: Placeholders): Promise<void> {
    const matches = to.columns.flatMap(({ name, isKey }, index) => {
      if (!isKey && !to.byAll) return [];
      const value = row[index];
      const column = pg.escapeIdentifier(name);
      return [value == null ? `${column} is null` : `${column} = ${parameters.add(value)}`];
    });
    // Two rows alike in a table without a key: one of them.
    const where = to.byAll
      ? `ctid = (select ctid from ${nameOf(to)} where ${matches.join(" and ")} limit 1)`
      : matches.join(" and ");
    const { rowCount } = await this.#client.query(`${statement} where ${where}`, parameters.values);
    if (rowCount === 1) return;
    throw new BackupError(
      `L’archive ne s’accorde pas avec sa sauvegarde (table ${to.schema}.${to.name}). Rien n’a été modifié. Prenez la sauvegarde d’avant.`,
    );
  }
}

class Placeholders {
  readonly values: Value[] = [];

  add(value: Value): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** A value as COPY's text has it. */
function copyText(value: Value): string {
  if (value == null) return "\\N";
  return value.replace(/[\\\t\n\r]/g, (one) => ({ "\\": "\\\\", "\t": "\\t", "\n": "\\n" })[one] ?? "\\r");
}
