import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileProgram } from "./compile.mjs";

/**
 * Runs `scripts/<name>/generate.ts`, which writes what the repository keeps of the program's own sources, with the
 * arguments of this process (`--verify`: fails when what is kept differs). Sets this process's exit code.
 * @param {string} name
 */
export async function runGenerator(name) {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  // Inside the repository, so that its packages are found; apart from dist/, which a build may replace meanwhile.
  const folder = join(root, `.dist-${name}-${process.pid}/server`);
  const program = join(folder, "generate.js");
  mkdirSync(folder, { recursive: true });
  try {
    await compileProgram(root, `scripts/${name}/generate.ts`, program);
    const { status } = spawnSync(process.execPath, [program, ...process.argv.slice(2)], {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
    });
    process.exitCode = status ?? 1;
  } finally {
    rmSync(join(folder, ".."), { recursive: true, force: true });
  }
}
