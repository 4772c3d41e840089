import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { mayRead, useMe } from "../../access/use-me.ts";
import { shownName } from "../../people/names-shown.ts";
import { Button } from "../../ui/button.tsx";
import { Card, EmptyState } from "../../ui/card.tsx";
import { DateField } from "../../ui/date-field.tsx";
import { today } from "../../ui/days.ts";
import { dayText, shortDayText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { post } from "../../ui/server/api-client.ts";
import { TableScroll } from "../../ui/table-scroll.tsx";
import type { Access, Accesses } from "../objections/model.ts";
import { personQuery } from "../person-query.ts";

/** Who read a record: printed for the person who asks at the desk, in words they understand. */
export function AccessesPage() {
  const { id } = useParams({ from: "/personnes/$id/acces" });
  const me = useMe();
  const [from, setFrom] = useState<string | null>(
    () => `${Number(today().slice(0, 4)) - 1}${today().slice(4)}`,
  );
  const [to, setTo] = useState<string | null>(today);
  const person = useQuery({ ...personQuery(id), enabled: mayRead(me, "identity") });
  const list = useQuery({
    queryKey: ["accesses", id, from, to],
    queryFn: ({ signal }) => post<Accesses>(`/api/people/${id}/accesses`, { from, to }, { signal }),
    enabled: from !== null && to !== null,
  });
  const about = person.data
    ? `${shownName(person.data.identity).whole}, dossier n°\u00a0${person.data.localNumber}`
    : `Dossier ${id.slice(0, 8)}…`;
  return (
    <>
      <title>Qui a consulté ce dossier · Maillage</title>
      <h1>Qui a consulté mon dossier</h1>
      <p>
        {about}
        {from !== null && to !== null && `, du ${dayText(from)} au ${dayText(to)}`}
      </p>
      <div className="row no-print">
        <DateField label="Du" name="from" value={from} onChange={setFrom} max={today()} />
        <DateField label="Au" name="to" value={to} onChange={setTo} max={today()} />
        <Button tone="main" isDisabled={!list.data} onPress={() => window.print()}>
          Imprimer pour la personne
        </Button>
        {person.data && (
          <Link to="/personnes/$id" params={{ id }} className="button">
            Revenir au dossier
          </Link>
        )}
        {me.capabilities.includes("sharing") && (
          <Link to="/personnes/$id/partage" params={{ id }} className="button">
            Partage&nbsp;: qui lit quoi
          </Link>
        )}
      </div>
      {list.isPending && <Loading what="Lecture du journal" />}
      {list.isError && <Refused error={list.error} retry={list.refetch} />}
      {list.data && <AccessList {...list.data} />}
      <Card title="Vos droits">
        <p>
          Les professionnels de l’équipe lisent ce qui est utile à leur travail auprès de vous, et rien de
          plus. Vous pouvez vous opposer à ce que l’un d’eux lise votre dossier&nbsp;: dites-le à l’accueil,
          vous n’avez pas à dire pourquoi, et l’effet est immédiat. Vous pouvez aussi demander une copie de
          votre dossier, ou parler au délégué à la protection des données du centre.
        </p>
      </Card>
    </>
  );
}

function AccessList({ lines, cut }: Accesses) {
  if (lines.length === 0) return <EmptyState title="Personne n’a consulté ce dossier pendant ces jours." />;
  return (
    <div className="card">
      {cut && <p>Seuls les accès les plus récents tiennent ici&nbsp;: choisissez une période plus courte.</p>}
      <TableScroll label="Accès au dossier">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Jour</th>
              <th scope="col">Qui</th>
              <th scope="col">Fonction</th>
              <th scope="col">Ce qui a été fait</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <tr key={[line.day, line.name, line.role, line.structure, line.told, line.reason].join("|")}>
                <td className="nowrap">{shortDayText(line.day)}</td>
                <th scope="row">{line.name ?? "Le logiciel"}</th>
                <td>{[line.role, line.structure].filter(Boolean).join(", ")}</td>
                <td>{deedOf(line)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </div>
  );
}

function deedOf({ told, times, reason }: Access): string {
  const often = times > 1 ? ` (${times}\u00a0fois)` : "";
  return reason === null ? `${told}${often}` : `${told}${often}. Motif\u00a0: ${reason}`;
}
