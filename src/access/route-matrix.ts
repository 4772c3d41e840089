import { accessRoutes } from "./route-matrix/access.ts";
import { admissionRoutes } from "./route-matrix/admission.ts";
import { agendaRoutes } from "./route-matrix/agenda.ts";
import { careRoutes } from "./route-matrix/care.ts";
import { fundingRoutes } from "./route-matrix/funding.ts";
import { installationRoutes } from "./route-matrix/installation.ts";
import { intakeRoutes } from "./route-matrix/intake.ts";
import { paperRoutes } from "./route-matrix/papers.ts";
import { peopleRoutes } from "./route-matrix/people.ts";
import { reportRoutes } from "./route-matrix/reports.ts";
import { retentionRoutes } from "./route-matrix/retention.ts";
import { rightsRoutes } from "./route-matrix/rights.ts";
import type { RouteRule } from "./route-matrix/rule.ts";
import { sharingRoutes } from "./route-matrix/sharing.ts";
import { taskRoutes } from "./route-matrix/tasks.ts";
import { telephoneRoutes } from "./route-matrix/telephone.ts";

export type { RouteRule } from "./route-matrix/rule.ts";

/**
 * Every route of the API, one file of rows for each family of rooms. A route that is not here stops the server from
 * starting, and fails the tests; a role that is not named is refused by the database when the session enters
 * (access.enter).
 */
export const routeMatrix: readonly RouteRule[] = [
  ...installationRoutes,
  ...accessRoutes,
  ...peopleRoutes,
  ...sharingRoutes,
  ...rightsRoutes,
  ...taskRoutes,
  ...agendaRoutes,
  ...admissionRoutes,
  ...telephoneRoutes,
  ...careRoutes,
  ...fundingRoutes,
  ...paperRoutes,
  ...intakeRoutes,
  ...reportRoutes,
  ...retentionRoutes,
];

const byRoute = new Map(routeMatrix.map((one) => [`${one.method} ${one.path}`, one]));

/** The rule of a route pattern ("/api/people/:id"), or undefined when nobody may call it. */
export function ruleOf(method: string, path: string): RouteRule | undefined {
  return byRoute.get(`${method} ${path}`);
}

/**
 * Compares the routes a server really has with the matrix.
 * @returns French lines naming each route without a row, and each row without a route; empty when they agree
 */
export function disagreements(actual: readonly { method: string; path: string }[]): string[] {
  const present = new Set(actual.map((route) => `${route.method} ${route.path}`));
  return [
    ...[...present].filter((route) => !byRoute.has(route)).map((route) => `${route} : absente de la matrice`),
    ...[...byRoute.keys()].filter((route) => !present.has(route)).map((route) => `${route} : sans route`),
  ];
}
