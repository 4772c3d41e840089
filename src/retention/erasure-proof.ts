import { createHmac, hkdfSync } from "node:crypto";
import { openKeyRing } from "../platform/key-ring.ts";

const RING = "erasure-proof";

/**
 * The salt of a plan's erasures (hexadecimal), made from a key of the keys folder: whoever holds that folder and an old
 * backup can show that it is what was erased; whoever holds the database alone cannot try names until one fits.
 */
export function erasureSalt(keysFolder: string, plan: string): string {
  const [first] = openKeyRing(keysFolder, RING).keys();
  const key = hkdfSync("sha256", first.material, "", "maillage erasure proof v1", 32);
  return createHmac("sha256", Buffer.from(key)).update(plan).digest("hex");
}
