import pg from "pg";
import { databaseSource, openTrail } from "./database-source.ts";
import type { KeptHead } from "./head.ts";
import { HeadFileError, readHeadFile } from "./head-file.ts";
import type { AuditVerdict } from "./verdict.ts";
import { verifyChain } from "./verify.ts";

export { TrailHiddenError } from "./database-source.ts";
export { HeadFileError } from "./head-file.ts";
export { type AuditVerdict, type FaultKind, faultLabels } from "./verdict.ts";

export interface VerifyAuditOptions {
  /** The database, or a copy of it: its address, or an open connection of a role that sees the whole trail. */
  readonly database: string | pg.ClientBase;
  /** Ed25519, SPKI PEM. */
  readonly publicKeyPem: string;
  /** The latest head kept outside the database; without it the end of the chain cannot be verified. */
  readonly headFile?: string | undefined;
  /** Base64, from the key folder: the application's own command has it, a third party does not. */
  readonly stampSecret?: string | undefined;
}

/**
 * Verifies the audit trail of a database, in one read-only snapshot.
 * @throws HeadFileError when the head file is missing or damaged; TrailHiddenError when the account does not see
 * the whole trail; errors of `pg` when the database cannot be read
 */
export async function verifyAudit(options: VerifyAuditOptions): Promise<AuditVerdict> {
  // Before the snapshot: the database may be ahead of the head, by a few seconds, never behind it.
  const head = options.headFile === undefined ? undefined : await requireHead(options.headFile);
  const secret = options.stampSecret === undefined ? undefined : Buffer.from(options.stampSecret, "base64");
  const verify = async (client: pg.ClientBase) => {
    try {
      await openTrail(client);
      return await verifyChain(databaseSource(client), {
        publicKeyPem: options.publicKeyPem,
        head,
        stampSecret: secret,
      });
    } finally {
      await client.query("rollback");
    }
  };
  if (typeof options.database !== "string") return verify(options.database);
  const client = new pg.Client({
    connectionString: options.database,
    application_name: "maillage audit verify",
  });
  // What cuts the connection also fails the query under way.
  client.on("error", () => {});
  await client.connect();
  try {
    return await verify(client);
  } finally {
    await client.end();
  }
}

async function requireHead(path: string): Promise<KeptHead> {
  const head = await readHeadFile(path);
  if (head !== null) return head;
  throw new HeadFileError(
    `Le fichier ${path} n’existe pas. Rien n’a été modifié. Donnez la tête que le serveur garde hors de la base (audit-head.json).`,
  );
}
