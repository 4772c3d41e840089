import { ACCOUNT_KEEPERS, EVERYONE } from "./roles.ts";
import { type RouteRule, rule } from "./rule.ts";

/** The installation itself, its lists, and whoever keeps it running. */
export const installationRoutes: readonly RouteRule[] = [
  rule("GET", "/api/health", "public"),
  rule("GET", "/api/openapi.json", "public"),
  rule("GET", "/api/installation", "public"),
  rule("GET", "/api/vocabulary", EVERYONE),
  rule("PUT", "/api/installation/unattended", ACCOUNT_KEEPERS, [], ["network.unattended"]),
  rule("PUT", "/api/sites/:id/letterhead", ACCOUNT_KEEPERS, [], ["network.letterhead"]),
  rule("GET", "/api/upkeep", ACCOUNT_KEEPERS, [], ["upkeep.read"]),
  rule("PUT", "/api/upkeep/plan", ACCOUNT_KEEPERS, [], ["backup.plan"]),
  rule("POST", "/api/upkeep/backup", ACCOUNT_KEEPERS, [], ["backup.make"]),
  rule("POST", "/api/upkeep/recovery-key", ACCOUNT_KEEPERS, [], ["backup.key"]),
];
