import { readFileSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";

const SHARED_MEMORY = "/dev/shm";
/** What a whole run keeps at once stays under half of it: its clusters and those of its programs, and their logs. */
const ENOUGH = 6 * 2 ** 30;

/**
 * Where tests make their clusters and folders: in memory where there is room, and programs may be run from there; else
 * among temporary files. PostgreSQL flushes as it always does, which costs nothing there; a database is copied, and
 * dropped, a hundred times in a run, each time with everything written until then.
 */
export function quickPlace(): string {
  try {
    const [, , , options = ""] = mountOf(SHARED_MEMORY);
    const { bavail, bsize } = statfsSync(SHARED_MEMORY);
    const roomy = Math.min(bavail * bsize, process.availableMemory()) > ENOUGH;
    return roomy && !options.split(",").includes("noexec") ? SHARED_MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
}

/** Device, folder, kind and options of what is mounted there. @throws where there is no such list */
function mountOf(folder: string): readonly string[] {
  const lines = readFileSync("/proc/mounts", "utf8").split("\n");
  return lines.map((line) => line.split(" ")).find(([, where]) => where === folder) ?? [];
}
