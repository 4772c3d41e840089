/** What other rooms need to give one-time links of their own: tokens kept hashed, tries counted, letters queued. */
export { mailBox } from "./accounts/mail-box.ts";
export { queueMail } from "./accounts/store.ts";
export { type Limits, openLimits } from "./sign-in/limits.ts";
export { hashToken, newToken } from "./sign-in/tokens.ts";
export { inTransaction } from "./sign-in/transaction.ts";
