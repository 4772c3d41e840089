import pg from "pg";

/** The roles the program works under; none owns anything (migrations/0001_roles.sql). */
export type LoginKind = "app" | "signin" | "sealer";

/** Passwords kept in the key folder, shared by every process that serves this database. */
export type LoginPasswords = Readonly<Record<LoginKind, string>>;

/** Name of a login role: one set for each database, so that several networks can share one PostgreSQL server. */
export function loginName(database: string, kind: LoginKind): string {
  return `maillage_${kind}_${database}`.slice(0, 63);
}

/**
 * Makes the login roles of this database, or gives them the passwords of the key folder, and closes the
 * database to everyone else. Safe to run from several processes at once.
 * @param admin a connection of the owner, who may create roles
 * @returns the name of the database
 */
export async function ensureLoginRoles(admin: pg.ClientConfig, passwords: LoginPasswords): Promise<string> {
  const client = new pg.Client(admin);
  await client.connect();
  try {
    await client.query("begin");
    // Two processes of this database must not alter one role at the same moment.
    await client.query("select pg_advisory_xact_lock(hashtext('maillage login roles'))");
    const { rows } = await client.query<{ name: string }>("select current_database() as name");
    const database = rows[0]?.name ?? "";
    await client.query(`revoke all on database ${pg.escapeIdentifier(database)} from public`);
    for (const kind of ["app", "signin", "sealer"] as const) {
      const role = pg.escapeIdentifier(loginName(database, kind));
      const known = await client.query("select from pg_roles where rolname = $1", [
        loginName(database, kind),
      ]);
      if (known.rowCount === 0)
        await client.query(`create role ${role} login nosuperuser nobypassrls inherit`);
      await client.query(`alter role ${role} password ${pg.escapeLiteral(passwords[kind])}`);
      await client.query(`grant ${pg.escapeIdentifier(`maillage_${kind}`)} to ${role}`);
      await client.query(`grant connect on database ${pg.escapeIdentifier(database)} to ${role}`);
    }
    await client.query("commit");
    return database;
  } finally {
    await client.end();
  }
}
