import "../requests.css";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { mayRead, useMe } from "../../access/use-me.ts";
import type { Scheme } from "../../network/model.ts";
import { Button } from "../../ui/button.tsx";
import { Card, EmptyState } from "../../ui/card.tsx";
import { addDays } from "../../ui/days.ts";
import { dayText } from "../../ui/format.ts";
import { get } from "../../ui/server/api-client.ts";
import { type CoverInterval, layerLabels, sourceLabels } from "../model.ts";
import { schemeLabel } from "../rules.ts";
import { CaisseCard, type KnownCaisse } from "./caisse-card.tsx";
import { IntervalDialog } from "./interval-dialog.tsx";

interface OpenRightsPageProps {
  readonly personId: string;
  /** Whose cover it is. */
  readonly name: string;
  readonly intervals: readonly CoverInterval[];
  readonly schemes: readonly Scheme[];
  readonly onSaved: () => void;
}

/** Rights open from a day to another, as decisions, documents and the caisse say; and which caisse it is. */
export function OpenRightsPage({ personId, name, intervals, schemes, onSaved }: OpenRightsPageProps) {
  const me = useMe();
  // "new", or what is corrected.
  const [dialog, setDialog] = useState<"new" | CoverInterval | null>(null);
  const caisse = useQuery({
    queryKey: ["requests-of", personId],
    queryFn: ({ signal }) =>
      get<{ caisse: KnownCaisse | null }>(`/api/people/${personId}/requests`, { signal }),
    enabled: mayRead(me, "right_requests"),
  });
  const sorted = [...intervals].sort((a, b) => (a.from < b.from ? 1 : -1));
  return (
    <>
      <title>Droits ouverts · Maillage</title>
      <div className="page-head">
        <h1>Droits ouverts et caisse</h1>
      </div>
      <p>
        De{" "}
        <Link to="/personnes/$id" params={{ id: personId }}>
          {name}
        </Link>
      </p>
      <div className="request-columns">
        <Card
          title="Droits ouverts"
          actions={<Button onPress={() => setDialog("new")}>Noter des droits</Button>}
        >
          {sorted.length === 0 && (
            <EmptyState title="Aucun droit noté d’un document.">
              <p>Ce qui n’est pas su reste inconnu&nbsp;: jamais «&nbsp;aucune couverture&nbsp;».</p>
            </EmptyState>
          )}
          <ul className="request-lines">
            {sorted.map((one) => (
              <li key={`${one.id} ${one.layer}`} className="request-line">
                <p>
                  <strong>{schemeLabel(schemes, one.layer, one.scheme)}</strong>{" "}
                  <span className="soft small">{layerLabels[one.layer]}</span>
                </p>
                <p>
                  Du {dayText(one.from)}
                  {one.to === null ? ", sans fin connue" : ` au ${dayText(addDays(one.to, -1))}`}
                </p>
                <p className="soft small">
                  {sourceLabels[one.source]}
                  {one.proof ? ` · ${one.proof}` : ""}{" "}
                  {one.id !== undefined && (
                    <Button tone="quiet" onPress={() => setDialog(one)}>
                      Corriger
                      <span className="unseen">{`\u00a0: ${schemeLabel(schemes, one.layer, one.scheme)}`}</span>
                    </Button>
                  )}
                </p>
              </li>
            ))}
          </ul>
        </Card>
        <CaisseCard
          personId={personId}
          known={caisse.data?.caisse ?? null}
          onSaved={() => void caisse.refetch()}
        />
      </div>
      {dialog !== null && (
        <IntervalDialog
          personId={personId}
          schemes={schemes}
          corrects={dialog === "new" ? null : dialog}
          onSaved={() => {
            setDialog(null);
            onSaved();
          }}
          onClose={() => setDialog(null)}
        />
      )}
    </>
  );
}
