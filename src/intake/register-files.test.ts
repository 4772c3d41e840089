/** The registers kept in tests/data, in each of their formats. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { planImported } from "../../tests/data/imported.ts";
import { parseRegisterFile } from "./parse-register.ts";
import { nobodyKnown, planRegister } from "./rules.ts";

const TODAY = "2026-11-21";
const FORMATS = ["register-2014.csv", "register-2014.windows-1252.csv", "register-2014.xlsx"];
const table = (file: string) => parseRegisterFile(readFileSync(`tests/data/${file}`));
const plan = (file: string, probable: "ask" | "accept" | "reject") =>
  planRegister(table(file), nobodyKnown, { today: TODAY, probable });
const expected = JSON.parse(readFileSync("tests/data/register-2014.expected.json", "utf8"));

describe.each(FORMATS)("%s", (file) => {
  test("every row has its fate", () => {
    const { counts, rows } = plan(file, "ask");
    expect(counts).toEqual({ read: 312, imported: expected.visits, already: 0, refused: 7, ignored: 5 });
    expect(rows.flatMap((row) => (row.fate === "ignored" ? [[row.row, row.kind]] : []))).toEqual([
      [70, "blank"],
      [77, "blank"],
      [87, "blank"],
      [93, "blank"],
      [313, "total"],
    ]);
    const refused = rows.flatMap((row) =>
      row.fate === "refused" ? [[row.row, row.reason.replace(/\u00A0/g, " ")]] : [],
    );
    expect(refused).toEqual([
      [23, "Aucun nom n’est écrit (colonnes « NOM », « Prénom »)."],
      [96, "Colonne « Date » : « 31/02/2014 » n’existe pas dans le calendrier."],
      [98, "Colonne « Né(e) le » : « 01/01/2017 » est après la visite."],
      [104, "Colonne « Date » : « hier » n’est pas une date."],
      [125, "Colonne « Date » : « 12/05/2041 » est dans l’avenir."],
      [174, "Colonne « Date » : la date de la visite manque."],
      [187, "Colonne « Né(e) le » : « 01/01/1790 » n’est pas crédible (plus de 120 ans)."],
    ]);
  });

  test("probable pairs are asked, then accepted or rejected", () => {
    const asked = plan(file, "ask");
    expect(asked.needsDecision).toBe(true);
    expect(asked.pairs.map(({ rows, why }) => ({ rows, why }))).toEqual([
      { rows: [5, 173], why: "même date de naissance, une lettre d’écart" },
      { rows: [55, 161], why: "même date de naissance, une lettre d’écart" },
      { rows: [88, 234], why: "même date de naissance, une lettre d’écart" },
    ]);
    expect(plan(file, "accept").personsTouched).toBe(expected.persons);
    expect(plan(file, "reject").personsTouched).toBe(expected.personsIfNoneConfirmed);
  });

  test("cover at least once gives the report's figures", () => {
    const { visits } = plan(file, "accept");
    const persons = (test: (visit: (typeof visits)[number]) => boolean) =>
      new Set(visits.filter(test).map(({ person }) => person)).size;
    expect(persons(({ cover }) => cover?.base === "none")).toBe(expected.personsWithoutCoverageAtLeastOnce);
    expect(persons(({ cover }) => cover?.base === "cmu_base" || cover?.complementary === "cmu_c")).toBe(
      expected.personsUnderCmuOrCmuCAtLeastOnce,
    );
  });

  test("every value is known to the default vocabularies", () => {
    const { terms, notices } = plan(file, "ask");
    expect(terms).toEqual([]);
    expect(notices).toEqual([]);
  });

  test("an accepted pair keeps the other spelling as a variant", () => {
    const person = plan(file, "accept").persons.find(({ newRows }) => newRows.includes(88));
    expect(person?.newRows).toContain(234);
    expect([person?.name.family, ...(person?.variants.map(({ family }) => family) ?? [])].sort()).toEqual([
      "Traore",
      "Traorre",
    ]);
  });
});

test.each(FORMATS.flatMap((first) => FORMATS.map((second) => [first, second])))(
  "%s then %s changes nothing",
  (first, second) => {
    for (const probable of ["accept", "reject"] as const) {
      const again = planRegister(
        table(second ?? ""),
        planImported(plan(first ?? "", probable), nobodyKnown),
        {
          today: TODAY,
          probable: "ask",
        },
      );
      expect(again.counts).toMatchObject({ imported: 0, already: 300, refused: 7 });
      expect(again.alreadyImported).toBe(true);
      expect(again.needsDecision).toBe(false);
      expect(again.personsTouched).toBe(0);
    }
  },
);

test.each(["network-2009-2011.csv", "network-2009-2011.xlsx"])(
  "%s: a register with fewer columns",
  (file) => {
    const { counts, visits, notices } = plan(file, "ask");
    const contract = JSON.parse(readFileSync("tests/data/network-2009-2011.expected.json", "utf8"));
    expect(counts.imported).toBe(contract.rows);
    const between = (from: string, to: string) =>
      new Set(visits.filter(({ date }) => date >= from && date <= to).map(({ person }) => person)).size;
    expect(between("2009-01-01", "2009-12-31")).toBe(contract.persons["2009"]);
    expect(between("2010-01-01", "2010-12-31")).toBe(contract.persons["2010"]);
    expect(between("2011-01-01", "2011-06-30")).toBe(contract.persons["2011 to 30 June"]);
    expect(notices.find(({ kind }) => kind === "column")?.text).toContain("RDV honoré");
    expect(visits.every(({ cover }) => cover === null)).toBe(true);
  },
);
