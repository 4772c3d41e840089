import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";

/** Starts the one embedded PostgreSQL cluster that every database test shares. */
const globalSetup = ["tests/support/global-setup.ts"].filter((file) => existsSync(file));

/**
 * Four projects, one after the other (`groupOrder`), two files at a time but in the last:
 * - `unit`: rules, stores and the toolchain itself;
 * - `system`: real server processes, each on a data folder or a database of its own;
 * - `browser`: real screens in Chromium;
 * - `alone`: processes killed or started against each other, which a busy neighbour would disturb.
 *
 * `globalSetup` sits on the root: Vitest runs it once for all the projects.
 */
export default defineConfig({
  test: {
    globalSetup,
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: "unit",
          include: ["src/**/*.test.{ts,tsx}", "tests/toolchain/**/*.test.ts"],
          environment: "node",
          maxWorkers: 2,
          testTimeout: 20_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "system",
          include: ["tests/system/*.test.ts"],
          environment: "node",
          maxWorkers: 2,
          testTimeout: 180_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: "browser",
          include: ["tests/browser/**/*.test.ts"],
          environment: "node",
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
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
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
