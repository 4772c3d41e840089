import { Link } from "@tanstack/react-router";
import { useMe } from "../../access/use-me.ts";
import { ageText } from "../../people/names-shown.ts";
import { Button } from "../../ui/button.tsx";
import { LineChart, type LineSeries } from "../../ui/charts/line-chart.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { today } from "../../ui/days.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { countText, shortDayText } from "../../ui/format.ts";
import { Refused } from "../../ui/loading.tsx";
import { ServerProblem } from "../../ui/server/api-client.ts";
import { TableScroll } from "../../ui/table-scroll.tsx";
import type { Essential, EssentialOf } from "../essentials.ts";
import { essentialsFor, ofKind } from "../essentials-rules.ts";
import { bmiSeries, type MeasureKind, measuredWords, measures, valueText } from "../measures.ts";
import { MeasuresLine } from "./measures-line.tsx";
import { useMeasures } from "./use-measures.ts";

interface MeasuresDialogProps {
  readonly personId: string;
  readonly rows: readonly Essential[];
  /** Canonical birth, partial or null: a child's height does not last. */
  readonly birth: string | null;
  /** Constants were added: what the page read is old. */
  readonly onChanged: () => void;
  readonly onClose: () => void;
}

/** Constants: a line to type today's, each one over time with its table, and every set to correct. */
export function MeasuresDialog({ personId, rows, birth, onChanged, onClose }: MeasuresDialogProps) {
  const me = useMe();
  const sets = ofKind(rows, "measures");
  const writes = essentialsFor(me).includes("measures");
  return (
    <Dialog title="Constantes" onClose={onClose} wide>
      {writes && <Entry owner={me.accountId} personId={personId} onSaved={onChanged} />}
      <Charts sets={sets} birth={birth} />
      <Sets
        sets={sets}
        mine={writes ? me.accountId : null}
        all={essentialsFor(me).includes("allergy")}
        personId={personId}
      />
      <div className="row">
        <Button onPress={onClose}>Fermer</Button>
      </div>
    </Dialog>
  );
}

function Entry({ owner, personId, onSaved }: { owner: string; personId: string; onSaved: () => void }) {
  const entry = useMeasures({ owner, personId, encounter: null, onSaved });
  const unread = entry.error instanceof ServerProblem && Object.keys(entry.error.fields).length > 0;
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        void entry.save();
      }}
    >
      <MeasuresLine
        legend="Noter, sur une ligne"
        values={entry.values}
        onChange={entry.set}
        faults={entry.faults}
      />
      {entry.error !== null && !unread && <Refused error={entry.error} />}
      <div className="row measures-save">
        <DateField label="Mesuré le" name="onDay" value={entry.day} onChange={entry.setDay} max={today()} />
        <Button
          type="submit"
          tone="main"
          isPending={entry.saving}
          isDisabled={entry.empty || entry.day === null}
        >
          {entry.saving ? "Enregistrement…" : "Enregistrer"}
        </Button>
      </div>
    </form>
  );
}

interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly series: readonly LineSeries[];
}

const ALONE: readonly MeasureKind[] = [
  "weight",
  "pulse",
  "temperature",
  "saturation",
  "glycaemia",
  "peakFlow",
  "height",
];

function chartsOf(sets: readonly EssentialOf<"measures">[], birth: string | null): Chart[] {
  const points = (kind: MeasureKind) =>
    sets.flatMap(({ onDay, content }) => {
      const value = content[kind];
      return value === undefined ? [] : [{ on: onDay, value }];
    });
  const pressure: Chart = {
    title: "Tension",
    unit: "mmHg",
    series: [
      { label: "Maximale", tone: "care", points: points("systolic") },
      { label: "Minimale", tone: "cover", points: points("diastolic") },
    ],
  };
  const bmi = bmiSeries(
    sets.map(({ onDay, content }) => ({ on: onDay, measured: content })),
    (day) => isChild(birth, day),
  );
  const others = ALONE.map(
    (kind): Chart => ({
      title: measures[kind].label,
      unit: measures[kind].unit,
      series: [{ label: measures[kind].label, tone: "care", points: points(kind) }],
    }),
  );
  const index: Chart = {
    title: "Indice de masse corporelle",
    unit: "kg/m²",
    series: [{ label: "IMC", tone: "care", points: bmi }],
  };
  return [pressure, ...others.slice(0, 1), index, ...others.slice(1)].filter(({ series }) =>
    series.some(({ points }) => points.length > 1),
  );
}

