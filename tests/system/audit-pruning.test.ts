/** The trail made lighter when its legal time is over: the chain still verifies, and nobody else can do as much. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { pruneTrail } from "../../src/access/audit/pruning.ts";
import { type AuditTrail, auditTrail } from "../support/audit-trail.ts";

let trail: AuditTrail;
beforeEach(async () => {
  trail = await auditTrail();
});
afterEach(() => trail.close());

const soon = () => new Date(Date.now() + 60_000).toISOString();
const prune = (before = soon()) => pruneTrail(trail.test.owner, trail.test.secrets, before);
async function sealed(batches: number) {
  const sealer = await trail.seal();
  for (let batch = 0; batch < batches; batch++) {
    await trail.write(2);
    await sealer.sealNow();
  }
  return sealer;
}
const count = async (table: string) =>
  Number((await trail.test.owner.query(`select count(*) from ${table}`)).rows[0].count);

test("what is old goes up to a signed head, the chain verifies before, after, and once the program went on", async () => {
  const sealer = await sealed(5);
  expect(await prune("2000-01-01T00:00:00Z")).toBe(0);
  expect(await prune()).toBe(8);
  expect([await count("audit.entry"), await count("audit.seal"), await count("audit.pruned")]).toEqual([
    2, 2, 1,
  ]);
  expect(await prune()).toBe(0);
  await trail.write(2);
  await sealer.sealNow();
  expect(await prune()).toBe(2);
  await trail.write(1);
  await sealer.stop();
  const verdict = await trail.verify();
  expect(verdict).toMatchObject({ ok: true, endVerified: true, faults: [], sealed: 3 });
  expect(verdict.pruned).toContain("allégé de 10 entrées");
});

test("acts that last stay, each with its seal, compared like the others, until they last no more", async () => {
  const { owner } = trail.test;
  const lasting = (yes: boolean) =>
    owner.query("update audit.action set lasting = $1 where code = 'person.open'", [yes]);
  await lasting(true);
  const sealer = await sealed(5);
  expect(await prune()).toBe(0);
  expect([await count("audit.seal"), await count("audit.pruned")]).toEqual([10, 1]);
  await trail.write(2);
  await sealer.sealNow();
  await sealer.stop();
  expect(await trail.verify()).toMatchObject({ ok: true, sealed: 12 });
  const first = "(select entry_id from audit.seal order by seq limit 1)";
  await owner.query(`update audit.entry set role = 'nurse' where id = ${first}`);
  expect((await trail.verify()).faultCounts).toEqual({ edited: 1 });
  await owner.query(`update audit.entry set role = 'doctor' where id = ${first}`);
  await lasting(false);
  expect(await prune()).toBe(10);
  expect((await trail.verify()).ok).toBe(true);
});

test.each([
  ["the mark is forged", "update audit.pruned set entries = 0"],
  ["the mark is removed", "delete from audit.pruned"],
  [
    "more is removed after it",
    "delete from audit.entry where id in (select entry_id from audit.seal order by seq limit 1); delete from audit.seal where seq = (select min(seq) from audit.seal)",
  ],
  ["the mark is moved further", "update audit.pruned set seq = seq + 2"],
])("is told when %s", async (_, tampering) => {
  const sealer = await sealed(5);
  await prune();
  for (let more = 0; more < 2; more++) {
    await trail.write(2);
    await sealer.sealNow();
  }
  await sealer.stop();
  expect((await trail.verify()).ok).toBe(true);
  await trail.test.owner.query(tampering);
  expect((await trail.verify()).ok).toBe(false);
});
