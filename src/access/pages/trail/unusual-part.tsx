import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Card, EmptyState } from "../../../ui/card.tsx";
import { DateField } from "../../../ui/date-field.tsx";
import { today } from "../../../ui/days.ts";
import { countText, shortDayText } from "../../../ui/format.ts";
import { Loading, Refused } from "../../../ui/loading.tsx";
import { post } from "../../../ui/server/api-client.ts";
import { TableScroll } from "../../../ui/table-scroll.tsx";
import { type UnusualAccess, unusualLabels } from "../../trail/model.ts";
import { shortened } from "./search-part.tsx";

const KINDS = ["same_name", "colleague", "neighbour", "night", "volume"] as const;

/** Accesses worth a question, each kind with what may explain it. */
export function UnusualPart() {
  const [from, setFrom] = useState<string | null>(() => daysBefore(today(), 30));
  const [to, setTo] = useState<string | null>(today);
  const found = useQuery({
    queryKey: ["audit-unusual", from, to],
    queryFn: ({ signal }) =>
      post<{ accesses: UnusualAccess[] }>("/api/audit/unusual", { from, to }, { signal }),
    enabled: from !== null && to !== null,
  });
  const accesses = found.data?.accesses ?? [];
  return (
    <>
      <p className="soft">
        Ce sont des questions à poser, jamais des fautes&nbsp;: la plupart ont une raison simple. Demandez
        d’abord à qui a ouvert le dossier.
      </p>
      <div className="row">
        <DateField label="Du" name="from" value={from} onChange={setFrom} max={today()} />
        <DateField label="Au" name="to" value={to} onChange={setTo} max={today()} />
      </div>
      {found.isPending && <Loading what="Recherche des accès inhabituels" />}
      {found.isError && <Refused error={found.error} retry={found.refetch} />}
      {found.data && accesses.length === 0 && <EmptyState title="Rien d’inhabituel pendant ces jours." />}
      {KINDS.map((kind) => {
        const lines = accesses.filter((access) => access.kind === kind);
        return lines.length === 0 ? null : <Kind key={kind} kind={kind} lines={lines} />;
      })}
    </>
  );
}

function Kind({
  kind,
  lines,
}: {
  readonly kind: UnusualAccess["kind"];
  readonly lines: readonly UnusualAccess[];
}) {
  const { title, why } = unusualLabels[kind];
  return (
    <Card title={title}>
      <p className="soft">{why}</p>
      <TableScroll label={title}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Jour</th>
              <th scope="col">Qui</th>
              <th scope="col">Rôle</th>
              <th scope="col">Dossier</th>
              <th scope="col">Combien</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={[line.day, line.accountId, line.role, line.personId].join("|")}>
                <td className="nowrap">{shortDayText(line.day)}</td>
                <th scope="row">{line.account}</th>
                <td>{line.role ?? "–"}</td>
                <td>
                  {line.personId === null ? countText(line.persons, "dossier") : shortened(line.personId)}
                </td>
                <td>{countText(line.times, "acte")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Card>
  );
}

function daysBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
}
