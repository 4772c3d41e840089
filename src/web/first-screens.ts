/**
 * The screens people open Maillage on: an address pasted, a page reloaded, the first line of a menu. The server has the
 * browser load their files along with the page, instead of one set after the other once each was run.
 */
const FIRST_SCREENS: readonly (readonly [path: RegExp, file: string])[] = [
  [/^\/personnes$/, "../people/pages/people-page.tsx"],
  [/^\/personnes\/nouveau$/, "../people/pages/new-person-page.tsx"],
  [/^\/personnes\/[^/]+/, "routes/person-route.tsx"],
  [/^\/bilan$/, "../reports/pages/activity-page.tsx"],
  [/^\/imports$/, "../intake/pages/imports-page.tsx"],
  [/^\/journal$/, "../access/pages/audit-entries-page.tsx"],
  [/^\/comptes$/, "../access/pages/accounts-page.tsx"],
];

/** What a page has the browser fetch along with its script. */
interface FirstNeeds {
  /** Entries of the build's manifest, besides the page's own. */
  readonly files: readonly string[];
  /** Calls of the API that the script makes as soon as it runs: an answer nobody then reads would be given to a later call. */
  readonly calls: readonly string[];
}

/** What whoever opens this address needs first. @param signedIn a session's cookie came with the request */
export function firstNeeds(path: string, signedIn: boolean): FirstNeeds {
  // The set-up page asks nothing before the set-up is done (gate.tsx).
  if (path === "/installation") return { files: [], calls: [] };
  const calls = ["/api/installation", "/api/me"];
  const screen = FIRST_SCREENS.find(([pattern]) => pattern.test(path))?.[1];
  return { files: signedIn ? ["app.tsx", ...(screen ? [screen] : [])] : [], calls };
}
