import { randomUUID } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import type { UnsealedRow } from "./chain-source.ts";
import { momentOf, momentText, signKeptHead } from "./head.ts";
import {
  history,
  keep,
  others,
  secret,
  type Trail,
  unsealedRow,
  verify,
} from "./memory-trail.test-support.ts";
import { newStamp, stampIsValid } from "./stamp.ts";

describe("the end of the chain", () => {
  test("is said not to be verifiable without the kept head", async () => {
    const verdict = await verify(history([2]), { head: undefined });
    expect(verdict).toMatchObject({ ok: true, endVerified: false });
    expect(verdict.end).toBe(
      "La fin de la chaîne ne peut pas être vérifiée sans la tête conservée hors de la base.",
    );
  });

  test("is verified by a head a few seconds behind, not by an old one", async () => {
    const trail = history([2, 2]);
    const first = { seq: 2, hash: trail.seals[1]?.hash ?? "", closed: false };
    const lastSigned = momentOf(trail.heads[1]?.signedAt ?? "");
    const signedBefore = (ms: number) => atTime(lastSigned - ms, () => keep(first));
    expect(await verify(trail, { head: signedBefore(9_900) })).toMatchObject({ ok: true, endVerified: true });
    const old = await verify(trail, { head: signedBefore(10_100) });
    expect(old).toMatchObject({ ok: false, endVerified: false, faults: [] });
    expect(old.end).toContain("trop ancienne");
  });

  test("a kept head that is forged or of another key attests nothing", async () => {
    const trail = history([2]);
    const forged = { ...trail.kept, closed: false };
    expect((await verify(trail, { head: forged })).faultCounts).toEqual({ bad_signature: 1 });
    const foreign = signKeptHead(others, trail.kept);
    expect(await verify(trail, { head: foreign })).toMatchObject({
      ok: false,
      faultCounts: { wrong_key: 1 },
    });
  });

  test("a trail cut and grown again is told as cut", async () => {
    const trail = history([2, 2]);
    const other = history([2, 3]);
    expect(
      (await verify(trail, { head: keep({ seq: 4, hash: other.seals[3]?.hash ?? "", closed: true }) }))
        .faultCounts,
    ).toEqual({ truncated: 1 });
  });
});

/** Does something as if it were that moment (milliseconds since 1970). */
function atTime<T>(moment: number, work: () => T): T {
  vi.useFakeTimers({ toFake: ["Date"], now: moment });
  try {
    return work();
  } finally {
    vi.useRealTimers();
  }
}

describe("entries not sealed yet", () => {
  const open = (trail: Trail): Trail => ({ ...trail, kept: keep({ ...trail.kept, closed: false }) });

  test.each<[string, Partial<UnsealedRow> & { away?: number }, boolean]>([
    ["just written", {}, true],
    ["nine seconds before the head", { away: -9_000 }, true],
    ["eleven seconds before the head", { away: -11_000 }, false],
    ["eleven seconds after it", { away: 11_000 }, false],
    ["long under way when the head was signed", { away: -600_000, xid: 602n }, true],
    ["of a transaction the head had seen", { xid: 601n }, false],
    ["at no moment", { at: null }, false],
  ])("%s", async (_, { away = 0, ...changes }, pending) => {
    const trail = open(history([2]));
    const at = momentText(new Date(momentOf(trail.kept.signedAt) + away));
    trail.unsealed = [unsealedRow({ at, ...changes })];
    expect(await verify(trail)).toMatchObject({ ok: pending, pending: pending ? 1 : 0, entries: 3 });
    expect(await verify({ ...trail, kept: keep({ ...trail.kept, closed: true }) })).toMatchObject({
      ok: false,
      faultCounts: { inserted: 1 },
    });
  });

  test("are told apart from others by who holds the stamp's secret", async () => {
    const trail = open(history([2]));
    const stampSecret = secret;
    trail.unsealed = [unsealedRow()];
    expect(await verify(trail, { stampSecret })).toMatchObject({ ok: true, pending: 1 });
    trail.unsealed = [unsealedRow({ stampId: randomUUID() })];
    expect(await verify(trail)).toMatchObject({ ok: true, pending: 1 });
    expect(await verify(trail, { stampSecret })).toMatchObject({ ok: false, pending: 0 });
    trail.unsealed = [unsealedRow({ stampReused: true })];
    expect(await verify(trail, { stampSecret })).toMatchObject({ ok: false, pending: 0 });
  });
});

describe("stamps and moments", () => {
  test("a stamp is valid with its own secret and mac only, and in the order of time", () => {
    const [id = "", mac = ""] = newStamp(secret).split(":");
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Math.abs(Number.parseInt(id.replace("-", "").slice(0, 12), 16) - Date.now())).toBeLessThan(5_000);
    expect(stampIsValid(secret, id, Buffer.from(mac, "hex"))).toBe(true);
    expect(stampIsValid(secret, id.toUpperCase(), Buffer.from(mac, "hex"))).toBe(true);
    expect(stampIsValid(Buffer.alloc(32, 8), id, Buffer.from(mac, "hex"))).toBe(false);
    expect(stampIsValid(secret, randomUUID(), Buffer.from(mac, "hex"))).toBe(false);
    expect(stampIsValid(secret, id, Buffer.from(mac.slice(2), "hex"))).toBe(false);
  });

  test("a moment reads back, and one before our era does not", () => {
    expect(momentOf(momentText(new Date(1_700_000_000_123)))).toBe(1_700_000_000_123);
    expect(momentOf("2026-01-01T00:00:00.000000 BC")).toBeNaN();
  });
});
