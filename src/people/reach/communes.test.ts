import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { type Gazetteer, loadGazetteer } from "./communes.ts";

let gazetteer: Gazetteer;
beforeAll(async () => {
  gazetteer = await loadGazetteer();
});
const first = (words: string, former = false) => gazetteer.find(words, former)[0]?.code;

describe("communes", () => {
  test.each([
    ["bourgoin", "38053"],
    ["BOURGOIN JALLIEU", "38053"],
    ["38300", "38053"],
    ["jallieu", "38053"],
    ["st denis", "97411"],
    ["lyon", "69123"],
    ["L’Abergement-Clémenciat", "01001"],
    ["ajaccio", "2A004"],
    ["2A004", "2A004"],
    ["93200", "93066"],
    ["97400", "97411"],
    ["mamoudzou", "97611"],
    ["noumea", "98818"],
  ])("« %s » is first %s", (words, code) => {
    expect(first(words)).toBe(code);
  });

  test("a former commune is one to be born in, not one to write to", () => {
    expect(first("cordieux", true)).toBe("01120");
    expect(first("cordieux")).not.toBe("01120");
    expect(gazetteer.byCode("01120")?.name).toBe("Cordieux");
  });

  test("abroad is no commune", () => {
    expect(gazetteer.find("bamako", true)).toEqual([]);
    expect(gazetteer.byCode("99335")).toBeUndefined();
  });

  test("whatever is typed, at most twelve answers come, each of them once and known by its code", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ maxLength: 30 }), fc.stringMatching(/^[a-z0-9' -]{0,12}$/u)),
        (words) => {
          const found = gazetteer.find(words, true);
          expect(found.length).toBeLessThanOrEqual(12);
          expect(new Set(found.map(({ code }) => code)).size).toBe(found.length);
          for (const one of found) expect(gazetteer.byCode(one.code)).toEqual(one);
        },
      ),
    );
  });
});
