import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { birthText } from "../../people/names-shown.ts";
import { Badge, type Tone } from "../../ui/alert.tsx";
import { Card, EmptyState } from "../../ui/card.tsx";
import { dayText, momentText } from "../../ui/format.ts";
import { Loading, Refused } from "../../ui/loading.tsx";
import { get } from "../../ui/server/api-client.ts";
import { answerLabels, type ReceivedLine } from "../model.ts";
import { GiveLink } from "./give-link.tsx";
import { StateBadge } from "./told-back.tsx";

const ANSWER_TONES: Readonly<Record<string, Tone>> = { true: "good", false: "missing", unknown: "unknown" };

/** People referred to the centre: those that wait, urgent first; then what was decided. */
export function ReceivedPage() {
  const list = useQuery({
    queryKey: ["referrals"],
    queryFn: ({ signal }) => get<{ referrals: ReceivedLine[]; used: boolean }>("/api/referrals", { signal }),
  });
  if (list.isPending) return <Loading what="Lecture des demandes" />;
  if (list.isError) return <Refused error={list.error} retry={list.refetch} />;
  const { referrals, used } = list.data;
  const waiting = referrals.filter(({ state }) => state === "received" || state === "study");
  const decided = referrals.filter(({ state }) => state !== "received" && state !== "study");
  return (
    <>
      <title>Demandes reçues · Maillage</title>
      <h1>Demandes reçues</h1>
      {!used && (
        <EmptyState title="On vient dans ce centre sans y être adressé.">
          <p>Le modèle d’organisation de ce centre n’a pas de règles d’admission.</p>
        </EmptyState>
      )}
      {used && (
        <Card title="À décider">
          {waiting.length === 0 ? <EmptyState title="Aucune demande n’attend." /> : <Lines lines={waiting} />}
        </Card>
      )}
      {decided.length > 0 && (
        <Card title="Décidées">
          <Lines lines={decided} />
        </Card>
      )}
      {used && <GiveLink />}
    </>
  );
}

function Lines({ lines }: { readonly lines: readonly ReceivedLine[] }) {
  return (
    <ul className="stack">
      {lines.map((one) => {
        const birth = birthText(one.birth);
        return (
          <li key={one.id}>
            <p>
              <Link to="/demandes-recues/$id" params={{ id: one.id }}>
                <strong>{[one.given, one.family].filter(Boolean).join(" ")}</strong>
              </Link>
              {birth !== null && `, ${birth}`} <StateBadge state={one.state} />{" "}
              {one.urgent && <Badge tone="missing">Urgent</Badge>}{" "}
              <Badge tone={ANSWER_TONES[one.eligible] ?? "unknown"}>{answerLabels[one.eligible]}</Badge>
              <br />
              <span className="soft small">
                {one.by}, {one.structure}, le {momentText(one.sentAt)}
                {one.decidedOn !== null && ` · décidée le ${dayText(one.decidedOn)}`}
              </span>
            </p>
          </li>
        );
      })}
    </ul>
  );
}
