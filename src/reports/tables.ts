/** A report as tables: what is exported, and what is masked in it. Pure. */
import { admissionTables } from "./admission-tables.ts";
import { careTables } from "./care-tables.ts";
import type { ActivityReport, Share } from "./model.ts";
import { monthsOf } from "./months.ts";
import { count, type ReportTable, type TableCell, type TableRow } from "./report-table.ts";
import { rightsTables } from "./rights-tables.ts";
import { ratio } from "./rules.ts";
import { CASELOAD, CONSULTATIONS } from "./totals.ts";
import type { Wording } from "./wording.ts";

const NO_HISTORY = "pas d’historique";
const NOT_SAID = "Non précisé";

/** Every table of a report, in the order of the page. */
export function layOutTables(report: ActivityReport, wording: Wording): ReportTable[] {
  return [
    figuresTable(report, wording),
    monthsTable(report, wording),
    coverTable(report, wording),
    schemesTable(report, wording),
    contactTable(report, wording),
    agesTable(report, wording),
    referrersTable(report, wording),
    wordsTable("reasons", "Motifs", report.reasons, wording),
    ...(report.services.length > 0 ? [wordsTable("services", "Volets", report.services, wording)] : []),
    wordsTable("orientations", "Orientations", report.orientations, wording),
    ...careTables(report, wording),
    ...rightsTables(report, wording),
    ...admissionTables(report, wording),
  ];
}

function figuresTable(report: ActivityReport, { definitions }: Wording): ReportTable {
  const lines: readonly (readonly [string, string, TableCell])[] = [
    ["consultations", "Consultations", count(CONSULTATIONS, report.consultations)],
    ["activeCaseload", "Personnes en file active", count(CASELOAD, report.activeCaseload)],
    [
      "consultationsPerPerson",
      "Consultations par personne",
      { kind: "average", of: CONSULTATIONS, by: CASELOAD, value: report.consultationsPerPerson },
    ],
    ["halfDays", "Demi-journées ouvertes", count("halfDays", report.halfDays)],
    [
      "newPersons",
      "Nouvelles personnes",
      report.newPersons === null ? { kind: "text", text: NO_HISTORY } : count("new", report.newPersons),
    ],
  ];
  const { target } = report;
  const aimed: readonly TableRow[] = target
    ? [
        {
          label: `Population que le centre vise${target.confidence === "to_check" ? " (à vérifier)" : ""}`,
          cells: [{ kind: "amount", value: target.people, decimals: 0 }],
        },
        {
          label: "File active rapportée à cette population",
          cells: [
            {
              kind: "percent",
              of: CASELOAD,
              by: CASELOAD,
              value: ratio(report.activeCaseload * 100, target.people, 0),
            },
          ],
        },
      ]
    : [];
  return {
    code: "figures",
    title: "Chiffres clés",
    columns: ["Chiffre", "Valeur"],
    rows: [...lines.map(([, label, cell]) => ({ label, cells: [cell] })), ...aimed],
    definitions: [
      ...lines.map(([code, label]) => [label, definitions[code] ?? ""] as const),
      ...(target ? [["Population visée", `${definitions.target ?? ""} ${target.source}.`] as const] : []),
    ],
    bars: null,
  };
}

function monthsTable(report: ActivityReport, { definitions }: Wording): ReportTable {
  const rows = monthsOf(report, 1200).map((month) => ({
    label: monthLabel(month),
    cells: [count(`month:${month}`, report.months.find((one) => one.month === month)?.consultations ?? 0)],
  }));
  return {
    code: "months",
    title: "Consultations par mois",
    columns: ["Mois", "Consultations"],
    rows: [...rows, { label: "Total", cells: [count(CONSULTATIONS, report.consultations)], total: true }],
    definitions: [["Consultations", definitions.consultations ?? ""]],
    bars: 0,
  };
}

function shareCells(id: string, share: Share): TableCell[] {
  return [count(id, share.persons), { kind: "percent", of: id, by: CASELOAD, value: share.percent }];
}

function coverTable({ coverage }: ActivityReport, { definitions }: Wording): ReportTable {
  const lines = [
    ["none", "Sans couverture", coverage.noneAtLeastOnce],
    ["cmu", "CMU ou CMU-C", coverage.cmuAtLeastOnce],
    ["unknown", "Inconnue", coverage.unknown],
  ] as const;
  return {
    code: "cover",
    title: "Couverture au moins une fois dans la période",
    columns: ["Couverture", "Personnes", "Part"],
    rows: lines.map(([id, label, share]) => ({ label, cells: shareCells(id, share) })),
    definitions: lines.map(([id, label]) => [label, definitions[id] ?? ""]),
    bars: 0,
  };
}

