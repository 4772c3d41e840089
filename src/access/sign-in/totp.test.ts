import fc from "fast-check";
import { Secret, TOTP, URI } from "otpauth";
import { expect, test } from "vitest";
import { newTotpSecret, stepOfCode, totpInvitation } from "./totp.ts";

/** RFC 6238 appendix B, SHA-1, cut to six digits. */
const RFC = Buffer.from("12345678901234567890");
test.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
])("at %i seconds RFC 6238 gives %s", (seconds, code) => {
  const step = Math.floor(seconds / 30);
  expect(stepOfCode(RFC, code, new Date(seconds * 1000))).toBe(step);
  expect(stepOfCode(RFC, code, new Date((seconds + 30) * 1000))).toBe(step);
  expect(stepOfCode(RFC, code, new Date((seconds - 30) * 1000))).toBe(step);
  expect(stepOfCode(RFC, code, new Date((seconds + 90) * 1000))).toBeNull();
  expect(stepOfCode(RFC, `${code.slice(0, 3)} ${code.slice(3)}`, new Date(seconds * 1000))).toBe(step);
});

test("a code belongs to the step its application made it in, wherever the clock stands in it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 100_000_000 }), fc.nat(29_999), (step, inside) => {
      const code = totpAt(RFC, step);
      const found = stepOfCode(RFC, code, new Date(step * 30_000 + inside));
      // Two neighbouring steps show the same code once in a million: either is its step.
      expect(Math.abs((found ?? Number.NaN) - step)).toBeLessThanOrEqual(1);
      expect(totpAt(RFC, found ?? 0)).toBe(code);
    }),
  );
});

test("the application learns the centre, the account and the secret, by code or by hand", () => {
  const secret = newTotpSecret();
  const { uri, qrSvg, secret: typed } = totpInvitation(secret, "Centre de l’Île", "a@b.invalid");
  const read = URI.parse(uri);
  expect(read).toBeInstanceOf(TOTP);
  expect([read.issuer, read.label, read.algorithm, read.digits]).toEqual([
    "Centre de l’Île",
    "a@b.invalid",
    "SHA1",
    6,
  ]);
  expect(Buffer.from(read.secret.bytes).equals(secret)).toBe(true);
  expect(Buffer.from(Secret.fromBase32(typed.replaceAll(" ", "")).bytes).equals(secret)).toBe(true);
  expect(typed).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
  expect(qrSvg).toMatch(/^<svg [^>]+viewBox/);
  expect(qrSvg).not.toContain("style=");
  expect(secret).toHaveLength(20);
});

function totpAt(secret: Buffer, step: number): string {
  return new TOTP({ secret: new Secret({ buffer: new Uint8Array(secret).buffer }) }).generate({
    timestamp: step * 30_000,
  });
}
