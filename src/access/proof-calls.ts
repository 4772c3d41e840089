import { post } from "../ui/server/api-client.ts";

/** Showing one's second factor again: a 401 there is an answer ("wrong code"), never an end of session. */
const opening = { opening: true } as const;

/** Which second factors one can show. */
export function proofMethods(): Promise<{ methods: ("totp" | "passkey")[] }> {
  return post("/api/security/proof", {}, opening);
}

export function proveByCode(code: string): Promise<unknown> {
  return post("/api/security/proof/totp", { code }, opening);
}

/** Asks the device for the passkey. Rejects when the person gives up. */
export async function proveByPasskey(): Promise<unknown> {
  const { startAuthentication } = await import("@simplewebauthn/browser");
  type Options = Parameters<typeof startAuthentication>[0]["optionsJSON"];
  const optionsJSON = await post<Options>("/api/security/proof/passkey/options", {}, opening);
  const response = await startAuthentication({ optionsJSON });
  return post("/api/security/proof/passkey", { response }, opening);
}
