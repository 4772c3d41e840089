/** A new key for social security numbers, by the command line on a real installation. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { openProgram, type Program } from "../support/program.ts";
import { bundleServer, type ServerBundle } from "../support/server-bundle.ts";

let bundle: ServerBundle;
let program: Program;
beforeAll(async () => {
  bundle = await bundleServer();
  program = openProgram(bundle);
});
afterAll(async () => {
  await program.close();
  bundle.remove();
});

test("each call puts a new key in use, as the console's own act in a trail that verifies", async () => {
  for (const version of [2, 3]) {
    const ended = await program.run("rotate-number-key", "--json");
    expect([ended.code, ended.json()]).toEqual([0, { version, numbers: 0 }]);
  }
  const { code } = await program.run("audit", "verify", "--json");
  expect(code).toBe(0);
});
