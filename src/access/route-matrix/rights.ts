import { COVER_WRITERS, EVERYONE } from "./roles.ts";
import { type RouteRule, rule } from "./rule.ts";

/** Health cover, and the rights a situation may open. */
export const rightsRoutes: readonly RouteRule[] = [
  // Published amounts and durations: nothing of anyone.
  rule("GET", "/api/rights/parameters", EVERYONE),
  rule("POST", "/api/people/:id/cover-statements", COVER_WRITERS, ["cover"], ["cover.state"]),
];
