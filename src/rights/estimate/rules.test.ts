/** The ladder of handbook 1.1, each step on both sides of its limit. */
import { describe, expect, test } from "vitest";
import type { RightCode, RightEstimate, Situation } from "./model.ts";
import { readLaw } from "./read-law.ts";
import { estimateRights } from "./rules.ts";

const law = readLaw();
const settled: Situation = {
  date: "2025-06-15",
  territory: "metropole",
  household: { size: 1 },
  annualResourcesEuros: 9_000,
  stay: "regular",
  presentSince: "2020-01-01",
  hasActivity: false,
};
const never: Situation = { ...settled, stay: "irregular", irregularSince: "2020-01-01" };

function right(situation: Situation, code: RightCode): RightEstimate {
  const found = estimateRights(situation, law).rights.find((one) => one.code === code);
  if (!found) throw new Error(`no answer for ${code}`);
  return found;
}
const of = (situation: Situation, ...codes: RightCode[]) =>
  codes.map((code) => right(situation, code).likelihood);
const why = (situation: Situation, code: RightCode) => right(situation, code).why.join(" ");

describe("PUMA", () => {
  test("work opens it at the first hour, residence after more than three calendar months", () => {
    const arrived = (presentSince: string, date: string) => ({ ...settled, presentSince, date });
    expect(of({ ...settled, presentSince: "2025-06-15", hasActivity: true }, "PUMA")).toEqual(["probable"]);
    for (const [since, last] of [
      ["2025-01-15", "2025-04-15"],
      ["2024-11-30", "2025-02-28"],
      ["2023-11-30", "2024-02-29"],
      ["2025-01-31", "2025-04-30"],
      ["2024-12-01", "2025-03-01"],
    ] as const) {
      expect(of(arrived(since, last), "PUMA", "C2S")).toEqual(["improbable", "improbable"]);
      const next = new Date(Date.parse(last) + 86_400_000).toISOString().slice(0, 10);
      expect(of(arrived(since, next), "PUMA", "C2S")).toEqual(["probable", "probable"]);
    }
    expect(why(arrived("2025-01-31", "2025-04-30"), "PUMA")).toContain("à partir du 1er mai 2025");
  });

  test("without a regular stay neither work nor residence opens it", () => {
    expect(of({ ...never, hasActivity: true }, "PUMA", "C2S", "AME")).toEqual([
      "improbable",
      "improbable",
      "probable",
    ]);
  });

  test("asylum seekers wait three months since 2020, minors never; meanwhile urgent care is covered", () => {
    const asylum: Situation = { ...settled, stay: "asylum_seeker", presentSince: "2025-06-01" };
    expect(of(asylum, "PUMA", "DSUV", "AME")).toEqual(["improbable", "probable", "improbable"]);
    expect(of({ ...asylum, presentSince: "2025-03-14" }, "PUMA", "DSUV")).toEqual(["probable", "improbable"]);
    const child = { members: [{ birthDate: "2007-06-16" }] };
    expect(of({ ...asylum, household: child }, "PUMA")).toEqual(["probable"]);
    expect(of({ ...asylum, household: child, date: "2025-06-16" }, "PUMA")).toEqual(["improbable"]);
    expect(of({ ...asylum, presentSince: "2019-12-20", date: "2019-12-31" }, "PUMA")).toEqual(["probable"]);
    expect(of({ ...asylum, presentSince: "2019-12-20", date: "2020-01-01" }, "PUMA")).toEqual(["improbable"]);
  });
});

describe("after a permit", () => {
  const ended = (irregularSince: string): Situation => ({ ...never, irregularSince });

  test("its length is not verified: what it would decide is to be verified, beyond the longest known it is over", () => {
    expect(of(ended("2025-05-15"), "PUMA_EXTENSION", "AME")).toEqual(["a_verifier", "improbable"]);
    expect(of(ended("2025-01-15"), "PUMA_EXTENSION", "AME")).toEqual(["a_verifier", "a_verifier"]);
    expect(of(ended("2024-06-16"), "PUMA_EXTENSION", "AME")).toEqual(["a_verifier", "a_verifier"]);
    expect(of(ended("2024-06-15"), "PUMA_EXTENSION", "AME")).toEqual(["improbable", "probable"]);
    expect(why(ended("2025-05-15"), "PUMA_EXTENSION")).toContain("6 mois (à vérifier)");
  });

  test("of the twelve months of 2017 nothing was doubted", () => {
    const then = (date: string): Situation => ({
      ...never,
      date,
      presentSince: "2014-01-01",
      irregularSince: "2017-05-01",
    });
    expect(of(then("2018-04-30"), "PUMA_EXTENSION")).toEqual(["probable"]);
    expect(of(then("2018-05-01"), "PUMA_EXTENSION")).toEqual(["improbable"]);
  });

  test("never a permit: nothing to extend, and a C2S cannot be asked for", () => {
    expect(of(never, "PUMA_EXTENSION", "AME", "C2S")).toEqual(["improbable", "probable", "improbable"]);
    expect(why(never, "PUMA_EXTENSION")).toContain("jamais eu de titre");
    expect(why(ended("2025-05-15"), "C2S")).toContain("conservée jusqu’à son terme");
  });
});

