import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Identity } from "../../people/model.ts";
import { birthLikeness, type ComparedRecord, nameLikeness } from "./model.ts";
import { differences, proposedKept, whyPair } from "./rules.ts";

const identity: Identity = {
  family: "Bouzid",
  given: "Mohamed",
  usedFamily: null,
  usedGiven: null,
  birth: "1979-09-03",
  birthPlaceCode: null,
  birthPlace: null,
  sex: "male",
  status: "provisional",
  pseudonym: false,
  homonym: false,
  doubtful: false,
  fictitious: false,
  validationDocument: null,
};

function record(localNumber: number, over: Partial<Identity> = {}): ComparedRecord {
  return {
    id: `record ${localNumber}`,
    localNumber,
    identity: { ...identity, ...over },
    since: null,
    encounters: { count: 0, first: null, last: null },
    statements: 0,
    others: [],
  };
}

describe("why two records are a pair", () => {
  test("is said in words", () => {
    expect(whyPair({ name: "near1", birth: "same", otherSex: false })).toBe(
      "nom à une lettre près, même naissance",
    );
    expect(whyPair({ name: "same", birth: "near", otherSex: true })).toBe(
      "même nom, naissances à une faute de frappe près, mais sexe différent",
    );
  });

  test("differs for each likeness", () => {
    const said = nameLikeness.flatMap((name) =>
      birthLikeness.map((birth) => whyPair({ name, birth, otherSex: false })),
    );
    expect(new Set(said).size).toBe(said.length);
  });
});

test("the traits that differ, and those alone, are listed", () => {
  const labels = (over: Partial<Identity>) =>
    differences(identity, { ...identity, ...over }).map(({ label }) => label);
  expect(labels({})).toEqual([]);
  expect(labels({ birthPlace: "Dakar" })).toEqual(["Lieu de naissance"]);
  expect(labels({ given: "Muhammad", birth: "1979-03-09", doubtful: true })).toEqual([
    "Prénoms",
    "Naissance",
    "Identité douteuse",
  ]);
  expect(labels({ usedFamily: "Bouzide", status: "validated", validationDocument: "passport" })).toEqual([
    "Nom utilisé",
    "Statut",
    "Pièce vue",
  ]);
});

describe("the identity proposed to be shown", () => {
  test.each([
    ["validated before provisional", {}, { status: "validated", validationDocument: "passport" }, 2],
    ["a name before a pseudonym", { pseudonym: true, birth: "1979-09-03" }, { birth: null }, 2],
    ["a day before a year", { birth: "1979" }, {}, 2],
    ["a year before about a year", { birth: "~1979" }, { birth: "1979" }, 2],
    ["about a year before nothing", { birth: null }, { birth: "~1979" }, 2],
    ["the record opened first, when nothing tells them apart", {}, {}, 1],
  ] as const)("is %s", (_, first: Partial<Identity>, second: Partial<Identity>, number) => {
    expect(proposedKept([record(1, first), record(2, second)]).localNumber).toBe(number);
  });

  test("is the same whichever side each record is on", () => {
    const some = fc.record({
      birth: fc.constantFrom(null, "~1979", "1979", "1979-09", "1979-09-03"),
      status: fc.constantFrom("provisional" as const, "validated" as const),
      pseudonym: fc.boolean(),
    });
    fc.assert(
      fc.property(some, some, (one, other) => {
        const [a, b] = [record(1, one), record(2, other)];
        expect(proposedKept([a, b])).toBe(proposedKept([b, a]));
      }),
    );
  });
});
