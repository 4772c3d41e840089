import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import pg from "pg";

/** Swallows what the server tells; collects it for assertions. */
export function quietLog(): {
  lines: string[];
  info(m: string): void;
  warn(m: string): void;
  error(m: string): void;
} {
  const lines: string[] = [];
  const add = (line: string) => void lines.push(line);
  return { lines, info: add, warn: add, error: add };
}

/** Folder of our own that every account may pass through, removed by `remove`. */
export function temporaryFolder(mode = 0o755): { path: string; remove(): void } {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "mlg-")));
  chmodSync(path, mode);
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** One query on a connection of its own. */
export async function query<T extends pg.QueryResultRow>(
  config: pg.ClientConfig,
  text: string,
): Promise<T[]> {
  const client = new pg.Client(config);
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

/** Waits until something is so; fails after the time given. */
export async function waitFor(what: () => boolean | Promise<boolean>, timeoutMs = 40_000): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await what())) {
    if (Date.now() > deadline) throw new Error("waited in vain");
    await new Promise((done) => setTimeout(done, 30));
  }
}

/**
 * Another process of ours, as a bundled script (Node 20 reads no TypeScript). It lives in node_modules so
 * that its packages are found, and speaks JSON lines.
 */
export async function bundleScript(name: string, source: string): Promise<{ path: string; remove(): void }> {
  const folder = join(import.meta.dirname, "../../../node_modules/.cache/maillage-tests");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}-${process.pid}-${Date.now()}.mjs`);
  await build({
    stdin: { contents: source, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    outfile: path,
    logLevel: "error",
  });
  return { path, remove: () => rmSync(path, { force: true }) };
}

/** A running script: the lines it wrote, and a way to wait for the next one. */
export interface Script {
  readonly child: ChildProcess;
  line(): Promise<string>;
  say(text: string): void;
  exited(): Promise<number | null>;
}

/** Starts a bundled script with this environment added to ours. */
export function startScript(path: string, env: Record<string, string>): Script {
  const child = spawn(process.execPath, [path], {
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines: string[] = [];
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    lines.push(...parts);
  });
  return {
    child,
    say: (text) => void child.stdin.write(`${text}\n`),
    async line() {
      await waitFor(() => lines.length > 0 || child.exitCode !== null);
      return lines.shift() ?? "";
    },
    async exited() {
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
      return child.exitCode;
    },
  };
}
