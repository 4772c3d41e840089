import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { EmptyState } from "../../ui/card.tsx";
import { dayText, momentText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { get } from "../../ui/server/api-client.ts";
import { TableScroll } from "../../ui/table-scroll.tsx";
import type { FrozenLine } from "../model.ts";

/** Every report this structure froze. */
export function FrozenListPage() {
  const list = useQuery({
    queryKey: ["frozen-reports"],
    queryFn: ({ signal }) => get<{ reports: FrozenLine[] }>("/api/reports/frozen", { signal }),
  });
  return (
    <>
      <title>Bilans figés · Maillage</title>
      <div className="page-head">
        <h1>Bilans figés</h1>
        <Link to="/bilan">Revenir au bilan</Link>
      </div>
      {list.isPending && <Loading what="Lecture des bilans figés" />}
      {list.isError && <Refused error={list.error} retry={list.refetch} />}
      {list.data?.reports.length === 0 && (
        <EmptyState title="Aucun bilan n’est encore figé.">
          <p>
            Dans le bilan, «&nbsp;Figer ce bilan&nbsp;» garde ses chiffres pour toujours, tels que vous les
            remettez.
          </p>
        </EmptyState>
      )}
      {list.data && list.data.reports.length > 0 && <FrozenTable reports={list.data.reports} />}
    </>
  );
}

function FrozenTable({ reports }: { readonly reports: readonly FrozenLine[] }) {
  return (
    <TableScroll label="Bilans figés">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Nom</th>
            <th scope="col">Période</th>
            <th scope="col">Tel que connu le</th>
            <th scope="col">Figé</th>
          </tr>
        </thead>
        <tbody>
          {reports.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                <Link to="/bilan/figes/$id" params={{ id: one.id }}>
                  {one.name}
                </Link>
              </th>
              <td>
                {dayText(one.from)} – {dayText(one.to)}
              </td>
              <td>{dayText(one.knownOn)}</td>
              <td>
                le {momentText(one.frozenAt)}, par {one.author}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
