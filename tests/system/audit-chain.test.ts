import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DIGEST_SQL } from "../../src/access/audit/canonical.ts";
import { linkHash, ORIGIN_HASH } from "../../src/access/audit/head.ts";
import { verifyAudit } from "../../src/access/audit/verify-audit.ts";
import { bundleScript, startScript } from "../../src/platform/postgres/process.test-support.ts";
import { type AuditTrail, auditTrail } from "../support/audit-trail.ts";
import { ownerUrl, type StandAloneVerifier, standAloneVerifier } from "../support/audit-verifier.ts";
import { entryAt, insertByHand, tamperings } from "./audit-tamperings.ts";

let verifier: StandAloneVerifier;
let publicKey: string;
let trail: AuditTrail;

beforeAll(async () => {
  verifier = await standAloneVerifier();
  publicKey = join(verifier.folder, "public.pem");
});
afterAll(() => verifier.remove());
beforeEach(async () => {
  trail = await auditTrail();
  writeFileSync(publicKey, trail.test.secrets.auditPublicKeyPem);
});
afterEach(() => trail.close());

const withHead = () => ["--head", trail.headFile];
const run = (args: string[], database = ownerUrl(trail)) =>
  verifier.run(["--public-key", publicKey, ...args], database);
const runJson = (args: string[], database = ownerUrl(trail)) =>
  verifier.runJson(["--public-key", publicKey, ...args], database);

/** Twelve entries in six batches, sealed; the sealer still runs unless stopped. */
async function sealedTrail({ stop = true } = {}) {
  const sealer = await trail.seal();
  for (let batch = 0; batch < 6; batch++) {
    await trail.write(2);
    await sealer.sealNow();
  }
  if (stop) await sealer.stop();
  return sealer;
}

