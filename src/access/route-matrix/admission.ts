import { ADMITTERS, DUPLICATE_DECIDERS, PARTNERS } from "./roles.ts";
import { type RouteRule, rule } from "./rule.ts";

const REFERRED = ["identity", "identity_detail", "cover", "social_situation", "clinical"] as const;
const ONE = "/api/referrals/:id";
const LINK = "/api/referral-link";

/** People referred to the centre: by an account, by a one-time link, and what the centre makes of it. */
export const admissionRoutes: readonly RouteRule[] = [
  rule(
    "GET",
    "/api/referrals/mine",
    PARTNERS,
    ["identity", "appointments", "right_requests"],
    ["referral.list"],
  ),
  rule("POST", "/api/referrals", PARTNERS, REFERRED, ["referral.send"]),
  rule("POST", "/api/referrals/attestations/:document", PARTNERS, ["cover"], ["referral.paper"]),
  rule("POST", `${ONE}/withdraw`, PARTNERS, [], ["referral.withdraw"]),
  rule("POST", `${ONE}/cover`, [...PARTNERS, ...ADMITTERS], ["cover"], ["referral.cover"]),
  rule("GET", "/api/referrals", ADMITTERS, ["identity"], ["referral.list"]),
  rule("GET", ONE, ADMITTERS, REFERRED, ["referral.read"]),
  rule("GET", `${ONE}/attestation`, ADMITTERS, ["cover"], ["referral.read"]),
  rule("POST", `${ONE}/resolve`, DUPLICATE_DECIDERS, ["identity"], ["referral.resolve", "document.file"]),
  rule("POST", `${ONE}/facts`, ADMITTERS, ["social_situation"], ["referral.facts"]),
  rule("POST", `${ONE}/decide`, ADMITTERS, ["identity", "cover"], ["referral.decide"]),
  rule("POST", "/api/referral-links", ADMITTERS, [], ["referral.link"]),
  // Of who has no account: a token is the whole right, to send one referral and learn what became of it.
  rule("POST", `${LINK}/open`, "public", ["appointments", "right_requests"]),
  rule("POST", `${LINK}/communes`, "public"),
  rule("POST", `${LINK}/draft`, "public", REFERRED),
  rule("POST", `${LINK}/attestations/:document`, "public", ["cover"], ["referral.paper"]),
  rule("POST", `${LINK}/send`, "public", REFERRED, ["referral.send"]),
  rule("POST", `${LINK}/renew`, "public", REFERRED, ["referral.link"]),
];
