import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgeOpening, readOpening, type SignedOpening, signedText, signOpening } from "./signed-opening.ts";

const NOW = 1_780_000_000;
const asked = fc.record({
  program: fc.uuid(),
  number: fc
    .string({ minLength: 1, maxLength: 64 })
    .filter((text) => /^[^\p{C}]+$/u.test(text) && text.trim() === text),
  issuedAt: fc.integer({ min: 1, max: 999_999_999_999 }),
  nonce: fc.stringMatching(/^[A-Za-z0-9_-]{16,64}$/),
});
const secrets = fc.stringMatching(/^[A-Za-z0-9_-]{43}$/);
const signed = (secret: string, one: Omit<SignedOpening, "signature">): SignedOpening => ({
  ...one,
  signature: signOpening(secret, one),
});
const fieldsOf = (one: SignedOpening) => ({ ...one, issuedAt: String(one.issuedAt) });

describe("a signed form", () => {
  test("is read back as it was signed, and believed within its age on either side, not a second beyond", () => {
    fc.assert(
      fc.property(asked, secrets, fc.integer({ min: -90, max: 90 }), (one, secret, gap) => {
        const form = readOpening(fieldsOf(signed(secret, one)));
        expect(form).toEqual(signed(secret, one));
        const judged = judgeOpening(form as SignedOpening, secret, one.issuedAt + gap, 60);
        expect(judged).toBe(Math.abs(gap) <= 60 ? "believed" : "too_old");
      }),
    );
  });

  test("is believed under no other secret, nor once any of its fields was changed", () => {
    fc.assert(
      fc.property(asked, asked, secrets, secrets, (one, other, secret, another) => {
        const form = signed(secret, { ...one, issuedAt: NOW });
        if (another !== secret) expect(judgeOpening(form, another, NOW, 60)).toBe("unknown");
        expect(judgeOpening(form, null, NOW, 60)).toBe("unknown");
        for (const field of ["program", "number", "nonce"] as const)
          if (other[field] !== one[field])
            expect(judgeOpening({ ...form, [field]: other[field] }, secret, NOW, 60)).toBe("unknown");
        expect(judgeOpening({ ...form, issuedAt: NOW + 1 }, secret, NOW, 60)).toBe("unknown");
      }),
    );
  });

  test("says one thing: two forms that differ are never signed as the same text", () => {
    fc.assert(
      fc.property(asked, asked, (one, other) => {
        expect(signedText(one) === signedText(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
    );
  });

  test("is not read when a field is missing, has an end of line, or is not of its shape", () => {
    const good = fieldsOf(
      signed("secret", {
        program: crypto.randomUUID(),
        number: "4521",
        issuedAt: NOW,
        nonce: "n".repeat(16),
      }),
    );
    expect(readOpening(good)).not.toBeNull();
    for (const wrong of [
      { number: "45\n21" },
      { number: " 4521" },
      { number: "" },
      { number: "4".repeat(65) },
      { number: ["4521", "4522"] },
      { issuedAt: "0x10" },
      { issuedAt: "-1" },
      { nonce: "short" },
      { nonce: `${"n".repeat(16)}\n` },
      { signature: "00" },
      { program: "4521" },
      { signature: undefined },
    ])
      expect(readOpening({ ...good, ...wrong }), JSON.stringify(wrong)).toBeNull();
    expect(readOpening(null)).toBeNull();
  });

  test("is signed as the example for builders says", () => {
    // Computed with openssl: printf 'maillage-open-1\n…' | openssl dgst -sha256 -hmac …
    const one = {
      program: "01980000-0000-7000-8000-000000000001",
      number: "4521",
      issuedAt: NOW,
      nonce: "AAAAAAAAAAAAAAAA",
    };
    expect(signOpening("secret-of-the-example", one)).toBe(
      "2fed12498698f80cae1dbdcba068efe09fa04278bbf0b7aa09d83727ff9a2491",
    );
  });
});
