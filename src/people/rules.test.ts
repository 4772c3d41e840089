import { describe, expect, test } from "vitest";
import { searchTokens } from "./rules.ts";

describe("words a person is found by", () => {
  test.each([
    ["Benali", "Mohamed", null, ["benali", "mohamed"]],
    ["Ben Saïd", "Youssef", "1980-01-01", ["ben", "said", "youssef", "bensaid", "19800101"]],
    ["Lefèvre", "Jean-Pierre", "1951", ["lefevre", "jean", "pierre", "jeanpierre", "1951"]],
    ["N’Diaye", "Awa", "~1990", ["ndiaye", "awa", "1990"]],
    ["Da Silva Ferreira", "João", null, ["da", "silva", "ferreira", "joao", "dasilva"]],
  ])("%s %s", (family, given, birth, expected) => {
    const tokens = searchTokens([{ family, given }], birth);
    expect(tokens.filter((token) => !token.startsWith("+"))).toEqual(expected);
  });

  test("pieces nobody would take for one name are found as written, never guessed", () => {
    const tokens = searchTokens([{ family: "Benali-Haddad", given: "Aya Lina" }], null);
    expect(tokens).toEqual(["benali", "haddad", "aya", "lina", "+benalihaddad", "ayalina"]);
    expect(searchTokens([{ family: "Da Silva Ferreira", given: "" }], null)).toContain("+dasilvaferreira");
  });

  test("a word that is twice in one name is also found twice, in two names of the same person it is not", () => {
    expect(searchTokens([{ family: "David", given: "David" }], null)).toEqual(["david", "+daviddavid"]);
    expect(searchTokens([{ family: "Asenov", given: "Omar Ali Omar" }], null)).toContain("+omaromar");
    const used = searchTokens(
      [
        { family: "Traoré", given: "Aïcha" },
        { family: "Koné", given: "Aïcha" },
      ],
      null,
    );
    expect(used).toEqual(["traore", "aicha", "kone"]);
  });
});
