import type { Nature, Role } from "../model.ts";

/** Who may call a route, and which blocks of information (handbook 2.2) it can carry. */
export interface RouteRule {
  readonly method: "GET" | "POST" | "PUT";
  readonly path: string;
  /** public: nobody need be signed in; step: signed in, or half-way through signing in. A role not named is denied. */
  readonly who: "public" | "step" | readonly Role[];
  /** What the answer or the body may hold; the database's own policies decide within it, role by role. */
  readonly natures: readonly Nature[];
  /** The act the audit trail names, when the route reads or writes anything of a person. */
  readonly audited: readonly string[];
}

/** One row of the matrix. */
export function rule(
  method: RouteRule["method"],
  path: string,
  who: RouteRule["who"],
  natures: readonly Nature[] = [],
  audited: readonly string[] = [],
): RouteRule {
  return { method, path, who, natures, audited };
}
