import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";

/** An empty database on the cluster of the run, as an administrator would give one. */
export async function emptyDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const { socketFolder, ownerRole, ownerPassword } = inject("cluster");
  const name = `ext_${randomBytes(5).toString("hex")}`;
  const url = (database: string) =>
    `postgresql://${ownerRole}:${encodeURIComponent(ownerPassword)}@/${database}?host=${encodeURIComponent(socketFolder)}`;
  const say = async (statement: string) => {
    const client = new pg.Client({ connectionString: url("postgres") });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await say(`create database ${name}`);
  return {
    url: url(name),
    async drop() {
      await say(`drop database ${name} with (force)`);
      for (const kind of ["app", "signin", "sealer"])
        await say(`drop role if exists maillage_${kind}_${name}`);
    },
  };
}
