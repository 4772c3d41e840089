import { randomBytes } from "node:crypto";
import {
  chownSync,
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

/**
 * Writes a file whole or not at all, and durably: a reader sees the old content or the new one.
 * The file is private (0600) unless `mode` says otherwise.
 */
export function replaceFile(path: string, content: string | Uint8Array, mode = 0o600): void {
  const draft = writeDraft(path, content, mode);
  renameSync(draft, path);
  syncFolder(dirname(path));
}

/**
 * Creates a file (0600) whole, durably, and only if it does not exist yet: of several processes that try at
 * once exactly one succeeds.
 * @returns false when the file was there already.
 */
export function createFile(path: string, content: string): boolean {
  const draft = writeDraft(path, content, 0o600);
  try {
    putIfAbsent(draft, path);
    syncFolder(dirname(path));
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function putIfAbsent(draft: string, path: string): void {
  try {
    linkSync(draft, path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : "";
    // Some network and memory-card file systems have no hard links.
    if (code !== "EPERM" && code !== "ENOTSUP" && code !== "ENOSYS") throw error;
    copyFileSync(draft, path, constants.COPYFILE_EXCL);
  }
}

/** Durable draft beside `path`, to be renamed or linked to it. */
function writeDraft(path: string, content: string | Uint8Array, mode: number): string {
  const draft = `${path}.${process.pid}-${randomBytes(6).toString("hex")}`;
  const file = openSync(draft, "wx", mode);
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return draft;
}

/** Makes the names inside a folder durable (a file's own fsync does not). */
export function syncFolder(path: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * When root works in a folder that belongs to somebody, what it creates there is given to that account, which
 * could otherwise no longer use its own folder.
 */
export function ownLikeFolder(folder: string, path: string): void {
  if (process.getuid?.() !== 0) return;
  const owner = statSync(folder);
  if (owner.uid !== 0) chownSync(path, owner.uid, owner.gid);
}
