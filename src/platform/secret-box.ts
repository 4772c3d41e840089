import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Keeps small secrets encrypted in the database, under a key the database does not hold. */
export interface SecretBox {
  /** @param context what the secret belongs to; it opens for the same context only */
  seal(plain: Uint8Array, context: string): Buffer;
  /** @throws Error when it was changed, moved to another context, or sealed under another key */
  open(sealed: Uint8Array, context: string): Buffer;
}

/**
 * AES-256-GCM. Layout: version (1 byte), nonce (12), tag (16), ciphertext.
 * @param material key material, never used itself: the key is derived from it for this purpose (HKDF-SHA-256)
 */
export function secretBox(material: Buffer, purpose: string): SecretBox {
  const key = Buffer.from(hkdfSync("sha256", material, "", purpose, 32));
  return {
    seal(plain, context) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(context));
      const text = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([Buffer.of(VERSION), iv, cipher.getAuthTag(), text]);
    },
    open(sealed, context) {
      const box = Buffer.from(sealed);
      if (box[0] !== VERSION) throw new Error("sealed by an unknown version");
      const iv = box.subarray(1, 1 + IV_BYTES);
      const tag = box.subarray(1 + IV_BYTES, 1 + IV_BYTES + TAG_BYTES);
      const decipher = createDecipheriv("aes-256-gcm", key, iv, { authTagLength: TAG_BYTES });
      decipher.setAAD(Buffer.from(context));
      decipher.setAuthTag(tag);
      return Buffer.concat([decipher.update(box.subarray(1 + IV_BYTES + TAG_BYTES)), decipher.final()]);
    },
  };
}
