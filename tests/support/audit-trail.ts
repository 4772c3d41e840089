import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { type Sealer, startSealer } from "../../src/access/audit/sealer.ts";
import { newStamp } from "../../src/access/audit/stamp.ts";
import { type AuditVerdict, verifyAudit } from "../../src/access/audit/verify-audit.ts";
import { loginName } from "../../src/platform/database/login-roles.ts";
import { type TestDatabase, testDatabase } from "./database.ts";

/** A database whose trail is written through a real session, and what is needed to seal and verify it. */
export interface AuditTrail {
  readonly test: TestDatabase;
  readonly headFile: string;
  /** What the sealers told. */
  readonly told: string[];
  /** Writes `count` entries in one request, as the application does; returns the request's stamp. */
  write(count?: number): Promise<string>;
  /** A request that stays open until its `commit` is called. */
  writeLate(): Promise<{ commit(): Promise<void> }>;
  /** A sealer of its own; by default with the trail's head file. */
  seal(headFile?: string): Promise<Sealer>;
  /** Verifies as the database's owner, with the head and without the stamp's secret, as a third party would. */
  verify(options?: { headFile?: string | undefined; stampSecret?: string }): Promise<AuditVerdict>;
  entryIds(): Promise<number[]>;
  close(): Promise<void>;
}

/** Opens a trail: an invented account with one session on a database of its own. */
export async function auditTrail(): Promise<AuditTrail> {
  const test = await testDatabase();
  const token = await openSession(test.owner);
  const secret = Buffer.from(test.secrets.stampSecret, "base64");
  const folder = mkdtempSync(join(tmpdir(), "mlg-head-"));
  const headFile = join(folder, "audit-head.json");
  const { rows } = await test.owner.query<{ name: string }>("select current_database() as name");
  const name = rows[0]?.name ?? "";
  const login = (kind: "app" | "sealer", password: string) => ({
    ...test.server.login(loginName(name, kind), password),
    max: kind === "app" ? 25 : 1,
  });
  const open = (kind: "app" | "sealer", password: string) => {
    const pool = new pg.Pool(login(kind, password));
    // The database may be dropped before a closing connection has gone.
    pool.on("connect", (client) => client.on("error", () => {}));
    pool.on("error", () => {});
    return pool;
  };
  const app = open("app", test.secrets.appPassword);
  const sealers: { sealer: Sealer; pool: pg.Pool }[] = [];
  const told: string[] = [];
  const log = {
    info: (m: string) => void told.push(m),
    warn: (m: string) => void told.push(m),
    error: (m: string) => void told.push(m),
  };

  const enter = async (client: pg.ClientBase, count: number) => {
    const stamp = newStamp(secret);
    await client.query("begin");
    await client.query("select access.enter($1, $2, $3)", [token, stamp, ["doctor"]]);
    await client.query(
      "select audit.record('person.open', uuidv7(), null, null, null, '{\"n\": 1}') from generate_series(1, $1)",
      [count],
    );
    return stamp;
  };

  return {
    test,
    headFile,
    told,
    async write(count = 1) {
      const client = await app.connect();
      try {
        const stamp = await enter(client, count);
        await client.query("commit");
        return stamp;
      } finally {
        client.release();
      }
    },
    async writeLate() {
      const client = await app.connect();
      await enter(client, 1);
      return {
        async commit() {
          await client.query("commit");
          client.release();
        },
      };
    },
    async seal(file = headFile) {
      const pool = open("sealer", test.secrets.sealerPassword);
      const sealer = await startSealer({ pool, secrets: test.secrets, headFile: file, log });
      sealers.push({ sealer, pool });
      return sealer;
    },
    verify: (options = {}) =>
      verifyAudit({
        database: test.owner,
        publicKeyPem: test.secrets.auditPublicKeyPem,
        headFile,
        ...options,
      }),
    async entryIds() {
      const found = await test.owner.query<{ id: string }>("select id from audit.entry order by id");
      return found.rows.map(({ id }) => Number(id));
    },
    async close() {
      for (const { sealer } of sealers) await sealer.stop();
      await Promise.all([app.end(), ...sealers.map(({ pool }) => pool.end())]);
      await test.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** @returns the token of a doctor's session */
async function openSession(owner: pg.Client): Promise<string> {
  const token = randomBytes(32).toString("base64url");
  await owner.query(
    `with centre as (insert into network.structure (code, name, kind) values ('essai', 'Centre d’essai', 'centre') returning id),
          someone as (insert into access.account (email, display_name, legal_category)
                      values ('essai@exemple.fr', 'Dr Essai', 'health_professional') returning id),
          post as (insert into access.assignment (account_id, structure_id, role)
                   select someone.id, centre.id, 'doctor' from someone, centre returning id, account_id)
     insert into access.session (token_hash, account_id, assignment_id, kind, expires_at)
     select sha256($1::bytea), account_id, id, 'browser', now() + interval '1 day' from post`,
    [Buffer.from(token)],
  );
  return token;
}
