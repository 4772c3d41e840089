import { post } from "../../ui/server/api-client.ts";

/** What an authenticator application needs; the drawing is an SVG text made by the server. */
export interface TotpStart {
  readonly uri: string;
  readonly qrSvg: string;
  readonly secret: string;
}

const opening = { opening: true } as const;

export function startTotp(): Promise<TotpStart> {
  return post<TotpStart>("/api/security/totp/start", {}, opening);
}

export function confirmTotp(code: string): Promise<unknown> {
  return post("/api/security/totp/confirm", { code }, opening);
}

/** Has the device make a passkey for this account. Rejects when the person gives up. */
export async function addPasskey(label: string): Promise<unknown> {
  const { startRegistration } = await import("@simplewebauthn/browser");
  type Options = Parameters<typeof startRegistration>[0]["optionsJSON"];
  const optionsJSON = await post<Options>("/api/security/passkeys/options", {}, opening);
  const response = await startRegistration({ optionsJSON });
  return post("/api/security/passkeys", { label, response }, opening);
}
