import { expect, test } from "vitest";
import { answerOfThread } from "./bounded-thread.ts";

const program = (body: string) =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`import { parentPort, workerData } from "node:worker_threads"; ${body}`)}`,
  );

test("a thread answers its order, without the environment of the server", async () => {
  const answer = await answerOfThread(
    program("parentPort.postMessage([workerData.sum.reduce((a, b) => a + b), Object.keys(process.env)])"),
    { sum: [1, 2, 3] },
  );
  expect(answer).toEqual([6, []]);
});

test.each([
  ["fails", "throw new RangeError('broken')", "broken"],
  ["ends without an answer", "", "without an answer"],
  ["never ends", "for (;;);", "too long"],
  ["eats memory", "const kept = []; for (;;) kept.push(new Array(1000).fill({}).map(() => ({})));", "memory"],
])("a thread that %s is told of, and the server goes on", async (_, body, message) => {
  const bounds = { milliseconds: message === "too long" ? 300 : 20_000, heapMegabytes: 16 };
  await expect(answerOfThread(program(body), {}, bounds)).rejects.toThrow(message);
});

test("the event loop turns while a thread is busy", async () => {
  let turns = 0;
  const turning = setInterval(() => turns++, 1);
  // The thread only ends once the loop that started it has turned and said so.
  const shared = new Int32Array(new SharedArrayBuffer(4));
  const busy = answerOfThread(
    program("const s = workerData; while (Atomics.load(s, 0) === 0); parentPort.postMessage('seen');"),
    shared,
  );
  setTimeout(() => Atomics.store(shared, 0, 1), 20);
  expect(await busy).toBe("seen");
  clearInterval(turning);
  expect(turns).toBeGreaterThan(0);
});
