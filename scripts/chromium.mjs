import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

// First the one without windows: the same engine of pages, for half the processor time.
const NAMES = [
  "chromium-headless-shell",
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
];
const INSTALL =
  "apt-get update && { apt-get install -y chromium-headless-shell || apt-get install -y chromium; }";

/**
 * Finds the Chromium that drives the browser tests: the `CHROMIUM` variable, then the usual names on the path.
 * @returns {string | undefined} path of the program
 */
export function findChromium() {
  const named = process.env.CHROMIUM;
  if (named) return isProgram(named) ? named : undefined;
  const folders = [...(process.env.PATH ?? "").split(delimiter).filter(Boolean), "/usr/bin", "/snap/bin"];
  return folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isProgram);
}

/** @param {string} path */
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * What getting a browser depends on; tests give a machine of their own.
 * @typedef {{ find: () => string | undefined, mayInstall: boolean, install: () => boolean }} Machine
 */

/** @type {Machine} */
const THIS_MACHINE = {
  find: findChromium,
  mayInstall: process.getuid?.() === 0 && existsSync("/usr/bin/apt-get"),
  install: () => {
    process.stderr.write("Installing Chromium for the browser tests…\n");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    return spawnSync("sh", ["-c", INSTALL], { stdio: ["ignore", 2, 2], env }).status === 0;
  },
};

/**
 * Finds Chromium, installing it first on a Debian machine where this process is root. The browser tests are never
 * passed over for want of a browser.
 * @param {Machine} machine
 * @returns {string} path of the program
 * @throws {Error} naming the one command to run
 */
export function ensureChromium(machine = THIS_MACHINE) {
  const found = machine.find();
  if (found) return found;
  if (process.env.CHROMIUM)
    throw new Error(`CHROMIUM names ${process.env.CHROMIUM}, which is not a program.`);
  if (!machine.mayInstall)
    throw new Error(
      "The browser tests need Chromium, which is not installed. Run: sudo apt-get install -y chromium\n" +
        "(or name an installed one in the CHROMIUM variable)",
    );
  const installed = machine.install() ? machine.find() : undefined;
  if (!installed) throw new Error(`Chromium could not be installed. Run: ${INSTALL}`);
  return installed;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(ensureChromium());
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
