import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileProgram } from "./build/compile.mjs";

/**
 * `npm run bench -- …`: builds, compiles the bench beside the program it measures (same folder, so that both find
 * the same files), and runs it with the arguments given.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
const bench = join(root, "dist/server/bench.js");

const { status } = spawnSync(process.execPath, ["scripts/build.mjs", "--if-stale"], {
  cwd: root,
  stdio: ["ignore", 2, 2],
});
if (status !== 0) process.exit(status ?? 1);
await compileProgram(root, "bench/main.ts", bench);
const run = spawnSync(process.execPath, ["--enable-source-maps", bench, ...process.argv.slice(2)], {
  stdio: "inherit",
});
process.exitCode = run.status ?? 1;
