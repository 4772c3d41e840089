import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDataFolder } from "../../src/platform/data-folder.ts";
import { migrate } from "../../src/platform/database/migrate.ts";
import { obtainPostgres } from "../../src/platform/postgres/obtain.ts";

/**
 * Migrates an empty database of its own and writes its tables as types, or with `--verify` says whether the types
 * kept in the repository are those. Dates stay the text PostgreSQL gives: a day has no time zone.
 */
const OPTIONS = [
  "--dialect=postgres",
  "--url=env(DATABASE_URL)",
  "--date-parser=string",
  '--type-mapping={"int8":"number","interval":"string"}',
  "--exclude-pattern=platform.*",
  "--out-file=src/platform/database/schema.generated.ts",
];
const log = { info: () => {}, warn: console.error, error: console.error };

async function generate(): Promise<number> {
  const data = mkdtempSync(join(tmpdir(), "maillage-types-"));
  try {
    const server = await obtainPostgres({ folder: openDataFolder({ MAILLAGE_DATA: data }), log });
    try {
      await migrate(server.admin, "migrations");
      const { user = "", password } = server.admin;
      if (typeof password !== "string") throw new Error("the embedded database gave no password");
      const codegen = spawnSync("node_modules/.bin/kysely-codegen", [...OPTIONS, ...process.argv.slice(2)], {
        stdio: ["ignore", "inherit", "inherit"],
        env: { ...process.env, DATABASE_URL: server.url(user, password) },
      });
      return codegen.status ?? 1;
    } finally {
      await server.release();
    }
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

process.exitCode = await generate();
