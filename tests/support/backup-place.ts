import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { measureTable } from "../../src/platform/backup/load.ts";
import { listTables, SAME_WORDS } from "../../src/platform/backup/tables.ts";
import type { Program } from "./program.ts";

/** Makes the program's recovery key. @returns a file that holds it, as people would keep it */
export async function recoveryKeyOf(program: Program, place: string): Promise<string> {
  mkdirSync(place, { recursive: true });
  const { key } = (await program.run("recovery-key", "--new", "--json")).json();
  const file = join(place, "cle.txt");
  writeFileSync(file, `Clé de récupération du centre :\n${key}\n`);
  return file;
}

/** Rows and checksum of every table of a database, but those that putting back must change, read as its owner. */
export async function everyTable(url: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(SAME_WORDS);
    const found: Record<string, string> = {};
    for (const table of await listTables(client)) {
      const { rows, sha256 } = await measureTable(client, table);
      found[`${table.schema}.${table.name}`] = `${rows} ${sha256}`;
    }
    return found;
  } finally {
    await client.end();
  }
}

/** Content of every file of a folder, by name. */
export function filesOf(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [
      name,
      createHash("sha256")
        .update(readFileSync(join(folder, name)))
        .digest("hex"),
    ]),
  );
}

export async function ownerUrl(program: Program): Promise<string> {
  return (await program.run("database-url", "--json")).json().url;
}
