import fc from "fast-check";
import { expect, test } from "vitest";
import type { RingKey } from "../platform/key-ring.ts";
import { paperBox } from "./box.ts";

const key = (version: number): RingKey => ({ version, material: Buffer.alloc(32, version) });
const ring = (...keys: [RingKey, ...RingKey[]]) => ({ keys: () => keys });

test("a document opens as it was sealed, for itself alone, and under a later key too", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), (content) => {
      const box = paperBox(ring(key(1)));
      const kept = box.seal(content, "a");
      expect(box.open(kept, "a")).toEqual(Buffer.from(content));
      expect(() => box.open(kept, "b")).toThrow();
      const later = paperBox(ring(key(1), key(2)));
      expect(later.open(kept, "a")).toEqual(Buffer.from(content));
      const again = later.wrapAgain(kept, "a");
      expect(again?.keyVersion).toBe(2);
      const without = paperBox(ring(key(2)));
      expect(() => without.open(kept, "a")).toThrow("version 1");
      if (again) expect(without.open({ ...kept, ...again }, "a")).toEqual(Buffer.from(content));
      expect(later.wrapAgain(later.seal(content, "a"), "a")).toBeNull();
    }),
    { numRuns: 30 },
  );
});

test("any byte changed is refused, and what is kept says nothing of what was sealed", () => {
  const box = paperBox(ring(key(1)));
  const content = Buffer.from("Sérologie positive".repeat(20));
  const kept = box.seal(content, "a");
  expect(kept.sealed.includes("rologie")).toBe(false);
  for (const part of ["sealed", "wrapped"] as const)
    for (let at = 0; at < kept[part].length; at += 7) {
      const changed = Buffer.from(kept[part]);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => box.open({ ...kept, [part]: changed }, "a")).toThrow();
    }
  expect(box.blind(content)).toEqual(box.blind(Buffer.from(content)));
  expect(box.blind(content)).not.toEqual(paperBox(ring(key(2))).blind(content));
});
