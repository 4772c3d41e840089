import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { eligibilityCommand } from "./eligibility.ts";

const ask = (what: unknown, preset = "auxerre") =>
  eligibilityCommand(preset, Readable.from([typeof what === "string" ? what : JSON.stringify(what)]));

test("facts in, the answer and its conditions out, and nothing else", async () => {
  const facts = {
    grounds: ["social_precarity"],
    hasPrimaryCareDoctor: false,
    residence: { insee: "89024" },
    administrativeAddress: null,
    accommodation: null,
    followedBy: ["CCAS"],
  };
  const { data, text } = await ask(facts);
  expect(Object.keys(data as object)).toEqual(["eligible", "conditions"]);
  expect(data).toMatchObject({
    eligible: true,
    conditions: [{ met: true }, { met: true }, { met: true }, { met: true }],
  });
  expect(text).toContain("Les conditions sont remplies.");
});

test.each<[object, unknown]>([
  [{}, "unknown"],
  [{ hasPrimaryCareDoctor: true }, false],
  [{ followedBy: [] }, false],
  [{ grounds: "none", residence: null }, false],
  [{ hasPrimaryCareDoctor: "none" }, "unknown"],
])("%j is %s", async (facts, eligible) => {
  expect((await ask(facts)).data).toMatchObject({ eligible });
});

describe("what cannot be facts is refused in French, with exit code 2", () => {
  test.each<[string, unknown, RegExp]>([
    ["an empty input", "", /vide/],
    ["a text", "oui", /n’est pas du JSON/],
    ["a list", "[]", /Un seul objet/],
    ["null", "null", /Un seul objet/],
    ["an unknown fact", { doctor: false }, /Fait inconnu\u00a0: doctor\. Faits attendus\u00a0: grounds,/],
    ["a word for a yes", { hasPrimaryCareDoctor: "oui" }, /hasPrimaryCareDoctor doit être true ou false/],
    ["a name for a commune", { residence: { insee: "Auxerre" } }, /residence doit être un objet/],
    ["a postcode alone", { administrativeAddress: "89000" }, /administrativeAddress doit être/],
    ["an empty place", { accommodation: " " }, /accommodation doit être le nom/],
    ["one ground", { grounds: "isolation" }, /grounds doit être une liste/],
    ["a ground nobody knows", { grounds: ["poverty"] }, /Motif inconnu\u00a0: poverty\. Motifs de ce modèle/],
    ["a number for a service", { followedBy: [3] }, /followedBy doit être une liste/],
  ])("%s", async (_, what, words) => {
    const refusal = ask(what);
    await expect(refusal).rejects.toThrow(words);
    await expect(refusal).rejects.toThrow(/Rien n’a été examiné/);
    await expect(refusal).rejects.toMatchObject({ name: "CommandError", exitCode: 2 });
  });

  test("a preset one comes to without being referred", async () => {
    await expect(ask({}, "bourgoin")).rejects.toThrow(/n’a pas de règles d’admission/);
    await expect(ask({}, "ailleurs")).rejects.toThrow(/n’existe pas/);
  });
});
