import type { Cell, Row, Sheet } from "write-excel-file/node";
import { inert } from "../platform/inert-cell.ts";
import { cellText, type ReportDocument } from "./document.ts";
import type { ReportTable, TableCell } from "./report-table.ts";

/** The document as a spreadsheet: a first sheet of what it is, one sheet a table, one of definitions. */
export async function writeXlsx(document: ReportDocument): Promise<Buffer> {
  const sheets: Sheet<Buffer>[] = [
    sheet("Bilan", [24, 90], cover(document)),
    ...document.tables.map((table) => sheet(SHEET_NAMES[table.code], widths(table), rowsOf(table))),
    sheet("Définitions", [40, 110], definitions(document)),
  ];
  const { default: writeXlsxFile } = await import("write-excel-file/node");
  // The library's own types name a Blob where Node takes a Buffer.
  return await writeXlsxFile(sheets as Parameters<typeof writeXlsxFile>[0] & Sheet<never>[]).toBuffer();
}

/** At most 31 signs, none of those spreadsheets refuse. */
const SHEET_NAMES: Readonly<Record<ReportTable["code"], string>> = {
  figures: "Chiffres clés",
  months: "Mois",
  cover: "Couverture",
  schemes: "Régimes",
  contact: "Premier et dernier contact",
  ages: "Âge et sexe",
  referrers: "Provenance",
  reasons: "Motifs",
  interpreting: "Interprétariat",
  taken: "Renoncements",
  glass: "Accès d’urgence",
  requests: "Demandes de droits",
  delays: "Délais des demandes",
  declined: "Non-recours",
  givenUp: "Raisons du non-recours",
  regained: "Droits retrouvés",
  funding: "Coût par financeur",
  services: "Volets",
  referrals: "Demandes reçues",
  grounds: "Motifs des demandes",
  renounced: "Soins non obtenus",
  renouncedWhy: "Raisons des renoncements",
  attendance: "Rendez-vous",
  waits: "Délais d’accueil",
  hours: "Heures et ETP",
  sites: "Lieux",
  basins: "Bassins",
  calls: "Appels par issue",
  callHours: "Appels par heure",
  orientations: "Orientations",
};

function sheet(name: string, columns: readonly number[], data: Row[]): Sheet<Buffer> {
  return { sheet: name, columns: columns.map((width) => ({ width })), data, dateFormat: "dd/mm/yyyy" };
}

function cover(document: ReportDocument): Row[] {
  return [
    [strong(document.title)],
    [words(document.centre)],
    ...document.lines.map((line) => [words(line)]),
    ...(document.demonstration ? [[strong("Démonstration\u00a0: personnes inventées")]] : []),
    ...(document.notes.length > 0 ? [[], [strong("Commentaires")]] : []),
    ...document.notes.map(([title, text]) => [words(title), { ...words(text), wrap: true }]),
  ];
}

function rowsOf(table: ReportTable): Row[] {
  return [
    [strong(table.title)],
    table.columns.map(strong),
    ...table.rows.map((row) => [
      row.total ? strong(row.label) : words(row.label),
      ...row.cells.map((cell) => figure(cell, row.total === true)),
    ]),
  ];
}

function definitions(document: ReportDocument): Row[] {
  return document.tables.flatMap((table) => [
    [strong(table.title)],
    ...table.definitions.map(([term, text]) => [words(term), { ...words(text), wrap: true }]),
  ]);
}

function figure(cell: TableCell, total: boolean): Cell {
  const weight = total ? ({ fontWeight: "bold" } as const) : {};
  if (cell.kind === "text" || cell.kind === "masked" || cell.value === null) {
    return { ...words(cellText(cell)), ...weight, align: "right" };
  }
  if (cell.kind === "percent") return { value: cell.value / 100, type: Number, format: "0%", ...weight };
  return {
    value: cell.value,
    type: Number,
    format: cell.kind === "average" || (cell.kind === "amount" && cell.decimals === 2) ? "0.00" : "0",
    ...weight,
  };
}

function words(text: string) {
  return { value: inert(text), type: String } as const;
}

function strong(text: string) {
  return { ...words(text), fontWeight: "bold" } as const;
}

function widths(table: ReportTable): number[] {
  return [34, ...table.columns.slice(1).map(() => 18)];
}
