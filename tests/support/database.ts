import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { inject } from "vitest";
import { loadSecrets, type Secrets } from "../../src/platform/data-folder.ts";
import { type Database, openDatabase } from "../../src/platform/database/database.ts";
import { ensureLoginRoles, type LoginKind, loginName } from "../../src/platform/database/login-roles.ts";
import type { PostgresServer } from "../../src/platform/postgres/obtain.ts";
import { socketPort } from "../../src/platform/postgres/settings.ts";
import type { TestCluster } from "./global-setup.ts";

/** A migrated database of the test's own, as the server sees it and as its owner does. */
export interface TestDatabase {
  readonly db: Database;
  /** Owns the schema and passes every policy: for arranging and for looking behind the scenes. */
  readonly owner: pg.Client;
  /** The cluster of the run, pointed at this database; releasing it leaves the cluster to the other tests. */
  readonly server: PostgresServer;
  readonly secrets: Secrets;
  readonly close: () => Promise<void>;
}

/**
 * Copies the migrated database of the run (see global-setup.ts), with login roles and secrets of its own.
 * Call in `beforeAll`, and `close` in `afterAll`: it takes about a tenth of a second.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const cluster = inject("cluster");
  const name = `t_${randomBytes(6).toString("hex")}`;
  await asOwner(cluster, (client) => client.query(`create database ${name} template ${cluster.template}`));
  const keys = mkdtempSync(join(tmpdir(), "mlg-keys-"));
  const secrets = loadSecrets({ root: keys, keys });
  const server = serverOf(cluster, name);
  const passwords = {
    app: secrets.appPassword,
    signin: secrets.signinPassword,
    sealer: secrets.sealerPassword,
  };
  await ensureLoginRoles(server.admin, passwords);
  const db = openDatabase((user, password) => server.login(user, password), name, passwords);
  const owner = new pg.Client(server.admin);
  await owner.connect();
  return {
    db,
    owner,
    server,
    secrets,
    async close() {
      await Promise.all([db.close(), owner.end()]);
      rmSync(keys, { recursive: true, force: true });
      await asOwner(cluster, (client) => drop(client, name));
    },
  };
}

async function drop(client: pg.Client, name: string): Promise<void> {
  await client.query(`drop database ${name} with (force)`);
  const kinds: readonly LoginKind[] = ["app", "signin", "sealer"];
  for (const kind of kinds) await client.query(`drop role ${pg.escapeIdentifier(loginName(name, kind))}`);
}

function serverOf(cluster: TestCluster, database: string): PostgresServer {
  const login = (user: string, password: string): pg.ClientConfig => ({
    host: cluster.socketFolder,
    port: socketPort,
    user,
    password,
    database,
  });
  return {
    kind: "embedded",
    admin: login(cluster.ownerRole, cluster.ownerPassword),
    login,
    url: (user, password) =>
      `postgresql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@/${database}` +
      `?host=${encodeURIComponent(cluster.socketFolder)}&port=${socketPort}`,
    release: async () => {},
    onRestart: () => {},
  };
}

async function asOwner(cluster: TestCluster, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client(serverOf(cluster, "postgres").admin);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
