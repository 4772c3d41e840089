import type { DataFolder } from "../data-folder.ts";
import { obtainEmbedded } from "./embedded.ts";
import { obtainExternal } from "./external.ts";
import type { PostgresLog, PostgresServer } from "./server.ts";

export { PostgresUnavailableError } from "./errors.ts";
export type { PostgresLog, PostgresServer } from "./server.ts";

/**
 * Gets a PostgreSQL server (18 or later): the one `databaseUrl` names, else the embedded one of the data
 * folder, started or joined. Several processes may hold the same embedded server; the last release stops it.
 * @param options.env where MAILLAGE_PG_USER (account to run as when we are root) and MAILLAGE_STAGE (place for
 * copies an ordinary account can reach) are read; the process's own by default.
 * @throws PostgresUnavailableError with a French message.
 */
export async function obtainPostgres(options: {
  readonly folder: DataFolder;
  readonly databaseUrl?: string | undefined;
  readonly log: PostgresLog;
  readonly env?: Readonly<Record<string, string | undefined>>;
}): Promise<PostgresServer> {
  if (options.databaseUrl) return obtainExternal(options.databaseUrl);
  return obtainEmbedded(options.folder, options.env ?? process.env, options.log);
}
