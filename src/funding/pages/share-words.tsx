import { Badge, type Tone } from "../../ui/alert.tsx";
import { dayText, shortDayText } from "../../ui/format.ts";
import { type Payer, payerLabels, type ShareState, shareStateLabels, type Why } from "../model.ts";
import { whyText } from "../rules.ts";
import { useSchemeLabel } from "../use-schemes.ts";

const TONES: Readonly<Record<ShareState, Tone>> = {
  awaiting_rights: "wait",
  to_invoice: "cover",
  sent: "good",
  settled: "good",
  borne: "unknown",
  to_settle: "missing",
};

interface StandingProps {
  readonly state: ShareState;
  readonly payer: Payer | null;
  readonly list: number | null;
  readonly sentOn: string | null;
}

/** "Envoyé le 30/04/2026, liste n° 12", "À facturer, CPAM", "Financeur du centre". */
export function Standing({ state, payer, list, sentOn }: StandingProps) {
  const who = payer === null ? null : payerLabels[payer];
  const sent = sentOn === null ? "" : ` le ${shortDayText(sentOn)}, liste n° ${list}`;
  return (
    <>
      <Badge tone={TONES[state]}>{state === "borne" && who !== null ? who : shareStateLabels[state]}</Badge>
      {state !== "borne" && who !== null && <span> {who}</span>}
      {sent !== "" && <span className="soft small"> envoyé{sent}</span>}
    </>
  );
}

/** Why a share stands where it does, and of what was sent, what has changed since. */
export function WhyWords({
  why,
  since,
  lastDay,
}: {
  why: Why | null;
  since: string;
  lastDay: string | null;
}) {
  const scheme = useSchemeLabel();
  return (
    <span className="soft small">
      {why !== null && <>{whyText(why, scheme)}. </>}
      {why?.now !== undefined && <strong>Aujourd’hui&nbsp;: {whyText(why.now, scheme)}. </strong>}
      {lastDay !== null && <>À envoyer au plus tard le {dayText(lastDay)} (délai à vérifier). </>}
      Depuis le {shortDayText(since.slice(0, 10))}.
    </span>
  );
}
