import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Bench } from "./measures.ts";

const run = promisify(execFile);

/**
 * A backup of the whole network while its server runs, verified by its recovery key, and put back elsewhere: the commands as an
 * administrator types them. The floor is the database copying every table to nowhere.
 */
export async function measureBackup({ owner, program, dataFolder }: Bench) {
  const place = mkdtempSync(join(tmpdir(), "maillage-bench-backup-"));
  const env = { ...process.env, MAILLAGE_DATA: dataFolder, DATABASE_URL: "" };
  const say = async (...args: string[]) => {
    const started = performance.now();
    const { stdout } = await run(process.execPath, [program, ...args, "--json"], { env, maxBuffer: 2 ** 26 });
    return { seconds: tenths((performance.now() - started) / 1_000), said: JSON.parse(stdout) };
  };
  try {
    const key = join(place, "key.txt");
    writeFileSync(key, (await say("recovery-key", "--new")).said.key);
    const made = await say("backup", join(place, "backups"));
    const verified = await say("verify-backup", join(place, "backups"), "--key", key);
    const restored = await say(
      "restore",
      join(place, "backups"),
      "--key",
      key,
      "--to",
      join(place, "restored"),
    );
    const { rows } = await owner.query<{ mb: number }>(
      "select round(pg_database_size(current_database()) / 1048576.0)::int as mb",
    );
    return {
      rows: made.said.rows,
      databaseMb: rows[0]?.mb,
      backupMb: tenths(sizeOf(made.said.folder) / 1_048_576),
      seconds: {
        written: made.said.writeSeconds,
        backup: made.seconds,
        verifyBackup: verified.seconds,
        restore: restored.seconds,
      },
      floor: { copiedToNowhere: await copyOut(owner) },
    };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

async function copyOut(owner: Bench["owner"]): Promise<number> {
  const { rows } = await owner.query<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname !~ '^pg_' and schemaname <> 'information_schema'",
  );
  const started = performance.now();
  for (const { name } of rows) await owner.query(`copy ${name} to '/dev/null'`);
  return tenths((performance.now() - started) / 1_000);
}

function sizeOf(path: string): number {
  const entry = statSync(path);
  if (!entry.isDirectory()) return entry.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

function tenths(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
