import { describe, expect, test } from "vitest";
import { defaultVocabularies } from "./default-vocabularies.ts";
import { indexVocabularies, readProfessional, readSex, readTerm, readTerms } from "./vocabularies.ts";

const index = indexVocabularies(defaultVocabularies);

test("default vocabularies: one code once in its list, each spelling one term's alone", () => {
  const codes = defaultVocabularies.map(({ list, code }) => `${list}:${code}`);
  expect(new Set(codes).size).toBe(codes.length);
  for (const { list, code, label, synonyms } of defaultVocabularies) {
    for (const text of [label, ...synonyms])
      expect([text, index.find(list, text)?.code ?? ""]).toEqual([text, text === "/" ? "" : code]);
  }
});

describe("terms", () => {
  test.each([
    ["referrer", "Hôpital / PASS", "hospital_pass"],
    ["referrer", "Resto du Cœur", "restos_du_coeur"],
    ["referrer", "elle-même", "self"],
    ["orientation", "CPAM ouverture de droits", "cpam_rights"],
    ["housing", "hôtel 115", "hotel"],
    ["housing", "HÉBERGÉE", "hosted"],
  ] as const)("%s %s", (list, text, code) =>
    expect(readTerm(index, list, text)).toMatchObject({ code, known: true }),
  );

  test("a term the vocabulary lacks is proposed with a stable code; a cell that says nothing is none", () => {
    expect(readTerm(index, "referrer", "  Lions Club ")).toEqual({
      list: "referrer",
      code: "lions_club",
      label: "Lions Club",
      known: false,
    });
    expect(readTerm(index, "referrer", "LIONS  CLUB")?.code).toBe("lions_club");
    for (const text of ["", "?", "-", "NSP", "non renseigné"])
      expect(readTerm(index, "referrer", text)).toBeNull();
  });

  test("several reasons in one cell", () => {
    const codes = (text: string) => readTerms(index, "reason", text).map(({ code }) => code);
    expect(codes("insomnie / anxiété")).toEqual(["sleep_anxiety"]);
    expect(codes("toux / plaie")).toEqual(["cough", "wound"]);
    expect(codes("toux, certificat et vaccin")).toEqual(["cough", "certificate", "vaccination"]);
    expect(codes("HTA + chute")).toEqual(["hypertension", "chute"]);
    expect(codes("chute\nmalaise")).toEqual(["chute", "malaise"]);
    expect(codes("chute, malaise")).toEqual(["chute_malaise"]);
    expect(codes("toux / toux")).toEqual(["cough"]);
  });
});

test.each([
  ["Dr C", "doctor", "C"],
  ["Docteur Marie Curie", "doctor", "Marie Curie"],
  ["IDE", "nurse", ""],
  ["Mme Martin (IDE)", "nurse", "Mme Martin"],
  ["AS", "social_worker", ""],
  ["Martin", undefined, "Martin"],
])("professional %s", (text, kind, name) => {
  const read = readProfessional(index, text);
  expect([read?.kind?.code, read?.name]).toEqual([kind, name]);
});

test.each([
  ["F", "F"],
  ["femme", "F"],
  ["Mme", "F"],
  ["Mlle.", "F"],
  ["h", "M"],
  ["M.", "M"],
  ["Homme", "M"],
  ["1", "M"],
  ["2", "F"],
  ["?", null],
  ["", null],
])("sex %s", (text, sex) => expect(readSex(text)).toBe(sex));
