import type pg from "pg";
import { listTables, nameOf } from "./tables.ts";

/** What was taken off, as SQL that puts it back. */
export type TakenOff = readonly string[];

/**
 * Empties every table and takes off what would judge or act on rows that were judged long ago: foreign keys (rows
 * come table by table), triggers, and the indexes that no constraint needs (made at once from all rows, far faster). Keys and
 * exclusions stay. Must run in a transaction: either everything is put back or nothing happened.
 */
export async function undress(client: pg.ClientBase): Promise<TakenOff> {
  const tables = await listTables(client);
  const names = tables.map(nameOf);
  const { rows: keys } = await client.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
       from pg_constraint where contype = 'f' and conrelid = any ($1::regclass[]) order by 1, 2`,
    [names],
  );
  const { rows: indexes } = await client.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
      where i.indrelid = any ($1::regclass[]) and not i.indisreplident
        and not exists (select from pg_constraint c where c.conindid = i.indexrelid) order by 1`,
    [names],
  );
  for (const { table, name } of keys) await client.query(`alter table ${table} drop constraint ${name}`);
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  for (const name of names) await client.query(`alter table ${name} disable trigger user`);
  if (names.length > 0) await client.query(`truncate ${names.join(", ")}`);
  return [
    ...indexes.map(({ definition }) => definition),
    ...keys.map(({ table, name, definition }) => `alter table ${table} add constraint ${name} ${definition}`),
    ...names.map((name) => `alter table ${name} enable trigger user`),
  ];
}

/** Puts back what was taken off; each foreign key looks at all rows again. */
export async function dress(client: pg.ClientBase, off: TakenOff): Promise<void> {
  for (const statement of off) await client.query(statement);
}
