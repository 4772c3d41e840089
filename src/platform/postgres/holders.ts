import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DataFolder } from "../data-folder.ts";
import { ownLikeFolder } from "../durable-file.ts";
import { identifyProcess, isRunning } from "../process-identity.ts";

/*
 * Register of the processes that use the embedded server: one empty file each, whose name says all
 * (`<pid>-<start>-<use>`), so that whoever owns the folder can judge it. Read and written under the folder's lock.
 */

let uses = 0;

/** Registers one use by this process; the answer names it for `removeHolder`. */
export function addHolder(folder: DataFolder): string {
  const place = register(folder);
  mkdirSync(place, { recursive: true, mode: 0o700 });
  ownLikeFolder(folder.root, place);
  const me = identifyProcess(process.pid);
  uses += 1;
  const name = `${me.pid}-${me.startedAt}-${uses}`;
  writeFileSync(join(place, name), "", { mode: 0o600 });
  ownLikeFolder(folder.root, join(place, name));
  return name;
}

/** Takes one use out of the register. */
export function removeHolder(folder: DataFolder, name: string): void {
  rmSync(join(register(folder), name), { force: true });
}

/** Number of uses by live processes; entries left by dead ones are removed. */
export function countHolders(folder: DataFolder): number {
  let live = 0;
  for (const name of namesIn(register(folder))) {
    const [pid, startedAt] = name.split("-");
    if (isRunning({ pid: Number(pid), startedAt: startedAt ?? "" })) live += 1;
    else removeHolder(folder, name);
  }
  return live;
}

function register(folder: DataFolder): string {
  return join(folder.postgres, "holders");
}

function namesIn(place: string): string[] {
  try {
    return readdirSync(place);
  } catch {
    // The whole data folder was deleted: nobody else can be using it.
    return [];
  }
}
