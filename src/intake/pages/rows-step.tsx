import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { Badge, type Tone } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { ViewSwitch } from "../../ui/choice-field.tsx";
import { numberText, shortDayText } from "../../ui/format.ts";
import { Refused } from "../../ui/loading.tsx";
import { saveFile } from "../../ui/save-file.ts";
import { postForFile } from "../../ui/server/api-client.ts";
import { TableScroll } from "../../ui/table-scroll.tsx";
import type { ImportReview } from "../import-messages.ts";
import { formOf, type ImportAsk } from "./import-run.ts";

const FATES: Readonly<Record<string, { label: string; filter: string; tone: Tone }>> = {
  i: { label: "à importer", filter: "À importer", tone: "good" },
  a: { label: "déjà là", filter: "Déjà là", tone: "cover" },
  r: { label: "refusée", filter: "Refusées", tone: "missing" },
  n: { label: "ignorée", filter: "Ignorées", tone: "unknown" },
};
const PAGE = 50;

interface RowsStepProps {
  readonly rows: ImportReview["rows"];
  readonly ask: ImportAsk;
}

/** The fate of each row, filtered, a page at a time. */
export function RowsStep({ rows, ask }: RowsStepProps) {
  const counts = countsOf(rows.fate);
  const [filter, setFilter] = useState(counts.r ? "r" : "all");
  const [page, setPage] = useState(0);
  const kept = [...rows.fate].flatMap((fate, index) => (filter === "all" || fate === filter ? [index] : []));
  const pages = Math.max(1, Math.ceil(kept.length / PAGE));
  const shown = kept.slice(page * PAGE, (page + 1) * PAGE);
  const options = [
    { code: "all", label: `Toutes (${numberText(rows.fate.length)})` },
    ...Object.entries(FATES).map(([code, { filter: label }]) => ({
      code,
      label: `${label} (${numberText(counts[code] ?? 0)})`,
    })),
  ];
  const choose = (next: string) => {
    setFilter(next);
    setPage(0);
  };
  return (
    <section className="stack" aria-label="Lignes">
      <div className="row row-apart">
        <ViewSwitch label="Lignes montrées" options={options} value={filter} onChange={choose} />
        {counts.r ? <RefusedDownload ask={ask} /> : null}
      </div>
      {shown.length === 0 && <p className="soft">Aucune ligne.</p>}
      {shown.length > 0 && (
        <TableScroll label="Sort de chaque ligne">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Ligne</th>
                <th scope="col">Nom</th>
                <th scope="col">Date</th>
                <th scope="col">Sort</th>
                <th scope="col">Pourquoi</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((index) => (
                <Row key={rows.row[index]} rows={rows} index={index} />
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      {pages > 1 && <Pager page={page} pages={pages} onChange={setPage} />}
    </section>
  );
}

function Row({ rows, index }: { readonly rows: ImportReview["rows"]; readonly index: number }) {
  const fate = FATES[rows.fate[index] ?? ""];
  const date = rows.date[index] ?? "";
  return (
    <tr>
      <th scope="row">{rows.row[index]}</th>
      <td>{rows.name[index]}</td>
      <td className="nowrap">{/^\d{4}-\d{2}-\d{2}$/.test(date) ? shortDayText(date) : date}</td>
      <td>{fate && <Badge tone={fate.tone}>{fate.label}</Badge>}</td>
      <td>{rows.reasons[rows.why[index] ?? -1] ?? ""}</td>
    </tr>
  );
}

interface PagerProps {
  readonly page: number;
  readonly pages: number;
  readonly onChange: (page: number) => void;
}

/** Pages of a long list. */
export function Pager({ page, pages, onChange }: PagerProps) {
  return (
    <nav className="row" aria-label="Pages">
      <Button isDisabled={page === 0} onPress={() => onChange(page - 1)}>
        Page précédente
      </Button>
      <span role="status">
        Page {numberText(page + 1)} sur {numberText(pages)}
      </span>
      <Button isDisabled={page + 1 >= pages} onPress={() => onChange(page + 1)}>
        Page suivante
      </Button>
    </nav>
  );
}

/** The refused rows as the same spreadsheet, with the reason of each. */
function RefusedDownload({ ask }: { readonly ask: ImportAsk }) {
  const download = useMutation({
    mutationFn: () => postForFile("/api/imports/refusals", formOf(ask)),
    onSuccess: saveFile,
  });
  return (
    <div>
      <Button isPending={download.isPending} onPress={() => download.mutate()}>
        Télécharger les lignes refusées
      </Button>
      {download.isError && <Refused error={download.error} />}
    </div>
  );
}

function countsOf(fates: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const fate of fates) counts[fate] = (counts[fate] ?? 0) + 1;
  return counts;
}
