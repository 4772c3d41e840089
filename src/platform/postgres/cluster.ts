import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import type { DataFolder } from "../data-folder.ts";
import { ownLikeFolder, replaceFile } from "../durable-file.ts";
import { type Account, accountOf, canEnter, chooseAccount } from "./account.ts";
import { codeOf, PostgresUnavailableError } from "./errors.ts";

const pointer = z.object({
  /** Random name, new with each data folder: deleting the folder always gives a fresh start. */
  id: z.string().regex(/^[0-9a-f]{16}$/),
  /** Password of the cluster's owner role, `maillage_owner`. */
  ownerPassword: z.string().min(32),
  /** Folder of the cluster when it cannot be in the data folder; null when it is there. */
  outside: z.string().nullable(),
  /** Socket folder when the usual place has too long a name. */
  socketFolder: z.string().nullable(),
  /** False until initdb has succeeded: from then on a missing cluster is a loss, not a first start. */
  initialised: z.boolean(),
});

type Pointer = z.infer<typeof pointer>;

/** Where the embedded cluster of a data folder lives and whom it runs as. */
export interface Cluster extends Pointer {
  /** Folder that holds the cluster (`data`), its socket and links: `<data folder>/postgres` or outside it. */
  readonly home: string;
  /** PostgreSQL's own data folder. */
  readonly dataFolder: string;
  /** System account to run as, null when we run it ourselves. */
  readonly account: Account | null;
  /** Where copies of the binaries go when those of npm cannot be run. */
  readonly stage: string;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Finds the cluster of the data folder, or decides where a new one goes. Call under the folder's lock. */
export function openCluster(folder: DataFolder, env: Env): Cluster {
  const known = readPointer(folder);
  const account =
    known === null ? chooseAccount(folder, env.MAILLAGE_PG_USER) : runningAccount(folder, known, env);
  const stage = stageFolder(folder, env);
  const id = known?.id ?? randomBytes(8).toString("hex");
  const outside = known === null ? placeFor(folder, account, stage, id) : known.outside;
  const home = outside ?? folder.postgres;
  const cluster: Cluster = {
    id,
    ownerPassword: known?.ownerPassword ?? randomBytes(32).toString("base64url"),
    outside,
    socketFolder: known?.socketFolder ?? null,
    initialised: known?.initialised ?? false,
    home,
    dataFolder: join(home, "data"),
    account,
    stage,
  };
  if (cluster.initialised && !existsSync(join(cluster.dataFolder, "PG_VERSION"))) throw lostCluster(cluster);
  if (outside === null) letIn(folder, account);
  else claim(folder, cluster, account);
  if (known === null) savePointer(folder, cluster);
  return cluster;
}

/** Changes what is remembered of the cluster. Call under the folder's lock. */
export function updatePointer(folder: DataFolder, change: Partial<Pointer>): void {
  const known = readPointer(folder);
  if (known !== null) savePointer(folder, { ...known, ...change });
}

function savePointer(folder: DataFolder, cluster: Pointer): void {
  const { id, ownerPassword, outside, socketFolder, initialised } = cluster;
  const path = join(folder.postgres, "cluster.json");
  replaceFile(
    path,
    `${JSON.stringify({ id, ownerPassword, outside, socketFolder, initialised }, null, 2)}\n`,
  );
  ownLikeFolder(folder.root, path);
}

/** Folder of the cluster of a data folder, there or outside it; null when it has none. */
export function clusterHome(folder: DataFolder): string | null {
  return existsSync(join(folder.postgres, "cluster.json"))
    ? (readPointer(folder)?.outside ?? folder.postgres)
    : null;
}

function readPointer(folder: DataFolder): Pointer | null {
  const path = join(folder.postgres, "cluster.json");
  try {
    return pointer.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    if (codeOf(error) === "ENOENT" && !existsSync(join(folder.postgres, "data"))) return null;
    throw new PostgresUnavailableError(
      `Le fichier ${path}, qui donne accès à la base de données, manque ou est abîmé. Les données n’ont pas été touchées. Remettez ce fichier de votre sauvegarde.`,
      { cause: error },
    );
  }
}

/** An existing cluster is run by its owner, whatever today's preference is. */
function runningAccount(folder: DataFolder, known: Pointer, env: Env): Account | null {
  const data = join(known.outside ?? folder.postgres, "data");
  return existsSync(data) ? accountOf(data) : chooseAccount(folder, env.MAILLAGE_PG_USER);
}

/** As root: a shared place every account can reach. Otherwise our own folder, where nobody else looks. */
function stageFolder(folder: DataFolder, env: Env): string {
  if (env.MAILLAGE_STAGE) return env.MAILLAGE_STAGE;
  return process.getuid?.() === 0 ? "/var/lib/maillage" : folder.postgres;
}

/** Null for inside the data folder, else the outside folder, when the account cannot reach the data folder. */
function placeFor(folder: DataFolder, account: Account | null, stage: string, id: string): string | null {
  if (account === null || statSync(folder.root).uid === account.uid) return null;
  if (canEnter(account, dirname(folder.root))) return null;
  return join(stage, "clusters", id);
}

/** Lets the account, and nobody else, pass through the private data folder to its cluster, without listing it. */
function letIn(folder: DataFolder, account: Account | null): void {
  if (account === null) return;
  for (const path of [folder.root, folder.postgres]) {
    if (canEnter(account, path)) continue;
    chownSync(path, 0, account.gid);
    chmodSync(path, statSync(path).mode | 0o010);
  }
}

/** Makes the outside home, and refuses a copied data folder that would share it with its original. */
function claim(folder: DataFolder, cluster: Cluster, account: Account | null): void {
  mkdirSync(dirname(dirname(cluster.home)), { recursive: true, mode: 0o755 });
  mkdirSync(dirname(cluster.home), { recursive: true, mode: 0o711 });
  mkdirSync(cluster.home, { recursive: true, mode: 0o710 });
  if (account !== null) chownSync(cluster.home, 0, account.gid);
  const note = join(cluster.home, "data-folder");
  const claimed = existsSync(note) ? readFileSync(note, "utf8").trim() : null;
  if (claimed === folder.root) return;
  if (claimed !== null && pointsTo(claimed, cluster.id)) {
    throw new PostgresUnavailableError(
      `Le dossier ${folder.root} est une copie de ${claimed}, et les deux désignent la même base de données (${cluster.home}). ` +
        "Rien n’a été modifié. Utilisez l’original, ou supprimez l’un des deux.",
    );
  }
  replaceFile(note, `${folder.root}\n`);
}

/**
 * Clusters outside their data folder whose data folder was deleted: their records are still on the disk, and
 * only the operator may say whether that is wanted.
 */
export function forgottenClusters(cluster: Cluster): string[] {
  if (cluster.outside === null) return [];
  const place = dirname(cluster.home);
  return readdirSync(place)
    .filter((id) => id !== cluster.id && existsSync(join(place, id, "data-folder")))
    .filter((id) => !pointsTo(readFileSync(join(place, id, "data-folder"), "utf8").trim(), id))
    .map((id) => join(place, id));
}

function pointsTo(root: string, id: string): boolean {
  try {
    return pointer.parse(JSON.parse(readFileSync(join(root, "postgres", "cluster.json"), "utf8"))).id === id;
  } catch {
    return false;
  }
}

function lostCluster(cluster: Cluster): PostgresUnavailableError {
  return new PostgresUnavailableError(
    `La base de données attendue dans ${cluster.dataFolder} n’y est plus. Rien n’a été modifié. ` +
      "Remettez-la de votre sauvegarde\u00a0; pour repartir de zéro, supprimez tout le dossier de données.",
  );
}

/** Longest socket folder: the system allows 107 bytes with the socket's own name. */
const longestSocketFolder = 93;

/** Private folder for the socket, short enough for the system; remembered when it is not the usual one. */
export function prepareSocketFolder(folder: DataFolder, cluster: Cluster): string {
  const usual = join(cluster.home, "socket");
  if (Buffer.byteLength(usual) <= longestSocketFolder) return privateFolder(usual, cluster.account);
  const kept = cluster.socketFolder;
  if (kept !== null && existsSync(dirname(kept))) return privateFolder(kept, cluster.account);
  const base = [tmpdir(), "/tmp", "/var/tmp"].find(
    (place) =>
      existsSync(place) &&
      Buffer.byteLength(join(place, `maillage-${cluster.id}`)) <= longestSocketFolder &&
      canEnter(cluster.account, place),
  );
  if (base === undefined) {
    throw new PostgresUnavailableError(
      `Le chemin ${usual} est trop long pour le système, et aucun dossier temporaire ne convient. Rien n’a été modifié. Choisissez avec MAILLAGE_DATA un dossier au chemin plus court.`,
    );
  }
  const chosen = join(realpathSync(base), `maillage-${cluster.id}`);
  updatePointer(folder, { socketFolder: chosen });
  return privateFolder(chosen, cluster.account);
}

function privateFolder(path: string, account: Account | null): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const entry = lstatSync(path);
  const us = process.getuid?.() ?? entry.uid;
  // In a temporary folder a stranger may have put something under our name.
  if (!entry.isDirectory() || (entry.uid !== us && entry.uid !== account?.uid)) {
    throw new PostgresUnavailableError(
      `Le dossier ${path} appartient à un autre compte. Rien n’a été modifié. Supprimez-le, puis relancez.`,
    );
  }
  if (account !== null) chownSync(path, account.uid, account.gid);
  chmodSync(path, 0o700);
  return path;
}
