import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, Navigate, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { mayWrite, useMe } from "../../../access/use-me.ts";
import { Alert } from "../../../ui/alert.tsx";
import { Button } from "../../../ui/button.tsx";
import { Card } from "../../../ui/card.tsx";
import { Loading, Refused } from "../../../ui/loading.tsx";
import { newId } from "../../../ui/new-id.ts";
import { post } from "../../../ui/server/api-client.ts";
import type { FoundPerson, PersonLine } from "../../model.ts";
import { PersonFinder } from "../../person-finder.tsx";
import type { Opening, OpeningRefusal } from "../../programs.ts";
import { PersonFacts } from "../person-facts.tsx";

const REFUSALS: Readonly<Record<OpeningRefusal, { readonly title: string; readonly what: string }>> = {
  unknown: {
    title: "L’ouverture n’a pas été reconnue",
    what: "Le logiciel qui l’a demandée n’est pas inscrit ici, ou sa clé a changé. Prévenez la personne qui administre Maillage.",
  },
  too_old: {
    title: "L’ouverture est trop ancienne",
    what: "Retournez dans votre logiciel et recommencez. Si cela se répète, l’horloge d’un des deux ordinateurs est déréglée\u00a0: prévenez la personne qui les administre.",
  },
  used: {
    title: "Cette ouverture a déjà servi",
    what: "Elle ne vaut qu’une fois. Retournez dans votre logiciel et recommencez, d’un seul clic.",
  },
  too_many: {
    title: "Trop d’ouvertures depuis cette connexion",
    what: "Attendez un quart d’heure, ou cherchez la personne ici par son nom.",
  },
};

/** What another program asked to open: the person's page, or whose number it is. */
export function OpeningPage() {
  const me = useMe();
  // Each asking is a line of the trail: one for the page.
  const opening = useQuery({
    queryKey: ["opening", me.accountId],
    queryFn: () => post<Opening>("/api/openings/take"),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  if (opening.isPending) return <Loading what="Ouverture du dossier" />;
  if (opening.isError) return <Refused error={opening.error} retry={opening.refetch} />;
  const { data } = opening;
  if (data.step === "asked" && data.people.length === 1 && data.people[0])
    return <Navigate to="/personnes/$id" params={{ id: data.people[0].id }} replace />;
  return (
    <>
      <title>Ouvrir depuis un autre logiciel · Maillage</title>
      <h1>Ouvrir depuis un autre logiciel</h1>
      {data.step === "asked" ? (
        <Asked asked={data} />
      ) : (
        <Nothing why={data.step === "refused" ? data.why : null} />
      )}
    </>
  );
}

function Nothing({ why }: { readonly why: OpeningRefusal | null }) {
  const { title, what } =
    why === null
      ? {
          title: "Rien n’attend d’être ouvert",
          what: "Une ouverture vaut dix minutes et une seule fois. Retournez dans votre logiciel et recommencez.",
        }
      : REFUSALS[why];
  return (
    <>
      <Alert tone={why === null ? "unknown" : "wait"} title={title}>
        <p>{what} Aucun dossier n’a été ouvert.</p>
      </Alert>
      <div className="row">
        <Link to="/personnes" className="button">
          Chercher une personne
        </Link>
      </div>
    </>
  );
}

type AskedOpening = Extract<Opening, { step: "asked" }>;

function Asked({ asked }: { readonly asked: AskedOpening }) {
  const { program, number, people } = asked;
  if (people.length > 1)
    return (
      <Card title="Ce numéro est noté dans plusieurs dossiers">
        <p>
          Le numéro <strong>{number}</strong> de {program.name} ne devrait être que dans un seul. Ouvrez le
          bon, et retirez-le de l’autre.
        </p>
        <ul>
          {people.map(({ id, localNumber, name }) => (
            <li key={id}>
              <Link to="/personnes/$id" params={{ id }}>
                {name}
              </Link>{" "}
              <span className="soft small">n°&nbsp;{localNumber}</span>
            </li>
          ))}
        </ul>
      </Card>
    );
  return <Attach asked={asked} />;
}

/** Whose number it is: found by name, checked, then said once for all. */
function Attach({ asked: { program, number } }: { readonly asked: AskedOpening }) {
  const me = useMe();
  const navigate = useNavigate();
  const [id] = useState(newId);
  const [chosen, setChosen] = useState<PersonLine | FoundPerson | null>(null);
  const attaches = mayWrite(me, "identity");
  const attach = useMutation({
    mutationFn: (person: string) =>
      post(`/api/people/${person}/program-numbers`, { id, program: program.id, number }),
    onSuccess: (_, person) => void navigate({ to: "/personnes/$id", params: { id: person }, replace: true }),
  });
  return (
    <>
      <Alert tone="unknown" title="Ce numéro n’est celui d’aucun dossier que vous puissiez voir">
        <p>
          {program.name}, numéro <strong>{number}</strong>.{" "}
          {attaches
            ? "Cherchez la personne\u00a0; son dossier s’ouvrira ensuite directement depuis ce logiciel."
            : "Cherchez la personne par son nom. Votre rôle ne permet pas de rattacher ce numéro\u00a0: demandez-le à l’accueil."}
        </p>
      </Alert>
      {chosen === null ? (
        <PersonFinder layout="page" {...(attaches ? { onChoose: setChosen } : {})} />
      ) : (
        <Card title="Est-ce bien cette personne&nbsp;?">
          <p className="row">
            <PersonFacts person={chosen} />
          </p>
          <p className="soft">
            Comparez le nom et la naissance avec ce que montre {program.name}. Rattaché à quelqu’un d’autre,
            ce numéro ouvrirait le mauvais dossier.
          </p>
          {attach.isError && <Refused error={attach.error} />}
          <div className="row">
            <Button tone="main" isPending={attach.isPending} onPress={() => attach.mutate(chosen.id)}>
              Rattacher ce numéro à cette personne
            </Button>
            <Button
              onPress={() => {
                attach.reset();
                setChosen(null);
              }}
            >
              Choisir quelqu’un d’autre
            </Button>
          </div>
        </Card>
      )}
      {attaches && chosen === null && (
        <p className="soft">
          Elle n’a pas encore de dossier&nbsp;? <Link to="/personnes/nouveau">Ouvrez-en un</Link>, puis
          recommencez depuis {program.name}.
        </p>
      )}
    </>
  );
}
