import type { MiddlewareHandler } from "hono";
import type { ApiEnv } from "./api-env.ts";
import { ProblemError } from "./problem.ts";

const ALWAYS = /^\/api\/(health$|set-up(\/|$))/;

/**
 * Until the house is set up, answers every other route that it is not yet, and what to do. Asked of the database each
 * time, for another process may do it, until it says yes once.
 */
export function onlySetUp(isInstalled: () => Promise<boolean>): MiddlewareHandler<ApiEnv> {
  let installed = false;
  return async (c, next) => {
    if (!installed && !ALWAYS.test(c.req.path)) installed = await isInstalled();
    if (!installed && !ALWAYS.test(c.req.path)) {
      throw new ProblemError(
        503,
        "not_set_up",
        "Ce centre n’est pas encore installé. Ouvrez le lien d’installation affiché dans le terminal où Maillage a été lancé\u00a0; " +
          "s’il est perdu, redémarrez Maillage pour en avoir un nouveau.",
      );
    }
    await next();
  };
}
