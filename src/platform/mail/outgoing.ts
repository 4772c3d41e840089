import { randomUUID } from "node:crypto";
import { z } from "zod";

/** One message in plain text. The subject names nobody: it shows on locked screens. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Keeps messages encrypted until they leave. */
export interface MailBox {
  seal(plain: Uint8Array, context: string): Buffer;
  open(sealed: Uint8Array, context: string): Buffer;
}

/** A row to insert in access.outgoing_mail, in the transaction of what the message tells of. */
export interface SealedMail {
  readonly id: string;
  readonly sealed: Buffer;
}

const mailSchema = z.object({ to: z.string(), subject: z.string(), text: z.string() });

/** Encrypts a message under its own new identifier. */
export function sealMail(box: MailBox, mail: Mail): SealedMail {
  const id = randomUUID();
  return { id, sealed: box.seal(Buffer.from(JSON.stringify(mail)), id) };
}

/** Reads a message back. @throws Error when it was changed, or sealed under another key */
export function openMail(box: MailBox, row: SealedMail): Mail {
  return mailSchema.parse(JSON.parse(box.open(row.sealed, row.id).toString("utf8")));
}
