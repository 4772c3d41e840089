import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { shownName } from "../../people/names-shown.ts";
import { Badge } from "../../ui/alert.tsx";
import { Card, EmptyState } from "../../ui/card.tsx";
import { dayText, momentText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { get } from "../../ui/server/api-client.ts";
import { type Objection, type Opening, type PersonRights, saidMeansLabels } from "../objections/model.ts";
import { personQuery } from "../person-query.ts";
import { LiftForm, ObjectionForm } from "./objection-forms.tsx";

/** What a person said of who may read them, and the times their record was broken open. */
export function ObjectionsPage() {
  const { id } = useParams({ from: "/personnes/$id/oppositions" });
  const person = useQuery(personQuery(id));
  const rights = useQuery({
    queryKey: ["rights", id],
    queryFn: ({ signal }) => get<PersonRights>(`/api/people/${id}/rights`, { signal }),
  });
  if (person.isPending || rights.isPending) return <Loading what="Lecture des oppositions" />;
  if (person.isError) return <Refused error={person.error} retry={person.refetch} />;
  if (rights.isError) return <Refused error={rights.error} retry={rights.refetch} />;
  const { objections, openings, professionals } = rights.data;
  const inForce = objections.filter(({ liftedOn }) => liftedOn === null);
  const lifted = objections.filter(({ liftedOn }) => liftedOn !== null);
  return (
    <>
      <title>Oppositions · Maillage</title>
      <h1>Oppositions de {shownName(person.data.identity).whole}</h1>
      <p>
        <Link to="/personnes/$id" params={{ id }} className="no-print">
          Revenir au dossier
        </Link>
      </p>
      <p className="soft">
        Une personne peut s’opposer à tout moment à ce qu’un professionnel lise ce qui la concerne (code de la
        santé publique, L1110-4). L’effet est immédiat&nbsp;: ce professionnel ne trouve plus le dossier, ne
        le lit plus, n’y écrit plus, et rien ne le lui dit.
      </p>
      <Card title="En vigueur">
        {inForce.length === 0 && <EmptyState title="Aucune opposition en vigueur." />}
        <ul className="stack">
          {inForce.map((objection) => (
            <li key={objection.id} className="stack">
              <Said objection={objection} />
              <LiftForm personId={id} objection={objection} />
            </li>
          ))}
        </ul>
      </Card>
      {professionals !== null && <ObjectionForm personId={id} professionals={professionals} />}
      {lifted.length > 0 && (
        <Card title="Levées">
          <ul className="stack">
            {lifted.map((objection) => (
              <li key={objection.id}>
                <Said objection={objection} />
              </li>
            ))}
          </ul>
        </Card>
      )}
      {openings.length > 0 && (
        <Card title="Accès d’urgence à ce dossier">
          <ul className="stack">
            {openings.map((opening) => (
              <li key={opening.id}>
                <OpeningLine opening={opening} />
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}

function Said({ objection }: { readonly objection: Objection }) {
  return (
    <p>
      S’oppose à <strong>{objection.account}</strong>, dit {saidMeansLabels[objection.means]} le{" "}
      {dayText(objection.saidOn)}
      {objection.words !== "" && ` : «\u00a0${objection.words}\u00a0»`}
      <br />
      <span className="soft small">
        noté par {objection.recordedBy} le {momentText(objection.recordedAt)}
        {objection.liftedOn !== null &&
          objection.liftedMeans !== null &&
          ` · levée dite ${saidMeansLabels[objection.liftedMeans]} le ${dayText(objection.liftedOn)}, notée par ${objection.liftedBy}`}
        {objection.liftedWords !== null &&
          objection.liftedWords !== "" &&
          ` : «\u00a0${objection.liftedWords}\u00a0»`}
      </span>
    </p>
  );
}

function OpeningLine({ opening }: { readonly opening: Opening }) {
  return (
    <p>
      Le {momentText(opening.at)}, {opening.by} ({opening.role}). {opening.reason}.{" "}
      {opening.toldOn === null ? (
        <Badge tone="wait">à dire à la personne</Badge>
      ) : (
        <Badge tone="good">dit le {dayText(opening.toldOn)}</Badge>
      )}
    </p>
  );
}