describe("the stand-alone verifier, with the head kept outside", () => {
  test("accepts an untouched trail, in French and in JSON", async () => {
    await sealedTrail();
    const { code, stdout } = await run(withHead());
    expect(stdout).toBe(
      "Entrées\u00a0: 12, scellés\u00a0: 12, en attente de scellement\u00a0: 0.\n" +
        "La fin de la chaîne est vérifiée\u00a0: la tête conservée atteint le scellé n°\u00a012.\nAucune falsification trouvée.\n",
    );
    expect(code).toBe(0);
    expect(await runJson(withHead())).toMatchObject({
      code: 0,
      ok: true,
      entries: 12,
      sealed: 12,
      faults: [],
    });
  });

  test("says that the end cannot be verified without the head", async () => {
    await sealedTrail();
    const { code, stdout } = await run([]);
    expect(code).toBe(0);
    expect(stdout).toContain(
      "La fin de la chaîne ne peut pas être vérifiée sans la tête conservée hors de la base.",
    );
    await trail.test.owner.query(
      `delete from audit.entry where id in (select entry_id from audit.seal where seq > 8);
       delete from audit.seal where seq > 8; delete from audit.head where seq > 8`,
    );
    // Cut at a signed head: only the head kept outside can tell.
    expect(await runJson([])).toMatchObject({ code: 0, endVerified: false, entries: 8 });
    expect(await runJson(withHead())).toMatchObject({ code: 1, faultCounts: { truncated: 1 } });
  });

  test.each(tamperings)("%s: %s", async (_, kind, statements) => {
    await sealedTrail();
    await trail.test.owner.query(statements);
    const verdict = await runJson(withHead());
    expect(verdict).toMatchObject({ code: 1, ok: false });
    expect(Object.keys(verdict.faultCounts)).toEqual([kind]);
  });

  test("finds an entry edited whose chain was made again to the end", async () => {
    await sealedTrail();
    const { owner } = trail.test;
    await owner.query(`update audit.entry set person_id = uuidv7() where id = ${entryAt(4)}`);
    const { rows } = await owner.query<{ seq: string; digest: string }>(
      `select s.seq, ${DIGEST_SQL} as digest from audit.seal s join audit.entry e on e.id = s.entry_id order by s.seq`,
    );
    let hash = ORIGIN_HASH;
    for (const { seq, digest } of rows) {
      hash = linkHash(hash, digest);
      await owner.query(
        "update audit.seal set digest = decode($2, 'hex'), hash = decode($3, 'hex') where seq = $1",
        [seq, digest, hash],
      );
    }
    await owner.query(
      "update audit.head h set hash = s.hash from audit.seal s where s.seq = h.seq and h.seq < 8",
    );
    expect((await run(withHead())).stdout).toContain("Le journal a été falsifié ou abîmé.");
    const verdict = await runJson(withHead());
    expect(verdict.code).toBe(1);
    expect(verdict.faultCounts).toMatchObject({ bad_signature: 2, broken_chain: 1 });
    expect(verdict.endVerified).toBe(false);
  });

  test("names what is added, edited or cut while the program goes on", async () => {
    const sealer = await sealedTrail({ stop: false });
    const { owner } = trail.test;
    await owner.query(insertByHand());
    await trail.write(2);
    await sleep(600);
    await owner.query(`update audit.entry set role = 'nurse' where id = ${entryAt(2)}`);
    await trail.write(2);
    await sealer.stop();
    expect(await runJson(withHead())).toMatchObject({
      code: 1,
      faultCounts: { inserted: 1, edited: 1 },
      sealed: 16,
    });
  });

  test("reads a copy of the database, and only reads it", async () => {
    await sealedTrail();
    const { owner } = trail.test;
    const { rows } = await owner.query<{ name: string }>("select current_database() as name");
    const [name, copy] = [rows[0]?.name ?? "", `${rows[0]?.name}_copy`];
    const maintenance = new pg.Client({ connectionString: ownerUrl(trail, "postgres") });
    await maintenance.connect();
    try {
      await maintenance.query(`create database ${copy} strategy file_copy template template0`);
      const target = new pg.Client({ connectionString: ownerUrl(trail, copy) });
      await target.connect();
      // What a restored backup holds of the trail: tables and rows, no role, no function, no policy of ours.
      await target.query(
        `create schema audit;
         create table audit.entry (id bigint, at timestamptz, xid xid8, stamp_id uuid, stamp_mac bytea, session_id uuid, account_id uuid,
           assignment_id uuid, role text, structure_id uuid, action text, person_id uuid, person_ids uuid[], object_kind text, object_id uuid, detail jsonb);
         create table audit.seal (seq bigint, entry_id bigint, digest bytea, hash bytea);
         create table audit.head (seq bigint, hash bytea, signed_at timestamptz, snapshot pg_snapshot, key_id text, signature bytea);
         create table audit.signing_key (key_id text, public_key_pem text, since timestamptz)`,
      );
      for (const table of ["entry", "seal", "head", "signing_key"]) {
        const found = await owner.query<{ row: string }>(`select x::text as row from audit.${table} x`);
        await target.query(
          `insert into audit.${table} select (t.row::audit.${table}).* from unnest($1::text[]) as t (row)`,
          [found.rows.map(({ row }) => row)],
        );
      }
      await target.query(
        "alter database current set default_transaction_read_only to on".replace("current", copy),
      );
      expect(await runJson(withHead(), ownerUrl(trail, copy))).toMatchObject({
        code: 0,
        ok: true,
        entries: 12,
      });
      await target.end();
      expect(name).not.toBe(copy);
    } finally {
      await maintenance.query(`drop database if exists ${copy} with (force)`);
      await maintenance.end();
    }
  });

  test("refuses to judge by half: an account that does not see all, a head that is missing, a wrong key", async () => {
    await sealedTrail();
    const { owner, server, secrets } = trail.test;
    const { rows } = await owner.query<{ name: string }>(
      "select 'maillage_app_' || current_database() as name",
    );
    const blind = await run(withHead(), server.url(rows[0]?.name ?? "", secrets.appPassword));
    expect(blind).toMatchObject({ code: 2, stdout: "" });
    expect(blind.stderr).toContain("Ce compte ne voit pas tout le journal");
    const sealer = rows[0]?.name.replace("_app_", "_sealer_") ?? "";
    expect((await run(withHead(), server.url(sealer, secrets.sealerPassword))).code).toBe(0);
    expect((await run(["--head", "nowhere.json"])).stderr).toContain("n’existe pas");
    writeFileSync(publicKey, "pas une clé");
    expect((await run(withHead())).code).toBe(2);
  });
});

