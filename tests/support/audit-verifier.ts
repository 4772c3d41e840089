import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compileProgram } from "../../scripts/build/compile.mjs";
import type { AuditVerdict } from "../../src/access/audit/verify-audit.ts";
import type { AuditTrail } from "./audit-trail.ts";

/** How a program ended, and what it said. */
export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The verifier as delivered: one file, away from the repository. */
export interface StandAloneVerifier {
  readonly folder: string;
  run(args: readonly string[], database: string): Promise<Outcome>;
  /** @throws when it did not answer with one JSON object */
  runJson(args: readonly string[], database: string): Promise<AuditVerdict & { code: number | null }>;
  remove(): void;
}

/** Bundles the verifier into a folder of its own. */
export async function standAloneVerifier(): Promise<StandAloneVerifier> {
  const folder = mkdtempSync(join(tmpdir(), "mlg-verifier-"));
  const root = join(import.meta.dirname, "../..");
  await compileProgram(root, "tools/verify-audit.ts", join(folder, "verify-audit.mjs"), []);
  const run = async (args: readonly string[], database: string) => {
    const child = spawn(process.execPath, ["verify-audit.mjs", "--database", database, ...args], {
      cwd: folder,
      env: {},
    });
    const outcome: Outcome = { code: null, stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"] as const)
      child[stream].setEncoding("utf8").on("data", (text: string) => {
        outcome[stream] += text;
      });
    outcome.code = await new Promise((done) => child.on("close", done));
    return outcome;
  };
  return {
    folder,
    run,
    async runJson(args, database) {
      const { code, stdout, stderr } = await run([...args, "--json"], database);
      if (stderr !== "") throw new Error(stderr);
      return { ...JSON.parse(stdout), code };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Address of a trail's database, or of another of the same server, for its owner. */
export function ownerUrl({ test }: AuditTrail, database?: string): string {
  const { user = "", password } = test.server.admin;
  const url = test.server.url(user, String(password));
  return database === undefined ? url : url.replace(/@\/[^?]*/, `@/${database}`);
}
