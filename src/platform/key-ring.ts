import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { createFile, ownLikeFolder, replaceFile } from "./durable-file.ts";

/** One generation of a secret. */
export interface RingKey {
  /** Kept beside what it encrypts. */
  readonly version: number;
  /** Key material: 32 random bytes, never used themselves. */
  readonly material: Buffer;
}

/** A secret of the installation that can be replaced: what the former ones encrypted stays readable until re-encrypted. */
export interface KeyRing {
  /** Every generation, the one in use last. Read anew each time: another process may have added one. */
  keys(): readonly [RingKey, ...RingKey[]];
}

const stored = z
  .array(
    z.object({
      version: z.number().int().positive(),
      secret: z.string().refine((text) => Buffer.from(text, "base64").length === 32),
    }),
  )
  .min(1);

/**
 * Opens a ring kept in the installation's keys folder (file 0600), making it on first use.
 * @param name of the file, without its end
 */
export function openKeyRing(keysFolder: string, name: string): KeyRing {
  const path = join(keysFolder, `${name}.json`);
  return { keys: () => read(keysFolder, path) };
}

/** Adds a generation, in use from now on; the former ones are kept. Returns its version. */
export function addKey(keysFolder: string, name: string): number {
  const path = join(keysFolder, `${name}.json`);
  const keys = read(keysFolder, path);
  const version = Math.max(...keys.map((key) => key.version)) + 1;
  const all = [...keys.map((key) => written(key.version, key.material)), written(version, randomBytes(32))];
  replaceFile(path, `${JSON.stringify(all, null, 2)}\n`);
  ownLikeFolder(keysFolder, path);
  return version;
}

function read(folder: string, path: string): [RingKey, ...RingKey[]] {
  if (createIfAbsent(path)) ownLikeFolder(folder, path);
  const [first, ...others] = stored
    .parse(JSON.parse(readFileSync(path, "utf8")))
    .sort((a, b) => a.version - b.version)
    .map(({ version, secret }) => ({ version, material: Buffer.from(secret, "base64") }));
  if (!first) throw new Error("a ring without a key");
  return [first, ...others];
}

function createIfAbsent(path: string): boolean {
  try {
    readFileSync(path);
    return false;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    return createFile(path, `${JSON.stringify([written(1, randomBytes(32))], null, 2)}\n`);
  }
}

function written(version: number, material: Buffer) {
  return { version, secret: material.toString("base64") };
}