test("any one random tampering with a random history is found", async () => {
  const sealer = await trail.seal();
  const { owner, secrets } = trail.test;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
      fc.nat(),
      fc.constantFrom(
        "update audit.entry set account_id = uuidv7() where id = $1",
        "update audit.entry set xid = '3' where id = $1",
        "update audit.entry set person_ids = '{}' where id = $1",
        "delete from audit.entry where id = $1",
        "delete from audit.seal where entry_id = $1",
        "update audit.seal set digest = sha256('autre') where entry_id = $1",
        "update audit.seal set entry_id = -1 where entry_id = $1",
        "delete from audit.head where seq >= (select seq from audit.seal where entry_id = $1)",
        "delete from audit.seal where seq >= (select seq from audit.seal where entry_id = $1)",
      ),
      async (batches, pick, statement) => {
        for (const size of batches) {
          await trail.write(size);
          await sealer.sealNow();
        }
        const ids = await trail.entryIds();
        const verify = () =>
          verifyAudit({
            database: ownerUrl(trail),
            publicKeyPem: secrets.auditPublicKeyPem,
            headFile: trail.headFile,
          });
        expect(await verify()).toMatchObject({ ok: true });
        const before = await snapshotOf(owner);
        await owner.query(statement, [ids[pick % ids.length]]);
        const verdict = await verify();
        await restore(owner, before);
        expect(verdict.ok).toBe(false);
        expect(verdict.faults.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 25 },
  );
});

type Rows = Record<"entry" | "seal" | "head", string[]>;

async function snapshotOf(owner: pg.Client): Promise<Rows> {
  const rows: Rows = { entry: [], seal: [], head: [] };
  for (const table of ["entry", "seal", "head"] as const) {
    const found = await owner.query<{ row: string }>(`select x::text as row from audit.${table} x`);
    rows[table] = found.rows.map(({ row }) => row);
  }
  return rows;
}

/** Puts the trail back as it was, in one transaction: the sealer never sees the tampering undone half-way. */
async function restore(owner: pg.Client, rows: Rows): Promise<void> {
  await owner.query("begin");
  for (const table of ["entry", "seal", "head"] as const) {
    await owner.query(`delete from audit.${table}`);
    await owner.query(
      `insert into audit.${table} overriding system value select (t.row::audit.${table}).* from unnest($1::text[]) as t (row)`,
      [rows[table]],
    );
  }
  await owner.query("commit");
}

describe("a process that seals and is killed", () => {
  test("leaves a trail that verifies at once, and again after a restart, with nothing acknowledged lost", async () => {
    const { owner, secrets, server } = trail.test;
    const { rows } = await owner.query<{ name: string }>("select current_database() as name");
    const name = rows[0]?.name ?? "";
    const script = await bundleScript(
      "sealing",
      `import pg from "pg";
       import { startSealer } from "../../access/audit/sealer.ts";
       const pool = new pg.Pool({ connectionString: process.env.SEALER_URL, max: 1 });
       const log = { info() {}, warn(m) { console.error(m); }, error(m) { console.error(m); } };
       await startSealer({ pool, secrets: JSON.parse(process.env.SECRETS), headFile: process.env.HEAD_FILE, log });
       console.log("sealing");
       process.stdin.resume();`,
    );
    try {
      let acknowledged = 0;
      for (const lifetime of [350, 700, 1_150]) {
        const child = startScript(script.path, {
          SEALER_URL: server.url(`maillage_sealer_${name}`, secrets.sealerPassword),
          SECRETS: JSON.stringify(secrets),
          HEAD_FILE: trail.headFile,
        });
        expect(await child.line()).toBe("sealing");
        const until = Date.now() + lifetime;
        const late = await trail.writeLate();
        while (Date.now() < until) {
          await trail.write(3);
          acknowledged += 3;
        }
        await late.commit();
        acknowledged += 1;
        child.child.kill("SIGKILL");
        await child.exited();
        const left = await runJson(withHead());
        expect(left).toMatchObject({ code: 0, ok: true, entries: acknowledged, endVerified: true });
        expect(left.pending + left.sealed).toBe(acknowledged);
      }
      const sealer = await trail.seal();
      await sealer.stop();
      expect(await runJson(withHead())).toMatchObject({
        code: 0,
        entries: acknowledged,
        sealed: acknowledged,
        pending: 0,
      });
      expect(trail.told).toEqual([]);
    } finally {
      script.remove();
    }
  });
});
