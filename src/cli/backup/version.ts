import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { programRoot } from "../../platform/program-root.ts";

/** Version of this program, as its package names it. */
export function programVersion(): string {
  return z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(programRoot(), "package.json"), "utf8"))).version;
}
