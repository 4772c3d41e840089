import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { DataFolder } from "../data-folder.ts";
import { syncFolder } from "../durable-file.ts";
import { asAccount } from "./account.ts";
import { type Cluster, updatePointer } from "./cluster.ts";
import { PostgresUnavailableError, textOf } from "./errors.ts";
import { embeddedMajor, type Program } from "./program.ts";

const run = promisify(execFile);

/** Superuser that owns the cluster. */
export const ownerRole = "maillage_owner";

/**
 * Makes the cluster if the data folder has none yet. Made under another name and renamed when whole: a
 * process killed in the middle leaves nothing that looks like a cluster. Call under the folder's lock.
 */
export async function ensureCluster(folder: DataFolder, cluster: Cluster, program: Program): Promise<void> {
  removeDrafts(cluster.home);
  if (cluster.initialised) return;
  if (!existsSync(cluster.dataFolder)) await initialise(cluster, program);
  updatePointer(folder, { initialised: true });
}

async function initialise(cluster: Cluster, program: Program): Promise<void> {
  const draft = join(cluster.home, `draft-${randomBytes(6).toString("hex")}`);
  mkdirSync(draft, { mode: 0o700 });
  const passwordFile = `${draft}.password`;
  writeFileSync(passwordFile, `${cluster.ownerPassword}\n`, { mode: 0o400, flag: "wx" });
  if (cluster.account !== null) {
    for (const path of [draft, passwordFile]) chownSync(path, cluster.account.uid, cluster.account.gid);
  }
  try {
    await runInitdb(cluster, program, draft, passwordFile);
    renameSync(draft, cluster.dataFolder);
    syncFolder(cluster.home);
  } catch (error) {
    throw new PostgresUnavailableError(
      `La base de données n’a pas pu être créée dans ${cluster.home}\u00a0: ${lastLine(error)}. Rien n’a été perdu\u00a0: elle était encore vide. ` +
        "Vérifiez la place sur le disque et les droits de ce dossier, puis relancez.",
      { cause: error },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

async function runInitdb(
  cluster: Cluster,
  program: Program,
  draft: string,
  passwordFile: string,
): Promise<void> {
  const common = [
    `--pgdata=${draft}`,
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--auth=scram-sha-256",
    `--username=${ownerRole}`,
    `--pwfile=${passwordFile}`,
    "--data-checksums",
  ];
  const options = { ...asAccount(cluster.account), env: program.env };
  try {
    // Some text functions still ask the system which letters are letters: accents must be.
    await run(program.initdb, [...common, "--lc-ctype=C.UTF-8"], options);
  } catch (error) {
    if (!/locale/i.test(textOf(error))) throw error;
    await run(program.initdb, common, options);
  }
}

/** What an initdb killed in the middle left. */
function removeDrafts(home: string): void {
  for (const name of readdirSync(home)) {
    if (!name.startsWith("draft-")) continue;
    try {
      rmSync(join(home, name), { recursive: true, force: true });
    } catch {
      // Its orphan may still be writing there; the next start removes it.
    }
  }
}

/** Refuses a cluster made by another major version, which these binaries cannot read. */
export function checkMajor(cluster: Cluster): void {
  const made = Number.parseInt(readFileSync(join(cluster.dataFolder, "PG_VERSION"), "utf8"), 10);
  const ours = embeddedMajor();
  if (made === ours) return;
  const advice =
    made > ours
      ? "Installez une version plus récente de Maillage"
      : "Relancez la version précédente de Maillage pour en faire une sauvegarde, à reprendre avec celle-ci";
  throw new PostgresUnavailableError(
    `Les données de ${cluster.dataFolder} sont celles de PostgreSQL ${made}, alors que cette version de Maillage apporte PostgreSQL ${ours}. ` +
      `Rien n’a été modifié. ${advice}.`,
  );
}

function lastLine(error: unknown): string {
  return (
    textOf(error)
      .trim()
      .split("\n")
      .at(-1)
      ?.replace(/^initdb: (error: )?/, "") ?? ""
  );
}
