import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { birthText } from "../../../people/names-shown.ts";
import { Badge } from "../../../ui/alert.tsx";
import { Card, EmptyState } from "../../../ui/card.tsx";
import { momentText } from "../../../ui/format.ts";
import { Loading, Refused } from "../../../ui/loading.tsx";
import { get } from "../../../ui/server/api-client.ts";
import type { OwnDeclaration, OwnDeclarations } from "../../declarations/model.ts";
import { DeclareForm } from "./declare-form.tsx";

/** A partner tells a centre of someone they follow; and what they told before, in their own words. */
export function DeclarePage() {
  const mine = useQuery({
    queryKey: ["own-declarations"],
    queryFn: ({ signal }) => get<OwnDeclarations>("/api/declarations/mine", { signal }),
  });
  if (mine.isPending) return <Loading what="Lecture de vos déclarations" />;
  if (mine.isError) return <Refused error={mine.error} retry={mine.refetch} />;
  const { declarations } = mine.data;
  return (
    <>
      <title>Déclarer une personne · Maillage</title>
      <h1>Déclarer une personne que je suis</h1>
      <p className="soft">
        Écrivez au centre pour quelqu’un que vous accompagnez, avec son accord. Le centre regarde s’il peut
        ouvrir le partage&nbsp;; d’ici là, et que la personne y soit connue ou non, vous ne voyez que ce que
        vous avez écrit.
      </p>
      <DeclareForm known={mine.data} />
      <Card title="Ce que vous avez déclaré">
        {declarations.length === 0 && <EmptyState title="Rien pour le moment." />}
        <ul className="stack">
          {declarations.map((one) => (
            <li key={one.id}>
              <DeclaredLine one={one} />
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}

function DeclaredLine({ one }: { readonly one: OwnDeclaration }) {
  const birth = birthText(one.birth);
  return (
    <p>
      <strong>{[one.given, one.family].filter(Boolean).join(" ")}</strong>
      {birth !== null && `, ${birth}`}{" "}
      {one.state === "received" && <Badge tone="wait">reçue, le centre va l’examiner</Badge>}
      {one.state === "open" && <Badge tone="good">partage ouvert</Badge>}
      {one.state === "closed" && <Badge tone="unknown">close, rien n’est partagé</Badge>}
      <br />
      <span className="soft small">
        le {momentText(one.at)}, à {one.centre}&nbsp;: {one.asks}
      </span>
      {one.personId !== null && (
        <>
          <br />
          <Link to="/personnes/$id" params={{ id: one.personId }}>
            Ouvrir le dossier
          </Link>
        </>
      )}
    </p>
  );
}
