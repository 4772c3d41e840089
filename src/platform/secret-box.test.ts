import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { secretBox } from "./secret-box.ts";

const material = randomBytes(32);
const box = secretBox(material, "test");
const bytes = fc.uint8Array({ maxLength: 64 });

test("what was sealed opens for its own context, key and purpose only", () => {
  fc.assert(
    fc.property(bytes, fc.string(), fc.string(), (plain, context, other) => {
      const sealed = box.seal(plain, context);
      expect(Buffer.compare(box.open(sealed, context), plain)).toBe(0);
      if (other !== context) expect(() => box.open(sealed, other)).toThrow();
      expect(() => secretBox(material, "another purpose").open(sealed, context)).toThrow();
      expect(() => secretBox(randomBytes(32), "test").open(sealed, context)).toThrow();
    }),
  );
});

test("any changed byte is noticed, and no two seals are alike", () => {
  fc.assert(
    fc.property(bytes, fc.nat(), fc.integer({ min: 1, max: 255 }), (plain, where, change) => {
      const sealed = box.seal(plain, "");
      expect(box.seal(plain, "").equals(sealed)).toBe(false);
      const at = where % sealed.length;
      sealed[at] = (sealed[at] ?? 0) ^ change;
      expect(() => box.open(sealed, "")).toThrow();
    }),
  );
});
