import {
  ACCOUNT_KEEPERS,
  EVERYONE,
  GLASS_BREAKERS,
  GLASS_REVIEWERS,
  REENROLLERS,
  TRAIL_READERS,
} from "./roles.ts";
import { type RouteRule, rule } from "./rule.ts";

/** Signing in and what one does of one's own sessions; accounts; broken glass; the audit trail. */
export const accessRoutes: readonly RouteRule[] = [
  rule("POST", "/api/sign-in", "public"),
  rule("POST", "/api/sign-in/totp", "public"),
  rule("POST", "/api/sign-in/forgotten", "public"),
  rule("POST", "/api/sign-in/passkey/options", "public"),
  rule("POST", "/api/sign-in/passkey", "public"),
  rule("POST", "/api/demonstration/sign-in", "public"),
  rule("POST", "/api/set-up/inspect", "public"),
  rule("POST", "/api/set-up", "public"),
  rule("POST", "/api/invitation/inspect", "public"),
  rule("POST", "/api/invitation/accept", "public"),
  rule("POST", "/api/security/totp/start", "step"),
  rule("POST", "/api/security/totp/confirm", "step"),
  rule("POST", "/api/security/passkeys/options", "step"),
  rule("POST", "/api/security/passkeys", "step"),
  rule("POST", "/api/security/proof", "step"),
  rule("POST", "/api/security/proof/totp", "step"),
  rule("POST", "/api/security/proof/passkey/options", "step"),
  rule("POST", "/api/security/proof/passkey", "step"),
  rule("POST", "/api/sign-out", "step"),

  rule("GET", "/api/me", EVERYONE),
  // One's own letter of the morning.
  rule("GET", "/api/me/digest", EVERYONE),
  rule("PUT", "/api/me/digest", EVERYONE, [], ["account.digest"]),
  rule("GET", "/api/sessions", EVERYONE),
  rule("POST", "/api/sessions/:id/close", EVERYONE, [], ["session.close"]),
  rule("POST", "/api/session/assignment", EVERYONE, [], ["session.assignment"]),

  rule("GET", "/api/accounts", REENROLLERS),
  rule("POST", "/api/accounts", ACCOUNT_KEEPERS, [], ["account.create", "assignment.add", "account.link"]),
  rule("POST", "/api/accounts/:id/links", REENROLLERS, [], ["account.link"]),
  rule("POST", "/api/accounts/:id/assignments", ACCOUNT_KEEPERS, [], ["assignment.add"]),
  rule("POST", "/api/assignments/:id/end", ACCOUNT_KEEPERS, [], ["assignment.end"]),
  rule("POST", "/api/accounts/:id/close", ACCOUNT_KEEPERS, [], ["account.disable"]),
  rule("POST", "/api/accounts/:id/reopen", ACCOUNT_KEEPERS, [], ["account.enable"]),
  rule("GET", "/api/accounts/:id/sessions", ACCOUNT_KEEPERS),

  // Other programs that may ask for a person's page.
  rule("GET", "/api/programs", ACCOUNT_KEEPERS),
  rule("POST", "/api/programs", ACCOUNT_KEEPERS, [], ["program.add"]),
  rule("POST", "/api/programs/:id/revoke", ACCOUNT_KEEPERS, [], ["program.revoke"]),
  rule("POST", "/api/programs/care", ACCOUNT_KEEPERS, [], ["installation.care"]),

  rule("GET", "/api/glass", GLASS_BREAKERS),
  rule("POST", "/api/glass", GLASS_BREAKERS, [], ["glass.open", "glass.sought"]),
  rule("POST", "/api/glass/:opening/close", GLASS_BREAKERS, [], ["glass.close"]),
  rule("POST", "/api/glass/review", GLASS_REVIEWERS, ["identity"], ["glass.list"]),
  rule("POST", "/api/glass/:opening/review", GLASS_REVIEWERS, [], ["glass.review"]),

  rule("GET", "/api/audit/choices", TRAIL_READERS),
  rule("POST", "/api/audit/entries", TRAIL_READERS, [], ["audit.read"]),
  rule("POST", "/api/audit/export", TRAIL_READERS, [], ["audit.export"]),
  rule("POST", "/api/audit/unusual", TRAIL_READERS, [], ["audit.unusual"]),
];
