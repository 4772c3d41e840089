import { existsSync, readFileSync } from "node:fs";
import { isAllowed, licenceOf } from "./check/licences.mjs";

/**
 * Checks the licence of every package of the lock file, development ones and those of other platforms included.
 * The installed manifest is believed before the lock. Exits 1 naming each offender.
 */
const root = new URL("../", import.meta.url);

/** @param {string} path relative to the root */
const readJson = (path) => JSON.parse(readFileSync(new URL(path, root), "utf8"));

/** @type {Record<string, { license?: string }>} */
const packages = readJson("package-lock.json").packages;
const offenders = [];
let checked = 0;
for (const [path, locked] of Object.entries(packages)) {
  if (path === "") continue;
  const manifest = `${path}/package.json`;
  const installed = existsSync(new URL(manifest, root)) ? licenceOf(readJson(manifest)) : undefined;
  const licence = installed ?? licenceOf(locked) ?? "none declared";
  checked++;
  if (!isAllowed(licence)) offenders.push(`${path.replace(/^.*node_modules\//, "")}: ${licence}`);
}
for (const offender of offenders) console.error(`Licence not compatible with EUPL-1.2: ${offender}`);
console.log(`${checked} packages, ${offenders.length} with a licence to refuse.`);
if (offenders.length > 0 || checked === 0) process.exitCode = 1;
