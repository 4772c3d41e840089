import "./imports.css";
import { Alert } from "../../ui/alert.tsx";
import { countText, numberText } from "../../ui/format.ts";
import { TableScroll } from "../../ui/table-scroll.tsx";
import type { ImportOutcome } from "../import-messages.ts";

interface ImportOutcomeViewProps {
  readonly outcome: ImportOutcome;
  /** Nothing written yet: said in the conditional. */
  readonly trial: boolean;
}

/** The fate of the rows: counts, refusals with their reason, things to know. */
export function ImportOutcomeView({ outcome, trial }: ImportOutcomeViewProps) {
  const { rows } = outcome;
  const figures = [
    [rows.read, "lignes lues"],
    [rows.imported, trial ? "seraient importées" : "importées"],
    [rows.refused, "refusées"],
    [rows.ignored, "ignorées (vides, totaux)"],
    [outcome.personsTouched, "personnes concernées"],
  ] as const;
  return (
    <div className="stack">
      <ul className="outcome">
        {figures.map(([count, words]) => (
          <li key={words}>
            <span className="outcome-figure">{numberText(count)}</span>
            <br />
            <span className="soft">{words}</span>
          </li>
        ))}
      </ul>
      {outcome.alreadyImported && trial && (
        <Alert tone="good" title="Toutes ces lignes sont déjà là.">
          <p>Ce fichier, sous cette forme ou une autre, a déjà été importé&nbsp;: il n’y a rien à faire.</p>
        </Alert>
      )}
      {outcome.refusals.length > 0 && <Refusals refusals={outcome.refusals} />}
      {outcome.notices.length > 0 && <Notices notices={outcome.notices} />}
    </div>
  );
}

function Refusals({ refusals }: { readonly refusals: ImportOutcome["refusals"] }) {
  return (
    <section aria-label="Lignes refusées">
      <h3>{countText(refusals.length, "ligne refusée", "lignes refusées")}</h3>
      <p className="soft small">
        Corrigez-les dans le tableur et importez-le à nouveau&nbsp;: seules les lignes corrigées seront
        prises.
      </p>
      <TableScroll label="Tableau des lignes refusées" long>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Ligne</th>
              <th scope="col">Pourquoi</th>
            </tr>
          </thead>
          <tbody>
            {refusals.map((one) => (
              <tr key={`${one.row} ${one.reason}`}>
                <th scope="row">{one.row}</th>
                <td>{one.reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </section>
  );
}

function Notices({ notices }: { readonly notices: ImportOutcome["notices"] }) {
  return (
    <details>
      <summary>{countText(notices.length, "chose à savoir", "choses à savoir")}</summary>
      <ul className="stack">
        {notices.map((one) => (
          <li key={one.text}>
            {one.text}
            {one.rows.length > 0 && <span className="soft"> ({rowsText(one.rows)})</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** "ligne 4", "lignes 4, 9, 12 et 40 autres" */
function rowsText(rows: readonly number[]): string {
  const shown = rows.slice(0, 6).join(", ");
  const left = rows.length - 6;
  return `${rows.length < 2 ? "ligne" : "lignes"} ${shown}${left > 0 ? ` et ${left} autres` : ""}`;
}
