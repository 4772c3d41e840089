import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { addKey, openKeyRing } from "../../platform/key-ring.ts";
import { numberBox } from "./box.ts";

const folder = mkdtempSync(join(tmpdir(), "mlg-ring-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a key ring and what it encrypts", () => {
  test("is made on first use, private, and the same for every process", () => {
    const [a, b] = [openKeyRing(folder, "first"), openKeyRing(folder, "first")];
    expect(a.keys()).toEqual(b.keys());
    expect(statSync(join(folder, "first.json")).mode & 0o777).toBe(0o600);
  });

  test("what is sealed opens for its person alone, under any later key; equal numbers have equal blinds", () => {
    const box = numberBox(openKeyRing(folder, "second"));
    fc.assert(
      fc.property(fc.stringMatching(/^\d{15}$/u), fc.uuid(), fc.uuid(), (value, person, other) => {
        const [once, again] = [box.seal(value, person), box.seal(value, other)];
        expect(box.open(once, person)).toBe(value);
        expect(once.blind).toEqual(again.blind);
        expect(once.sealed).not.toEqual(again.sealed);
        if (person !== other) expect(() => box.open(once, other)).toThrow();
        const changed = Buffer.from(once.sealed);
        changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
        expect(() => box.open({ ...once, sealed: changed }, person)).toThrow();
      }),
      { numRuns: 50 },
    );
  });

  test("a new key seals from then on, without a restart; the former still opens and still finds", () => {
    const box = numberBox(openKeyRing(folder, "third"));
    const before = box.seal("280013805301242", "a");
    expect(addKey(folder, "third")).toBe(2);
    const after = box.seal("280013805301242", "a");
    expect([before.keyVersion, after.keyVersion, box.version()]).toEqual([1, 2, 2]);
    expect(after.blind).not.toEqual(before.blind);
    expect(box.open(before, "a")).toBe(box.open(after, "a"));
    expect(box.blinds("280013805301242")).toEqual([before.blind, after.blind]);
  });
});
