import { Link } from "@tanstack/react-router";
import { mayWrite, useMe } from "../../access/use-me.ts";
import { Alert, Badge, type Tone } from "../../ui/alert.tsx";
import { Card } from "../../ui/card.tsx";
import { countText } from "../../ui/format.ts";
import {
  type Estimate,
  type Likelihood,
  likelihoodLabels,
  likelihoods,
  type RightCode,
  type RightEstimate,
  rightLabels,
} from "../estimate/model.ts";
import { ParameterList } from "./parameter-list.tsx";

/** The order of the ladder: what comes first is asked for first. */
const LADDER: readonly RightCode[] = ["PUMA", "PUMA_EXTENSION", "C2S", "C2S_PARTICIPATION", "AME", "DSUV"];
const TONES: Readonly<Record<Likelihood, Tone>> = {
  probable: "good",
  a_verifier: "wait",
  improbable: "unknown",
};
const ORDER: readonly Likelihood[] = ["probable", "a_verifier", "improbable"];

/** The request each right is asked by; emergency care and the extension of rights are asked for by nobody. */
const REQUESTS: Partial<Record<RightCode, string>> = {
  PUMA: "puma",
  C2S: "c2s",
  C2S_PARTICIPATION: "c2s",
  AME: "ame",
};

interface EstimateResultsProps {
  readonly estimate: Estimate;
  /** Whose record one comes from: a request is then one press away. */
  readonly personId: string | null;
}

/** What may be open, each right with why; then where care is given meanwhile. */
export function EstimateResults({ estimate, personId }: EstimateResultsProps) {
  const ladder = [...estimate.rights].sort((a, b) => LADDER.indexOf(a.code) - LADDER.indexOf(b.code));
  const of = (likelihood: Likelihood) => ladder.filter((right) => right.likelihood === likelihood);
  return (
    <div className="stack">
      <Alert tone="cover" title="Ce n’est pas une décision">
        <p>
          Une estimation, d’après les seuls faits donnés. Seule la caisse décide&nbsp;: en cas de doute,
          déposer la demande.
        </p>
      </Alert>
      <p className="unseen" role="status">
        {likelihoods
          .map((one) => countText(of(one).length, `droit ${likelihoodLabels[one].toLowerCase()}`))
          .join(", ")}
      </p>
      {ORDER.filter((likelihood) => of(likelihood).length > 0).map((likelihood) => (
        <Card
          key={likelihood}
          title={likelihoodLabels[likelihood]}
          actions={<Badge tone={TONES[likelihood]}>{countText(of(likelihood).length, "droit")}</Badge>}
        >
          {of(likelihood).map((right) => (
            <Right key={right.code} right={right} personId={personId} />
          ))}
        </Card>
      ))}
      <Card title="En attendant">
        <p>
          La <strong>PASS</strong> (permanence d’accès aux soins de santé) de l’hôpital reçoit les personnes
          sans couverture et les aide à faire leurs demandes. Les consultations du centre ne demandent pas de
          droits ouverts.
        </p>
      </Card>
    </div>
  );
}

interface RightProps {
  readonly right: RightEstimate;
  readonly personId: string | null;
}

function Right({ right: { code, why, parameters }, personId }: RightProps) {
  const me = useMe();
  const asked = REQUESTS[code];
  return (
    <section className="estimate-right" aria-label={rightLabels[code]}>
      <h3>{rightLabels[code]}</h3>
      <ul>
        {why.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {personId !== null && asked !== undefined && mayWrite(me, "right_requests") && (
        <p>
          <Link to="/personnes/$id/demande" params={{ id: personId }} search={{ droit: asked }}>
            Ouvrir une demande<span className="unseen">{`\u00a0: ${rightLabels[code]}`}</span>
          </Link>
        </p>
      )}
      {parameters.length > 0 && (
        <details>
          <summary>Montants et durées utilisés</summary>
          <ParameterList parameters={parameters} />
        </details>
      )}
    </section>
  );
}
