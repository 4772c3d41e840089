import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { estimateCommand } from "./estimate.ts";

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
  estimateCommand(Readable.from([typeof what === "string" ? what : JSON.stringify(what)]));
const given = (facts: object) => ({ ...situation, ...facts });

describe("what cannot be a situation is refused in French, with exit code 2", () => {
  test.each<[string, unknown, RegExp]>([
    ["an empty input", " \n", /vide/],
    ["a text", "pas du JSON", /n’est pas du JSON/],
    ["a list", "[]", /Un seul objet JSON/],
    ["null", "null", /Un seul objet JSON/],
    [
      "an unknown fact",
      given({ statut: "regular" }),
      /Fait inconnu\u00a0: statut\. Faits attendus\u00a0: date,/,
    ],
    ["a day that does not exist", given({ date: "2025-02-30" }), /date doit être un jour qui existe/],
    ["a day written in French", given({ date: "15/04/2025" }), /date doit être un jour qui existe/],
    ["a day long past", given({ presentSince: "0001-01-01" }), /presentSince doit être entre 1900 et 2100/],
    ["an arrival to come", given({ presentSince: "2025-04-16" }), /presentSince vient après date/],
    ["a permit that ends later", given({ irregularSince: "2025-04-16" }), /irregularSince vient après date/],
    [
      "another stay",
      given({ stay: "legal" }),
      /stay doit être l’un de\u00a0: regular, irregular, asylum_seeker/,
    ],
    ["another territory", given({ territory: "corse" }), /territory doit être l’un de/],
    ["a word for a yes", given({ hasActivity: "oui" }), /hasActivity doit être true ou false/],
    ["a text for an amount", given({ annualResourcesEuros: "1000" }), /nombre d’euros/],
    ["a debt", given({ annualResourcesEuros: -1 }), /ne peut pas être négatif/],
    ["nobody", given({ household: { size: 0 } }), /household\.size compte au moins la personne/],
    ["half a person", given({ household: { size: 1.5 } }), /nombre entier/],
    ["a household without anything", given({ household: {} }), /household doit donner size, ou members/],
    ["a household both ways", given({ household: { size: 1, members: [] } }), /household/],
    ["no member", given({ household: { members: [] } }), /household\.members compte au moins/],
    ["a member without birth", given({ household: { members: [{}] } }), /birthDate/],
    ["a child to come", given({ household: { members: [{ birthDate: "2025-04-16" }] } }), /vient après date/],
    ["an endless input", " ".repeat(70_000), /trop longue/],
  ])("%s", async (_, what, words) => {
    const refusal = ask(what);
    await expect(refusal).rejects.toThrow(words);
    await expect(refusal).rejects.toThrow(/Rien n’a été estimé/);
    await expect(refusal).rejects.toMatchObject({ name: "CommandError", exitCode: 2 });
  });

  test("a keyboard is not listened to", async () => {
    const terminal = Object.assign(Readable.from([]), { isTTY: true });
    await expect(estimateCommand(terminal)).rejects.toThrow(/sur l’entrée standard/);
  });
});

test("a mark at the beginning of the file does no harm", async () => {
  expect((await ask(`\uFEFF${JSON.stringify(situation)}`)).text).toContain("Probable\u00a0: Complémentaire");
});
