import fc from "fast-check";
import { expect, it } from "vitest";
import { difference } from "./name-difference.ts";

it("marks the letters that differ, not those written in capitals or without their accent", () => {
  expect(difference("TRAORE ABDELKADER", "Traorre Abdelkader")).toEqual(["TRAOR", "", "E ABDELKADER"]);
  expect(difference("Traorre Abdelkader", "TRAORE ABDELKADER")).toEqual(["Traor", "r", "e Abdelkader"]);
  expect(difference("Yılmaz Zoe", "YILMAAZ ZOÉ")).toEqual(["Yılma", "", "z Zoe"]);
});

it("loses no letter, and marks nothing of two spellings that only capitals tell apart", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (name, other) => {
      expect(difference(name, other).join("")).toBe(name);
      expect(difference(name, name)[1]).toBe("");
    }),
  );
});
