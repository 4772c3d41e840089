import { type ChildProcess, execFile, spawn } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { prepareFolder } from "../support/prepared-folder.ts";
import { temporaryPlace } from "../support/program.ts";

const run = promisify(execFile);

/** A real server process on a data folder of its own, reached at `url`. */
export interface RunningServer {
  readonly url: string;
  /** What it printed when it was ready. */
  said(): string;
  /** Runs another command on the same folder and gives its JSON answer. */
  command<T>(...args: readonly string[]): Promise<T>;
  stop(): Promise<void>;
}

/**
 * Starts `bin/maillage start` or `demo` on a free port. The folder is the one that command makes of an empty folder
 * with these settings.
 * @param from "empty": this start is the folder's first; by default the first was made once for the run
 * @throws Error with what it printed when it is not ready within 100 s
 */
export async function startServer(
  command: "start" | "demo",
  settings: Readonly<Record<string, string>> = {},
  from: "prepared" | "empty" = "prepared",
): Promise<RunningServer> {
  const place = temporaryPlace();
  if (from === "prepared")
    await prepareFolder(join(place.path, "var"), { args: ["bin/maillage", command], env: settings });
  const env = {
    ...process.env,
    MAILLAGE_DATA: join(place.path, "var"),
    PORT: "0",
    DATABASE_URL: "",
    ...settings,
  };
  const child = spawn("node", ["bin/maillage", command], { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  const url = await ready(child);
  return {
    url,
    said: () => said,
    async command<T>(...args: readonly string[]) {
      const { stdout } = await run("node", ["bin/maillage", ...args, "--json"], { env });
      return JSON.parse(stdout) as T;
    },
    async stop() {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
      place.remove();
    },
  };
}

function ready(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const late = setTimeout(() => reject(new Error(`not ready: ${said}`)), 100_000);
    const listen = (chunk: Buffer) => {
      said += chunk;
      const url = /http:\/\/[\d.]+:\d+/.exec(said)?.[0];
      if (!url) return;
      clearTimeout(late);
      resolve(url);
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", (chunk: Buffer) => {
      said += chunk;
    });
    child.once("exit", () => reject(new Error(`ended: ${said}`)));
  });
}
