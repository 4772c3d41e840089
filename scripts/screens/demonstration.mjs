import { execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { ensureChromium } from "../chromium.mjs";

const PROGRAM = fileURLToPath(new URL("../../bin/maillage", import.meta.url));
const run = promisify(execFile);
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
  const { found, stop } = await serve("demo", /http:\/\/[\d.]+:\d+/);
  return { url: found, stop };
}

/**
 * Starts a server on an empty temporary folder. Inviting someone sets it up, and ends its set-up link.
 * @returns {Promise<{ setUpLink: string, invite: () => Promise<string>, stop: () => Promise<void> }>}
 */
export async function startEmpty() {
  const { found, stop, env } = await serve("start", /http\S+\/installation#\S+/);
  const invite = async () => {
    const who = ["--email", `${randomUUID()}@centre.example`, "--name", "Julie Lambert", "--role", "nurse"];
    const { stdout } = await run(process.execPath, [PROGRAM, "user", "add", ...who, "--json"], { env });
    return new URL(JSON.parse(stdout).invitation.path, found).href;
  };
  return { setUpLink: found, invite, stop };
}

/**
 * @param {string} command
 * @param {RegExp} awaited what it prints once ready
 * @returns {Promise<{ found: string, env: NodeJS.ProcessEnv, stop: () => Promise<void> }>}
 */
async function serve(command, awaited) {
  const data = realpathSync(mkdtempSync(join(tmpdir(), "maillage-screens-")));
  // As root the database runs under another account, which must reach its folder: no copy is left elsewhere.
  chmodSync(data, 0o755);
  const env = { ...process.env, MAILLAGE_DATA: join(data, "var"), PORT: "0", DATABASE_URL: "" };
  const child = spawn(process.execPath, [PROGRAM, command], { env, stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  /** @type {string} */
  const found = await new Promise((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (chunk) => {
      said += chunk;
      const match = awaited.exec(said);
      if (match) resolve(match[0]);
    });
    child.once("exit", () => reject(new Error(`the server ended before it was ready: ${said}`)));
  });
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(data, { recursive: true, force: true });
  };
  return { found, env, stop };
}

/** @returns {Promise<import("playwright-core").Browser>} Chromium, calling nobody */
export function startBrowser() {
  return chromium.launch({ executablePath: ensureChromium(), args: SWITCHES });
}
