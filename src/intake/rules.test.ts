/** Registers of the same kind, written in other ways. */
import { describe, expect, test } from "vitest";
import { makeWorkbook, textRow } from "../../tests/data/make-workbook.ts";
import type { RawTable } from "./model.ts";
import { parseRegisterFile } from "./parse-register.ts";
import { nobodyKnown, type PlanOptions, parseRegister, planRegister, registerLookups } from "./rules.ts";

const plan = (text: string, options: Partial<PlanOptions> = {}) =>
  planRegister(parseRegisterFile(new TextEncoder().encode(text)), nobodyKnown, {
    today: "2026-11-21",
    probable: "ask",
    ...options,
  });
const refusals = (text: string, options: Partial<PlanOptions> = {}) =>
  plan(text, options).rows.flatMap((row) =>
    row.fate === "refused" ? [row.reason.replace(/\u00A0/gu, " ")] : [],
  );
const dateOf = (written: string, options: Partial<PlanOptions> = {}) => {
  const { visits } = plan(`Date;Nom\n"${written}";Martin`, options);
  return visits.map(({ date, time }) => (time === null ? date : `${date} ${time}`)).join();
};

describe("dates of visits", () => {
  test.each([
    ["03/01/2014", "2014-01-03"],
    ["3.1.14", "2014-01-03"],
    ["3/1/14", "2014-01-03"],
    ["2014-01-03", "2014-01-03"],
    ["2014/01/03", "2014-01-03"],
    ["3 janvier 2014", "2014-01-03"],
    ["vendredi 3 janvier 2014", "2014-01-03"],
    ["Ven. 03/01/2014", "2014-01-03"],
    ["03 janv. 14", "2014-01-03"],
    ["1er février 2014", "2014-02-01"],
    ["03-janv-14", "2014-01-03"],
    ["03 AOÛT 2014", "2014-08-03"],
    ["03/01/2014 14:30", "2014-01-03 14:30"],
    ["03/01/2014 à 14h30", "2014-01-03 14:30"],
    ["03/01/2014 9h", "2014-01-03 09:00"],
    ["2014-01-03T09:05:00", "2014-01-03 09:05"],
    ["03012014", "2014-01-03"],
    ["20140103", "2014-01-03"],
    ["41642", "2014-01-03"],
    [" 03/01/2014\u00A0", "2014-01-03"],
  ])("%s", (written, expected) => expect(dateOf(written)).toBe(expected));

  test("the year said for the register completes dates and refuses others", () => {
    expect(dateOf("3 janvier", { year: 2014 })).toBe("2014-01-03");
    expect(dateOf("03/01", { year: 2014 })).toBe("2014-01-03");
    expect(refusals("Date;Nom\n03/01;Sy")).toEqual([
      "Colonne « Date » : « 03/01 » ne donne pas l’année de la visite.",
    ]);
    expect(refusals("Date;Nom\n03/01/2013;Sy", { year: 2014 })).toEqual([
      "Colonne « Date » : « 03/01/2013 » n’est pas de l’année 2014.",
    ]);
  });

  test.each([
    ["31/02/2014", "n’existe pas"],
    ["00/01/2014", "ne donne pas le jour"],
    ["01/13/2014", "n’existe pas"],
    ["janvier 2014", "ne donne pas le jour"],
    ["2014", "ne donne pas le jour"],
    ["03/01/1914", "n’est pas crédible"],
    ["22/11/2026", "est dans l’avenir"],
    ["demain", "n’est pas une date"],
    ["?", "manque"],
  ])("%s is refused", (written, why) => {
    expect(refusals(`Date;Nom\n${written};Sy`)[0]).toContain(why);
  });
});

