import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { clusterHome } from "../postgres/cluster.ts";
import { quietLog } from "../postgres/process.test-support.ts";
import { openScratch } from "./scratch.ts";

test("a folder of a moment leaves nothing, even where its cluster cannot lie inside it", async () => {
  const place = mkdtempSync(join(tmpdir(), "mlg-scratch-"));
  // As root, the account PostgreSQL runs under cannot pass through: the cluster goes elsewhere.
  chmodSync(place, 0o700);
  try {
    const scratch = await openScratch(place, "check-", process.env, quietLog());
    const home = clusterHome(scratch.folder);
    expect(home !== null && existsSync(home)).toBe(true);
    await scratch.remove();
    expect([readdirSync(place), existsSync(home ?? place)]).toEqual([[], false]);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});
