import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const SOURCES = ["src", "tests", "bench", "tools", "scripts"].filter((path) => existsSync(join(root, path)));
const ATATIME = 2;

/**
 * What the repository demands of itself beside its tests: name and command of each check.
 * @type {{ name: string, command: string, args: string[] }[]}
 */
const CHECKS = [
  { name: "format and lint", command: "biome", args: ["ci", "--colors=off", "--error-on-warnings", "."] },
  // The native compiler, for a third of the time; `typescript` itself is what the tools of the next two read sources with.
  { name: "types", command: process.execPath, args: ["node_modules/ts7/bin/tsc", "--pretty", "false"] },
  { name: "floors", command: "depcruise", args: ["--config", ".dependency-cruiser.cjs", ...SOURCES] },
  { name: "unused code", command: "knip", args: ["--no-progress"] },
  { name: "database types", command: process.execPath, args: ["scripts/types.mjs", "--verify"] },
  { name: "published schemas", command: process.execPath, args: ["scripts/schemas.mjs", "--verify"] },
  { name: "licences", command: process.execPath, args: ["scripts/licences.mjs"] },
];

/**
 * Runs every check, two at a time, and prints the output of those that fail.
 * @returns {Promise<{ name: string, ok: boolean }[]>} in the order of the list
 */
export async function runChecks() {
  /** @type {{ name: string, ok: boolean }[]} */
  const results = new Array(CHECKS.length);
  const waiting = [...CHECKS.entries()];
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, check] = next;
      const { ok, output, seconds } = await run(check);
      console.log(`${ok ? "✓" : "✗"} ${check.name} (${seconds} s)`);
      if (!ok) console.log(output);
      results[index] = { name: check.name, ok };
    }
  };
  await Promise.all(Array.from({ length: ATATIME }, worker));
  return results;
}

/**
 * @param {{ command: string, args: string[] }} check
 * @returns {Promise<{ ok: boolean, output: string, seconds: string }>}
 */
function run({ command, args }) {
  const started = Date.now();
  const local = join(root, "node_modules/.bin", command);
  const child = spawn(existsSync(local) ? local : command, args, {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1" },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  return new Promise((resolve) => {
    const end = (/** @type {boolean} */ ok) =>
      resolve({ ok, output, seconds: ((Date.now() - started) / 1000).toFixed(1) });
    child.on("error", (error) => {
      output += error.message;
      end(false);
    });
    child.on("close", (code) => end(code === 0));
  });
}
