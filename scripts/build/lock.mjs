import { closeSync, openSync, readFileSync, rmSync, statSync, utimesSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

const BEAT_MS = 1000;
const SILENT_MS = 10_000;

/**
 * Runs an action while holding a lock file, waiting for another process that holds it. A lock whose holder is dead,
 * or silent for ten seconds, is taken over. Two holders at once remain possible in a takeover race: the action must
 * stay correct then, the lock only spares doing the work twice.
 * @template T
 * @param {string} file path of the lock
 * @param {() => Promise<T>} action what to run
 * @returns {Promise<T>} what the action returned
 */
export async function withLock(file, action) {
  while (!take(file)) {
    if (isAbandoned(file)) rmSync(file, { force: true });
    else await sleep(100);
  }
  const beat = setInterval(() => touch(file), BEAT_MS);
  try {
    return await action();
  } finally {
    clearInterval(beat);
    rmSync(file, { force: true });
  }
}

/**
 * @param {string} file
 * @returns {boolean} false when another process holds it
 */
function take(file) {
  try {
    const descriptor = openSync(file, "wx");
    writeSync(descriptor, JSON.stringify({ host: hostname(), pid: process.pid }));
    closeSync(descriptor);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** @param {string} file */
function touch(file) {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {
    // Taken over while this process was suspended: the swap at the end of the build copes with it.
  }
}

/**
 * @param {string} file
 * @returns {boolean}
 */
function isAbandoned(file) {
  try {
    if (Date.now() - statSync(file).mtimeMs > SILENT_MS) return true;
    const { host, pid } = JSON.parse(readFileSync(file, "utf8"));
    return host === hostname() && !isAlive(pid);
  } catch {
    return false;
  }
}

/**
 * @param {number} pid
 * @returns {boolean}
 */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/**
 * @param {unknown} error
 * @returns {unknown} the system's error code, "ENOENT" for instance
 */
function codeOf(error) {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
