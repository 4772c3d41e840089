/** `maillage estimate`: one situation on standard input, the rights it may open on standard output. */
import { existsSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rightCodes } from "../../src/rights/estimate/model.ts";
import { openProgram, type Program } from "../support/program.ts";
import { expectRefusal } from "../support/refusal.ts";
import { bundleServer, type ServerBundle } from "../support/server-bundle.ts";

let bundle: ServerBundle;
let program: Program;

beforeAll(async () => {
  bundle = await bundleServer();
  program = openProgram(bundle);
});
afterAll(async () => {
  await program.close();
});

const situation = {
  date: "2025-04-15",
  territory: "metropole",
  household: { size: 2 },
  annualResourcesEuros: 15_508,
  stay: "regular",
  presentSince: "2020-01-01",
  hasActivity: false,
};
const ask = (what: unknown) =>
  program.feed(typeof what === "string" ? what : JSON.stringify(what), "estimate", "--json");

describe("an estimate on the command line", () => {
  test("answers each right once, with why and the parameters used, and opens no data folder", async () => {
    const ended = await ask(situation);
    expect([ended.code, ended.stderr]).toEqual([0, ""]);
    const { rights, ...rest } = ended.json();
    expect(rest).toEqual({});
    expect(rights.map(({ code }: { code: string }) => code)).toEqual(rightCodes);
    for (const right of rights) {
      expect(Object.keys(right)).toEqual(["code", "likelihood", "why", "parameters"]);
      expect(["probable", "improbable", "a_verifier"]).toContain(right.likelihood);
      for (const one of right.parameters)
        expect(Object.keys(one)).toEqual(["name", "value", "from", "source"]);
    }
    const [c2s] = rights;
    expect(c2s.likelihood).toBe("probable");
    expect(c2s.why.join(" ")).toContain("de mars 2024 à février 2025");
    expect(c2s.parameters).toContainEqual({
      name: "c2s_ceiling.metropole.2",
      value: 15508,
      from: "2025-04-01",
      source: "efl.fr, plafonds du 1er avril 2025 au 1er avril 2026",
    });
    expect(existsSync(program.dataFolder)).toBe(false);
  });

  test("with nothing known, everything is to be verified; what is not verified says so in its source", async () => {
    for (const nothing of [{}, { date: null, household: null }]) {
      const { rights } = (await ask(nothing)).json();
      expect(rights.map((right: { likelihood: string }) => right.likelihood)).toEqual(
        rightCodes.map(() => "a_verifier"),
      );
    }
    const { rights } = (await ask({ ...situation, date: "2026-11-22" })).json();
    expect(rights[0].parameters.find((one: { value: number }) => one.value === 15632).source).toMatch(
      /à vérifier/,
    );
  });

  test("without --json it is said in French", async () => {
    const ended = await program.feed(JSON.stringify(situation), "estimate");
    expect(ended.code).toBe(0);
    expect(ended.stdout).toMatch(/Probable\u00a0: Complémentaire santé solidaire, sans participation/);
    expect(ended.stdout).toMatch(/pas une décision/);
  });

  test("what is no situation is refused on standard error", async () => {
    expectRefusal(await ask(""), 2, /vide.*Rien n’a été estimé/);
    expectRefusal(await ask({ ...situation, stay: "legal" }), 2, /stay doit être l’un de/);
    expectRefusal(await ask(" ".repeat(200_000)), 2, /trop longue/);
    const spoken = await program.feed("{", "estimate");
    expect([spoken.code, spoken.stdout]).toEqual([2, ""]);
  });

  test("takes what the published schema takes", () => {
    const schema = JSON.parse(readFileSync("docs/estimate.schema.json", "utf8"));
    expect(schema.additionalProperties).toBe(false);
    expect(Object.keys(schema.properties)).toEqual([
      "date",
      "territory",
      "household",
      "annualResourcesEuros",
      "stay",
      "irregularSince",
      "presentSince",
      "hasActivity",
    ]);
    expect(schema.required).toBeUndefined();
  });
});
