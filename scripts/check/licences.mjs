/** Licences whose works may be combined with and distributed beside a work under EUPL-1.2. */
const ALLOWED = new Set([
  "0BSD",
  "Apache-2.0",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC-BY-3.0",
  "CC-BY-4.0",
  "CC0-1.0",
  "EUPL-1.2",
  "ISC",
  "MIT",
  "MIT-0",
  "MPL-2.0",
  "OFL-1.1",
  "PostgreSQL",
  "Python-2.0",
  "Unlicense",
  "Zlib",
]);

/**
 * Tells whether an SPDX expression leaves a licence we may use: one branch of OR is enough, AND needs every part.
 * What it cannot read (nested groups, exceptions, "SEE LICENSE IN…") is not allowed.
 * @param {string} expression for instance "(MIT OR Apache-2.0)"
 * @returns {boolean}
 */
export function isAllowed(expression) {
  const bare = expression.trim().replace(/^\(([^()]*)\)$/, "$1");
  return bare.split(" OR ").some((branch) => branch.split(" AND ").every((id) => ALLOWED.has(id.trim())));
}

/**
 * Reads the licence a package declares, in its present or former form.
 * @param {{ license?: unknown, licenses?: unknown }} manifest a package.json or an entry of package-lock.json
 * @returns {string | undefined} SPDX expression
 */
export function licenceOf({ license, licenses }) {
  const one = license ?? (Array.isArray(licenses) ? licenses[0] : licenses);
  if (typeof one === "string") return one;
  return typeof one === "object" && one !== null && "type" in one ? String(one.type) : undefined;
}