describe("layouts", () => {
  test("title lines above, repeated header, months, totals, blank and numbered blank lines", () => {
    const { rows, headerRow } = plan(
      [
        "Centre de consultation;;",
        "Registre 2014;;",
        "",
        "N°;Date;Nom;Prénom",
        "Janvier 2014",
        "1;03/01/2014;Martin;Ali",
        "2;;;",
        ";;;",
        "Sous-total;1;;",
        "N°;Date;Nom;Prénom",
        "3;04/01/2014;Total;Jeanne",
        ";Total général;2;",
      ].join("\n"),
    );
    expect(headerRow).toBe(4);
    expect(rows.map((row) => [row.row, row.fate === "ignored" ? row.kind : row.fate])).toEqual([
      [5, "heading"],
      [6, "imported"],
      [7, "blank"],
      [8, "blank"],
      [9, "total"],
      [10, "heading"],
      [11, "imported"],
      [12, "total"],
    ]);
  });

  test.each([
    ["Nom Prénom", "DUPONT Jean", "Dupont|Jean"],
    ["Nom et prénom", "Mme DA SILVA Maria", "Da Silva|Maria"],
    ["Patient", "Jean DUPONT", "Dupont|Jean"],
    ["Usager", "Dupont, Jean", "Dupont|Jean"],
    ["Nom", "Dupont Jean", "Dupont|Jean"],
    ["Identité", "M. Dupont", "Dupont|"],
    ["Nom / Prénom", "MARTIN née DURAND Awa", "Martin|"],
  ])("one column %s", (heading, written, expected) => {
    const [person] = plan(`Date;${heading}\n03/01/2014;"${written}"`).persons;
    expect(`${person?.name.family}|${person?.name.given}`).toBe(expected);
  });

  test("other headings, civility for sex, hour in its own column, mutuelle beside the base cover", () => {
    const { visits, columns } = plan(
      [
        "DATE DE LA CONSULTATION,Heure,Civilité,Nom de famille,Prénom(s),DDN,Couverture sociale,Mutuelle,Motif(s),Médecin,Orientation,Type d'hébergement,Origine de la demande,Lieu de consultation",
        "03/01/2014,14h30,Mme,Sy,Awa,12/03/1975,RG,non,toux,Dr A,PASS,rue,CCAS,Permanence",
      ].join("\n"),
    );
    expect(columns).toHaveLength(14);
    expect(visits[0]).toMatchObject({
      date: "2014-01-03",
      time: "14:30",
      sex: "F",
      cover: { base: "general", complementary: "none" },
      referrer: { code: "ccas" },
      housing: { code: "street" },
      place: { code: "permanence", known: false },
    });
  });

  test("a family name without a first name is enough; no name at all is refused", () => {
    expect(plan("Date;Nom;Prénom\n03/01/2014;Sy;").counts.imported).toBe(1);
    expect(plan("Date;Nom;Prénom\n03/01/2014;;Awa").counts.imported).toBe(1);
    expect(refusals("Date;Nom;Prénom\n03/01/2014;?; - ")[0]).toContain("Aucun nom");
  });

  test("a row says everything that is wrong with it", () => {
    expect(refusals("Date;Nom;Né(e) le\n31/02/2014;;99/99/1999")).toEqual([
      "Colonne « Date » : « 31/02/2014 » n’existe pas dans le calendrier ; Aucun nom n’est écrit (colonne « Nom ») ; Colonne « Né(e) le » : « 99/99/1999 » n’existe pas dans le calendrier.",
    ]);
  });

  test("a workbook with text dates, a date without its format and births of several precisions", () => {
    const births = ["12/03/1975", "vers 1975", "1975", "03/1975", "?", "27465"];
    const rows = births.map((birth, index) =>
      textRow(index + 2, ["41642", `Personne${"abcdef"[index]}`, birth]),
    );
    const table = parseRegisterFile(
      makeWorkbook({ sheets: { R: textRow(1, ["Date", "Nom", "Né le"]) + rows.join("") } }),
    );
    const { visits } = planRegister(table, nobodyKnown, { today: "2026-11-21", probable: "ask" });
    expect(visits.map(({ date }) => date)).toEqual(births.map(() => "2014-01-03"));
    expect(visits.map(({ birth }) => birth?.canonical ?? null)).toEqual([
      "1975-03-12",
      "~1975",
      "1975",
      "1975-03",
      null,
      "1975-03-12",
    ]);
  });

  test("what a store has to look up: every name, and the births that say the day", () => {
    const table: RawTable = parseRegisterFile(
      new TextEncoder().encode(
        "Date;Nom;Prénom;DDN\n03/01/2014;Da Silva;Ana;1975\n03/01/2014;Benali;Sami;12/03/1975\n",
      ),
    );
    const lookups = registerLookups(parseRegister(table, { today: "2026-11-21" }));
    expect(lookups.births).toEqual(["1975-03-12"]);
    expect(lookups.nameKeys).toEqual(["w:ana da silva", "l:anadasilva", "w:benali sami", "l:benalisami"]);
    expect(lookups.fingerprints[0]).toMatch(/^[0-9a-f]{64}$/u);
  });
});
