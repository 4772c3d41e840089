import { mkdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { DataFolderError } from "./data-folder-error.ts";
import { ownLikeFolder, replaceFile } from "./durable-file.ts";
import { waitForLock } from "./folder-lock.ts";
import { identifyProcess, isRunning } from "./process-identity.ts";

export { DataFolderError } from "./data-folder-error.ts";
export { loadSecrets, type Secrets } from "./secrets.ts";

/** Absolute places inside the data folder (or outside it, for keys, when MAILLAGE_KEYS says so). */
export interface DataFolder {
  /** The folder itself. */
  readonly root: string;
  /** Embedded PostgreSQL: cluster or pointer to it, register of its users, its log. */
  readonly postgres: string;
  /** Secrets and the audit's signing keys. */
  readonly keys: string;
  /** Latest signed head of the audit chain, kept outside the database. */
  readonly auditHead: string;
  /** Which server process holds the folder. */
  readonly server: string;
}

/**
 * Opens the data folder named by MAILLAGE_DATA (default `./var`), creating it private (mode 0700).
 * @throws DataFolderError when it cannot be created or entered.
 */
export function openDataFolder(env: Readonly<Record<string, string | undefined>>): DataFolder {
  const wanted = resolve(env.MAILLAGE_DATA || "var");
  try {
    mkdirSync(wanted, { recursive: true, mode: 0o700 });
    const root = realpathSync(wanted);
    // A folder of somebody else shows here, with a clear message, rather than later in the middle of work.
    mkdirSync(join(root, "postgres"), { recursive: true, mode: 0o700 });
    ownLikeFolder(root, join(root, "postgres"));
    return {
      root,
      postgres: join(root, "postgres"),
      keys: env.MAILLAGE_KEYS ? resolve(env.MAILLAGE_KEYS) : join(root, "keys"),
      auditHead: join(root, "audit-head.json"),
      server: join(root, "server.json"),
    };
  } catch (error) {
    throw new DataFolderError(
      `Le dossier de données ${wanted} ne peut pas être ouvert (${errorCode(error)}). Rien n’a été modifié. ` +
        "Vérifiez que ce dossier appartient au compte qui lance Maillage, ou indiquez-en un autre avec la variable MAILLAGE_DATA.",
      { cause: error },
    );
  }
}

const serverHold = z.object({
  pid: z.number().int().positive(),
  startedAt: z.string(),
  since: z.string(),
  url: z.string(),
});

/** Who serves the folder: process, since when (ISO 8601), address of its pages. */
export type ServerHold = z.infer<typeof serverHold>;

/** The folder is served by another live process, named by `holder`. */
export class FolderHeldError extends DataFolderError {
  override name = "FolderHeldError";
  readonly holder: ServerHold;

  constructor(folder: DataFolder, holder: ServerHold) {
    super(heldMessage(folder, holder));
    this.holder = holder;
  }
}

/**
 * Declares process `info.pid` the one server of this folder. Of two that try at once exactly one succeeds; a
 * holder that died (even if its number was given to another process) is taken over.
 * @returns a function that gives the folder back, harmless when called twice.
 * @throws FolderHeldError when a live server holds the folder.
 */
export async function holdAsServer(
  folder: DataFolder,
  info: { readonly pid: number; readonly url: string },
): Promise<() => void> {
  const lock = await waitForLock(join(folder.root, "server.lock"), 10_000);
  if (lock === null) {
    throw new DataFolderError(
      `Un autre démarrage de Maillage est en cours sur le dossier ${folder.root}. Rien n’a été modifié. Réessayez dans un instant.`,
    );
  }
  try {
    const current = serverHolder(folder);
    if (current !== null) throw new FolderHeldError(folder, current);
    const mine: ServerHold = { ...identifyProcess(info.pid), since: new Date().toISOString(), url: info.url };
    replaceFile(folder.server, `${JSON.stringify(mine)}\n`);
    ownLikeFolder(folder.root, folder.server);
    return () => {
      const now = readHold(folder);
      if (now?.pid === mine.pid && now.since === mine.since) rmSync(folder.server, { force: true });
    };
  } finally {
    lock.release();
  }
}

/** The live server process that holds the folder, or null. */
export function serverHolder(folder: DataFolder): ServerHold | null {
  const hold = readHold(folder);
  return hold !== null && isRunning(hold) ? hold : null;
}

function readHold(folder: DataFolder): ServerHold | null {
  try {
    return serverHold.parse(JSON.parse(readFileSync(folder.server, "utf8")));
  } catch {
    // Absent, or torn by a power cut: nobody who still lives wrote it so.
    return null;
  }
}

function heldMessage(folder: DataFolder, holder: ServerHold): string {
  const since = new Date(holder.since).toLocaleString("fr-FR", { dateStyle: "long", timeStyle: "short" });
  return (
    `Maillage fonctionne déjà sur le dossier ${folder.root}\u00a0: processus n°\u00a0${holder.pid}, ` +
    `depuis le ${since}, à l’adresse ${holder.url}. Rien n’a été modifié. ` +
    "Ouvrez cette adresse, ou arrêtez ce processus, ou indiquez un autre dossier avec la variable MAILLAGE_DATA."
  );
}

function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
