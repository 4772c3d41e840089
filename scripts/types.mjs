import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileProgram } from "./build/compile.mjs";

/**
 * `npm run types`: writes the types of the database from its migrations.
 * `npm run types -- --verify`: fails when they are not those of the repository.
 */
const root = fileURLToPath(new URL("..", import.meta.url));
// Inside the repository, so that its packages are found; apart from dist/, which a build may replace meanwhile.
const folder = join(root, `.dist-types-${process.pid}/server`);
const program = join(folder, "generate.js");

mkdirSync(folder, { recursive: true });
try {
  await compileProgram(root, "scripts/types/generate.ts", program);
  const { status } = spawnSync(process.execPath, [program, ...process.argv.slice(2)], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  process.exitCode = status ?? 1;
} finally {
  rmSync(join(folder, ".."), { recursive: true, force: true });
}
