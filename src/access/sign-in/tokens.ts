import { createHash, randomBytes } from "node:crypto";

/** A new secret for a cookie or a link: 32 random bytes as 43 characters of base64url. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What the database keeps of a token: its SHA-256. `access.actor()` computes the same. */
export function hashToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
