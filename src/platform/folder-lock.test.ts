import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { lockHolder, tryLock, waitForLock } from "./folder-lock.ts";
import { bundleScript, startScript, temporaryFolder } from "./postgres/process.test-support.ts";
import { identifyProcess, isRunning } from "./process-identity.ts";

let place: ReturnType<typeof temporaryFolder>;
let path: string;
let script: { path: string; remove(): void };

beforeAll(async () => {
  script = await bundleScript(
    "lock",
    `import { appendFileSync } from "node:fs";
     import { waitForLock } from "../folder-lock.ts";
     for (let turn = 0; turn < 40; turn += 1) {
       const lock = await waitForLock(process.env.LOCK, 20000);
       appendFileSync(process.env.TRACE, "in\\n");
       await new Promise((done) => setTimeout(done, 1));
       appendFileSync(process.env.TRACE, "out\\n");
       // Some die holding it.
       if (process.env.DIE && turn === 20) process.kill(process.pid, "SIGKILL");
       lock.release();
     }
     console.log("done");`,
  );
});

afterAll(() => script.remove());

beforeEach(() => {
  place = temporaryFolder();
  path = join(place.path, "lock");
});

afterEach(() => place.remove());

test("one holder at a time, and the next gets it after the release", async () => {
  const first = tryLock(path);
  expect(first).not.toBeNull();
  expect(tryLock(path)).toBeNull();
  expect(await waitForLock(path, 60)).toBeNull();
  expect(lockHolder(path)?.pid).toBe(process.pid);
  first?.release();
  first?.release();
  expect(lockHolder(path)).toBeNull();
  expect(tryLock(path)).not.toBeNull();
});

test("processes in a race, some killed while they hold it, are never inside together", async () => {
  const trace = join(place.path, "trace");
  const { readFileSync } = await import("node:fs");
  const env = { LOCK: path, TRACE: trace };
  const racers = [
    startScript(script.path, env),
    startScript(script.path, { ...env, DIE: "yes" }),
    startScript(script.path, env),
    startScript(script.path, { ...env, DIE: "yes" }),
  ];
  await Promise.all(racers.map((racer) => racer.exited()));
  const steps = readFileSync(trace, "utf8").trim().split("\n");
  expect(steps).toHaveLength(2 * (40 + 40 + 21 + 21));
  expect(steps.every((step, index) => step === (index % 2 === 0 ? "in" : "out"))).toBe(true);
  expect(readdirSync(path).length).toBeLessThanOrEqual(3);
});

test("a lock torn by a power cut is free", () => {
  tryLock(path)?.release();
  writeFileSync(join(path, "1"), "he");
  expect(tryLock(path)).not.toBeNull();
});

test("a process is known by its start as well as its number, and a zombie is dead", async () => {
  const me = identifyProcess(process.pid);
  expect(isRunning(me)).toBe(true);
  expect(isRunning({ ...me, startedAt: `${me.startedAt}9` })).toBe(process.platform === "win32");
  // The shell's child ends while the shell, stopped, cannot bury it.
  const shell = spawn("sh", ["-c", "sleep 0.1 & echo $!; kill -STOP $$"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [text] = await once(shell.stdout, "data");
  const child = identifyProcess(Number(String(text)));
  expect(isRunning(child)).toBe(true);
  await new Promise((done) => setTimeout(done, 400));
  expect(isRunning(child)).toBe(false);
  shell.kill("SIGKILL");
});
