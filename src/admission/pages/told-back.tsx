import { Badge, type Tone } from "../../ui/alert.tsx";
import { type ReferralState, stateLabels, type ToldBack } from "../model.ts";

const TONES: Readonly<Record<ReferralState, Tone>> = {
  received: "wait",
  study: "wait",
  accepted: "good",
  elsewhere: "social",
  withdrawn: "unknown",
};

export function StateBadge({ state }: { readonly state: ReferralState }) {
  return <Badge tone={TONES[state]}>{stateLabels[state]}</Badge>;
}

/** What goes back to whoever referred someone, as far as the person agreed. */
export function ToldBackWords({ told }: { readonly told: ToldBack }) {
  return (
    <>
      <StateBadge state={told.state} />
      {told.where !== null && <> vers&nbsp;: {told.where}</>}
      {told.attendance === "kept" && <> · La personne est venue.</>}
      {told.attendance === "missed" && <> · La personne n’est pas venue.</>}
      {told.papers !== null && told.papers.length > 0 && (
        <> · Papiers à fournir&nbsp;: {told.papers.join(", ")}.</>
      )}
    </>
  );
}
