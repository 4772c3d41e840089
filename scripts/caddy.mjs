import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Kept between two runs of one checkout. */
const FOLDER = fileURLToPath(new URL("../node_modules/.cache/maillage-caddy", import.meta.url));
const FETCH = "apt-get download caddy";

/**
 * Finds the Caddy that the reverse proxy's test drives: the `CADDY` variable, then the path, then Debian's package,
 * taken out of its archive without installing it (one program without any library; no service is started).
 * The test is never passed over for want of a proxy.
 * @returns {string} path of the program
 * @throws {Error} naming what to do
 */
export function ensureCaddy() {
  if (process.env.CADDY) {
    if (existsSync(process.env.CADDY)) return process.env.CADDY;
    throw new Error(`CADDY names ${process.env.CADDY}, which is not there.`);
  }
  const unpacked = join(FOLDER, "usr/bin/caddy");
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin"].filter(Boolean);
  const found = [...folders.map((folder) => join(folder, "caddy")), unpacked].find((path) =>
    existsSync(path),
  );
  if (found) return found;
  if (!existsSync("/usr/bin/apt-get"))
    throw new Error("The reverse proxy's test needs Caddy: install it, or name it in the CADDY variable.");
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  // A machine that never asked for the list of packages knows none.
  if (!say(FETCH) && !(say("apt-get update") && say(FETCH)))
    throw new Error(`Caddy could not be had: ${FETCH} failed. Install it, or name it in the CADDY variable.`);
  const archive = readdirSync(FOLDER).find((name) => name.endsWith(".deb"));
  if (!archive || !say(`dpkg-deb -x '${archive}' .`) || !existsSync(unpacked))
    throw new Error("Caddy could not be taken out of its package.");
  return unpacked;
}

/** @param {string} command run in the folder @returns {boolean} whether it went well */
function say(command) {
  return spawnSync("sh", ["-c", command], { cwd: FOLDER, stdio: ["ignore", "ignore", 2] }).status === 0;
}
