import { expect } from "vitest";
import type { Ended } from "./program.ts";

/** A refusal: its exit code, a French message on standard error, and the same as the one JSON object. */
export function expectRefusal(ended: Ended, code: number, words: RegExp): void {
  expect([ended.code, ended.stderr]).toEqual([code, expect.stringMatching(words)]);
  expect(Object.keys(ended.json())).toEqual(["error"]);
  expect(ended.json().error).toMatch(words);
  expect(ended.stderr).not.toMatch(/ {4}at |Error:/);
}
