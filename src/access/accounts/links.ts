import type { ActorTransaction } from "../../platform/database/database.ts";
import { sealMail } from "../../platform/mail/outgoing.ts";
import type { LinkPurpose } from "../sign-in/links.ts";
import { newToken } from "../sign-in/tokens.ts";
import { mailBox } from "./mail-box.ts";
import { linkMail } from "./messages.ts";
import type { LinkGiven } from "./model.ts";
import { addressOf, issueLink, queueMail } from "./store.ts";

/** What giving a link needs of the server and of the request. */
export interface LinkDeps {
  readonly encryptionKey: Buffer;
  /** The address people open Maillage by. */
  readonly publicUrl: URL;
  readonly mail?: { wake(): void } | undefined;
}

/**
 * Makes a one-time link for an account: by mail when it is set up, in the same transaction; else for the screen.
 * Whoever sends by mail never sees the link.
 */
export async function giveLink(
  tx: ActorTransaction,
  deps: LinkDeps,
  account: string,
  purpose: LinkPurpose,
): Promise<LinkGiven> {
  const token = newToken();
  const expiresAt = (await issueLink(tx, account, purpose, token)).toISOString();
  const link = invitationLink(deps.publicUrl, token);
  if (!deps.mail) return { mailed: false, link, expiresAt };
  const { email, house } = await addressOf(tx, account);
  await queueMail(tx, sealMail(mailBox(deps.encryptionKey), linkMail(purpose, email, house, link)));
  return { mailed: true, link: null, expiresAt };
}

/** The address of a one-time link; the token is in the fragment, which browsers never send to a server. */
export function invitationLink(publicUrl: URL, token: string): string {
  return new URL(`/invitation#${token}`, publicUrl).href;
}
