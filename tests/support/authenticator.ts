import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** What a server asks of an authenticator, as much as this one reads. */
export interface Asked {
  readonly challenge: string;
  readonly rpId: string;
  readonly origin: string;
  readonly userVerified?: boolean;
}

type Cbor = number | string | Buffer | Map<number | string, Cbor>;

/** A passkey in software: an ES256 key pair that signs as WebAuthn level 2 asks (sections 6.1 and 6.5). */
export class SoftwareAuthenticator {
  readonly id = randomBytes(16).toString("base64url");
  /** How often it signed; authenticators that keep no count say 0. */
  counter = 0;
  readonly #keys = generateKeyPairSync("ec", { namedCurve: "P-256" });

  /** As `startRegistration` of the browser gives it. */
  register(asked: Asked) {
    const id = Buffer.from(this.id, "base64url");
    const length = Buffer.alloc(2);
    length.writeUInt16BE(id.length);
    // Bit 6: the new key follows; 16 zero bytes stand for "no maker told".
    const authData = Buffer.concat([
      this.#authenticatorData(asked, 0x40),
      Buffer.alloc(16),
      length,
      id,
      encode(this.#coseKey()),
    ]);
    const attestation = new Map<string, Cbor>([
      ["fmt", "none"],
      ["attStmt", new Map()],
      ["authData", authData],
    ]);
    return this.#answer({
      clientDataJSON: clientData("webauthn.create", asked).toString("base64url"),
      attestationObject: encode(attestation).toString("base64url"),
      transports: ["internal"],
    });
  }

  /** As `startAuthentication` of the browser gives it. @param accountId what the server named the user */
  authenticate(asked: Asked, accountId: string) {
    const client = clientData("webauthn.get", asked);
    const authData = this.#authenticatorData(asked, 0);
    const signed = Buffer.concat([authData, createHash("sha256").update(client).digest()]);
    return this.#answer({
      clientDataJSON: client.toString("base64url"),
      authenticatorData: authData.toString("base64url"),
      signature: sign("sha256", signed, this.#keys.privateKey).toString("base64url"),
      userHandle: Buffer.from(accountId).toString("base64url"),
    });
  }

  #answer<R>(response: R) {
    return { id: this.id, rawId: this.id, type: "public-key", response, clientExtensionResults: {} };
  }

  #authenticatorData(asked: Asked, flags: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    const present = 0x01;
    const verified = asked.userVerified === false ? 0 : 0x04;
    return Buffer.concat([
      createHash("sha256").update(asked.rpId).digest(),
      Buffer.of(present | verified | flags),
      counter,
    ]);
  }

  /** RFC 9053: kty EC2, alg ES256, curve P-256, both coordinates. */
  #coseKey(): Map<number, Cbor> {
    const { x = "", y = "" } = this.#keys.publicKey.export({ format: "jwk" });
    return new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, "base64url")],
      [-3, Buffer.from(y, "base64url")],
    ]);
  }
}

function clientData(type: string, asked: Asked): Buffer {
  return Buffer.from(
    JSON.stringify({ type, challenge: asked.challenge, origin: asked.origin, crossOrigin: false }),
  );
}

/** The part of CBOR (RFC 8949) that WebAuthn uses. */
function encode(value: Cbor): Buffer {
  if (typeof value === "number") return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  if (typeof value === "string") {
    const text = Buffer.from(value);
    return Buffer.concat([head(3, text.length), text]);
  }
  const entries = [...value].flatMap(([key, item]) => [encode(key), encode(item)]);
  return Buffer.concat([head(5, value.size), ...entries]);
}

function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.of((major << 5) | value);
  if (value < 256) return Buffer.of((major << 5) | 24, value);
  return Buffer.of((major << 5) | 25, value >> 8, value & 255);
}
