import "../requests.css";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { mayWrite, useMe } from "../../access/use-me.ts";
import { Badge } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Loading, Refused } from "../../ui/loading.tsx";
import { get } from "../../ui/server/api-client.ts";
import { Next } from "../request-line.tsx";
import type { SeenStep, WholeRequest } from "../requests/model.ts";
import type { RequestState } from "../requests/transitions.ts";
import { natureLabels, stateLabels, stepVerbs, waitLabels } from "../requests/words.ts";
import { useRequestTypes } from "../use-request-types.ts";
import { ChaseCard } from "./chase-card.tsx";
import { ClocksCard } from "./clocks-card.tsx";
import { HouseholdCard } from "./household-card.tsx";
import { KeeperField } from "./keeper-field.tsx";
import { LettersPart } from "./letters-part.tsx";
import { PapersCard } from "./papers-card.tsx";

import { StepDialog } from "./step-dialog.tsx";
import { StepsCard } from "./steps-card.tsx";

interface RequestPageProps {
  readonly id: string;
  readonly requestId: string;
  /** Whose request it is. */
  readonly name: string;
  /** "née le 12/03/1992"; null when nothing is known. */
  readonly born: string | null;
}

/** One request: where it stands, what is next, all its life, corrections included. */
export function RequestPage({ id, requestId, name, born }: RequestPageProps) {
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [dialog, setDialog] = useState<RequestState | SeenStep | null>(null);
  const kinds = useRequestTypes();
  const key = ["request", id, requestId];
  const asked = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<WholeRequest>(`/api/people/${id}/requests/${requestId}`, { signal }),
  });
  if (asked.isPending || kinds.isPending) return <Loading what="Lecture de la demande" />;
  if (asked.isError) return <Refused error={asked.error} retry={asked.refetch} />;
  if (kinds.isError) return <Refused error={kinds.error} retry={kinds.refetch} />;
  const request = asked.data;
  const kind = kinds.data.types.find(({ code }) => code === request.type);
  const writes =
    mayWrite(me, "right_requests") || (request.nature !== "right_requests" && mayWrite(me, request.nature));
  const inForce = request.steps.filter(({ until }) => until === null);
  const standing = {
    ...request,
    steps: inForce.map(({ state, on }): [RequestState, string | null] => [state, on]),
  };
  const refresh = () => {
    void client.invalidateQueries({ queryKey: key });
    void client.invalidateQueries({ queryKey: ["person", id] });
  };
  const saved = () => {
    const gone = inForce.length === 1 && dialog !== null && typeof dialog !== "string";
    setDialog(null);
    refresh();
    if (gone) void navigate({ to: "/personnes/$id", params: { id } });
  };
  const [main, ...others] = sortedActs(request.may);
  return (
    <>
      <title>Demande de droit · Maillage</title>
      <div className="page-head">
        <h1>{kind?.label ?? request.type}</h1>
        <Badge tone={request.waitsOn === null ? "good" : "wait"}>{stateLabels[request.state]}</Badge>
      </div>
      <p>
        Pour{" "}
        <Link to="/personnes/$id" params={{ id }}>
          {name}
        </Link>
      </p>
      <div className="request-columns">
        <div className="stack">
          <Card title="La suite">
            {request.waitsOn !== null && <p>Cette demande {waitLabels[request.waitsOn]}.</p>}
            <Next line={standing} />
            {request.state === "implicitly_granted" && (
              <p className="soft">
                La couverture reste à confirmer&nbsp;: elle ne s’ouvre que lorsque la caisse ou un document le
                dit.
              </p>
            )}
            {writes && (
              <div className="request-acts no-print">
                {main !== undefined && (
                  <Button tone="main" onPress={() => setDialog(main)}>
                    {stepVerbs[main]}
                  </Button>
                )}
                {others.map((state) => (
                  <Button key={state} onPress={() => setDialog(state)}>
                    {stepVerbs[state]}
                  </Button>
                ))}
                {["granted", "renewal_due", "expired"].includes(request.state) &&
                  request.renewedBy === null &&
                  request.may.includes("renewed") && (
                    <Link
                      to="/personnes/$id/demande"
                      params={{ id }}
                      search={{ droit: request.type, renouvelle: request.id }}
                      className="button"
                    >
                      Ouvrir le renouvellement
                    </Link>
                  )}
              </div>
            )}
          </Card>
          <PapersCard personId={id} requestId={requestId} writes={writes} onStep={setDialog} />
          <StepsCard request={request} onCorrect={writes ? setDialog : null} />
          {writes && (
            <LettersPart
              personId={id}
              request={request}
              kind={kind}
              person={[name, born].filter(Boolean).join(", ")}
              law={kinds.data.parameters}
            />
          )}
          <ChaseCard personId={id} request={request} writes={writes} onSaved={refresh} />
        </div>
        <div className="stack">
          <Card title="La demande">
            <dl className="facts">
              <dt>Organisme</dt>
              <dd>{request.authority || kind?.authority}</dd>
              {kind?.form && (
                <>
                  <dt>Formulaire</dt>
                  <dd>{kind.form}</dd>
                </>
              )}
              <dt>Numéro</dt>
              <dd>{request.reference || "non noté"}</dd>
              <dt>Lecture</dt>
              <dd>{natureLabels[request.nature]}</dd>
              <dt>Ouverte par</dt>
              <dd>{request.by}</dd>
            </dl>
            {writes ? (
              <KeeperField personId={id} request={request} onSaved={refresh} />
            ) : (
              <p>Suivie par {request.keeperName}</p>
            )}
          </Card>
          <ClocksCard request={request} law={kinds.data.parameters} />
          <HouseholdCard personId={id} request={request} writes={writes} onSaved={refresh} />
        </div>
      </div>
      {dialog !== null && (
        <StepDialog
          personId={id}
          request={request}
          law={kinds.data.parameters}
          step={dialog}
          onSaved={saved}
          onClose={() => setDialog(null)}
        />
      )}
    </>
  );
}

/** The steps that end a request come last; what usually follows comes first. "renewed" is done by opening the renewal. */
const FIRST: readonly RequestState[] = [
  "granted",
  "filed",
  "completed",
  "complete",
  "to_prepare",
  "appeal_cra",
  "appeal_court",
];
function sortedActs(may: readonly RequestState[]): RequestState[] {
  const shown: readonly RequestState[] = may.filter((state) => state !== "renewed");
  return [
    ...FIRST.filter((state) => shown.includes(state)),
    ...shown.filter((state) => !FIRST.includes(state)),
  ];
}
