import { eurosText } from "../../funding/rules.ts";
import { Card } from "../../ui/card.tsx";
import { BarList } from "../../ui/charts/bar-list.tsx";
import { countText, numberText } from "../../ui/format.ts";
import {
  type ActivityReport,
  delayLabels,
  type RequestOutcome,
  requestOutcomeLabels,
  requestOutcomes,
} from "../model.ts";
import { euros, reasonLabel, tallyOutcomes } from "../rights-tables.ts";
import { FigureNote } from "./figure-note.tsx";
import { useComparison, useOpening, useReport } from "./report-context.ts";
import { WordCard } from "./word-cards.tsx";

interface RightsCardProps {
  readonly report: ActivityReport;
}

const OUTCOME_TONES = {
  granted: "good",
  refused: "missing",
  pending: "wait",
  abandoned: "unknown",
  declined: "unknown",
} as const satisfies Record<RequestOutcome, string>;

const NBSP = "\u00a0";

/** Requests opened in the period: what became of them, which open onto their list, then by type. */
export function RequestsCard({ report: { requests } }: RightsCardProps) {
  const compare = useComparison();
  const opening = useOpening();
  const { onOpen, wording } = useReport();
  if (requests === null) return null;
  const totals = tallyOutcomes(requests);
  const opened = (one: (typeof requests)[number]) =>
    requestOutcomes.reduce((sum, outcome) => sum + one.outcomes[outcome], 0);
  const all = requests.reduce((sum, one) => sum + opened(one), 0);
  return (
    <Card title={`Demandes de droits${NBSP}: ${countText(all, "ouverte")}`}>
      {all === 0 ? (
        <p className="soft">Rien de noté dans la période.</p>
      ) : (
        <>
          <BarList
            label="Demandes, par issue"
            full={all}
            lines={requestOutcomes.map((outcome) => ({
              key: outcome,
              label: requestOutcomeLabels[outcome],
              size: totals[outcome],
              value: numberText(totals[outcome]),
              detail: onOpen === null || totals[outcome] === 0 ? "" : "voir la liste",
              tone: OUTCOME_TONES[outcome],
              compared: compare(
                totals[outcome],
                (o) => o.requests && tallyOutcomes(o.requests)[outcome],
                numberText,
              ),
              onOpen: opening(`outcome:${outcome}`, `Demandes${NBSP}: ${requestOutcomeLabels[outcome]}`),
            }))}
          />
          <h3>Demande par demande</h3>
          <BarList
            label="Demandes, par type"
            lines={requests.map((one) => ({
              key: one.type,
              label: one.label,
              size: opened(one),
              value: numberText(opened(one)),
              detail: outcomesText(one.outcomes),
              tone: "cover",
              compared: compare(
                opened(one),
                (o) =>
                  o.requests?.filter(({ type }) => type === one.type).reduce((n, two) => n + opened(two), 0),
                numberText,
              ),
            }))}
          />
        </>
      )}
      <p className="soft small">{wording.definitions.requests}</p>
      <FigureNote figure="requests" title="Demandes de droits" />
    </Card>
  );
}

/** "accordées 3, refusées 1" */
function outcomesText(found: Readonly<Record<RequestOutcome, number>>): string {
  return requestOutcomes
    .filter((outcome) => found[outcome] > 0)
    .map((outcome) => `${requestOutcomeLabels[outcome].toLowerCase()} ${numberText(found[outcome])}`)
    .join(", ");
}

const daysText = (days: number) => `${numberText(days)}${NBSP}j`;

/** Days from a need seen to a right that takes effect; how many have no known day is said. */
export function DelaysCard({ report: { delays } }: RightsCardProps) {
  const compare = useComparison();
  if (delays === null) return null;
  return (
    <WordCard title="Délais des demandes" figure="delays">
      {delays
        .filter(({ known, unknown }) => known + unknown > 0)
        .map(({ part, known, unknown, median, p90 }) => ({
          key: part,
          label: delayLabels[part],
          size: Math.max(0, median ?? 0),
          value: median === null ? "–" : daysText(median),
          detail: [
            ...(p90 === null ? [] : [`neuf sur dix${NBSP}: ${daysText(p90)}`]),
            countText(known, "demande"),
            ...(unknown === 0 ? [] : [`${countText(unknown, "autre")} sans jour connu`]),
          ].join(", "),
          tone: "wait",
          compared: compare(median, (o) => o.delays?.find((one) => one.part === part)?.median, daysText),
        }))}
    </WordCard>
  );
}

