import { existsSync } from "node:fs";
import { basename } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { quickPlace } from "./tests/support/quick-place.ts";

/** Starts the one embedded PostgreSQL cluster that every database test shares. */
const globalSetup = ["tests/support/global-setup.ts"].filter((file) => existsSync(file));

/** One more than the two cores the suite is made for: a test often waits for a screen, a process or a disk. */
const AT_A_TIME = 3;

/** Longest first, so that no file ends alone: projects in this order, and the slowest files of each, longest first, before the others. */
const ORDER = ["browser", "system", "unit", "alone"];
const SLOWEST = [
  ...[
    "pages-of-the-centre",
    "pages-of-people",
    "agenda",
    "year",
    "planning",
    "screens",
    "upkeep",
    "documents",
  ],
  ...["year-by-keyboard", "admission", "notes", "backup", "command-line", "audit-chain", "first-run"],
  ...["authorisation-matrix", "circles", "move", "edits", "command-line-refusals", "merge-histories"],
  ...["audit-pruning", "sharing", "natures", "embedded", "sealer", "gather", "build", "tampering"],
].map((name) => `${name}.test.ts`);

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project, moduleId }: TestSpecification) => {
      const among = SLOWEST.indexOf(basename(moduleId));
      return ORDER.indexOf(project.name) * 2 * SLOWEST.length + (among < 0 ? SLOWEST.length : among);
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

const drawn = { setupFiles: "tests/support/drawn-by-commit.ts" };
/** Files of a project follow each other in a worker: what they import, and its Chromium, serve them all. */
const together = {
  environment: "node",
  maxWorkers: AT_A_TIME,
  isolate: false,
  env: { TMPDIR: quickPlace() },
} as const;

/**
 * Four projects. Three are run together:
 * - `unit`: rules, stores and the toolchain itself;
 * - `system`: real server processes, each on a data folder or a database of its own;
 * - `browser`: real screens in Chromium;
 * and then, one file at a time:
 * - `alone`: processes killed or started against each other, which a busy neighbour would disturb, on a real disk.
 *
 * `globalSetup` sits on the root: Vitest runs it once for all the projects.
 */
export default defineConfig({
  test: {
    globalSetup,
    maxWorkers: AT_A_TIME,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...together,
          ...drawn,
          name: "unit",
          include: ["src/**/*.test.{ts,tsx}", "tests/toolchain/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...together,
          ...drawn,
          name: "system",
          include: ["tests/system/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          ...together,
          name: "browser",
          include: ["tests/browser/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "alone",
          include: ["tests/system/alone/*.test.ts"],
          environment: "node",
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
