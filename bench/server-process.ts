import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { Connection, requestText } from "./http-load.ts";

/** The program under test, running for real in a process of its own. */
export interface RunningServer {
  readonly port: number;
  readonly pid: number;
  /** From the process's start (PostgreSQL not running) to the first page answered. */
  readonly secondsToUsable: number;
  /** Resident memory of the application's process, in megabytes; PostgreSQL's own is not counted. */
  residentMb(): number;
  stop(): Promise<void>;
}

/**
 * Starts `maillage start` on a data folder and waits until a page is answered.
 * @param program dist/server/main.js
 * @param nodeOptions more options for Node, a profiler's for instance
 * @param over variables that differ: an external database
 */
export async function startServer(
  program: string,
  dataFolder: string,
  nodeOptions: readonly string[] = [],
  over: Readonly<Record<string, string>> = {},
): Promise<RunningServer> {
  const started = performance.now();
  const child = spawn(process.execPath, [...nodeOptions, program, "start"], {
    env: {
      ...process.env,
      MAILLAGE_DATA: dataFolder,
      PORT: "0",
      HOST: "127.0.0.1",
      DATABASE_URL: "",
      ...over,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await portOf(child);
  const connection = await Connection.open(port);
  const { status } = await connection.ask(
    requestText({ method: "GET", path: "/api/installation", token: null }),
  );
  connection.close();
  if (status !== 200) throw new Error(`the server answered ${status}`);
  const pid = child.pid ?? 0;
  return {
    port,
    pid,
    secondsToUsable: (performance.now() - started) / 1_000,
    residentMb: () => residentMb(pid),
    stop: () => stop(child),
  };
}

/** Starts this program again as the empty route that HTTP itself is measured on. */
export async function startEmptyRoute(): Promise<{ port: number; stop: () => Promise<void> }> {
  const child = spawn(process.execPath, [process.argv[1] ?? "", "--empty-route"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return { port: await portOf(child), stop: () => stop(child) };
}

/** Reads the port from the address a server prints when it is ready. */
function portOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let printed = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      const port = /http:\/\/127\.0\.0\.1:(\d+)/.exec(printed)?.[1];
      if (port) resolve(Number(port));
    });
    child.once("exit", (code) => reject(new Error(`the server ended with ${code} before it was ready`)));
  });
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}

function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1_024);
}
