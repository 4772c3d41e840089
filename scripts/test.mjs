import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runChecks } from "./check/checks.mjs";
import { tally } from "./test/tally.mjs";

/**
 * `npm test`: builds what the installation has not, runs the checks while it gets a browser, then every test. The last line is
 * always "N passed, N failed", checks counted with the tests; the exit code is 0 only when nothing failed.
 */
const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * A browser in a process of its own: fetching one waits for the network while the checks work.
 * @returns {Promise<{ path: string } | { fault: string }>}
 */
function getChromium() {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["scripts/chromium.mjs"],
      { cwd: root, maxBuffer: 2 ** 26 },
      (error, path, told) => {
        // What the installation said matters only where it failed.
        resolve(error ? { fault: told.trim() || error.message } : { path: path.trim() });
      },
    );
  });
}

/** @returns {boolean} */
function build() {
  console.log("— build");
  const { status } = spawnSync(process.execPath, ["scripts/build.mjs", "--if-stale"], {
    cwd: root,
    stdio: ["ignore", 1, 2],
  });
  return status === 0;
}

/**
 * @param {string} chromium path of the browser
 * @returns {import("./test/tally.mjs").Tally}
 */
function runTests(chromium) {
  console.log("— tests");
  const folder = mkdtempSync(join(tmpdir(), "maillage-tests-"));
  const file = join(folder, "report.json");
  const args = [
    "run",
    "--allowOnly=false",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${file}`,
  ];
  try {
    const { status } = spawnSync(join(root, "node_modules/.bin/vitest"), args, {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, CHROMIUM: chromium },
    });
    return tally(readReport(file), status);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} file */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

async function main() {
  let passed = 0;
  /** @type {string[]} */
  const faults = [];
  try {
    const browser = getChromium();
    const built = build();
    console.log("— checks");
    for (const { name, ok } of [{ name: "build", ok: built }, ...(await runChecks())]) {
      if (ok) passed++;
      else faults.push(`check failed: ${name}`);
    }
    const chromium = await browser;
    if ("fault" in chromium) faults.push(chromium.fault);
    else if (built) {
      const tests = runTests(chromium.path);
      passed += tests.passed;
      faults.push(...tests.faults);
    } else faults.push("the tests did not run: there is nothing to run them on");
  } catch (error) {
    faults.push(error instanceof Error ? error.message : String(error));
  }
  console.log(`\n${faults.map((fault) => `✗ ${fault}\n`).join("")}${passed} passed, ${faults.length} failed`);
  if (faults.length > 0) process.exitCode = 1;
}

await main();
