import {
  createHash,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { ownLikeFolder, replaceFile } from "../durable-file.ts";
import { BackupError } from "./errors.ts";

/*
 * The envelope. The server holds the public half alone: it can make backups and cannot read them. The private half
 * is shown once, and kept by people, away from the machine and from the backups.
 */

/** What encrypts backups. */
export interface RecoveryPublic {
  /** First 16 hexadecimal digits of the SHA-256 of the raw public key. */
  readonly id: string;
  /** X25519, raw, 32 bytes. */
  readonly publicKey: Buffer;
}

/** What opens them. */
export interface RecoveryKey extends RecoveryPublic {
  readonly privateKey: KeyObject;
}

// Crockford's: no I, L, O, U.
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const PKCS8 = Buffer.from("302e020100300506032b656e04220420", "hex");
const SPKI = Buffer.from("302a300506032b656e032100", "hex");
const FILE = "recovery-public.json";

const stored = z.object({
  id: z.string().regex(/^[0-9a-f]{16}$/),
  publicKey: z.string().refine((text) => Buffer.from(text, "base64").length === 32),
  since: z.string(),
});

/** A new recovery key, as it is to be written down: 14 groups of four characters, the last ones a check. */
export function newRecoveryKey(): string {
  const { privateKey } = generateKeyPairSync("x25519");
  const raw = privateKey.export({ type: "pkcs8", format: "der" }).subarray(PKCS8.length);
  return written(raw);
}

/**
 * Reads a recovery key as written, whatever its case and separators; I and L are read as 1, O as 0.
 * @throws BackupError when it has a slip
 */
export function readRecoveryKey(text: string): RecoveryKey {
  const letters = text
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "")
    .replace(/[IL]/g, "1")
    .replace(/O/g, "0");
  const bytes = letters.length === 56 ? fromBase32(letters) : null;
  if (bytes === null || !check(bytes.subarray(0, 32)).equals(bytes.subarray(32))) {
    throw new BackupError(
      "Cette clé de récupération est mal recopiée\u00a0: elle a 14 groupes de 4 caractères, dont les derniers contrôlent les autres. Rien n’a été modifié. Relisez-la, puis recommencez.",
    );
  }
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8, bytes.subarray(0, 32)]),
    format: "der",
    type: "pkcs8",
  });
  const publicKey = createPublicKey(privateKey).export({ type: "spki", format: "der" }).subarray(SPKI.length);
  return { privateKey, publicKey, id: keyIdOf(publicKey) };
}

/** Puts the public half of a recovery key in use: backups made from now on are opened by that key alone. */
export function putRecoveryKey(keysFolder: string, text: string): RecoveryPublic {
  const { id, publicKey } = readRecoveryKey(text);
  const path = join(keysFolder, FILE);
  const content = { id, publicKey: publicKey.toString("base64"), since: new Date().toISOString() };
  replaceFile(path, `${JSON.stringify(content, null, 2)}\n`);
  ownLikeFolder(keysFolder, path);
  return { id, publicKey };
}

/** The public half in use, or null when no recovery key was made yet. */
export function recoveryPublic(keysFolder: string): (RecoveryPublic & { readonly since: string }) | null {
  let text: string;
  try {
    text = readFileSync(join(keysFolder, FILE), "utf8");
  } catch {
    return null;
  }
  const { id, publicKey, since } = stored.parse(JSON.parse(text));
  return { id, publicKey: Buffer.from(publicKey, "base64"), since };
}

/** A key for one file that only the holder of the recovery key can make again, and what they need for it. */
export function wrapKey(to: RecoveryPublic, context: string): { key: Buffer; ephemeral: Buffer } {
  const { publicKey, privateKey } = generateKeyPairSync("x25519");
  const ephemeral = publicKey.export({ type: "spki", format: "der" }).subarray(SPKI.length);
  const shared = diffieHellman({ privateKey, publicKey: publicObject(to.publicKey) });
  return { ephemeral, key: derive(shared, ephemeral, to.publicKey, context) };
}

/** The same key, made again by the holder of the recovery key. */
export function unwrapKey(by: RecoveryKey, ephemeral: Buffer, context: string): Buffer {
  const shared = diffieHellman({ privateKey: by.privateKey, publicKey: publicObject(ephemeral) });
  return derive(shared, ephemeral, by.publicKey, context);
}

function derive(shared: Buffer, ephemeral: Buffer, recipient: Buffer, context: string): Buffer {
  const salt = Buffer.concat([ephemeral, recipient]);
  return Buffer.from(hkdfSync("sha256", shared, salt, `maillage sealed file\n${context}`, 32));
}

function publicObject(raw: Buffer): KeyObject {
  return createPublicKey({ key: Buffer.concat([SPKI, raw]), format: "der", type: "spki" });
}

function keyIdOf(publicKey: Buffer): string {
  return createHash("sha256").update(publicKey).digest("hex").slice(0, 16);
}

function check(raw: Buffer): Buffer {
  return createHash("sha256").update("maillage recovery key").update(raw).digest().subarray(0, 3);
}

function written(raw: Buffer): string {
  const letters = toBase32(Buffer.concat([raw, check(raw)]));
  return letters.match(/.{4}/g)?.join("-") ?? letters;
}

function toBase32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five, 2)]).join("");
}

function fromBase32(letters: string): Buffer | null {
  const places = [...letters].map((letter) => ALPHABET.indexOf(letter));
  if (places.includes(-1)) return null;
  const bits = places.map((place) => place.toString(2).padStart(5, "0")).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