describe("AME", () => {
  test("more than three months present and irregular, resources at most the ceiling", () => {
    const since = (day: string) => ({ ...never, presentSince: day, irregularSince: day });
    expect(of(since("2025-03-15"), "AME", "DSUV")).toEqual(["improbable", "probable"]);
    expect(of(since("2025-03-14"), "AME", "DSUV")).toEqual(["probable", "probable"]);
    expect(of({ ...never, annualResourcesEuros: 10_340 }, "AME", "DSUV")).toEqual(["improbable", "probable"]);
  });

  test("three months of irregular stay are asked since 30 December 2019", () => {
    const then = (date: string): Situation => ({
      ...never,
      date,
      presentSince: "2019-11-01",
      irregularSince: "2019-11-01",
      annualResourcesEuros: 0,
    });
    const long = (date: string): Situation => ({ ...then(date), presentSince: "2015-01-01" });
    expect(of(then("2019-12-29"), "AME")).toEqual(["improbable"]);
    // The permit ended in November: its rights ran twelve months, under the law of that day.
    expect(of(long("2019-12-20"), "AME")).toEqual(["improbable"]);
  });

  test("a minor has it on arrival whatever the resources; not in Mayotte", () => {
    const child: Situation = {
      ...never,
      presentSince: "2025-06-14",
      irregularSince: "2025-06-14",
      household: { members: [{ birthDate: "2010-01-01" }] },
      annualResourcesEuros: 90_000,
    };
    expect(of(child, "AME")).toEqual(["probable"]);
    expect(of({ ...child, territory: "mayotte" }, "AME", "DSUV")).toEqual(["improbable", "a_verifier"]);
    const parent = {
      ...child,
      household: { members: [{ birthDate: "1980-01-01" }, { birthDate: "2010-01-01" }] },
    };
    expect(of(parent, "AME")).toEqual(["improbable"]);
    expect(why(parent, "AME")).toContain("1\u00a0mineur du foyer");
  });
});

describe("the household", () => {
  const members = (...births: string[]) => ({ members: births.map((birthDate) => ({ birthDate })) });
  const near = (household: Situation["household"], date: string, euros: number): Situation => ({
    ...settled,
    household,
    date,
    annualResourcesEuros: euros,
  });

  test("counts those under 25 on the day, and two adults at most", () => {
    const couple = members("1975-03-01", "1977-03-01", "2000-06-15");
    expect(of(near(couple, "2025-06-14", 18_609), "C2S")).toEqual(["probable"]);
    expect(of(near(couple, "2025-06-15", 18_609), "C2S")).toEqual(["improbable"]);
    expect(of(near(couple, "2025-06-15", 15_508), "C2S")).toEqual(["probable"]);
    expect(why(near(couple, "2025-06-15", 15_508), "C2S")).toContain("demande est à part");
  });

  test("someone born on 29 February is 25 on 1 March", () => {
    const born = members("1970-01-01", "1972-01-01", "2000-02-29");
    expect(of(near(born, "2025-02-28", 18_298), "C2S")).toEqual(["probable"]);
    expect(of(near(born, "2025-03-01", 18_298), "C2S")).toEqual(["improbable"]);
  });

  test("pays its contribution by ages on 1 January, less in Alsace-Moselle", () => {
    const family = near(members("1994-12-31", "1995-01-02", "2015-01-01"), "2025-06-15", 20_000);
    expect(why(family, "C2S_PARTICIPATION")).toContain("30\u00a0€ par mois pour le foyer");
    expect(why({ ...family, territory: "alsace_moselle" }, "C2S_PARTICIPATION")).toContain(
      "10,50\u00a0€ par mois",
    );
    expect(why(near({ size: 2 }, "2025-06-15", 18_000), "C2S_PARTICIPATION")).toContain(
      "de 8\u00a0€ à 30\u00a0€",
    );
  });
});

describe("what is told", () => {
  test("the months whose resources count", () => {
    const months = (date: string) => estimateRights({ ...settled, date }, law).resourceMonths;
    expect(months("2025-04-30")).toEqual({ from: "2024-03", to: "2025-02" });
    expect(months("2025-01-31")).toEqual({ from: "2023-12", to: "2024-11" });
    expect(months("2024-03-31")).toEqual({ from: "2023-02", to: "2024-01" });
    expect(months("2021-12-31")).toEqual({ from: "2020-12", to: "2021-11" });
    expect(estimateRights({}, law).resourceMonths).toBeNull();
    expect(why({ ...settled, date: "2025-05-01" }, "C2S")).toContain("d’avril 2024 à mars 2025");
  });

  test("before a right existed it is improbable", () => {
    expect(of({ ...settled, date: "2019-10-31", presentSince: "2010-01-01" }, "C2S")).toEqual(["improbable"]);
    expect(of({ ...settled, date: "2015-12-31", presentSince: "2010-01-01" }, "PUMA")).toEqual([
      "improbable",
    ]);
    expect(of({ ...settled, date: "2023-12-31", territory: "mayotte" }, "C2S")).toEqual(["improbable"]);
    expect(of({ ...settled, territory: "mayotte" }, "C2S", "PUMA", "AME")).toEqual([
      "a_verifier",
      "probable",
      "improbable",
    ]);
  });
});
