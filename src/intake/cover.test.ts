import { describe, expect, test } from "vitest";
import { readCover, withComplementary } from "./cover.ts";

const read = (text: string) => {
  const { base, complementary, recognised } = readCover(text);
  return [base, complementary, recognised];
};

describe("cover as written", () => {
  test.each([
    ["CMU", "cmu_base", null],
    ["cmu", "cmu_base", null],
    ["CMU de base", "cmu_base", null],
    ["CMU-B", "cmu_base", null],
    ["C.M.U.", "cmu_base", null],
    ["CMUC", null, "cmu_c"],
    ["CMU C", null, "cmu_c"],
    ["CMU-C", null, "cmu_c"],
    ["cmu complémentaire", null, "cmu_c"],
    ["CMU + CMU-C", "cmu_base", "cmu_c"],
    ["CMU/CMUC", "cmu_base", "cmu_c"],
    ["CMU et CMU-C", "cmu_base", "cmu_c"],
    ["RG", "general", null],
    ["Régime général", "general", null],
    ["Sécu", "general", null],
    ["SS seule", "general", "none"],
    ["Sécu sans mutuelle", "general", "none"],
    ["RG + ACS", "general", "acs"],
    ["régime général + mutuelle", "general", "private"],
    ["RG, C2S", "general", "c2s"],
    ["PUMa / CSS", "puma", "c2s"],
    ["PUMA + complémentaire santé solidaire", "puma", "c2s"],
    ["Complémentaire Santé Solidaire (participative)", null, "c2s"],
    ["mutuelle", null, "private"],
    ["A.M.E.", "ame", "ame"],
    ["Aide médicale d’État", "ame", "ame"],
    ["MSA + mutuelle", "msa", "private"],
    ["régime général, ALD 100 %", "general", null],
    ["DSUV", "dsuv", null],
    ["Aucune", "none", "none"],
    ["AUCUN DROIT", "none", "none"],
    ["pas de couverture", "none", "none"],
    ["néant", "none", "none"],
    ["sans", "none", "none"],
    ["0", "none", "none"],
  ])("%s", (text, base, complementary) => expect(read(text)).toEqual([base, complementary, true]));

  test.each(["", " ", "?", "??", "NSP", "inconnue", "non renseigné", "-", "en cours"])(
    "%j is not known, never none",
    (text) => expect(read(text)).toEqual(["unknown", "unknown", true]),
  );

  test.each([
    "100 %",
    "ALD",
    "CMU en cours de demande",
    "AME expirée",
    "voir dossier",
    "CMU + RG",
    "AME + CMU-C",
  ])("%s is kept as written, not understood, and not known", (text) => {
    expect(read(text)).toEqual(["unknown", "unknown", false]);
    expect(readCover(text).text).toBe(text);
  });
});

test("a second column speaks of the complementary layer", () => {
  const base = readCover("RG");
  expect(withComplementary(base, "oui")).toMatchObject({ base: "general", complementary: "private" });
  expect(withComplementary(base, "Aucune")).toMatchObject({ base: "general", complementary: "none" });
  expect(withComplementary(base, "CMUC")).toMatchObject({ base: "general", complementary: "cmu_c" });
  expect(withComplementary(base, "")).toBe(base);
  expect(withComplementary(base, "MGEN ?")).toMatchObject({ complementary: "unknown", recognised: false });
  expect(withComplementary(null, "C2S")).toMatchObject({ base: null, complementary: "c2s" });
});
