import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Card, EmptyState } from "../../ui/card.tsx";
import { BarList } from "../../ui/charts/bar-list.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { addDays, addMonths, daysBetween, today } from "../../ui/days.ts";
import { averageText, numberText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import { TableScroll } from "../../ui/table-scroll.tsx";
import type { Contract } from "../planning/model.ts";
import type { GivenHours } from "../timetable-store.ts";
import { lengthText, type Planning, siteName } from "./use-planning.ts";

const STANDING = { salaried: "salarié", volunteer: "bénévole" } as const;

/** Hours and shares of full time of each practitioner over a period, beside what their contract says. */
export function PlanningHours({ planning }: { readonly planning: Planning }) {
  const month = `${today().slice(0, 7)}-01`;
  const [from, setFrom] = useState<string | null>(month);
  const [to, setTo] = useState<string | null>(addDays(addMonths(month, 1), -1));
  const asked = from !== null && to !== null && from <= to;
  const hours = useQuery({
    queryKey: ["planning", "hours", from, to],
    queryFn: ({ signal }) => post<{ hours: GivenHours[] }>("/api/agenda/hours", { from, to }, { signal }),
    enabled: asked,
    staleTime: 0,
  });
  const lines = (hours.data?.hours ?? []).map((one) => ({
    ...one,
    due:
      from === null || to === null
        ? null
        : dueMinutes(
            planning.timetable.practitioners.find(({ id }) => id === one.professionalId)?.contracts ?? [],
            from,
            to,
          ),
  }));
  return (
    <div className="stack">
      <div className="agenda-bar no-print">
        <DateField label="Du" name="from" value={from} onChange={setFrom} />
        <DateField
          label="Au (inclus)"
          name="to"
          value={to}
          onChange={setTo}
          error={
            from !== null && to !== null && to < from ? "Cette date vient avant la première." : undefined
          }
        />
      </div>
      {asked && hours.isPending && <Loading what="Les heures" />}
      {hours.isError && <Refused error={hours.error} retry={hours.refetch} />}
      {hours.isSuccess && lines.length === 0 && <EmptyState title="Aucune heure sur cette période." />}
      {lines.length > 0 && (
        <>
          <Card title="Heures au planning">
            <BarList
              label="Heures au planning"
              lines={lines.map(({ professionalId, label, minutes, due }) => ({
                key: professionalId,
                label,
                size: minutes,
                value: roundHours(minutes),
                detail:
                  due === null
                    ? ""
                    : `${minutes > due ? "plus que le contrat" : "contrat"}\u00a0: ${roundHours(due)}`,
                tone: due !== null && minutes > due ? "wait" : "cover",
              }))}
              full={Math.max(...lines.map(({ minutes, due }) => Math.max(minutes, due ?? 0)))}
            />
            <p className="soft small">
              Absences, fermetures et jours fériés sont déjà retirés&nbsp;; les heures du contrat, non.
            </p>
          </Card>
          <Card title="En détail">
            <TableScroll label="Heures par professionnel">
              <table className="table">
                <thead>
                  <tr>
                    <th scope="col">Professionnel</th>
                    <th scope="col">Statut</th>
                    <th scope="col" className="number">
                      Au planning
                    </th>
                    <th scope="col" className="number">
                      Au contrat
                    </th>
                    <th scope="col" className="number">
                      ETP
                    </th>
                    <th scope="col">Par lieu</th>
                  </tr>
                </thead>
                <tbody>
                  {lines.map(({ professionalId, label, minutes, due, fte, standing, bySite }) => (
                    <tr key={professionalId}>
                      <th scope="row">{label}</th>
                      <td>{standing?.map((one) => STANDING[one]).join(", ") ?? "–"}</td>
                      <td className="number">{lengthText(minutes)}</td>
                      <td className="number">{due === null ? "–" : lengthText(due)}</td>
                      <td className="number">{fte === null ? "–" : averageText(fte)}</td>
                      <td>
                        {Object.entries(bySite)
                          .map(([site, time]) => `${siteName(planning, site)}\u00a0: ${lengthText(time)}`)
                          .join(", ")}
                      </td>
                    </tr>
                  ))}
                </tbody>
                <tfoot>
                  <tr>
                    <th scope="row">Ensemble</th>
                    <td />
                    <td className="number">{lengthText(sum(lines.map(({ minutes }) => minutes)))}</td>
                    <td className="number">{lengthText(sum(lines.map(({ due }) => due ?? 0)))}</td>
                    <td className="number">{averageText(sum(lines.map(({ fte }) => fte ?? 0)))}</td>
                    <td />
                  </tr>
                </tfoot>
              </table>
            </TableScroll>
            <p className="soft small">
              L’ETP est celui noté au contrat de chacun, au prorata des jours de la période&nbsp;; il n’est
              jamais calculé depuis les heures.
            </p>
          </Card>
        </>
      )}
    </div>
  );
}

/** Minutes that contracts say, over a period, both days counted; null: none says. */
function dueMinutes(contracts: readonly Contract[], from: string, to: string): number | null {
  const parts = contracts.flatMap(({ weeklyMinutes, from: first, until }) => {
    const start = first > from ? first : from;
    const end = until !== null && until < to ? until : to;
    return weeklyMinutes === null || end < start ? [] : [(weeklyMinutes * (daysBetween(start, end) + 1)) / 7];
  });
  return parts.length === 0 ? null : Math.round(sum(parts));
}

/** "64 h" */
function roundHours(minutes: number): string {
  return `${numberText(Math.round(minutes / 60))}\u00a0h`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}
