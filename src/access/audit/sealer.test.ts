import { afterEach, beforeEach, expect, test } from "vitest";
import { type AuditTrail, auditTrail } from "../../../tests/support/audit-trail.ts";

let trail: AuditTrail;
beforeEach(async () => {
  trail = await auditTrail();
});
afterEach(() => trail.close());

test("an untouched trail verifies", async () => {
  const sealer = await trail.seal();
  for (let i = 0; i < 5; i++) await trail.write(3);
  const report = await sealer.sealNow();
  expect(report).toMatchObject({ refused: 0, seq: 15, complete: true });
  expect(await trail.verify()).toMatchObject({
    ok: true,
    entries: 15,
    sealed: 15,
    pending: 0,
    endVerified: true,
    faults: [],
  });
  expect(trail.told).toEqual([]);
});
