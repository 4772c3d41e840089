/** The form by which another program asks for a person's page, and how it is signed (docs/opening-a-page.md). Pure. */
import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { localNumberSchema } from "../programs.ts";

/** First line of what is signed: another kind of form will have another. */
const KIND = "maillage-open-1";

/** A form as it came, its fields of the right shape; nothing is believed yet. */
export interface SignedOpening {
  readonly program: string;
  readonly number: string;
  /** Seconds since 1970, UTC, on the program's clock. */
  readonly issuedAt: number;
  /** Used once. */
  readonly nonce: string;
  /** HMAC-SHA-256, 64 hexadecimal digits. */
  readonly signature: string;
}

const shape = z.object({
  program: z.uuid().toLowerCase(),
  // As it was signed: nothing is trimmed away.
  number: z.string().refine((text) => localNumberSchema.safeParse(text).data === text),
  issuedAt: z.string().regex(/^[1-9]\d{0,11}$/),
  nonce: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/),
  signature: z.string().regex(/^[0-9a-f]{64}$/i),
});

/** Reads the fields of the form; null when one is missing or is not of its shape. */
export function readOpening(fields: unknown): SignedOpening | null {
  const read = shape.safeParse(fields);
  return read.success ? { ...read.data, issuedAt: Number(read.data.issuedAt) } : null;
}

/** What is signed: a line each, and no field holds an end of line, so that two forms never read the same. */
export function signedText({ program, number, issuedAt, nonce }: Omit<SignedOpening, "signature">): string {
  return [KIND, program, number, issuedAt, nonce].join("\n");
}

/** The signature of a form. @param secret as it was shown when the program was written down: its UTF-8 bytes are the key */
export function signOpening(secret: string, opening: Omit<SignedOpening, "signature">): string {
  return createHmac("sha256", secret).update(signedText(opening)).digest("hex");
}

/**
 * Whether a form is to be believed: its signature first, then its age.
 * @param secret null when no program in use has this identifier: compared all the same, so that time does not tell
 * @param now seconds since 1970, on the database's clock @param most seconds a form is believed, and its clock may be ahead
 */
export function judgeOpening(
  opening: SignedOpening,
  secret: string | null,
  now: number,
  most: number,
): "believed" | "unknown" | "too_old" {
  const expected = Buffer.from(signOpening(secret ?? "no such program", opening), "hex");
  const same = timingSafeEqual(expected, Buffer.from(opening.signature, "hex"));
  if (!same || secret === null) return "unknown";
  return Math.abs(now - opening.issuedAt) <= most ? "believed" : "too_old";
}
