import { spawn } from "node:child_process";
import { chmodSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { ensureChromium } from "../chromium.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const SWITCHES = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
];

/**
 * Starts a demonstration in a temporary folder, removed when it stops.
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startDemonstration() {
  const data = realpathSync(mkdtempSync(join(tmpdir(), "maillage-screens-")));
  // As root the database runs under another account, which must reach its folder: no copy is left elsewhere.
  chmodSync(data, 0o755);
  const child = spawn(process.execPath, [join(root, "bin/maillage"), "demo"], {
    env: { ...process.env, MAILLAGE_DATA: join(data, "var"), PORT: "0", DATABASE_URL: "" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const url = await new Promise((resolve, reject) => {
    child.stdout.on("data", (chunk) => {
      const found = /http:\/\/[\d.]+:\d+/.exec(String(chunk));
      if (found) resolve(found[0]);
    });
    child.once("exit", () => reject(new Error("the demonstration ended before it was ready")));
  });
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  return { url, stop };
}

/** @returns {Promise<import("playwright-core").Browser>} Chromium, calling nobody */
export function startBrowser() {
  return chromium.launch({ executablePath: ensureChromium(), args: SWITCHES });
}
