import { isIP } from "node:net";
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/server";
import type { z } from "zod";
import type { authenticationResponseSchema, registrationResponseSchema } from "./passkey-messages.ts";
import { passkeyNeedsName } from "./problems.ts";

/** The library, loaded at the first passkey: it takes a third of a second that no start and no command should pay. */
async function webAuthn() {
  const library = await import("@simplewebauthn/server");
  // Which maker built a key is not our question. Without roots no chain is followed, and above all no revocation
  // list is fetched from another server.
  for (const identifier of ["android-key", "android-safetynet", "apple"] as const) {
    library.SettingsService.setRootCertificates({ identifier, certificates: [] });
  }
  return library;
}

/** A passkey as the database keeps it. */
export interface StoredPasskey {
  readonly id: string;
  readonly accountId: string;
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: string[];
}

type Known = Pick<StoredPasskey, "id" | "transports">;

/**
 * The name passkeys are bound to: the host people open.
 * @throws ProblemError 409 when it is a bare IP address, which browsers refuse
 */
function relyingParty(publicUrl: URL): string {
  const host = publicUrl.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0) throw passkeyNeedsName();
  return host;
}

/** What the browser needs to make a passkey, its challenge included. */
export async function registrationOptions(
  publicUrl: URL,
  centre: string,
  account: { readonly id: string; readonly email: string; readonly name: string },
  existing: readonly Known[],
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const rpID = relyingParty(publicUrl);
  return (await webAuthn()).generateRegistrationOptions({
    rpName: centre,
    rpID,
    userID: new TextEncoder().encode(account.id),
    userName: account.email,
    userDisplayName: account.name,
    attestationType: "none",
    excludeCredentials: existing.map(({ id, transports }) => ({ id, transports })),
    // Found without typing an address, and asks for a finger, a face or a code: hence both factors.
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
}

/** What the browser needs to sign with a passkey. @param allowed empty: any passkey of this site */
export async function authenticationOptions(
  publicUrl: URL,
  allowed: readonly Known[],
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const rpID = relyingParty(publicUrl);
  return (await webAuthn()).generateAuthenticationOptions({
    rpID,
    allowCredentials: allowed.map(({ id, transports }) => ({ id, transports })),
    userVerification: "required",
  });
}

/** Checks a new passkey. @returns what to store, or null when it does not hold */
export async function verifiedPasskey(
  publicUrl: URL,
  challenge: string,
  response: z.output<typeof registrationResponseSchema>,
): Promise<Omit<StoredPasskey, "accountId"> | null> {
  const { verifyRegistrationResponse } = await webAuthn();
  const verified = await verifyRegistrationResponse({
    response: { ...response, clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin: publicUrl.origin,
    expectedRPID: relyingParty(publicUrl),
    requireUserVerification: true,
  }).catch(() => null);
  if (!verified?.verified) return null;
  const { id, publicKey, counter } = verified.registrationInfo.credential;
  return { id, publicKey, counter, transports: response.response.transports };
}

/** Checks a signature by a known passkey. @returns its new counter, or null when it does not hold */
export async function verifiedCounter(
  publicUrl: URL,
  challenge: string,
  passkey: StoredPasskey,
  response: z.output<typeof authenticationResponseSchema>,
): Promise<number | null> {
  const { userHandle, ...signed } = response.response;
  if (userHandle && Buffer.from(userHandle, "base64url").toString() !== passkey.accountId) return null;
  const { verifyAuthenticationResponse } = await webAuthn();
  const verified = await verifyAuthenticationResponse({
    response: { ...response, response: signed, clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin: publicUrl.origin,
    expectedRPID: relyingParty(publicUrl),
    credential: {
      id: passkey.id,
      publicKey: new Uint8Array(passkey.publicKey),
      counter: passkey.counter,
      transports: passkey.transports,
    },
    requireUserVerification: true,
  }).catch(() => null);
  return verified?.verified ? verified.authenticationInfo.newCounter : null;
}
