import { generateKeyPairSync, randomUUID } from "node:crypto";
import { canonicalText } from "./canonical.ts";
import type { ChainSource, SealRow, UnsealedRow } from "./chain-source.ts";
import {
  type KeptHead,
  keyIdOf,
  linkHash,
  momentText,
  ORIGIN_HASH,
  readPublicKey,
  type SignedHead,
  sha256Hex,
  signHead,
  signKeptHead,
} from "./head.ts";
import { newStamp } from "./stamp.ts";
import type { AuditVerdict } from "./verdict.ts";
import { verifyChain } from "./verify.ts";

function makeKeys() {
  const pair = generateKeyPairSync("ed25519");
  const auditPublicKeyPem = pair.publicKey.export({ type: "spki", format: "pem" }).toString();
  return {
    auditPrivateKeyPem: pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    auditPublicKeyPem,
    auditKeyId: keyIdOf(readPublicKey(auditPublicKeyPem)),
  };
}

/** Keys of the trail, and of somebody else. */
export const keys = makeKeys();
export const others = makeKeys();
/** Secret of the stamps. */
export const secret = Buffer.alloc(32, 7);

/** A row of audit.seal. */
export interface Seal {
  seq: number;
  entryId: number;
  digest: string;
  hash: string;
}

/** A trail in memory: the same rows as the tables, which a test may tamper with. */
export interface Trail {
  /** Pieces of each entry's canonical text. */
  entries: Map<number, string[]>;
  seals: Seal[];
  heads: SignedHead[];
  unsealed: UnsealedRow[];
  kept: KeptHead;
}

/** Digest of an entry. */
export const digestOf = (pieces: readonly string[]) => sha256Hex(canonicalText(pieces));

/** Writes `batches.length` batches of that many entries. */
export function history(batches: readonly number[]): Trail {
  const trail: Omit<Trail, "kept"> = { entries: new Map(), seals: [], heads: [], unsealed: [] };
  let hash = ORIGIN_HASH;
  for (const size of batches) {
    for (let i = 0; i < size; i++) {
      const id = trail.seals.length + 11;
      const pieces = [
        `"${id}"`,
        `"at ${id}"`,
        `"${500 + id}"`,
        `"${randomUUID()}"`,
        `"doctor"`,
        `"${id % 3}"`,
      ];
      trail.entries.set(id, pieces);
      const digest = digestOf(pieces);
      hash = linkHash(hash, digest);
      trail.seals.push({ seq: trail.seals.length + 1, entryId: id, digest, hash });
    }
    trail.heads.push(signHead(keys, { seq: trail.seals.length, hash, snapshot: "600:600:" }));
  }
  return { ...trail, kept: keep({ seq: trail.seals.length, hash, closed: true }) };
}

/** Signs the head kept outside. */
export function keep(
  place: { seq: number; hash: string; closed: boolean },
  snapshot = "600:605:602",
): KeptHead {
  return signKeptHead(keys, { ...place, snapshot });
}

function sourceOf(trail: Trail): ChainSource {
  return {
    pruned: async () => null,
    async *seals() {
      const seals = [...trail.seals].sort((a, b) => a.seq - b.seq);
      for (let at = 0; at < seals.length; at += 3) {
        yield seals.slice(at, at + 3).map((seal): SealRow => {
          const pieces = trail.entries.get(seal.entryId);
          return {
            ...seal,
            entryDigest: pieces ? digestOf(pieces) : null,
            head: trail.heads.find((head) => head.seq === seal.seq) ?? null,
          };
        });
      }
    },
    async *headsWithoutSeal() {
      yield trail.heads.filter((head) => !trail.seals.some((seal) => seal.seq === head.seq));
    },
    async *unsealed() {
      yield trail.unsealed;
      const sealed = new Set(trail.seals.map((seal) => seal.entryId));
      yield [...trail.entries.keys()].filter((id) => !sealed.has(id)).map((id) => unsealedRow({ id }));
    },
    notesVisible: async () => false,
    async *doubtfulSigned() {},
    pieces: async (ids) => new Map(ids.map((id) => [id, trail.entries.get(id) ?? []])),
    keys: async () => [{ keyId: keys.auditKeyId, publicKeyPem: keys.auditPublicKeyPem }],
  };
}

/** An entry just written, not sealed, with a genuine stamp. */
export function unsealedRow(changes: Partial<UnsealedRow> = {}): UnsealedRow {
  const [stampId = "", stampMac = ""] = newStamp(secret).split(":");
  return {
    id: 9_999,
    at: momentText(new Date()),
    xid: 700n,
    stampId,
    stampMac,
    stampReused: false,
    ...changes,
  };
}

/** Verifies with the head kept outside, unless another or none is given. */
export function verify(
  trail: Trail,
  options: { head?: KeptHead | undefined; stampSecret?: Buffer } = {},
): Promise<AuditVerdict> {
  const head = "head" in options ? options.head : trail.kept;
  return verifyChain(sourceOf(trail), { publicKeyPem: keys.auditPublicKeyPem, ...options, head });
}
