import { z } from "zod";

const base64url = z
  .string()
  .min(1)
  .max(20_000)
  .regex(/^[A-Za-z0-9_-]+$/);

/** What `startRegistration` of the browser's library gives (WebAuthn RegistrationResponseJSON). */
export const registrationResponseSchema = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string().max(30)).max(10).default([]),
  }),
});

/** What `startAuthentication` gives (WebAuthn AuthenticationResponseJSON). */
export const authenticationResponseSchema = z.object({
  id: base64url,
  rawId: base64url,
  type: z.literal("public-key"),
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.nullish(),
  }),
});

/** Body of POST /api/security/passkeys. */
export const addPasskeySchema = z.object({
  label: z
    .string()
    .trim()
    .min(1, "Donnez un nom à cette clé, par exemple «\u00a0téléphone\u00a0».")
    .max(60, "60 caractères au plus.")
    .regex(/^\P{Cc}*$/u, "Utilisez des lettres et des chiffres seulement."),
  response: registrationResponseSchema,
});

/** Body of POST /api/sign-in/passkey. */
export const passkeySignInSchema = z.object({ response: authenticationResponseSchema });
