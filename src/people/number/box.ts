import { createHmac, hkdfSync } from "node:crypto";
import type { KeyRing, RingKey } from "../../platform/key-ring.ts";
import { secretBox } from "../../platform/secret-box.ts";

/** Name of the ring in the keys folder. */
export const NUMBER_KEYS = "social-numbers";

/** A number as the database keeps it: it can find it again, not read it. */
export interface SealedNumber {
  readonly sealed: Buffer;
  readonly keyVersion: number;
  /** The same for the same number, whoever's it is: equality without reading. */
  readonly blind: Buffer;
}

/** Encrypts social security numbers under keys the database does not hold. */
export interface NumberBox {
  /** @param person whose it is: it opens for the same person only */
  seal(value: string, person: string): SealedNumber;
  /** @throws Error when it was changed, or moved to another person */
  open(kept: Pick<SealedNumber, "sealed" | "keyVersion">, person: string): string;
  /** Under every generation of the key: a number may have been kept before the last one. */
  blinds(value: string): Buffer[];
  /** Version of the key in use. */
  version(): number;
}

/**
 * AES-256-GCM, and HMAC-SHA-256 for equality; each key is derived (HKDF-SHA-256) from the ring's material for its own use.
 */
export function numberBox(ring: KeyRing): NumberBox {
  const current = () => ring.keys().at(-1) as RingKey;
  return {
    seal(value, person) {
      const key = current();
      return {
        sealed: boxOf(key).seal(Buffer.from(value), person),
        keyVersion: key.version,
        blind: blindOf(key, value),
      };
    },
    open({ sealed, keyVersion }, person) {
      const key = ring.keys().find(({ version }) => version === keyVersion);
      if (!key) throw new Error(`the key of version ${keyVersion} is missing from the keys folder`);
      return boxOf(key).open(sealed, person).toString("utf8");
    },
    blinds: (value) => ring.keys().map((key) => blindOf(key, value)),
    version: () => current().version,
  };
}

function boxOf({ material }: RingKey) {
  return secretBox(material, "maillage social security number");
}

function blindOf({ material }: RingKey, value: string): Buffer {
  const key = Buffer.from(
    hkdfSync("sha256", material, "", "maillage social security number, blind index", 32),
  );
  return createHmac("sha256", key).update(value).digest();
}
