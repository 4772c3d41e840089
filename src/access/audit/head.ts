import { createHash, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { promisify } from "node:util";

/** Hash before the first seal, in hexadecimal like every digest and hash here. */
export const ORIGIN_HASH = "0".repeat(64);

/** Where the chain stood, signed: one for each batch sealed. */
export interface SignedHead {
  /** Number of seals so far; 0 before the first. */
  readonly seq: number;
  readonly hash: string;
  /** As `momentSql` writes it. */
  readonly signedAt: string;
  /** Text of the PostgreSQL snapshot whose entries were all sealed. */
  readonly snapshot: string;
  readonly keyId: string;
  /** Ed25519, hexadecimal. */
  readonly signature: string;
}

/** The latest head as kept outside the database. */
export interface KeptHead extends SignedHead {
  /** True after an orderly stop: nothing was left to seal. */
  readonly closed: boolean;
}

/** Where the chain begins again, signed, once what came before was removed (pruning.ts). */
export interface PrunedMark {
  /** Last seal removed: a signed head's. */
  readonly seq: number;
  readonly hash: string;
  /** How many earlier seals stay, and the SHA-256 of their lines (`keptLine`), by number. */
  readonly kept: number;
  readonly keptDigest: string;
  /** Entries removed since the trail began. */
  readonly entries: number;
  /** Entries before this moment were removed. */
  readonly before: string;
  readonly signedAt: string;
  readonly keyId: string;
  readonly signature: string;
}

/** Keys of the audit chain, as the key folder holds them. */
export interface SigningKeys {
  readonly auditPrivateKeyPem: string;
  readonly auditPublicKeyPem: string;
  readonly auditKeyId: string;
}

const verifyAside = promisify(verify);

/** Hash of a seal: SHA-256 of the previous hash followed by the entry's digest. */
export function linkHash(previous: string, digest: string): string {
  return createHash("sha256").update(previous, "hex").update(digest, "hex").digest("hex");
}

/** SHA-256 of a text in UTF-8. */
export function sha256Hex(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** Name of a public key: first 16 hexadecimal digits of the SHA-256 of its DER (SPKI). */
export function keyIdOf(publicKey: KeyObject): string {
  return createHash("sha256")
    .update(publicKey.export({ type: "spki", format: "der" }))
    .digest("hex")
    .slice(0, 16);
}

/** A moment as `momentSql` would write it. */
export function momentText(date: Date): string {
  return `${date.toISOString().slice(0, -1)}000 AD`;
}

/** Milliseconds since 1970 of a moment written by `momentSql`; NaN when it is not one of our era. */
export function momentOf(text: string): number {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})\d{3} AD$/.exec(text);
  return match === null ? Number.NaN : Date.parse(`${match[1]}Z`);
}

/** Signs where the chain stands, for the database. */
export function signHead(
  keys: SigningKeys,
  place: { readonly seq: number; readonly hash: string; readonly snapshot: string },
): SignedHead {
  const head = { ...place, signedAt: momentText(new Date()), keyId: keys.auditKeyId };
  return { ...head, signature: signText(keys, headStatement(head)) };
}

/** Signs where the chain stands, for the file kept outside the database. */
export function signKeptHead(
  keys: SigningKeys,
  place: {
    readonly seq: number;
    readonly hash: string;
    readonly snapshot: string;
    readonly closed: boolean;
  },
): KeptHead {
  const head = { ...place, signedAt: momentText(new Date()), keyId: keys.auditKeyId };
  return { ...head, signature: signText(keys, keptStatement(head)) };
}

/** Is this head of the database signed by this key? Works beside the main thread. */
export function headIsGenuine(head: SignedHead, publicKey: KeyObject): Promise<boolean> {
  return isSigned(headStatement(head), head.signature, publicKey);
}

/** Is this kept head signed by this key? */
export function keptHeadIsGenuine(head: KeptHead, publicKey: KeyObject): Promise<boolean> {
  return isSigned(keptStatement(head), head.signature, publicKey);
}

/** Signs where the chain begins again. */
export function signPruned(
  keys: SigningKeys,
  mark: Omit<PrunedMark, "signedAt" | "keyId" | "signature">,
): PrunedMark {
  const signed = { ...mark, signedAt: momentText(new Date()), keyId: keys.auditKeyId };
  return { ...signed, signature: signText(keys, prunedStatement(signed)) };
}

/** Is this mark signed by this key? */
export function prunedIsGenuine(mark: PrunedMark, publicKey: KeyObject): Promise<boolean> {
  return isSigned(prunedStatement(mark), mark.signature, publicKey);
}

/** A seal that stays before the mark, as it is digested. */
export function keptLine(seal: { seq: number; entryId: number; digest: string; hash: string }): string {
  return `${seal.seq}:${seal.entryId}:${seal.digest}:${seal.hash}\n`;
}

/** @throws Error when the text is not an Ed25519 public key in PEM (SPKI) */
export function readPublicKey(pem: string): KeyObject {
  const key = createPublicKey(pem);
  if (key.asymmetricKeyType !== "ed25519") throw new Error("not an Ed25519 key");
  return key;
}

function signText(keys: SigningKeys, text: string): string {
  return sign(null, Buffer.from(text, "utf8"), keys.auditPrivateKeyPem).toString("hex");
}

function isSigned(text: string, signature: string, publicKey: KeyObject): Promise<boolean> {
  return verifyAside(null, Buffer.from(text, "utf8"), publicKey, Buffer.from(signature, "hex"));
}

type Unsigned<T extends SignedHead> = Omit<T, "signature">;

// The first line keeps a signature made for one use from serving the other.
function headStatement(head: Unsigned<SignedHead>): string {
  return ["maillage audit head v1", ...commonLines(head)].join("\n");
}

function keptStatement(head: Unsigned<KeptHead>): string {
  return ["maillage audit kept head v1", ...commonLines(head), head.closed ? "closed" : "open"].join("\n");
}

function prunedStatement(mark: Omit<PrunedMark, "signature">): string {
  const { seq, hash, kept, keptDigest, entries, before, signedAt, keyId } = mark;
  return ["maillage audit pruned v1", seq, hash, kept, keptDigest, entries, before, signedAt, keyId].join(
    "\n",
  );
}

function commonLines(head: Unsigned<SignedHead>): string[] {
  return [String(head.seq), head.hash, head.signedAt, head.snapshot, head.keyId];
}
