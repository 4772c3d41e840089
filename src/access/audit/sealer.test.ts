import { generateKeyPairSync } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type AuditTrail, auditTrail } from "../../../tests/support/audit-trail.ts";
import { keyIdOf, ORIGIN_HASH, readPublicKey, signHead } from "./head.ts";
import { readHeadFile } from "./head-file.ts";
import { SigningKeyError, startSealer } from "./sealer.ts";

let trail: AuditTrail;
beforeEach(async () => {
  trail = await auditTrail();
});
afterEach(() => trail.close());

async function count(table: "entry" | "seal" | "head"): Promise<number> {
  const { rows } = await trail.test.owner.query<{ n: number }>(
    `select count(*)::int as n from audit.${table}`,
  );
  return rows[0]?.n ?? 0;
}

async function waitUntil(done: () => Promise<boolean>, timeoutMs: number): Promise<number> {
  const started = Date.now();
  while (!(await done())) {
    if (Date.now() - started > timeoutMs) throw new Error("waited in vain");
    await sleep(10);
  }
  return Date.now() - started;
}

/** Copies the row of an entry as the owner could, with changes. */
function copyEntry(id: number | undefined, changes: { stamp_id?: string; xid?: string } = {}) {
  return trail.test.owner.query(
    `insert into audit.entry (stamp_id, stamp_mac, xid, session_id, account_id, role, action, person_id)
     select ${changes.stamp_id ?? "stamp_id"}, stamp_mac, ${changes.xid ?? "pg_current_xact_id()"}, session_id, account_id, role, action, uuidv7()
       from audit.entry where id = $1`,
    [id],
  );
}

describe("sealing", () => {
  test("an untouched trail verifies, with its head and without", async () => {
    const sealer = await trail.seal();
    for (let i = 0; i < 5; i++) await trail.write(3);
    expect(await sealer.sealNow()).toMatchObject({ refused: 0, seq: 15, complete: true });
    const whole = { ok: true, entries: 15, sealed: 15, pending: 0, faults: [] };
    expect(await trail.verify()).toMatchObject({ ...whole, endVerified: true });
    expect(await trail.verify({ headFile: undefined })).toMatchObject({
      ...whole,
      endVerified: false,
      end: "La fin de la chaîne ne peut pas être vérifiée sans la tête conservée hors de la base.",
    });
    expect(trail.told).toEqual([]);
  });

  test("a writer that has not committed delays nobody, and is sealed once it has", async () => {
    await trail.seal();
    const late = await trail.writeLate();
    for (let n = 1; n <= 5; n++) {
      await trail.write();
      await waitUntil(async () => (await count("seal")) === n, 15_000);
    }
    await late.commit();
    await waitUntil(async () => (await count("seal")) === 6, 15_000);
    expect(await trail.verify()).toMatchObject({ faults: [] });
  });

  test("twenty writers, some committing late, and two sealers: nothing missed, one chain", async () => {
    const second = `${trail.headFile}.second`;
    const sealers = [await trail.seal(), await trail.seal(second)];
    await Promise.all(
      Array.from({ length: 20 }, async (_, writer) => {
        for (let i = 0; i < 12; i++) {
          if (writer % 4 !== 0) await trail.write(2);
          else {
            const late = await trail.writeLate();
            await sleep(20 + ((writer * 7 + i * 31) % 120));
            await late.commit();
          }
        }
      }),
    );
    await Promise.all(sealers.map((sealer) => sealer.sealNow()));
    expect(await count("entry")).toBe(15 * 12 * 2 + 5 * 12);
    expect(await count("seal")).toBe(await count("entry"));
    await waitUntil(async () => (await readHeadFile(second))?.seq === 420, 2_000);
    for (const headFile of [trail.headFile, second])
      expect(await trail.verify({ headFile })).toMatchObject({ ok: true, pending: 0, endVerified: true });
    expect(trail.told).toEqual([]);
  });

  test("a backlog longer than a batch is sealed whole, past entries that are refused", async () => {
    await trail.write(1);
    const [first] = await trail.entryIds();
    for (let i = 0; i < 3; i++) await copyEntry(first, { stamp_id: "gen_random_uuid()" });
    await trail.test.owner.query(
      `insert into audit.entry (stamp_id, stamp_mac, action) select gen_random_uuid(), '\\x00', 'person.open' from generate_series(1, 2500)`,
    );
    await trail.write(4_500);
    const sealer = await trail.seal();
    const report = await sealer.sealNow();
    expect(report.seq).toBe(4_501);
    expect(await count("seal")).toBe(4_501);
    // Told of in few words, and not read again.
    expect(trail.told.length).toBeLessThan(20);
    expect(await sealer.sealNow()).toMatchObject({ sealed: 0, refused: 0 });
  });

  test("a database put back into another PostgreSQL, whose transaction numbers are behind, goes on", async () => {
    const { owner, secrets } = trail.test;
    // The head such a backup brings: signed a million transactions from now.
    const far = "pg_snapshot_xmax(pg_current_snapshot())::text::bigint + 1000000";
    const { rows } = await owner.query<{ far: string }>(`select (${far})::text as far`);
    const snapshot = `${rows[0]?.far}:${rows[0]?.far}:`;
    const head = signHead(secrets, { seq: 0, hash: ORIGIN_HASH, snapshot });
    await owner.query(
      "insert into audit.head values (0, decode($1, 'hex'), $2, $3::pg_snapshot, $4, decode($5, 'hex'))",
      [head.hash, `${head.signedAt.slice(0, -3)}Z`, head.snapshot, head.keyId, head.signature],
    );
    await owner.query("insert into audit.signing_key values ($1, $2)", [
      secrets.auditKeyId,
      secrets.auditPublicKeyPem,
    ]);
    const sealer = await trail.seal();
    await trail.write(3);
    expect(await sealer.sealNow()).toMatchObject({ seq: 3 });
  });
});

