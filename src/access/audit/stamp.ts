import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";

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
  const time = now.toString(16).padStart(12, "0");
  // Node keeps random bytes ahead for randomUUID: a call to the system for each request would cost more than the rest.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}
