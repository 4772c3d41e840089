import pg from "pg";
import { PostgresUnavailableError, textOf } from "./errors.ts";
import type { PostgresServer } from "./server.ts";

const oldestMajor = 18;

/** Uses the PostgreSQL named by a URL, after checking that it answers, is recent enough and gives enough rights. */
export async function obtainExternal(databaseUrl: string): Promise<PostgresServer> {
  const parts = splitUrl(databaseUrl);
  const admin: pg.ClientConfig = { connectionString: databaseUrl };
  await check(admin);
  const url = (user: string, password: string) =>
    `${parts.scheme}${encodeURIComponent(user)}:${encodeURIComponent(password)}@${parts.rest}`;
  return {
    kind: "external",
    admin,
    login: (user, password) => ({ connectionString: url(user, password) }),
    url,
    release: async () => {},
    onRestart: () => {},
  };
}

/** Splits off the credentials, wherever libpq accepts them; not by `new URL`, which refuses `postgres://u:p@/db`. */
function splitUrl(databaseUrl: string): { scheme: string; rest: string } {
  const match = /^(postgres(?:ql)?:\/\/)(?:[^@/?#]*@)?([^?#]*)(?:\?([^#]*))?/.exec(databaseUrl);
  if (match === null) {
    throw new PostgresUnavailableError(
      "DATABASE_URL doit être une adresse de la forme postgresql://compte:mot-de-passe@serveur:5432/base. Rien n’a été modifié. Corrigez-la, ou retirez-la pour utiliser la base fournie.",
    );
  }
  const query = (match[3] ?? "").split("&").filter((part) => part !== "" && !/^(user|password)=/.test(part));
  return {
    scheme: match[1] ?? "",
    rest: `${match[2] ?? ""}${query.length > 0 ? `?${query.join("&")}` : ""}`,
  };
}

interface Facts {
  /** As `server_version_num`: 180004 for 18.4. */
  version: number;
  /** May create roles, and schemas in this database. */
  enough: boolean;
}

async function check(admin: pg.ClientConfig): Promise<void> {
  refuseUnfit(await readFacts(admin));
}

/** @throws PostgresUnavailableError when the server is too old or the account may not create what we need. */
export function refuseUnfit(facts: Facts): void {
  const major = Math.floor(facts.version / 10_000);
  if (major < oldestMajor) {
    throw new PostgresUnavailableError(
      `Le serveur désigné par DATABASE_URL est un PostgreSQL ${major}, or Maillage demande PostgreSQL ${oldestMajor} ou plus récent. Rien n’a été modifié. Mettez ce serveur à jour, ou retirez DATABASE_URL pour utiliser la base fournie.`,
    );
  }
  if (!facts.enough) {
    throw new PostgresUnavailableError(
      "Le compte de DATABASE_URL n’a pas le droit de créer des rôles et des schémas dans cette base. Rien n’a été modifié. " +
        "Donnez-lui CREATEROLE et la propriété de la base, ou indiquez un autre compte.",
    );
  }
}

async function readFacts(admin: pg.ClientConfig): Promise<Facts> {
  const client = new pg.Client({ ...admin, connectionTimeoutMillis: 15_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    const { rows } = await client.query<Facts>(`
      select current_setting('server_version_num')::int as version,
             (rolsuper or rolcreaterole) and has_database_privilege(current_database(), 'create') as enough
        from pg_roles where rolname = current_user`);
    return rows[0] ?? { version: 0, enough: false };
  } catch (error) {
    throw new PostgresUnavailableError(
      `La base désignée par DATABASE_URL ne répond pas\u00a0: ${textOf(error)}. Rien n’a été modifié. Vérifiez l’adresse, le compte et le réseau, puis relancez.`,
      { cause: error },
    );
  } finally {
    await client.end().catch(() => {});
  }
}
