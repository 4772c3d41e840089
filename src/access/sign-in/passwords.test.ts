import { parseOptions } from "@node-rs/argon2";
import { expect, test } from "vitest";
import { boundedTurns, preparePasswords } from "./passwords.ts";

const passwords = preparePasswords();

test("argon2id, 19 MiB, two passes; never twice the same hash", async () => {
  const hash = await passwords.hash("trois chats sous la pluie");
  expect(parseOptions(hash)).toMatchObject({ memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  expect(hash).toMatch(/^\$argon2id\$v=19\$/);
  expect(await passwords.hash("trois chats sous la pluie")).not.toBe(hash);
});

test("only the same password matches, however its accents were typed", async () => {
  const hash = await passwords.hash("l’été à la Réole");
  expect(await passwords.matches(hash, "l’été à la Réole".normalize("NFD"))).toBe(true);
  expect(await passwords.matches(hash, "l’ete à la Réole")).toBe(false);
  expect(await passwords.matches(null, "l’été à la Réole")).toBe(false);
});

test("an unknown account takes as long as a known one", async () => {
  const hash = await passwords.hash("trois chats sous la pluie");
  const time = async (stored: string | null) => {
    const times: number[] = [];
    for (let i = 0; i < 7; i++) {
      const start = performance.now();
      await passwords.matches(stored, "deux chats");
      times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b)[0] ?? 0;
  };
  const known = await time(hash);
  const unknown = await time(null);
  // Without the comparison an unknown account would answer some hundred times faster.
  expect(unknown).toBeGreaterThan(known / 3);
});

test("no more than two works at once, in order, and the queue is bounded", async () => {
  const turn = boundedTurns(2, 3);
  let running = 0;
  let most = 0;
  const finished: number[] = [];
  const releases: (() => void)[] = [];
  const work = (n: number) =>
    turn(async () => {
      most = Math.max(most, ++running);
      await new Promise<void>((done) => releases.push(done));
      running -= 1;
      finished.push(n);
    });
  const all = [1, 2, 3, 4, 5].map(work);
  await expect(work(6)).rejects.toMatchObject({ status: 503, code: "busy" });
  while (finished.length < 5) {
    releases.shift()?.();
    await new Promise((done) => setTimeout(done, 1));
  }
  await Promise.all(all);
  expect(most).toBe(2);
  expect(finished).toEqual([1, 2, 3, 4, 5]);
});

test("a work that fails gives its place back", async () => {
  const turn = boundedTurns(1, 1);
  await expect(turn(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await turn(async () => "yes")).toBe("yes");
});