/** Under 18, as far as the birth tells; of an unknown birth, an adult. */
function isChild(birth: string | null, day: string): boolean {
  const age = /(\d+) ans/.exec(ageText(birth, day) ?? "");
  return age === null ? /mois|jour/.test(ageText(birth, day) ?? "") : Number(age[1]) < 18;
}

function Charts({
  sets,
  birth,
}: {
  readonly sets: readonly EssentialOf<"measures">[];
  readonly birth: string | null;
}) {
  const charts = chartsOf(sets, birth);
  if (charts.length === 0) return null;
  return (
    <div className="measures-charts">
      {charts.map(({ title, unit, series }) => (
        <section key={title} className="measures-chart" aria-label={title}>
          <h3>
            {title} <span className="soft small">{unit}</span>
          </h3>
          <LineChart
            summary={`${title}\u00a0: ${countText(series[0]?.points.length ?? 0, "valeur")}, dans le tableau dessous.`}
            series={series}
            write={valueText}
          />
          <details>
            <summary>Tableau</summary>
            <ChartTable title={title} series={series} />
          </details>
        </section>
      ))}
    </div>
  );
}

function ChartTable({ title, series }: Pick<Chart, "title" | "series">) {
  const [first] = series;
  return (
    <table className="table">
      <caption className="unseen">{title}, du plus récent au plus ancien</caption>
      <thead>
        <tr>
          <th scope="col">Jour</th>
          {series.map(({ label }) => (
            <th key={label} scope="col" className="number">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {first?.points
          .map(({ on }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a day may have two
            <tr key={at}>
              <th scope="row">{shortDayText(on)}</th>
              {series.map(({ label, points }) => (
                <td key={label} className="number">
                  {valueText(points[at]?.value ?? 0)}
                </td>
              ))}
            </tr>
          ))
          .reverse()}
      </tbody>
    </table>
  );
}

interface SetsProps {
  readonly sets: readonly EssentialOf<"measures">[];
  /** The reader's account, and whether they correct what others noted. */
  readonly mine: string | null;
  readonly all: boolean;
  readonly personId: string;
}

function Sets({ sets, mine, all, personId }: SetsProps) {
  if (sets.length === 0) return <p className="soft">Aucune constante n’est notée.</p>;
  return (
    <TableScroll label="Toutes les constantes" long>
      <table className="table">
        <caption>Toutes les constantes, les plus récentes d’abord</caption>
        <thead>
          <tr>
            <th scope="col">Jour</th>
            <th scope="col">Constantes</th>
            <th scope="col">Par</th>
            <th scope="col">
              <span className="unseen">Corriger</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sets.toReversed().map(({ id, onDay, content, by, author }) => (
            <tr key={id}>
              <th scope="row" className="nowrap">
                {shortDayText(onDay)}
              </th>
              <td>
                {measuredWords(content)
                  .map(({ label, text }) => `${label} ${text}`)
                  .join(", ")}
              </td>
              <td>{by}</td>
              <td>
                {(all || author === mine) && (
                  <Link
                    to="/personnes/$id/essentiel"
                    params={{ id: personId }}
                    search={{ ligne: id }}
                    className="button button-quiet"
                    aria-label={`Corriger les constantes du ${shortDayText(onDay)}`}
                  >
                    Corriger
                  </Link>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
