import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { inject } from "vitest";

const run = promisify(execFile);

/** A first start to be made once in a run. */
export interface FirstStart {
  /** Arguments of node: the program and its command. */
  readonly args: readonly string[];
  /** Variables that decide what the folder will hold: the business day, the preset. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Gives a data folder as the program's own first start left it, stopped in order: made once in the run, by whoever asks
 * first, then copied with its owners. Nothing is shared between copies but their keys.
 * @param to where the folder goes; must not exist
 */
export async function prepareFolder(to: string, { args, env = {} }: FirstStart): Promise<void> {
  const name = createHash("sha256")
    .update(JSON.stringify([args, env]))
    .digest("hex")
    .slice(0, 8);
  const place = join(inject("prepared"), name);
  const folder = join(place, "var");
  if (begin(place)) await make(place, () => startAndStop(args, { ...env, MAILLAGE_DATA: folder }));
  else await made(place);
  // A cluster kept outside its folder, or whose socket is, belongs to one folder: each then has its own first start.
  if (isPortable(folder)) await run("cp", ["-a", folder, to]);
}

/** True for the one who is to make it. */
function begin(place: string): boolean {
  try {
    mkdirSync(place);
    return true;
  } catch {
    return false;
  }
}

async function make(place: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
    mkdirSync(join(place, "whole"));
  } catch (error) {
    mkdirSync(join(place, "failed"));
    throw error;
  }
}

async function made(place: string): Promise<void> {
  while (!existsSync(join(place, "whole"))) {
    if (existsSync(join(place, "failed"))) throw new Error("the first start failed, as another file tells");
    await sleep(50);
  }
}

async function startAndStop(args: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  const child = spawn(process.execPath, args, {
    env: { ...process.env, DATABASE_URL: "", PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = await ready(child);
  const code = await new Promise((resolve) => {
    child.once("exit", resolve);
    child.kill("SIGTERM");
  });
  if (code !== 0) throw new Error(`ended with ${code}: ${said}`);
}

function ready(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk: Buffer) => {
        said += chunk;
        if (/prêt : http/.test(said)) resolve(said);
      });
    child.once("exit", () => reject(new Error(`ended before it was ready: ${said}`)));
  });
}

function isPortable(folder: string): boolean {
  const { outside, socketFolder } = JSON.parse(
    readFileSync(join(folder, "postgres", "cluster.json"), "utf8"),
  );
  return outside === null && socketFolder === null;
}
