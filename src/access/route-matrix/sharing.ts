import { CONSENT_KEEPERS, DUPLICATE_DECIDERS, IDENTITY_READERS, OFFICERS, PARTNERS } from "./roles.ts";
import { type RouteRule, rule } from "./rule.ts";

const CONSENTS = "/api/people/:id/consents";
const DECLARED = ["identity", "identity_detail", "right_requests"] as const;

/** Agreements to share outside the team, and what partners declare of whom they follow. */
export const sharingRoutes: readonly RouteRule[] = [
  // Which blocks one may read of a person, and nothing of them: a screen asks it again and again, to clear itself in time.
  rule("GET", "/api/people/:id/reading", [...IDENTITY_READERS, ...OFFICERS]),
  rule("GET", "/api/people/:id/sharing", [...CONSENT_KEEPERS, ...OFFICERS], ["identity"], ["sharing.read"]),
  rule("POST", "/api/people/:id/sharing/notice", CONSENT_KEEPERS, ["identity"], ["sharing.print"]),
  rule("POST", CONSENTS, CONSENT_KEEPERS, ["identity"], ["consent.record", "consent.correct"]),
  rule("POST", `${CONSENTS}/:consent/withdraw`, CONSENT_KEEPERS, ["identity"], ["consent.withdraw"]),
  // What a partner typed, whoever it is of.
  rule("GET", "/api/declarations/mine", PARTNERS, ["identity"], ["declaration.list"]),
  rule("POST", "/api/declarations", PARTNERS, ["identity"], ["declaration.make"]),
  rule("GET", "/api/declarations", DUPLICATE_DECIDERS, DECLARED, ["declaration.list"]),
  rule(
    "POST",
    "/api/declarations/:id/resolve",
    DUPLICATE_DECIDERS,
    ["identity"],
    ["declaration.resolve", "declaration.close"],
  ),
];
