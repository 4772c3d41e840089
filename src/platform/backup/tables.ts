import { createHash } from "node:crypto";
import { Transform, type Writable } from "node:stream";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import type { SequenceValue } from "./format.ts";

/** A table of ours, and how its rows are read in an order that does not depend on the server. */
export interface Table {
  readonly schema: string;
  readonly name: string;
  /** Those written: generated ones are computed again. */
  readonly columns: readonly string[];
  /** SQL of `order by`. */
  readonly order: string;
  readonly hasKey: boolean;
}

// What migrations keep themselves.
const OWN_TABLES = "not in ('pg_catalog', 'information_schema', 'platform')";

/** Values are written the same whatever the server's and the account's own settings. */
export const SAME_WORDS =
  "set datestyle to 'ISO, YMD'; set intervalstyle to 'postgres'; set timezone to 'UTC'; set bytea_output to 'hex'; " +
  "set extra_float_digits to 1; set client_encoding to 'UTF8'; set statement_timeout to 0; set lock_timeout to 0; " +
  "set idle_in_transaction_session_timeout to 0; set row_security to off; set search_path to pg_catalog";

/** Every table that holds something, by name. */
export async function listTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select n.nspname as schema, c.relname as name, k.conkey is not null as "hasKey",
           (select coalesce(array_agg(a.attname::text order by a.attnum), '{}') from pg_attribute a
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
           (select coalesce(string_agg(format(case when k.conkey is null then '%I::text collate "C"'
                         when a.attcollation <> 0 then '%I collate "C"' else '%I' end, a.attname),
                       ', ' order by coalesce(array_position(k.conkey, a.attnum), a.attnum)), '1') from pg_attribute a
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
               and (k.conkey is null or a.attnum = any (k.conkey))) as order
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      left join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
     where c.relkind = 'r' and c.relpersistence = 'p' and n.nspname ${OWN_TABLES} and n.nspname !~ '^pg_'
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
     order by 1, 2`);
  return rows;
}

/** Name of a table, quoted. */
export function nameOf(table: { readonly schema: string; readonly name: string }): string {
  return `${pg.escapeIdentifier(table.schema)}.${pg.escapeIdentifier(table.name)}`;
}

function columnsOf(table: Table): string {
  return table.columns.map((column) => pg.escapeIdentifier(column)).join(", ");
}

/** The rows of a table, as COPY writes them. */
export function readTable(client: pg.ClientBase, table: Table) {
  return client.query(
    copyTo(`copy (select ${columnsOf(table)} from ${nameOf(table)} order by ${table.order}) to stdout`),
  );
}

/** Takes rows as COPY writes them. */
export function fillTable(
  client: pg.ClientBase,
  table: Pick<Table, "schema" | "name" | "columns">,
): Writable {
  const columns = table.columns.map((column) => pg.escapeIdentifier(column)).join(", ");
  return client.query(copyFrom(`copy ${nameOf(table)} (${columns}) from stdin`));
}

/** Drops a connection in the middle of a COPY, which nothing else ends. */
export function cut(client: pg.ClientBase): void {
  (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
}

/** Lets bytes through and tells what passed. */
export class Measured extends Transform {
  readonly #hash = createHash("sha256");
  #lines = 0;
  #bytes = 0;

  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: (error: null, chunk: Buffer) => void,
  ): void {
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
    // In COPY's text a line is a row: a line break inside a value is written \n.
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) this.#lines += 1;
    done(null, chunk);
  }

  /** Once everything passed. */
  result(): { rows: number; bytes: number; sha256: string } {
    return { rows: this.#lines, bytes: this.#bytes, sha256: this.#hash.digest("hex") };
  }
}

/** Where the sequences of our schemas stand. */
export async function readSequences(client: pg.ClientBase): Promise<SequenceValue[]> {
  const { rows } = await client.query<SequenceValue>(
    `select schemaname as schema, sequencename as name, last_value::text as value from pg_sequences
      where last_value is not null and schemaname ${OWN_TABLES} order by 1, 2`,
  );
  return rows;
}

/** Puts sequences where they stood. */
export async function setSequences(client: pg.ClientBase, values: readonly SequenceValue[]): Promise<void> {
  for (const sequence of values)
    await client.query("select setval($1::regclass, $2)", [nameOf(sequence), sequence.value]);
}
