import pg from "pg";
import { codeOf, PostgresUnavailableError, textOf } from "./errors.ts";
import { ownerRole } from "./initdb.ts";
import { socketPort } from "./settings.ts";

/** Database that holds the network. */
export const databaseName = "maillage";

/** How to connect through the socket in this folder. */
export function socketLogin(socketFolder: string, user: string, password: string): pg.ClientConfig {
  return { host: socketFolder, port: socketPort, user, password, database: databaseName };
}

/** Same as a libpq URL. */
export function socketUrl(socketFolder: string, user: string, password: string): string {
  const who = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  return `postgresql://${who}@/${databaseName}?host=${encodeURIComponent(socketFolder)}&port=${socketPort}`;
}

/** Checks that the server answers, and makes the database if it is not there yet. */
export async function ensureDatabase(socketFolder: string, ownerPassword: string): Promise<void> {
  const login = socketLogin(socketFolder, ownerRole, ownerPassword);
  try {
    await once(login, "select 1");
  } catch (error) {
    // 28P01: the pointer and the cluster do not belong together.
    if (codeOf(error) === "28P01") {
      throw new PostgresUnavailableError(
        "La base de données refuse le mot de passe gardé dans le dossier de données. Les données n’ont pas été touchées. " +
          "Remettez ensemble, de la même sauvegarde, le fichier cluster.json et la base.",
        { cause: error },
      );
    }
    if (codeOf(error) !== "3D000") throw error;
    await once({ ...login, database: "postgres" }, `create database ${databaseName}`);
  }
}

async function once(config: pg.ClientConfig, statement: string): Promise<void> {
  const client = new pg.Client({ ...config, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(statement);
  } finally {
    await client.end().catch((error: unknown) => textOf(error));
  }
}
