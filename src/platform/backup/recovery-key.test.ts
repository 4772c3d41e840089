import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BackupError } from "./errors.ts";
import { newRecoveryKey, putRecoveryKey, readRecoveryKey, recoveryPublic } from "./recovery-key.ts";

describe("a recovery key", () => {
  test("is read as people copy it", () => {
    const key = newRecoveryKey();
    expect(key).toMatch(/^([0-9A-Z]{4}-){13}[0-9A-Z]{4}$/);
    const { id } = readRecoveryKey(key);
    const copies = [
      key.toLowerCase(),
      key.replaceAll("-", " "),
      key.replaceAll("0", "o").replaceAll("1", "l"),
    ];
    for (const copy of copies) expect(readRecoveryKey(copy).id).toBe(id);
  });

  test("copied with one character wrong, or two swapped, is refused", () => {
    const key = newRecoveryKey().replaceAll("-", "");
    const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    fc.assert(
      fc.property(fc.nat(55), fc.nat(31), fc.nat(54), (place, letter, swap) => {
        const slip = key.slice(0, place) + letters[letter] + key.slice(place + 1);
        if (slip !== key) expect(() => readRecoveryKey(slip)).toThrow(BackupError);
        const swapped = key.slice(0, swap) + key[swap + 1] + key[swap] + key.slice(swap + 2);
        if (swapped !== key) expect(() => readRecoveryKey(swapped)).toThrow(BackupError);
      }),
    );
    for (const text of ["", "abc", key.slice(1), `${key}A`])
      expect(() => readRecoveryKey(text)).toThrow(BackupError);
  });

  test("leaves its public half alone in the keys folder", () => {
    const keys = mkdtempSync(join(tmpdir(), "mlg-recovery-"));
    try {
      expect(recoveryPublic(keys)).toBeNull();
      const key = newRecoveryKey();
      putRecoveryKey(keys, key);
      const { id, publicKey } = readRecoveryKey(key);
      expect(recoveryPublic(keys)).toMatchObject({ id, publicKey });
    } finally {
      rmSync(keys, { recursive: true });
    }
  });
});
