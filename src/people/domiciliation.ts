/** Élection de domicile: how long it holds, the duty to come or call, and when to ask for the next (handbook 1.12). */
import { addDays, addMonths, daysBetween } from "../ui/days.ts";
import { dayText } from "../ui/format.ts";
import type { LifeFact, LifeFactOf } from "./life.ts";
import { factOn, factsOf, lastDayOf } from "./life-days.ts";

/** A delay of the law, as it stands from a day on (null: as far back as this program reckons). */
interface DatedDelay {
  readonly code: "length" | "contact" | "answer";
  readonly months: number;
  readonly from: string | null;
  readonly source: string;
  readonly confidence: "sourced" | "to_check";
}
export const domiciliationDelays: readonly DatedDelay[] = [
  { code: "length", months: 12, from: null, source: "CASF D264-1", confidence: "sourced" },
  { code: "contact", months: 3, from: null, source: "CASF D264-3", confidence: "sourced" },
  { code: "answer", months: 2, from: null, source: "CASF D264-1", confidence: "sourced" },
];

/** Months of a delay as it stands on a day. */
export function domiciliationMonths(code: DatedDelay["code"], day: string): number {
  const standing = domiciliationDelays.filter((one) => one.code === code && (one.from ?? "") <= day);
  return standing.at(-1)?.months ?? 0;
}

/** Last day of an attestation that begins on this day, the day itself included. */
export function attestationEnd(from: string): string {
  return addDays(addMonths(from, domiciliationMonths("length", from)), -1);
}

/** The duty to come or call. `lastContact` is the attestation's own first day when nothing was noted since. */
export interface ContactDuty {
  readonly lastContact: string;
  /** Last day to come or call. */
  readonly dueOn: string;
  readonly state: "done" | "soon" | "late";
}
/** Days before the last one from which it is said. */
const SOON = 21;

/**
 * The duty under a domiciliation in force that day; null when there is none, or when the person is exempt (health,
 * detention).
 * @param visits days the person came or called here: they count when the organism is ours
 */
export function contactDuty(
  domiciliation: LifeFactOf<"domiciliation"> | null,
  facts: readonly LifeFact[],
  visits: readonly string[],
  day: string,
): ContactDuty | null {
  if (domiciliation === null || domiciliation.content.none || domiciliation.content.exempt !== null)
    return null;
  const lastContact = [
    ...factsOf(facts, "domiciliation_contact").map(({ from }) => from),
    ...(domiciliation.content.ours ? visits : []),
  ]
    .filter((one) => one >= domiciliation.from && one <= day)
    .reduce((latest, one) => (one > latest ? one : latest), domiciliation.from);
  const dueOn = addMonths(lastContact, domiciliationMonths("contact", lastContact));
  const last = lastDayOf(domiciliation);
  // It ends before: there is nothing left to keep.
  if (last !== null && last < dueOn) return { lastContact, dueOn: last, state: "done" };
  const left = daysBetween(day, dueOn);
  return { lastContact, dueOn, state: left < 0 ? "late" : left <= SOON ? "soon" : "done" };
}

/** What is to be done, by which last day. */
export interface LifeAlert {
  readonly key: "domiciliation_ended" | "domiciliation_renewal" | "contact" | "permit";
  readonly tone: "missing" | "wait";
  readonly title: string;
  readonly text: string;
}

/** Days an ended domiciliation is still spoken of: afterwards, it is only unknown. */
const ENDED_FOR = 90;
/** A permit's end is told this many days before. */
const PERMIT = 60;

/** What matters that day in how someone lives, each with the act to do and its last day. */
export function lifeAlerts(facts: readonly LifeFact[], visits: readonly string[], day: string): LifeAlert[] {
  return [...domiciliationAlerts(facts, visits, day), ...permitAlerts(facts, day)];
}

function domiciliationAlerts(
  facts: readonly LifeFact[],
  visits: readonly string[],
  day: string,
): LifeAlert[] {
  const now = factOn(facts, "domiciliation", day);
  if (now === null) {
    const before = factsOf(facts, "domiciliation")
      .filter(({ to }) => to !== null && to <= day)
      .at(-1);
    const last = before === undefined ? null : lastDayOf(before);
    if (!before || last === null || before.content.none || daysBetween(last, day) > ENDED_FOR) return [];
    return [
      {
        key: "domiciliation_ended",
        tone: "missing",
        title: `Domiciliation terminée depuis le ${dayText(last)}`,
        text: `Le courrier peut être renvoyé. Demander une nouvelle domiciliation, ou noter où la personne reçoit son courrier (${organismOf(before)}).`,
      },
    ];
  }
  if (now.content.none) return [];
  const alerts: LifeAlert[] = [];
  const duty = contactDuty(now, facts, visits, day);
  if (duty !== null && duty.state !== "done")
    alerts.push({
      key: "contact",
      tone: duty.state === "late" ? "missing" : "wait",
      title:
        duty.state === "late"
          ? `${organismOf(now)}\u00a0: passage ou appel attendu avant le ${dayText(duty.dueOn)}, dépassé`
          : `${organismOf(now)}\u00a0: passer ou appeler au plus tard le ${dayText(duty.dueOn)}`,
      text: `Dernier contact noté\u00a0: ${dayText(duty.lastContact)}. Sans contact pendant ${domiciliationMonths("contact", duty.lastContact)}\u00a0mois, l’organisme peut radier (CASF D264-3).`,
    });
  const last = lastDayOf(now);
  const ask = last === null ? null : addMonths(last, -domiciliationMonths("answer", last));
  if (last !== null && ask !== null && day >= addMonths(ask, -1))
    alerts.push({
      key: "domiciliation_renewal",
      tone: "wait",
      title:
        day <= ask
          ? `Domiciliation\u00a0: demander le renouvellement au plus tard le ${dayText(ask)}`
          : `Domiciliation\u00a0: renouvellement à demander sans attendre, fin le ${dayText(last)}`,
      text: `${organismOf(now)}, dernier jour le ${dayText(last)}. L’organisme a ${domiciliationMonths("answer", last)}\u00a0mois pour répondre (CASF D264-1).`,
    });
  return alerts;
}

function permitAlerts(facts: readonly LifeFact[], day: string): LifeAlert[] {
  const ends = factOn(facts, "stay", day)?.content.permitEnds ?? null;
  if (ends === null) return [];
  const left = daysBetween(day, ends);
  if (left > PERMIT) return [];
  return [
    left < 0
      ? {
          key: "permit",
          tone: "missing",
          title: `Titre de séjour terminé depuis le ${dayText(ends)}`,
          text: "Noter le renouvellement, le récépissé, ou la situation nouvelle.",
        }
      : {
          key: "permit",
          tone: "wait",
          title: `Titre de séjour\u00a0: dernier jour le ${dayText(ends)}`,
          text: `Renouvellement à déposer avant cette date. Délai exact de la préfecture\u00a0: à vérifier.`,
        },
  ];
}

function organismOf({ content }: LifeFactOf<"domiciliation">): string {
  return content.organism ?? "Domiciliation";
}
