import { createHmac, hkdfSync, randomBytes } from "node:crypto";
import type { KeyRing, RingKey } from "../platform/key-ring.ts";
import { secretBox } from "../platform/secret-box.ts";

/** Name of the ring in the keys folder. */
export const PAPER_KEYS = "papers";

/** A document's content as the database keeps it. */
export interface SealedPaper {
  readonly sealed: Buffer;
  /** The key of this one document, encrypted under the key in use. */
  readonly wrapped: Buffer;
  readonly keyVersion: number;
}

/** Encrypts documents under keys the database does not hold. */
export interface PaperBox {
  /** @param document whose content it is: it opens for the same document only */
  seal(content: Uint8Array, document: string): SealedPaper;
  /** @throws Error when it was changed, or moved to another document */
  open(kept: SealedPaper, document: string): Buffer;
  /** The same for the same content under the first key: tells one sending from another, not what it holds. */
  blind(content: Uint8Array): Buffer;
  /** The document's own key under the key in use; null when it is already. */
  wrapAgain(
    kept: Pick<SealedPaper, "wrapped" | "keyVersion">,
    document: string,
  ): Pick<SealedPaper, "wrapped" | "keyVersion"> | null;
}

/**
 * AES-256-GCM. Each document has a key of its own (32 random bytes), so that changing the ring's key encrypts again keys and
 * not gigabytes; each key is derived (HKDF-SHA-256) for its use.
 */
export function paperBox(ring: KeyRing): PaperBox {
  const current = () => ring.keys().at(-1) as RingKey;
  const unwrap = ({ wrapped, keyVersion }: Pick<SealedPaper, "wrapped" | "keyVersion">, document: string) => {
    const key = ring.keys().find(({ version }) => version === keyVersion);
    if (!key) throw new Error(`the key of version ${keyVersion} is missing from the keys folder`);
    return wrapperOf(key).open(wrapped, document);
  };
  const wrap = (own: Buffer, document: string) => {
    const key = current();
    return { wrapped: wrapperOf(key).seal(own, document), keyVersion: key.version };
  };
  return {
    seal(content, document) {
      const own = randomBytes(32);
      return { sealed: contentBox(own).seal(content, document), ...wrap(own, document) };
    },
    open: (kept, document) => contentBox(unwrap(kept, document)).open(kept.sealed, document),
    blind(content) {
      const [first] = ring.keys();
      const key = hkdfSync("sha256", first.material, "", "maillage paper, fingerprint", 32);
      return createHmac("sha256", Buffer.from(key)).update(content).digest();
    },
    wrapAgain: (kept, document) =>
      kept.keyVersion === current().version ? null : wrap(unwrap(kept, document), document),
  };
}

function wrapperOf({ material }: RingKey) {
  return secretBox(material, "maillage paper, its key");
}

function contentBox(own: Buffer) {
  return secretBox(own, "maillage paper, its content");
}
