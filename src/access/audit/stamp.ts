import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/**
 * Makes the stamp of one request, `uuid:hexmac`: every audit entry of the request carries it, and no other
 * transaction ever may. The database stores both parts but cannot make them: a line added to the trail from
 * elsewhere has no valid stamp and is never sealed.
 * @param secret 32 bytes kept in the key folder
 */
export function newStamp(secret: Buffer): string {
  const id = timeOrderedUuid(Date.now());
  return `${id}:${macOf(secret, id).toString("hex")}`;
}

/** Was this stamp made by a holder of the secret? Compares in constant time. */
export function stampIsValid(secret: Buffer, id: string, mac: Buffer): boolean {
  const expected = macOf(secret, id);
  return mac.length === expected.length && timingSafeEqual(mac, expected);
}

function macOf(secret: Buffer, id: string): Buffer {
  return createHmac("sha256", secret).update(`maillage stamp v1\n${id.toLowerCase()}`).digest();
}

/** UUID version 7 (RFC 9562): ordered by time, so that the database's index of stamps grows at its end only. */
function timeOrderedUuid(now: number): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
