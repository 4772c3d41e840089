import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ownLikeFolder } from "./durable-file.ts";
import { identifyProcess, isRunning, type ProcessIdentity } from "./process-identity.ts";

/** A lock held by this process until `release` (idempotent). */
export interface FolderLock {
  release(): void;
}

interface Generation extends ProcessIdentity {
  held: boolean;
}

/*
 * Node has no flock(2), and a lock file that one must delete to take over lets two processes delete each
 * other's. So the lock is a folder of numbered generations: the highest number rules, the next one is made by
 * link(2), which exactly one process can do, and the highest is never deleted, only succeeded. A killed
 * process leaves a generation whose holder is dead: anyone may succeed it.
 */

/** Takes the lock kept in folder `path` if it is free or its holder is dead; null when somebody holds it. */
export function tryLock(path: string): FolderLock | null {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  ownLikeFolder(dirname(path), path);
  const top = highest(path);
  if (top > 0) {
    const current = readGeneration(path, top);
    if (current === "gone" || (current?.held && isRunning(current))) return null;
  }
  const mine = top + 1;
  const me = identifyProcess(process.pid);
  if (!publish(path, mine, { ...me, held: true })) return null;
  if (highest(path) !== mine) {
    // We were so slow that others went past: our number is an old one.
    rmSync(join(path, String(mine)), { force: true });
    return null;
  }
  forgetOlder(path, mine);
  let released = false;
  return {
    release() {
      if (released) return;
      released = true;
      const draft = writeDraft(path, { ...me, held: false });
      if (draft !== null) renameSync(draft, join(path, String(mine)));
    },
  };
}

/** Waits for the lock of folder `path`, at most `timeoutMs`; null when time ran out. */
export async function waitForLock(path: string, timeoutMs: number): Promise<FolderLock | null> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const lock = tryLock(path);
    if (lock !== null) return lock;
    if (Date.now() > deadline) return null;
    await sleep(15 + Math.random() * 20);
  }
}

/** Process that holds the lock of folder `path` now, if any. */
export function lockHolder(path: string): ProcessIdentity | null {
  const top = highest(path);
  const current = top > 0 ? readGeneration(path, top) : null;
  return current !== null && current !== "gone" && current.held && isRunning(current) ? current : null;
}

function highest(path: string): number {
  let top = 0;
  for (const name of readdirSync(path)) if (/^\d+$/.test(name)) top = Math.max(top, Number(name));
  return top;
}

function readGeneration(path: string, number: number): Generation | null | "gone" {
  let text: string;
  try {
    text = readFileSync(join(path, String(number)), "utf8");
  } catch {
    return "gone";
  }
  // Published whole by link(2): anything else was torn by a power cut, and its holder is dead.
  const match = /^(held|free) (\d+) (\S*)\n$/.exec(text);
  if (match === null) return null;
  return { held: match[1] === "held", pid: Number(match[2]), startedAt: match[3] ?? "" };
}

function writeDraft(path: string, content: Generation): string | null {
  const draft = join(path, `draft-${process.pid}-${randomBytes(6).toString("hex")}`);
  try {
    writeFileSync(draft, `${content.held ? "held" : "free"} ${content.pid} ${content.startedAt}\n`, {
      mode: 0o600,
    });
    // Made by root in somebody's folder, it must stay readable by that account.
    ownLikeFolder(path, draft);
    return draft;
  } catch {
    // The whole folder was deleted under us: there is nothing left to guard.
    return null;
  }
}

function publish(path: string, number: number, content: Generation): boolean {
  const draft = writeDraft(path, content);
  if (draft === null) return false;
  try {
    linkSync(draft, join(path, String(number)));
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "EEXIST" || error.code === "ENOENT")) {
      return false;
    }
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Keeps the one before ours, so that a slow reader of the folder cannot miss both. */
function forgetOlder(path: string, mine: number): void {
  for (const name of readdirSync(path)) {
    const old = /^\d+$/.test(name) && Number(name) < mine - 1;
    const pid = /^draft-(\d+)-/.exec(name)?.[1];
    const abandoned = pid !== undefined && !isRunning({ pid: Number(pid), startedAt: "" });
    if (old || abandoned) rmSync(join(path, name), { force: true });
  }
}
