import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Badge } from "../../../ui/alert.tsx";
import { Card, EmptyState } from "../../../ui/card.tsx";
import { momentText } from "../../../ui/format.ts";
import { Loading, Refused } from "../../../ui/loading.tsx";
import { get } from "../../../ui/server/api-client.ts";
import type { Declaration } from "../../declarations/model.ts";
import { ResolveCard } from "./resolve-card.tsx";

/** What partners declared to the centre: which record is it of, or none? */
export function DeclarationsPage() {
  const list = useQuery({
    queryKey: ["declarations"],
    queryFn: ({ signal }) => get<{ declarations: Declaration[] }>("/api/declarations", { signal }),
  });
  if (list.isPending) return <Loading what="Lecture des déclarations" />;
  if (list.isError) return <Refused error={list.error} retry={list.refetch} />;
  const waiting = list.data.declarations.filter(({ outcome }) => outcome === null);
  const resolved = list.data.declarations.filter(({ outcome }) => outcome !== null);
  return (
    <>
      <title>Rapprochements · Maillage</title>
      <h1>Rapprochements à faire</h1>
      <p className="soft">
        Des partenaires écrivent pour des personnes qu’ils suivent. Ils ne savent pas si le centre les
        connaît, et ne l’apprennent que si vous ouvrez le partage. Vous dites de quel dossier il s’agit&nbsp;;
        ce que la personne a accepté s’ouvre alors aussitôt.
      </p>
      {waiting.length === 0 && <EmptyState title="Aucune déclaration n’attend." />}
      {waiting.map((one) => (
        <ResolveCard key={one.id} declared={one} />
      ))}
      {resolved.length > 0 && (
        <Card title="Traitées ces sept derniers jours">
          <ul className="stack">
            {resolved.map((one) => (
              <li key={one.id}>
                <ResolvedLine one={one} />
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  );
}

function ResolvedLine({ one }: { readonly one: Declaration }) {
  return (
    <p>
      {[one.given, one.family].filter(Boolean).join(" ")}, déclaration de {one.by} ({one.structure}){" "}
      {one.outcome === "linked" ? (
        <Badge tone="good">partage ouvert</Badge>
      ) : (
        <Badge tone="unknown">close</Badge>
      )}
      <br />
      <span className="soft small">
        par {one.resolvedBy}
        {one.resolvedAt !== null && `, le ${momentText(one.resolvedAt)}`}
      </span>
      {one.personId !== null && (
        <>
          {" "}
          <Link to="/personnes/$id" params={{ id: one.personId }}>
            Ouvrir le dossier
          </Link>
        </>
      )}
    </p>
  );
}
