/** A report as it is handed over, before any format: words and tables only. Pure. */
import type { Threshold } from "./disclosure.ts";
import { maskTables } from "./masking.ts";
import type { ActivityReport, ExportRequest, Note } from "./model.ts";
import type { ReportTable, TableCell } from "./report-table.ts";
import { layOutTables } from "./tables.ts";
import type { Wording } from "./wording.ts";

/** What there is to hand over, and for whom. */
export interface DocumentSource {
  readonly report: ActivityReport;
  readonly wording: Wording;
  readonly notes: readonly Note[];
  readonly centre: string;
  readonly demonstration: boolean;
  readonly frozen: { readonly name: string; readonly at: string; readonly author: string } | null;
  readonly audience: ExportRequest["audience"];
  readonly threshold: Threshold;
}

export interface ReportDocument {
  readonly centre: string;
  readonly title: string;
  /** Period, as known when, frozen when and by whom, what is masked. */
  readonly lines: readonly string[];
  readonly demonstration: boolean;
  readonly tables: readonly ReportTable[];
  /** Title of the table explained, and the explanation. */
  readonly notes: readonly (readonly [title: string, text: string])[];
}

/** Shown where a count is kept. */
export const MASKED = "masqué";

/**
 * Composes the document. Explanations are for inside: someone wrote them freely, and no rule can tell that they
 * give no small count.
 */
export function composeDocument(source: DocumentSource): ReportDocument {
  const { report, frozen, audience, threshold } = source;
  const exact = layOutTables(report, source.wording);
  const titles = new Map(exact.map((table) => [table.code, table.title]));
  return {
    centre: source.centre,
    title: frozen?.name ?? "Bilan d’activité",
    lines: [
      `Du ${day(report.from)} au ${day(report.to)}, premier et dernier jour compris`,
      `Tel que connu le ${day(report.knownOn)}`,
      ...(frozen ? [`Bilan figé le ${day(frozen.at.slice(0, 10))} par ${frozen.author}`] : []),
      ...audienceLines(audience, threshold),
    ],
    demonstration: source.demonstration,
    tables: audience === "outside" ? maskTables(exact, threshold) : exact,
    notes:
      audience === "internal"
        ? source.notes
            .filter((note) => note.text !== "")
            .map((note) => [titles.get(note.figure) ?? note.figure, note.text] as const)
        : [],
  };
}

function audienceLines(audience: DocumentSource["audience"], threshold: Threshold): string[] {
  if (audience === "internal") return [];
  if (audience === "statutory") return ["Déclaration obligatoire\u00a0: effectifs exacts"];
  return [
    `Version pour partenaires\u00a0: les effectifs de 1 à ${threshold - 1} sont masqués, avec ceux qui permettraient de les retrouver`,
  ];
}

const numbers = new Intl.NumberFormat("fr-FR", { useGrouping: false });
const averages = new Intl.NumberFormat("fr-FR", {
  useGrouping: false,
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});

/** A cell as text, as French readers write it, without grouping: "1234", "2,44", "32 %", "9 j". */
export function cellText(cell: TableCell): string {
  if (cell.kind === "masked") return MASKED;
  if (cell.kind === "text") return cell.text;
  if (cell.value === null) return "–";
  if (cell.kind === "amount") return (cell.decimals === 2 ? averages : numbers).format(cell.value);
  if (cell.kind === "days") return `${numbers.format(cell.value)}\u00a0j`;
  if (cell.kind === "average") return averages.format(cell.value);
  return cell.kind === "percent" ? `${numbers.format(cell.value)}\u00a0%` : numbers.format(cell.value);
}

/** A name of file that tells the period and for whom, and nothing else: no one's name can be in it. */
export function fileName(document: Pick<DocumentSource, "report" | "audience">, extension: string): string {
  const suffix = { internal: "", outside: "-partenaires", statutory: "-declaration" }[document.audience];
  return `bilan-${document.report.from}-${document.report.to}${suffix}.${extension}`;
}

function day(iso: string): string {
  const [year, month, date] = iso.split("-");
  return `${date}/${month}/${year}`;
}
