import "./estimate.css";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { mayRead, useMe } from "../../access/use-me.ts";
import { Card, EmptyState } from "../../ui/card.tsx";
import { useDraft } from "../../ui/draft.ts";
import { DraftNotice } from "../../ui/draft-notice.tsx";
import { Loading, Refused } from "../../ui/loading.tsx";
import { get } from "../../ui/server/api-client.ts";
import type { LawParameter } from "../estimate/model.ts";
import { estimateRights } from "../estimate/rules.ts";
import { emptySituation, situationOf, type TypedSituation } from "./estimate-form.ts";
import { EstimateResults } from "./estimate-results.tsx";
import { LawTable } from "./law-table.tsx";
import { RecordAnswers } from "./record-answers.tsx";
import { SituationFields } from "./situation-fields.tsx";

/** Which rights a situation may open, as one answers: computed here, kept nowhere. */
export function EstimatePage() {
  const { personne } = useSearch({ from: "/droits-possibles" });
  const law = useQuery({
    queryKey: ["law-parameters"],
    queryFn: ({ signal }) => get<{ parameters: LawParameter[] }>("/api/rights/parameters", { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const me = useMe();
  const draft = useDraft<TypedSituation>(me.accountId, `estimate ${personne ?? ""}`, emptySituation);
  if (law.isPending) return <Loading what="Lecture des paramètres de droit" />;
  if (law.isError) return <Refused error={law.error} retry={law.refetch} />;
  const { parameters } = law.data;
  const situation = situationOf(draft.value);
  const change = (change: Partial<TypedSituation>) => draft.set((typed) => ({ ...typed, ...change }));
  return (
    <>
      <title>Droits possibles · Maillage</title>
      <h1>Droits possibles</h1>
      <p className="soft">
        Ce que la situation d’une personne peut ouvrir, avec le raisonnement. Répondez à ce que vous
        savez&nbsp;: ce qui manque est dit. Rien n’est enregistré ni envoyé.
      </p>
      <div className="estimate">
        <Card title="La situation">
          <div className="form">
            <DraftNotice draft={draft} />
            {personne !== undefined && mayRead(me, "social_situation") && (
              <RecordAnswers personId={personne} value={draft.value} onChange={change} law={parameters} />
            )}
            <SituationFields value={draft.value} onChange={change} situation={situation} law={parameters} />
          </div>
        </Card>
        {draft.changed ? (
          <EstimateResults estimate={estimateRights(situation, parameters)} personId={personne ?? null} />
        ) : (
          <EmptyState title="Les droits possibles s’affichent ici.">
            <p>Dès la première réponse, et à chaque suivante. Une estimation n’est pas une décision.</p>
          </EmptyState>
        )}
      </div>
      <LawTable parameters={parameters} />
    </>
  );
}
