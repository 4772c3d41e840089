import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { verifyAudit } from "../../access/audit/verify-audit.ts";
import { BackupError } from "../../platform/backup/errors.ts";
import type { DataFolder } from "../../platform/data-folder.ts";
import type { PostgresServer } from "../../platform/postgres/obtain.ts";

/** How many entries the trail of a restored database has, verified against the head that came with it. */
export interface TrailFound {
  readonly entries: number;
  readonly sealed: number;
}

/**
 * Verifies the audit chain of a database just put back, with the head and the public key kept beside it.
 * @throws BackupError when it does not verify
 */
export async function verifyRestoredTrail(restored: {
  folder: DataFolder;
  server: PostgresServer;
}): Promise<TrailFound> {
  const { folder, server } = restored;
  const client = new pg.Client(server.admin);
  client.on("error", () => {});
  await client.connect();
  try {
    const verdict = await verifyAudit({
      database: client,
      publicKeyPem: readFileSync(join(folder.keys, "audit-public.pem"), "utf8"),
      headFile: existsSync(folder.auditHead) ? folder.auditHead : undefined,
    });
    if (verdict.ok) return { entries: verdict.entries, sealed: verdict.sealed };
    const faults = verdict.faults.slice(0, 5).map(({ message }) => message);
    throw new BackupError(
      `Le journal des accès, une fois remis, ne se vérifie pas\u00a0: ${[...faults, verdict.end].join(" ")}`,
    );
  } finally {
    await client.end();
  }
}

/** How far an unsealed entry may be from the head kept, as the verifier has it. */
const NEAR = "10 seconds";

/**
 * Entries committed just before the backup and not sealed yet: their transaction numbers, those of another server, would keep the sealer
 * from believing them. They are given this server's, and sealed. Older unsealed ones stay so: nobody believed them before either.
 */
export async function adoptUnsealed(owner: pg.ClientBase, headSignedAt: string): Promise<void> {
  await owner.query(
    `update audit.entry e set xid = pg_current_xact_id()
      where not exists (select from audit.seal s where s.entry_id = e.id) and e.at >= $1::timestamptz - $2::interval`,
    [headSignedAt, NEAR],
  );
}