describe("what the program did not write is not sealed, even while it runs", () => {
  test.each([
    ["an invented stamp", (id: number | undefined) => copyEntry(id, { stamp_id: "gen_random_uuid()" })],
    ["a stamp that served", (id: number | undefined) => copyEntry(id)],
    ["a stamp and a transaction that served", (id: number | undefined) => copyEntry(id, { xid: "xid" })],
    ["a transaction to come", (id: number | undefined) => copyEntry(id, { xid: "'900000000'::xid8" })],
  ])("%s", async (_, insert) => {
    const sealer = await trail.seal();
    await trail.write(2);
    await sealer.sealNow();
    const ids = await trail.entryIds();
    await insert(ids[0]);
    await trail.write(2);
    await sealer.sealNow();
    await sealer.stop();
    expect(await count("seal")).toBe(4);
    const verdict = await trail.verify();
    expect(verdict.faultCounts).toEqual({ inserted: 1 });
    expect(verdict.faults[0]?.entryId).toBe((ids[1] ?? 0) + 1);
  });

  test("an entry changed before it was sealed", async () => {
    await trail.write(1);
    await trail.test.owner.query("update audit.entry set person_id = uuidv7()");
    const sealer = await trail.seal();
    expect(await sealer.sealNow()).toMatchObject({ sealed: 0, refused: 1 });
    expect(trail.told.join()).toContain("prévenez le délégué");
  });

  test("nothing is sealed after seals the program did not sign", async () => {
    const sealer = await trail.seal();
    await trail.write(2);
    await sealer.sealNow();
    await copyEntry((await trail.entryIds())[0], { stamp_id: "gen_random_uuid()" });
    await trail.test.owner.query(
      `insert into audit.seal select s.seq + 1, (select max(id) from audit.entry), '\\x00', '\\x00' from audit.seal s order by seq desc limit 1`,
    );
    await expect(sealer.sealNow()).rejects.toThrow("n’a pas été écrite par Maillage");
    await waitUntil(async () => trail.told.some((line) => line.includes("Plus rien n’est scellé")), 2_000);
  });
});

describe("the head kept outside", () => {
  test("is dated anew when nothing happens, and closed by an orderly stop", async () => {
    const sealer = await trail.seal();
    await trail.write();
    await sealer.sealNow();
    const first = await readHeadFile(trail.headFile);
    expect(first).toMatchObject({ seq: 1, closed: false });
    await waitUntil(async () => (await readHeadFile(trail.headFile))?.signedAt !== first?.signedAt, 5_000);
    await trail.write();
    await sealer.stop();
    expect(await readHeadFile(trail.headFile)).toMatchObject({ seq: 2, closed: true });
    expect(await count("seal")).toBe(2);
  });

  test("a command that ends beside a running server does not close it", async () => {
    const server = await trail.seal();
    const command = await trail.seal();
    await trail.write();
    await command.stop(false);
    expect(await readHeadFile(trail.headFile)).toMatchObject({ seq: 1, closed: false });
    await server.stop();
    expect(await readHeadFile(trail.headFile)).toMatchObject({ seq: 1, closed: true });
  });

  test("never goes back: a trail cut short is told, and the file is kept as evidence", async () => {
    const sealer = await trail.seal();
    await trail.write(3);
    await sealer.sealNow();
    await trail.write(3);
    await sealer.stop();
    const kept = readFileSync(trail.headFile, "utf8");
    await trail.test.owner.query(
      "delete from audit.entry where id in (select entry_id from audit.seal where seq > 3); delete from audit.seal where seq > 3; delete from audit.head where seq > 3",
    );
    const next = await trail.seal();
    await trail.write(6);
    expect(await next.sealNow()).toMatchObject({ seq: 9 });
    await next.stop();
    expect(readFileSync(trail.headFile, "utf8")).toBe(kept);
    expect(trail.told.join()).toContain("La fin du journal a été coupée");
    expect((await trail.verify()).faultCounts).toEqual({ truncated: 1 });
  });

  test("one that was forged is put aside", async () => {
    const sealer = await trail.seal();
    await trail.write(1);
    await sealer.stop();
    const head = JSON.parse(readFileSync(trail.headFile, "utf8"));
    writeFileSync(trail.headFile, JSON.stringify({ ...head, closed: false }));
    expect((await trail.verify()).faultCounts).toEqual({ bad_signature: 1 });
    await (await trail.seal()).stop();
    expect(trail.told.join()).toContain("mise de côté");
    expect(await trail.verify()).toMatchObject({ ok: true });
  });
});

describe("keys", () => {
  test("a database sealed with other keys is refused, in French", async () => {
    await (await trail.seal()).stop();
    const pair = generateKeyPairSync("ed25519");
    const auditPublicKeyPem = pair.publicKey.export({ type: "spki", format: "pem" }).toString();
    const secrets = {
      ...trail.test.secrets,
      auditPrivateKeyPem: pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
      auditPublicKeyPem,
      auditKeyId: keyIdOf(readPublicKey(auditPublicKeyPem)),
    };
    const pool = new pg.Pool({ ...trail.test.server.admin, max: 1 });
    const log = { info() {}, warn() {}, error() {} };
    const started = startSealer({ pool, secrets, headFile: `${trail.headFile}.other`, log });
    await expect(started).rejects.toThrow(SigningKeyError);
    await expect(started).rejects.toThrow("MAILLAGE_KEYS");
    await pool.end();
  });
});
