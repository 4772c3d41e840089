import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { ColumnChart } from "../../ui/charts/column-chart.tsx";
import { monthText, numberText } from "../../ui/format.ts";
import type { ActivityReport } from "../model.ts";
import type { OpenedFigure } from "./people-behind.tsx";
import { monthsOf } from "./report-period.ts";

interface MonthsCardProps {
  readonly report: ActivityReport;
  readonly onOpen: (figure: OpenedFigure) => void;
}

/** Consultations month by month, months without any included. */
export function MonthsCard({ report, onOpen }: MonthsCardProps) {
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
              <th scope="col">Personnes</th>
            </tr>
          </thead>
          <tbody>
            {months.map(({ month, value }) => (
              <tr key={month}>
                <th scope="row">{monthText(month)}</th>
                <td className="number">{numberText(value)}</td>
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
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </Card>
  );
}

function initial(month: string): string {
  return monthText(month).charAt(0).toUpperCase();
}
