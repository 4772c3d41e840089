import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { Card } from "../../ui/card.tsx";
import { timeText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { glassQuery } from "../glass-query.ts";
import { GlassForm } from "./glass-form.tsx";

/** Breaking one record open: what it is, what is open, the form. */
export function GlassPage() {
  const state = useQuery({ ...glassQuery, refetchOnMount: "always" });
  const { dossier } = useSearch({ from: "/acces-urgence" });
  if (state.isPending) return <Loading what="Lecture des accès d’urgence" />;
  if (state.isError) return <Refused error={state.error} retry={state.refetch} />;
  const { open } = state.data;
  return (
    <>
      <title>Accès d’urgence · Maillage</title>
      <h1>Accès d’urgence</h1>
      <p className="soft">
        Ouvre un seul dossier, une heure, en lecture, quand il vous est fermé et que la personne ne peut pas
        attendre. Chaque accès est noté, examiné par la direction, et dit à la personne. Si elle peut donner
        son accord, demandez-le-lui plutôt.
      </p>
      {open.length > 0 && (
        <Card title="Ouverts en ce moment">
          <ul className="stack">
            {open.map((glass) => (
              <li key={glass.id}>
                <Link to="/personnes/$id" params={{ id: glass.personId }}>
                  Dossier ouvert à {timeText(glass.openedAt)}
                </Link>
                , jusqu’à {timeText(glass.endsAt)} · {glass.reason}
              </li>
            ))}
          </ul>
        </Card>
      )}
      <GlassForm state={state.data} personId={dossier} />
    </>
  );
}
