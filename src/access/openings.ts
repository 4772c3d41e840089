/**
 * What sign-in lends to pages that other programs ask to open: both keep something for nobody yet under the token of a cookie,
 * in the sign-in role's own tables, within limits of the connection.
 */
export { clearOpeningCookie, readOpeningCookie, writeOpeningCookie } from "./sign-in/cookies.ts";
export { openLimits } from "./sign-in/limits.ts";
export { hashToken, newToken } from "./sign-in/tokens.ts";
export { inTransaction } from "./sign-in/transaction.ts";
