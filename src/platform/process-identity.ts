import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * A process that cannot be mistaken for a later one with the same number: `startedAt` is an opaque word
 * (letters, digits, dots; safe in a file name) that differs between two lives of one pid, or "" where the
 * system does not tell.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

/** Identity of a process; `startedAt` is "" when the process does not exist or cannot be examined. */
export function identifyProcess(pid: number): ProcessIdentity {
  return { pid, startedAt: startOf(pid) };
}

/** Whether that very process still runs: a zombie, or another process that took its number, does not count. */
export function isRunning(process: ProcessIdentity): boolean {
  if (!pidIsAlive(process.pid)) return false;
  const start = startOf(process.pid);
  return process.startedAt === "" || start === "" || start === process.startedAt;
}

/** Whether a process with this number is alive (zombies are dead). */
export function pidIsAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it exists and belongs to somebody else.
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  return statFields(pid)?.[0] !== "Z";
}

/** Fields of /proc/<pid>/stat from the third (state) on; the second may hold spaces and parentheses. */
function statFields(pid: number): string[] | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, "latin1");
    return line.slice(line.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null;
  }
}

function startOf(pid: number): string {
  if (process.platform === "linux") {
    // Field 22, in clock ticks since boot: the boot is named too, or two boots could look alike.
    const ticks = statFields(pid)?.[19];
    return ticks === undefined ? "" : `${ticks}.${bootName()}`;
  }
  if (process.platform === "win32") return "";
  try {
    const text = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" });
    return text.replace(/[^0-9A-Za-z]+/g, ".");
  } catch {
    return "";
  }
}

let knownBoot: string | undefined;

function bootName(): string {
  if (knownBoot === undefined) {
    try {
      knownBoot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").slice(0, 8);
    } catch {
      knownBoot = "";
    }
  }
  return knownBoot;
}
