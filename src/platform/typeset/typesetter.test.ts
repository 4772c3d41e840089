import { afterEach, expect, test } from "vitest";
import { startTypesetter, type Typesetter, UnprintableError } from "./typesetter.ts";

let typesetter: Typesetter;
afterEach(() => typesetter.stop());

/** A thread whose answer to each order is what this body makes of `order`. */
function typesetterOf(body: string, bounds = { milliseconds: 20_000, idleMilliseconds: 60_000 }): Typesetter {
  const program = `import { parentPort, threadId } from "node:worker_threads";
    parentPort.on("message", (order) => { const say = (text) => parentPort.postMessage({ id: order.id, pdf: Buffer.from(String(text)) });
      const asked = JSON.parse(order.data); ${body} });`;
  typesetter = startTypesetter(new URL(`data:text/javascript,${encodeURIComponent(program)}`), bounds);
  return typesetter;
}
const asked = async (what: unknown) => (await typesetter.pdf("a.typ", what, true)).toString();

test("documents are typeset in turn by one thread, each given its own answer", async () => {
  typesetterOf("say(threadId + ' ' + asked);");
  const answers = await Promise.all([asked("a"), asked("b"), asked("c")]);
  expect(answers.map((answer) => answer.split(" ")[1])).toEqual(["a", "b", "c"]);
  expect(new Set(answers.map((answer) => answer.split(" ")[0])).size).toBe(1);
});

test("a document that breaks the thread fails alone: those behind it are typeset by another", async () => {
  typesetterOf("if (asked === 'bad') throw new RangeError('broken'); say(asked);");
  const answers = await Promise.allSettled([asked("a"), asked("bad"), asked("c")]);
  expect(
    answers.map((answer) => (answer.status === "fulfilled" ? answer.value : String(answer.reason))),
  ).toEqual(["a", "RangeError: broken", "c"]);
});

test("a document that never ends is given up, and the next one does not wait for it", async () => {
  typesetterOf("if (asked === 'long') for (;;); say(asked);", {
    milliseconds: 1_500,
    idleMilliseconds: 60_000,
  });
  const answers = await Promise.allSettled([asked("long"), asked("b")]);
  expect(String((answers[0] as PromiseRejectedResult).reason)).toMatch("too long");
  expect(answers[1]).toMatchObject({ value: "b" });
});

test("left idle the thread ends; the next document starts another", async () => {
  typesetterOf("say(threadId);", { milliseconds: 20_000, idleMilliseconds: 20 });
  const first = await asked("");
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await asked("")).not.toBe(first);
});

test("characters that no font has are named", async () => {
  typesetterOf("parentPort.postMessage({ id: order.id, fault: 'PDF/UA-1 error', unprintable: ['😀'] });");
  const refused = asked("").catch((error: unknown) => error);
  expect(await refused).toBeInstanceOf(UnprintableError);
  expect(await refused).toMatchObject({ characters: ["😀"] });
});

test("when no thread can start, everyone who waits is told", async () => {
  typesetter = startTypesetter(new URL("http://nowhere.example/program.js"));
  const answers = await Promise.allSettled([asked("a"), asked("b")]);
  expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});
