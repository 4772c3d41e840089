import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { describePlan } from "./outcome.ts";
import { parseRegisterFile } from "./parse-register.ts";
import { openRegister, type ReadRegisterOptions } from "./read-register.ts";
import { reviewRegister } from "./review.ts";
import { nobodyKnown, parseRegister, planParsed, registerLookups } from "./rules.ts";
import { layOutChunks } from "./staging.ts";

let folder: string;
let worker: URL;
const TODAY = "2026-11-21";
const read = async (bytes: Uint8Array, options: Partial<ReadRegisterOptions> = {}) => {
  const register = await openRegister(bytes, { today: TODAY, worker, ...options });
  await register.close();
  return register;
};
/** A thread's program of our own making. */
const acting = (code: string) => new URL(`data:text/javascript,${encodeURIComponent(code)}`);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "maillage-worker-"));
  const outfile = join(folder, "register-worker.mjs");
  await build({
    entryPoints: ["src/intake/register-worker.ts"],
    bundle: true,
    platform: "node",
    format: "esm",
    outfile,
    logLevel: "error",
  });
  worker = pathToFileURL(outfile);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("reading in a thread", () => {
  test.each(["register-2014.csv", "register-2014.xlsx"])(
    "%s gives what reading and planning in place give, however often it is planned",
    async (file) => {
      const bytes = readFileSync(`tests/data/${file}`);
      const parsed = parseRegister(parseRegisterFile(bytes), { today: TODAY });
      const register = await openRegister(bytes, { today: TODAY, worker });
      expect(register.lookups).toEqual(registerLookups(parsed));
      for (const decision of ["ask", "reject", "accept"] as const) {
        const plan = planParsed(parsed, nobodyKnown, decision);
        const planned = await register.plan({
          known: nobodyKnown,
          decision,
          pairs: [],
          trial: false,
          review: true,
        });
        expect(planned).toEqual({
          outcome: describePlan(plan, false),
          needsDecision: plan.needsDecision,
          visits: 300,
          memory: null,
          review: reviewRegister(parsed, plan),
          ...layOutChunks(plan),
        });
      }
      await register.close();
    },
  );
  test("the caller's bytes are left as they are", async () => {
    const bytes = new TextEncoder().encode("Date;Nom\n03/01/2014;Sy");
    await read(bytes);
    expect(bytes.length).toBeGreaterThan(0);
  });
  test("an error keeps its kind and its French words", async () => {
    await expect(read(new TextEncoder().encode("a;b\n1;2"))).rejects.toMatchObject({
      name: "RegisterFileError",
      problem: "no_header",
      message: expect.stringContaining("Rien n’a été importé"),
    });
  });
});

describe("bounds", () => {
  const bytes = new TextEncoder().encode("Date;Nom\n03/01/2014;Sy");
  test("a thread that never ends is stopped, and the server goes on meanwhile", async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 10);
    const slow = read(bytes, { worker: acting("for (;;) {}"), milliseconds: 400 });
    await expect(slow).rejects.toMatchObject({ problem: "too_slow" });
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(10);
  });
  test("a thread that takes too much memory is stopped alone", async () => {
    const greedy = acting("const all = []; for (;;) all.push(new Array(100000).fill({}).map(() => ({})));");
    await expect(read(bytes, { worker: greedy, heapMegabytes: 32 })).rejects.toMatchObject({
      problem: "too_big",
    });
  });
  test("a thread that fails, or ends without a word, is an error said in French", async () => {
    for (const code of ["throw new Error('oops')", "process.exit(3)"]) {
      await expect(read(bytes, { worker: acting(code) })).rejects.toMatchObject({ problem: "failed" });
    }
  });
  test("reading can be cancelled", async () => {
    const controller = new AbortController();
    const reading = read(bytes, { worker: acting("for (;;) {}"), signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    await expect(reading).rejects.toMatchObject({ problem: "cancelled" });
    await expect(read(bytes, { signal: controller.signal })).rejects.toMatchObject({ problem: "cancelled" });
  });
});