function schemesTable({ coverage }: ActivityReport, { definitions }: Wording): ReportTable {
  return {
    code: "schemes",
    title: "Régimes rencontrés au moins une fois",
    columns: ["Régime", "Personnes", "Part"],
    rows: coverage.schemes.map((one) => ({
      label: `${one.label} (${one.layer === "base" ? "base" : "complémentaire"})`,
      cells: shareCells(`scheme:${one.layer}:${one.code}`, one),
    })),
    definitions: [["Régimes", definitions.schemes ?? ""]],
    bars: 0,
  };
}

function contactTable(report: ActivityReport, wording: Wording): ReportTable {
  const { atFirst, atLast } = report.coverage;
  const rows = atFirst.map((first) => ({
    label: wording.coverCategories[first.category] ?? first.category,
    cells: [
      ...shareCells(`first:${first.category}`, first),
      ...shareCells(
        `last:${first.category}`,
        atLast.find((last) => last.category === first.category) ?? { persons: 0, percent: 0 },
      ),
    ],
  }));
  const whole = count(CASELOAD, report.activeCaseload);
  const blank: TableCell = { kind: "text", text: "" };
  return {
    code: "contact",
    title: "Couverture au premier et au dernier contact",
    columns: ["Couverture", "Premier contact", "Part", "Dernier contact", "Part"],
    rows: [...rows, { label: "Total", cells: [whole, blank, whole, blank], total: true }],
    definitions: [
      ["Premier contact", wording.definitions.atFirst ?? ""],
      ["Dernier contact", wording.definitions.atLast ?? ""],
    ],
    bars: null,
  };
}

function agesTable(report: ActivityReport, wording: Wording): ReportTable {
  const persons = (age: string, sex: string) =>
    report.ages.find((one) => one.ageClass === age && one.sex === sex)?.persons ?? 0;
  const ages = Object.keys(wording.ageClasses).filter((age) =>
    report.ages.some((one) => one.ageClass === age),
  );
  const sexes = Object.keys(wording.sexes).filter((sex) => report.ages.some((one) => one.sex === sex));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const rows = ages.map((age) => ({
    label: wording.ageClasses[age] ?? age,
    cells: [
      ...sexes.map((sex) => count(`age:${age}:${sex}`, persons(age, sex))),
      count(`age:${age}`, sum(sexes.map((sex) => persons(age, sex)))),
    ],
  }));
  const totals = sexes.map((sex) => count(`sex:${sex}`, sum(ages.map((age) => persons(age, sex)))));
  return {
    code: "ages",
    title: "Âge et sexe",
    columns: ["Âge", ...sexes.map((sex) => wording.sexes[sex] ?? sex), "Total"],
    rows: [
      ...rows,
      { label: "Total", cells: [...totals, count(CASELOAD, report.activeCaseload)], total: true },
    ],
    definitions: [["Âge", wording.definitions.ages ?? ""]],
    bars: sexes.length,
  };
}

function referrersTable(report: ActivityReport, { definitions }: Wording): ReportTable {
  const said = report.referrers.reduce((sum, one) => sum + one.persons, 0);
  const rest = report.activeCaseload - said;
  const percent = ratio(rest * 100, report.activeCaseload, 0);
  return {
    code: "referrers",
    title: "D’où viennent les personnes",
    columns: ["Adressées par", "Personnes", "Part"],
    rows: [
      ...report.referrers.map((one) => ({
        label: one.label,
        cells: shareCells(`referrer:${one.code}`, one),
      })),
      { label: NOT_SAID, cells: shareCells("referrer not said", { persons: rest, percent }) },
      {
        label: "Total",
        cells: [count(CASELOAD, report.activeCaseload), { kind: "text", text: "" }],
        total: true,
      },
    ],
    definitions: [["Provenance", definitions.referrers ?? ""]],
    bars: 0,
  };
}

const WORD_COLUMNS = { reasons: "Motif", services: "Volet", orientations: "Orientation" } as const;

function wordsTable(
  code: keyof typeof WORD_COLUMNS,
  title: string,
  words: ActivityReport["reasons"],
  { definitions }: Wording,
): ReportTable {
  return {
    code,
    title,
    columns: [WORD_COLUMNS[code], "Consultations"],
    rows: words.map((one) => ({
      label: one.label,
      cells: [count(`${code}:${one.code}`, one.consultations)],
    })),
    definitions: [[title, definitions[code] ?? ""]],
    bars: 0,
  };
}

const months = new Intl.DateTimeFormat("fr-FR", { month: "long", year: "numeric", timeZone: "UTC" });

function monthLabel(month: string): string {
  return months.format(new Date(`${month}-01T00:00:00Z`));
}
