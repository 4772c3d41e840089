import type { MiddlewareHandler } from "hono";
import { matchedRoutes } from "hono/route";
import { NotSignedInError } from "../database/errors.ts";
import type { ApiEnv } from "./api-env.ts";
import { ProblemError } from "./problem.ts";

/** Who a matrix lets use a route: anyone, someone signing in, or some roles. */
export interface Rule {
  readonly who: "public" | "step" | readonly string[];
}

/**
 * Finds the matrix row of the route that is about to answer, and hands its roles to the handler. A route without a
 * row is refused; a route that needs a session is refused without one. The role itself is checked in the database.
 */
export function authorise(
  ruleOf: (method: string, path: string) => Rule | undefined,
): MiddlewareHandler<ApiEnv> {
  return async (c, next) => {
    // Handlers answer in the order they were registered: the first that is not for every method is the one.
    const route = matchedRoutes(c).find(({ method }) => method !== "ALL");
    const rule = route ? ruleOf(route.method, route.path) : undefined;
    if (!rule) throw new ProblemError(404, "not_found", "Cette adresse ne mène à rien.");
    if (Array.isArray(rule.who)) {
      if (c.get("token") === null) throw new NotSignedInError("no session cookie");
      c.set("roles", rule.who);
    } else {
      c.set("roles", []);
    }
    await next();
  };
}
