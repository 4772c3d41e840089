import { randomBytes } from "node:crypto";
import pg from "pg";
import { BackupError } from "./errors.ts";
import { listTables, nameOf } from "./tables.ts";

/** Waiting for the transactions under way; longer, and the audit's head kept before is too old to be told of. */
const LONGEST_WAIT_MS = 5_000;
const TRIES = 12;

/** From where PostgreSQL keeps every change until it is taken: a replication slot, and the publication of our tables (one name). */
export interface Following {
  readonly slot: string;
  /** What the changes follow, to be read by others while `close` was not called. */
  readonly snapshot: string;
  close(): Promise<void>;
}

/**
 * Asks PostgreSQL to keep changes from now on.
 * @param before called just before each try (a moment of reference is then at most a few seconds old)
 * @throws BackupError when the server does not keep what it takes (`wal_level`), or a transaction never ends
 */
export async function follow(admin: pg.ClientConfig, before: () => void): Promise<Following> {
  const name = `maillage_${randomBytes(5).toString("hex")}`;
  const client = await connected({ ...admin, replication: "database" } as pg.ClientConfig);
  try {
    await publish(admin, name);
    for (let tries = 1; ; tries++) {
      before();
      const started = Date.now();
      const { rows } = await client.query<{ snapshot_name: string }>(
        `CREATE_REPLICATION_SLOT ${name} LOGICAL pgoutput (SNAPSHOT 'export')`,
      );
      if (Date.now() - started < LONGEST_WAIT_MS) {
        return { slot: name, snapshot: rows[0]?.snapshot_name ?? "", close: () => client.end() };
      }
      await client.query(`DROP_REPLICATION_SLOT ${name}`);
      if (tries === TRIES) {
        throw new BackupError(
          "La base est occupée par un long travail (un import\u00a0?). Rien n’a été modifié. Recommencez quand il sera fini.",
        );
      }
    }
  } catch (error) {
    await client.end().catch(() => {});
    await unfollow(admin, name).catch(() => {});
    if (codeIs(error, "55000") || codeIs(error, "42501")) {
      throw new BackupError(
        "Ce PostgreSQL ne permet pas l’archivage continu\u00a0: il lui faut wal_level = logical, et au compte le droit REPLICATION. Rien n’a été modifié. " +
          "Sur la base apportée par Maillage, redémarrez le serveur\u00a0; sur un PostgreSQL à vous, demandez-les, ou servez-vous de l’archivage de votre hébergeur.",
        { cause: error },
      );
    }
    throw error;
  }
}

/** Lets PostgreSQL forget what it kept for a following; one that is gone already is no error. */
export async function unfollow(admin: pg.ClientConfig, slot: string): Promise<void> {
  const client = await connected(admin);
  try {
    await client.query(
      "select pg_drop_replication_slot(slot_name) from pg_replication_slots where slot_name = $1 and not active",
      [slot],
    );
    await client.query(`drop publication if exists ${pg.escapeIdentifier(slot)}`);
  } finally {
    await client.end();
  }
}

/**
 * Whether PostgreSQL still keeps what follows, of all our tables; it gives up when nobody took it for too long
 * (max_slot_wal_keep_size), and forgets a table that was made again.
 */
export async function stillFollows(client: pg.ClientBase, slot: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from pg_replication_slots where slot_name = $1 and coalesce(wal_status, 'lost') <> 'lost' and invalidation_reason is null
        and (select count(*) from pg_publication_tables where pubname = $1) = $2`,
    [slot, (await listTables(client)).length],
  );
  return rowCount === 1;
}

async function publish(admin: pg.ClientConfig, name: string): Promise<void> {
  const client = await connected(admin);
  try {
    const tables = await listTables(client);
    await client.query("begin");
    for (const table of tables) {
      // Without a key, a change could not say which row it is of, and PostgreSQL would refuse to make it.
      if (!table.hasKey) await client.query(`alter table ${nameOf(table)} replica identity full`);
    }
    await client.query(`create publication ${name} for table ${tables.map(nameOf).join(", ")}`);
    await client.query("commit");
  } finally {
    await client.end();
  }
}

async function connected(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({ ...config, application_name: "maillage archive" });
  client.on("error", () => {});
  await client.connect();
  return client;
}

function codeIs(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
