import { get, post } from "../../ui/server/api-client.ts";
import type { Me, Role, SignInResult } from "../model.ts";

/** Calls that open a session: their 401 is an answer ("wrong password"), never an end of session. */
const opening = { opening: true } as const;

/** Who is signed in; rejects with status 401 when nobody is. */
export function readMe(): Promise<Me> {
  return get<Me>("/api/me", opening);
}

export function signIn(email: string, password: string): Promise<SignInResult> {
  return post<SignInResult>("/api/sign-in", { email, password }, opening);
}

export function signInWithCode(code: string): Promise<SignInResult> {
  return post<SignInResult>("/api/sign-in/totp", { code }, opening);
}

/** Asks the device for the passkey, then the server to accept it. Rejects when the person gives up. */
export async function signInWithPasskey(): Promise<SignInResult> {
  const { startAuthentication } = await import("@simplewebauthn/browser");
  type Options = Parameters<typeof startAuthentication>[0]["optionsJSON"];
  const optionsJSON = await post<Options>("/api/sign-in/passkey/options", {}, opening);
  const response = await startAuthentication({ optionsJSON });
  return post<SignInResult>("/api/sign-in/passkey", { response }, opening);
}

export function signInToDemonstration(role: Role): Promise<SignInResult> {
  return post<SignInResult>("/api/demonstration/sign-in", { role }, opening);
}

/** Goes on under another function of the same account. */
export function switchAssignment(assignmentId: string): Promise<unknown> {
  return post("/api/session/assignment", { assignmentId }, opening);
}

export function signOut(): Promise<unknown> {
  return post("/api/sign-out");
}
