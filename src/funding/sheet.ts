import type { Cell } from "write-excel-file/node";
import { birthWords, shownName } from "../people/names-shown.ts";
import { csvLine, inert } from "../platform/inert-cell.ts";
import { shortDayText } from "../ui/format.ts";
import { type BoardLine, type Sheet, shareLabels } from "./model.ts";

const COLUMNS = [
  "Jour de l’acte",
  "Dossier",
  "Personne",
  "Naissance",
  "Acte",
  "Part",
  "Montant (€)",
  "À envoyer avant le",
];
/** What stands for a code that would tell of care: whoever did the act writes it on the care sheet. */
const NEUTRAL_ACT = "Acte de soins";

/** The list as CSV for French spreadsheets: UTF-8 with its mark, semicolons. Nothing in it can be run as a formula. */
export function sheetCsv(sheet: Sheet): Buffer {
  const rows = [
    ...heading(sheet).map((line) => [line]),
    [],
    COLUMNS,
    ...sheet.lines.map(cellsOf),
    [],
    total(sheet),
  ];
  return Buffer.from(`\uFEFF${rows.map(csvLine).join("\r\n")}\r\n`, "utf8");
}

/** The same as a spreadsheet, amounts as numbers. */
export async function sheetXlsx(sheet: Sheet): Promise<Buffer> {
  const words = (text: string): Cell => ({ value: inert(text), type: String });
  const strong = (text: string): Cell => ({ value: inert(text), type: String, fontWeight: "bold" });
  const euros = (cents: number): Cell => ({ value: cents / 100, type: Number, format: "0.00" });
  const data = [
    ...heading(sheet).map((line) => [words(line)]),
    [],
    COLUMNS.map(strong),
    ...sheet.lines.map((line) => {
      const cells = cellsOf(line);
      return [...cells.slice(0, 6).map(words), euros(line.cents), words(cells[7] ?? "")];
    }),
    [],
    [...total(sheet).slice(0, 6).map(strong), euros(sheet.cents)],
  ];
  const { default: writeXlsxFile } = await import("write-excel-file/node");
  const pages = [
    {
      sheet: `Liste ${sheet.number}`,
      columns: [14, 10, 28, 14, 14, 22, 12, 18].map((width) => ({ width })),
      data,
    },
  ];
  // The library's own types name a Blob where Node takes a Buffer.
  return await writeXlsxFile(pages as unknown as Parameters<typeof writeXlsxFile>[0] & never).toBuffer();
}

/** "liste-facturation-12.csv": a file's name says nothing of anyone. */
export function sheetName({ number }: Sheet, format: string): string {
  return `liste-facturation-${number}.${format}`;
}

function heading(sheet: Sheet): string[] {
  return [
    `${sheet.structure} · liste no ${sheet.number}`,
    `Pour\u00a0: ${sheet.payer}${sheet.caisse ? `, ${sheet.caisse}` : ""}`,
    `Remise le ${shortDayText(sheet.sentOn)}`,
    `« ${NEUTRAL_ACT} »\u00a0: le code parlerait d’un soin\u00a0; il est sur la feuille de soins du professionnel.`,
  ];
}

function cellsOf(line: BoardLine): string[] {
  return [
    shortDayText(line.onDay),
    String(line.localNumber),
    line.person === null ? "" : shownName(line.person).whole,
    line.person === null ? "" : (birthWords(line.person.birth) ?? ""),
    line.code ?? NEUTRAL_ACT,
    shareLabels[line.part],
    euros(line.cents),
    line.lastDay === null ? "" : shortDayText(line.lastDay),
  ];
}

function total(sheet: Sheet): string[] {
  return ["Total", "", "", "", "", `${sheet.parts} lignes`, euros(sheet.cents)];
}

/** 2100 → "21,00" */
function euros(cents: number): string {
  return (cents / 100).toFixed(2).replace(".", ",");
}