/** What people did not want. */
export function DeclinedCard({ report: { declined } }: RightsCardProps) {
  const compare = useComparison();
  if (declined === null) return null;
  const { requests, persons } = declined;
  return (
    <WordCard title="Non-recours" figure="declined">
      {requests === 0
        ? []
        : [
            {
              key: "declined",
              label: "Droits dont la personne n’a pas voulu",
              size: requests,
              value: numberText(requests),
              detail: countText(persons, "personne"),
              tone: "missing",
              compared: compare(requests, (o) => o.declined?.requests, numberText),
            },
          ]}
    </WordCard>
  );
}

/** Why rights were not taken up. */
export function GivenUpCard({ report: { givenUp } }: RightsCardProps) {
  const compare = useComparison();
  if (givenUp === null) return null;
  return (
    <WordCard title="Raisons du non-recours" figure="givenUp">
      {givenUp.map(({ reason, label, requests }) => ({
        key: reason,
        label: reasonLabel(reason, label),
        size: requests,
        value: numberText(requests),
        detail: "",
        tone: reason === "" ? "unknown" : "missing",
        compared: compare(
          requests,
          (o) => o.givenUp?.find((one) => one.reason === reason)?.requests ?? 0,
          numberText,
        ),
      }))}
    </WordCard>
  );
}

/** People who came without cover, without médecin traitant, and those of them who found one. */
export function RegainedCard({ report: { regained } }: RightsCardProps) {
  const compare = useComparison();
  const opening = useOpening();
  const { onOpen, wording } = useReport();
  if (regained === null) return null;
  type Count = keyof typeof regained;
  const line = (key: Count, code: string, label: string, tone: "missing" | "good") => ({
    key,
    label,
    size: regained[key],
    value: numberText(regained[key]),
    detail: onOpen === null || regained[key] === 0 ? "" : "voir la liste",
    tone,
    compared: compare(regained[key], (o) => o.regained?.[key], numberText),
    onOpen: opening(code, label),
  });
  return (
    <Card title="Droits et médecin traitant retrouvés">
      <BarList
        label="Couverture"
        lines={[
          line("none", "first:none", "Sans couverture au premier contact", "missing"),
          line("opened", "opened", "Dont droits ouverts dans la période", "good"),
        ]}
      />
      <p className="soft small">{wording.definitions.opened}</p>
      <BarList
        label="Médecin traitant"
        lines={[
          line("doctorNone", "doctor:none", "Sans médecin traitant au premier contact", "missing"),
          line("doctorFound", "doctor:found", "Dont médecin traitant trouvé", "good"),
        ]}
      />
      <p className="soft small">{wording.definitions.doctor}</p>
      <FigureNote figure="regained" title="Droits et médecin traitant retrouvés" />
    </Card>
  );
}

/** Who pays the acts of the period, what is given, what rights opened since brought back. */
export function FundingCard({ report: { funding } }: RightsCardProps) {
  const compare = useComparison();
  if (funding === null) return null;
  type Funding = NonNullable<ActivityReport["funding"]>;
  const line = (
    key: string,
    label: string,
    { acts, cents, received }: { acts: number; cents: number; received?: number | undefined },
    other: (before: Funding) => { cents: number } | undefined,
    tone: "cover" | "wait" | "good",
  ) => ({
    key,
    label,
    size: cents,
    value: eurosText(cents),
    detail: `${countText(acts, "acte")}${received ? `, ${eurosText(received)} reçus` : ""}`,
    tone,
    compared: compare(
      euros(cents),
      (o) => o.funding && euros(other(o.funding)?.cents ?? 0),
      (value) => eurosText(Math.round(value * 100)),
    ),
  });
  return (
    <WordCard title={`Coût des actes${NBSP}: ${countText(funding.acts, "acte")}`} figure="funding">
      {funding.acts === 0
        ? []
        : [
            ...funding.payers.map((one) =>
              line(
                one.payer,
                one.label,
                one,
                (o) => o.payers.find(({ payer }) => payer === one.payer),
                "cover",
              ),
            ),
            line("awaiting", "En attente d’un droit", funding.awaiting, (o) => o.awaiting, "wait"),
            line(
              "back",
              "Grâce à des droits ouverts depuis",
              funding.broughtBack,
              (o) => o.broughtBack,
              "good",
            ),
          ]}
    </WordCard>
  );
}
