import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { ColumnChart } from "../../ui/charts/column-chart.tsx";
import { monthText, numberText } from "../../ui/format.ts";
import { differenceText } from "../compare.ts";
import type { ActivityReport } from "../model.ts";
import { monthsOf } from "../months.ts";
import { FigureNote } from "./figure-note.tsx";
import { useReport } from "./report-context.ts";

interface MonthsCardProps {
  readonly report: ActivityReport;
}

/** Consultations month by month, months without any included. */
export function MonthsCard({ report }: MonthsCardProps) {
  const { onOpen, compared } = useReport();
  // The same rank of month: January beside January when years are compared.
  const others = compared ? monthsOf(compared) : [];
  const months = monthsOf(report).map((month) => ({
    month,
    value: report.months.find((one) => one.month === month)?.consultations ?? 0,
  }));
  return (
    <Card title="Consultations par mois">
      <ColumnChart
        summary="Consultations par mois&nbsp;; les mêmes chiffres sont dans le tableau qui suit."
        columns={months.map(({ month, value }) => ({ key: month, short: initial(month), value }))}
      />
      <details>
        <summary>Tableau</summary>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Mois</th>
              <th scope="col" className="number">
                Consultations
              </th>
              {compared && <th scope="col">Période comparée</th>}
              {onOpen && <th scope="col">Personnes</th>}
            </tr>
          </thead>
          <tbody>
            {months.map(({ month, value }, rank) => (
              <tr key={month}>
                <th scope="row">{monthText(month)}</th>
                <td className="number">{numberText(value)}</td>
                {compared && <td>{comparedText(compared, others[rank], value)}</td>}
                {onOpen && (
                  <td>
                    {value > 0 && (
                      <Button
                        tone="quiet"
                        aria-label={`${monthText(month)}\u00a0: voir la liste`}
                        onPress={() =>
                          onOpen({ code: `month:${month}`, label: `Venues de ${monthText(month)}` })
                        }
                      >
                        voir la liste
                      </Button>
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
      <FigureNote figure="months" title="Consultations par mois" />
    </Card>
  );
}

function comparedText(compared: ActivityReport, month: string | undefined, value: number): string {
  if (month === undefined) return "–";
  const before = compared.months.find((one) => one.month === month)?.consultations ?? 0;
  return `${monthText(month)}\u00a0: ${numberText(before)} (${differenceText(value, before)})`;
}

function initial(month: string): string {
  return monthText(month).charAt(0).toUpperCase();
}
