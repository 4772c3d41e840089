import { Secret, TOTP } from "otpauth";
import { renderSVG } from "uqr";

const STEP_SECONDS = 30;
const SECRET_BYTES = 20;

/** A new secret for an authenticator application (RFC 4226 asks for 160 bits). */
export function newTotpSecret(): Buffer {
  return Buffer.from(new Secret({ size: SECRET_BYTES }).bytes);
}

/** What the screen shows so that the application receives the secret. */
export interface TotpInvitation {
  readonly uri: string;
  /** The same as a QR code. */
  readonly qrSvg: string;
  /** The same to be typed: base32, in groups of four. */
  readonly secret: string;
}

/** @param issuer the centre's name; @param label the account's e-mail address */
export function totpInvitation(secret: Uint8Array, issuer: string, label: string): TotpInvitation {
  const totp = totpOf(secret, issuer, label);
  const uri = totp.toString();
  return {
    uri,
    // Four white modules around: readers ask for them (ISO/IEC 18004).
    qrSvg: renderSVG(uri, { ecc: "M", border: 4, pixelSize: 4 }),
    secret: totp.secret.base32.replace(/(.{4})(?=.)/g, "$1 "),
  };
}

/**
 * The 30-second step a code belongs to (RFC 6238, SHA-1, six digits), one step before or after now included.
 * @returns null when the code is wrong; the caller refuses a step already used
 */
export function stepOfCode(secret: Uint8Array, code: string, now: Date): number | null {
  const timestamp = now.getTime();
  const delta = totpOf(secret, "", "").validate({ token: code.replace(/\s/g, ""), timestamp, window: 1 });
  return delta === null ? null : Math.floor(timestamp / 1000 / STEP_SECONDS) + delta;
}

function totpOf(secret: Uint8Array, issuer: string, label: string): TOTP {
  return new TOTP({
    issuer,
    label,
    algorithm: "SHA1",
    digits: 6,
    period: STEP_SECONDS,
    secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
  });
}
