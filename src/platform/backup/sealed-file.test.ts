import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BackupError } from "./errors.ts";
import { collect } from "./load.ts";
import { newRecoveryKey, readRecoveryKey } from "./recovery-key.ts";
import { readSealed, unlockBy, writeSealed } from "./sealed-file.ts";

const recovery = readRecoveryKey(newRecoveryKey());
let folder: string;
let made = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mlg-sealed-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function sealed(content: Buffer, context = "a/b"): Promise<string> {
  const path = join(folder, `${made++}.sealed`);
  await writeSealed(path, context, recovery, Readable.from([content]));
  return path;
}

async function opened(path: string, context = "a/b", by = recovery): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await readSealed(path, context, unlockBy(by), collect(chunks));
  return Buffer.concat(chunks);
}

describe("a sealed file", () => {
  test("gives back what was put in, whatever its size", async () => {
    const frame = 64 * 1024;
    for (const size of [0, 1, frame - 30, frame, frame + 1, 3 * frame + 7]) {
      // Random, so that compressing does not make it small.
      const content = randomBytes(size);
      expect((await opened(await sealed(content))).equals(content)).toBe(true);
    }
  });

  test("changed at any one place, or cut anywhere, is refused and named", async () => {
    const path = await sealed(randomBytes(150_000));
    const whole = readFileSync(path);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        async (at, by, cut) => {
          const other = join(folder, "other.sealed");
          if (cut) {
            writeFileSync(other, whole);
            truncateSync(other, at);
          } else {
            const changed = Buffer.from(whole);
            changed[at] = (changed[at] ?? 0) ^ by;
            writeFileSync(other, changed);
          }
          const error = await opened(other).catch((reason: unknown) => reason);
          expect(error).toBeInstanceOf(BackupError);
          // A changed name of the key is another key's.
          if (at < 8 || at >= 16 || cut) expect(String(error)).toContain("other.sealed");
        },
      ),
      { numRuns: 60 },
    );
  });

  test("taken for another, opened with another key, or missing, is refused", async () => {
    const path = await sealed(Buffer.from("contenu"));
    await expect(opened(path, "a/c")).rejects.toThrow(/abîmé/);
    await expect(opened(path, "a/b", readRecoveryKey(newRecoveryKey()))).rejects.toThrow(
      /n’est pas celle de cette sauvegarde/,
    );
    await expect(opened(join(folder, "absent.sealed"))).rejects.toThrow(/manque/);
  });
});
