import { type SecretBox, secretBox } from "../../platform/secret-box.ts";

/** Encrypts mail that waits. @param encryptionKey key material of the installation */
export function mailBox(encryptionKey: Buffer): SecretBox {
  return secretBox(encryptionKey, "maillage outgoing mail");
}
