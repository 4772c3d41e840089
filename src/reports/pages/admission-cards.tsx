import { Card } from "../../ui/card.tsx";
import { BarList } from "../../ui/charts/bar-list.tsx";
import { countText, numberText } from "../../ui/format.ts";
import {
  type AdmissionFigures,
  type ReferralOutcome,
  referralOutcomeLabels,
  referralOutcomes,
} from "../admission-model.ts";
import { careOf, reasonOf, tallyReferrals } from "../admission-tables.ts";
import type { ActivityReport } from "../model.ts";
import { FigureNote } from "./figure-note.tsx";
import { useComparison, useOpening, useReport } from "./report-context.ts";
import { WordCard } from "./word-cards.tsx";

interface AdmissionCardProps {
  readonly report: ActivityReport;
}

const TONES = {
  accepted: "good",
  elsewhere: "care",
  study: "wait",
  received: "wait",
  withdrawn: "unknown",
} as const satisfies Record<ReferralOutcome, string>;
type Structures = NonNullable<AdmissionFigures["referrals"]>["structures"];

const sentBy = (one: Structures[number]) =>
  referralOutcomes.reduce((sum, outcome) => sum + one.outcomes[outcome], 0);

/** Who referred whom, and what became of it. */
export function ReferralsCard({ report: { referrals } }: AdmissionCardProps) {
  const compare = useComparison();
  const opening = useOpening();
  const { onOpen, wording } = useReport();
  if (referrals === null) return null;
  const { structures, overruled } = referrals;
  const totals = tallyReferrals(structures);
  const all = structures.reduce((sum, one) => sum + sentBy(one), 0);
  return (
    <Card title={`Demandes reçues\u00a0: ${numberText(all)}`}>
      {all === 0 ? (
        <p className="soft">Rien de noté dans la période.</p>
      ) : (
        <>
          <BarList
            label="Demandes reçues, par issue"
            full={all}
            lines={referralOutcomes.map((outcome) => ({
              key: outcome,
              label: referralOutcomeLabels[outcome],
              size: totals[outcome],
              value: numberText(totals[outcome]),
              detail: onOpen === null || totals[outcome] === 0 ? "" : "voir la liste",
              tone: TONES[outcome],
              compared: compare(
                totals[outcome],
                (o) => o.referrals && tallyReferrals(o.referrals.structures)[outcome],
                numberText,
              ),
              onOpen: opening(`referral:${outcome}`, `Demandes\u00a0: ${referralOutcomeLabels[outcome]}`),
            }))}
          />
          <p>
            Dont acceptées contre les conditions, par la direction médicale&nbsp;: {numberText(overruled)}.
          </p>
          <h3>Par service qui adresse</h3>
          <BarList
            label="Demandes reçues, par service qui adresse"
            lines={structures.map((one) => ({
              key: one.name,
              label: one.name,
              size: sentBy(one),
              value: numberText(sentBy(one)),
              detail: countText(one.outcomes.accepted, "acceptée"),
              tone: "social",
            }))}
          />
        </>
      )}
      <p className="soft small">{wording.definitions.referrals}</p>
      <FigureNote figure="referrals" title="Demandes reçues" />
    </Card>
  );
}

/** Why people were referred. */
export function GroundsCard({ report: { referrals } }: AdmissionCardProps) {
  const compare = useComparison();
  const opening = useOpening();
  if (referrals === null) return null;
  return (
    <WordCard title="Motifs des demandes reçues" figure="grounds">
      {referrals.grounds.map(({ code, label, sent, accepted }) => ({
        key: code,
        label,
        size: sent,
        value: numberText(sent),
        detail: countText(accepted, "acceptée"),
        tone: "social",
        compared: compare(
          sent,
          (o) => o.referrals?.grounds.find((one) => one.code === code)?.sent ?? 0,
          numberText,
        ),
        onOpen: opening(`ground:${code}`, `Motif\u00a0: ${label}`),
      }))}
    </WordCard>
  );
}

/** Care given up: said at the centre, or by who refers. */
export function RenouncedCard({ report: { renounced } }: AdmissionCardProps) {
  const opening = useOpening();
  if (renounced === null) return null;
  return (
    <WordCard title="Renoncements notés au dossier, et dits par qui adresse" figure="renounced">
      {renounced.cares.map(({ care, recorded, referred }) => ({
        key: care,
        label: careOf(care),
        size: recorded + referred,
        value: `${numberText(recorded)} + ${numberText(referred)}`,
        detail: recorded === 0 ? "" : "voir la liste",
        tone: "missing",
        onOpen:
          recorded === 0 ? undefined : opening(`renounced:${care}`, `Renoncement\u00a0: ${careOf(care)}`),
      }))}
    </WordCard>
  );
}

/** Why care was given up. */
export function RenouncedWhyCard({ report: { renounced } }: AdmissionCardProps) {
  const compare = useComparison();
  if (renounced === null) return null;
  return (
    <WordCard title="Raisons des renoncements" figure="renouncedWhy">
      {renounced.reasons.map(({ reason, cares }) => ({
        key: reason,
        label: reasonOf(reason),
        size: cares,
        value: numberText(cares),
        detail: "",
        tone: "missing",
        compared: compare(
          cares,
          (o) => o.renounced?.reasons.find((one) => one.reason === reason)?.cares ?? 0,
          numberText,
        ),
      }))}
    </WordCard>
  );
}
