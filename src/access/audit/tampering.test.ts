import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { linkHash, momentText, ORIGIN_HASH, sha256Hex, signHead } from "./head.ts";
import {
  digestOf,
  history,
  keys,
  others,
  type Seal,
  type Trail,
  verify,
} from "./memory-trail.test-support.ts";
import type { FaultKind } from "./verdict.ts";

/** One way of tampering, with the kind it must be given. `pick` chooses a place below a length. */
interface Tampering {
  name: string;
  kind: FaultKind;
  change(trail: Trail, pick: (length: number) => number): void;
}

const someSeal = (trail: Trail, pick: (length: number) => number): Seal => {
  const seal = trail.seals[pick(trail.seals.length)];
  if (seal === undefined) throw new Error("no seal");
  return seal;
};

function reseal(trail: Trail): void {
  let hash = ORIGIN_HASH;
  for (const seal of trail.seals) {
    hash = linkHash(hash, seal.digest);
    seal.hash = hash;
  }
}

const tamperings: Tampering[] = [
  {
    name: "a piece of an entry changes",
    kind: "edited",
    change(trail, pick) {
      const pieces = trail.entries.get(someSeal(trail, pick).entryId);
      if (pieces) pieces[1 + pick(pieces.length - 1)] = '"autre"';
    },
  },
  {
    name: "an entry goes",
    kind: "deleted",
    change: (trail, pick) => void trail.entries.delete(someSeal(trail, pick).entryId),
  },
  {
    name: "a seal goes, not the last",
    kind: "deleted",
    change(trail, pick) {
      fc.pre(trail.seals.length > 1);
      trail.seals.splice(pick(trail.seals.length - 1), 1);
    },
  },
  {
    name: "an entry is added",
    kind: "inserted",
    change: (trail, pick) => void trail.entries.set(10_000 + pick(50), ['"x"']),
  },
  {
    name: "an entry is added with a seal that follows",
    kind: "inserted",
    change(trail) {
      const last = trail.seals.at(-1);
      const pieces = ['"10000"', '"x"'];
      trail.entries.set(10_000, pieces);
      const [digest, seq] = [digestOf(pieces), (last?.seq ?? 0) + 1];
      trail.seals.push({ seq, entryId: 10_000, digest, hash: linkHash(last?.hash ?? ORIGIN_HASH, digest) });
    },
  },
  {
    name: "two entries exchange some of their pieces",
    kind: "swapped",
    change(trail, pick) {
      const ids = [...trail.entries.keys()];
      const [a, b] = [ids[pick(ids.length)], ids[pick(ids.length)]];
      fc.pre(a !== b);
      if (a === undefined || b === undefined) return;
      const [left, right] = [trail.entries.get(a) ?? [], trail.entries.get(b) ?? []];
      // Never alike in both.
      const from = 1 + pick(3);
      const tail = left.splice(from);
      left.push(...right.splice(from));
      right.push(...tail);
    },
  },
  {
    name: "two seals exchange their numbers",
    kind: "swapped",
    change(trail, pick) {
      const [a, b] = [someSeal(trail, pick), someSeal(trail, pick)];
      fc.pre(a !== b);
      [a.seq, b.seq] = [b.seq, a.seq];
    },
  },
  {
    name: "two seals exchange the entries they name",
    kind: "swapped",
    change(trail, pick) {
      const [a, b] = [someSeal(trail, pick), someSeal(trail, pick)];
      fc.pre(a !== b);
      [a.entryId, b.entryId] = [b.entryId, a.entryId];
    },
  },
  {
    name: "the end is cut, heads included",
    kind: "truncated",
    change(trail, pick) {
      const from = pick(trail.seals.length);
      for (const seal of trail.seals.splice(from)) trail.entries.delete(seal.entryId);
      trail.heads = trail.heads.filter((head) => head.seq <= from);
      // Cut at a head's own place, so that nothing but the kept head tells.
      const last = trail.heads.at(-1)?.seq ?? 0;
      for (const seal of trail.seals.splice(last)) trail.entries.delete(seal.entryId);
    },
  },
  {
    name: "the last seals go, heads stay",
    kind: "truncated",
    change(trail, pick) {
      for (const seal of trail.seals.splice(pick(trail.seals.length))) trail.entries.delete(seal.entryId);
    },
  },
  {
    name: "the last head goes",
    kind: "truncated",
    change: (trail) => void trail.heads.pop(),
  },
  {
    name: "an entry changes and the chain is made again",
    kind: "broken_chain",
    change(trail, pick) {
      const seal = someSeal(trail, pick);
      const pieces = trail.entries.get(seal.entryId) ?? [];
      pieces[2] = '"autre"';
      seal.digest = digestOf(pieces);
      reseal(trail);
    },
  },
  {
    name: "an entry goes and the chain is made again without it",
    kind: "broken_chain",
    change(trail, pick) {
      // Before the last batch: otherwise it is the end that is missing.
      const at = pick(trail.heads.at(-2)?.seq ?? 0);
      fc.pre(trail.heads.length > 1);
      for (const seal of trail.seals.splice(at, 1)) trail.entries.delete(seal.entryId);
      for (const [index, seal] of trail.seals.entries()) seal.seq = index + 1;
      reseal(trail);
    },
  },
  {
    name: "a seal's hash changes",
    kind: "broken_chain",
    change(trail, pick) {
      someSeal(trail, pick).hash = sha256Hex("autre");
    },
  },
  {
    name: "a head changes",
    kind: "bad_signature",
    change(trail, pick) {
      const at = pick(trail.heads.length);
      trail.heads = trail.heads.map((head, i) =>
        i === at ? { ...head, signedAt: momentText(new Date(0)) } : head,
      );
    },
  },
  {
    name: "a head is signed with another key",
    kind: "wrong_key",
    change(trail, pick) {
      const at = pick(trail.heads.length);
      trail.heads = trail.heads.map((head, i) => (i === at ? signHead(others, head) : head));
    },
  },
  {
    name: "another key's signature under the name of ours",
    kind: "bad_signature",
    change(trail) {
      trail.heads = trail.heads.map((head) => ({ ...signHead(others, head), keyId: keys.auditKeyId }));
    },
  },
];

describe("a history tampered with once", () => {
  const histories = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 6 });

  test.each(tamperings.map((tampering) => [tampering.name, tampering] as const))(
    "%s",
    async (_, tampering) => {
      await fc.assert(
        fc.asyncProperty(histories, fc.infiniteStream(fc.nat()), async (batches, numbers) => {
          const trail = history(batches);
          tampering.change(trail, (length) => (numbers.next().value ?? 0) % length);
          const verdict = await verify(trail);
          expect(verdict.ok).toBe(false);
          expect(Object.keys(verdict.faultCounts)).toContain(tampering.kind);
        }),
        { numRuns: 40 },
      );
    },
  );

  test("untouched, it verifies", async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (batches) => {
        const verdict = await verify(history(batches));
        expect(verdict).toMatchObject({ ok: true, endVerified: true, faults: [], pending: 0 });
        expect(verdict.sealed).toBe(batches.reduce((sum, size) => sum + size, 0));
      }),
      { numRuns: 40 },
    );
  });

  test("what can be explained by one tampering is not told as several kinds", async () => {
    for (const tampering of tamperings.filter(({ kind }) => ["edited", "swapped"].includes(kind))) {
      const trail = history([3, 4]);
      let next = 0;
      tampering.change(trail, (length) => ([1, 4, 0, 2][next++ % 4] ?? 0) % length);
      expect(Object.keys((await verify(trail)).faultCounts), tampering.name).toEqual([tampering.kind]);
    }
  });
});
