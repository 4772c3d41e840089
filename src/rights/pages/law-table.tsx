import { Card } from "../../ui/card.tsx";
import { TableScroll } from "../../ui/table-scroll.tsx";
import type { LawParameter } from "../estimate/model.ts";
import { ConfidenceBadge, parameterDays, parameterLabel, parameterValue } from "./parameter-list.tsx";

/** Every parameter of the law the estimate knows, past ones included. */
export function LawTable({ parameters }: { readonly parameters: readonly LawParameter[] }) {
  const latest = [...parameters].sort((a, b) => (a.from < b.from ? 1 : a.from > b.from ? -1 : 0));
  return (
    <Card title="Les paramètres de droit">
      <details>
        <summary>Voir tous les montants et durées, avec leurs dates et leurs sources</summary>
        <TableScroll label="Paramètres de droit" long>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Paramètre</th>
                <th scope="col">Valeur</th>
                <th scope="col">En vigueur</th>
                <th scope="col">Source</th>
                <th scope="col">Certitude</th>
              </tr>
            </thead>
            <tbody>
              {latest.map((row) => (
                <tr key={`${row.name} ${row.territory} ${row.case} ${row.from}`}>
                  <th scope="row">{parameterLabel(row)}</th>
                  <td className="nowrap">{parameterValue(row)}</td>
                  <td>{parameterDays(row)}</td>
                  <td>{row.source}</td>
                  <td>
                    <ConfidenceBadge confidence={row.confidence} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      </details>
    </Card>
  );
}
