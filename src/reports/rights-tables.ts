/** Tables of requests for rights and what became of them, of the days they took, of rights found again, of who pays. Pure. */
import {
  type ActivityReport,
  type DelayPart,
  delayLabels,
  requestOutcomes as outcomes,
  type RequestOutcome,
  requestOutcomeLabels,
} from "./model.ts";
import { count, type ReportTable, type TableCell } from "./report-table.ts";
import type { Wording } from "./wording.ts";

/** All requests opened; those not taken up; all acts with a tariff; those of them that rights opened since brought back. */
export const REQUESTS = "requests";
export const GIVEN_UP = "given up";
export const FUNDED = "funded";
export const BROUGHT_BACK = "funded brought back";
export const AWAITING = "funded by:awaiting";

/** Those the report counts: a report frozen before them has none. */
export function rightsTables(report: ActivityReport, wording: Wording): ReportTable[] {
  const { requests, delays, declined, givenUp, regained, funding } = report;
  return [
    ...(requests ? [requestsTable(requests, wording)] : []),
    ...(delays ? [delaysTable(delays, wording)] : []),
    ...(declined ? [declinedTable(declined, wording)] : []),
    ...(givenUp ? [givenUpTable(givenUp, wording)] : []),
    ...(regained ? [regainedTable(regained, wording)] : []),
    ...(funding ? [fundingTable(funding, wording)] : []),
  ];
}

/** Requests opened, by outcome: {granted: 3, …}, every outcome there. */
export function tallyOutcomes(
  requests: NonNullable<ActivityReport["requests"]>,
): Readonly<Record<RequestOutcome, number>> {
  const tally = (outcome: RequestOutcome) => requests.reduce((sum, one) => sum + one.outcomes[outcome], 0);
  return Object.fromEntries(outcomes.map((outcome) => [outcome, tally(outcome)])) as Record<
    RequestOutcome,
    number
  >;
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

function requestsTable(
  requests: NonNullable<ActivityReport["requests"]>,
  { definitions }: Wording,
): ReportTable {
  const totals = tallyOutcomes(requests);
  return {
    code: "requests",
    title: "Demandes de droits",
    columns: ["Demande", "Ouvertes", ...outcomes.map((outcome) => requestOutcomeLabels[outcome])],
    rows: [
      ...requests.map(({ type, label, outcomes: found }) => ({
        label,
        cells: [
          count(`request:${type}`, sumOf(Object.values(found))),
          ...outcomes.map((outcome) => count(`request:${type}:${outcome}`, found[outcome])),
        ],
      })),
      {
        label: "Total",
        cells: [
          count(REQUESTS, sumOf(Object.values(totals))),
          ...outcomes.map((outcome) => count(`outcome:${outcome}`, totals[outcome])),
        ],
        total: true,
      },
    ],
    definitions: [["Demandes de droits", definitions.requests ?? ""]],
    bars: 0,
  };
}

function delaysTable(delays: NonNullable<ActivityReport["delays"]>, { definitions }: Wording): ReportTable {
  // Days of those whose days are known: masked with how many they are.
  const days = (part: DelayPart, value: number | null): TableCell => ({
    kind: "days",
    of: `delay:${part}`,
    by: `delay:${part}`,
    value,
  });
  return {
    code: "delays",
    title: "Délais des demandes, en jours",
    columns: ["Délai", "Demandes", "Jours inconnus", "Médiane", "Neuf sur dix"],
    rows: delays.map(({ part, known, unknown, median, p90 }) => ({
      label: delayLabels[part],
      cells: [
        count(`delay:${part}`, known),
        count(`delay unknown:${part}`, unknown),
        days(part, median),
        days(part, p90),
      ],
    })),
    definitions: [["Délais", definitions.delays ?? ""]],
    bars: null,
  };
}

function declinedTable(
  { requests, persons }: NonNullable<ActivityReport["declined"]>,
  { definitions }: Wording,
): ReportTable {
  return {
    code: "declined",
    title: "Non-recours",
    columns: ["Chiffre", "Nombre"],
    rows: [
      { label: "Droits dont la personne n’a pas voulu", cells: [count("declined", requests)] },
      { label: "Personnes", cells: [count("declined persons", persons)] },
    ],
    definitions: [["Non-recours", definitions.declined ?? ""]],
    bars: null,
  };
}

function givenUpTable(
  reasons: NonNullable<ActivityReport["givenUp"]>,
  { definitions }: Wording,
): ReportTable {
  return {
    code: "givenUp",
    title: "Raisons du non-recours",
    columns: ["Raison", "Demandes"],
    rows: [
      ...reasons.map(({ reason, label, requests }) => ({
        label: reasonLabel(reason, label),
        cells: [count(`given up:${reason}`, requests)],
      })),
      { label: "Ensemble", cells: [count(GIVEN_UP, sumOf(reasons.map(({ requests }) => requests)))] },
    ],
    definitions: [["Raisons du non-recours", definitions.givenUp ?? ""]],
    bars: null,
  };
}

/** A reason as it is called; those that nobody told. */
export function reasonLabel(reason: string, label: string | null): string {
  return reason === "" ? "Non précisée" : (label ?? reason);
}

function regainedTable(
  { none, opened, doctorNone, doctorFound }: NonNullable<ActivityReport["regained"]>,
  { definitions }: Wording,
): ReportTable {
  return {
    code: "regained",
    title: "Droits et médecin traitant retrouvés",
    columns: ["Chiffre", "Personnes"],
    rows: [
      { label: "Sans couverture au premier contact", cells: [count("first:none", none)] },
      { label: "Dont droits ouverts dans la période", cells: [count("opened", opened)] },
      { label: "Sans médecin traitant au premier contact", cells: [count("doctor:none", doctorNone)] },
      { label: "Dont médecin traitant trouvé", cells: [count("doctor:found", doctorFound)] },
    ],
    definitions: [
      ["Droits ouverts", definitions.opened ?? ""],
      ["Médecin traitant", definitions.doctor ?? ""],
    ],
    bars: null,
  };
}

/** Euros of cents. */
export const euros = (cents: number) => cents / 100;

function fundingTable(
  { acts, payers, awaiting, broughtBack }: NonNullable<ActivityReport["funding"]>,
  { definitions }: Wording,
): ReportTable {
  const spent = (of: string, by: string, cents: number): TableCell => ({
    kind: "average",
    of,
    by,
    value: euros(cents),
  });
  const lines = [
    ...payers.map((one) => ({ ...one, id: `funded by:${one.payer}`, received: one.received })),
    ...(awaiting.acts > 0
      ? [{ ...awaiting, id: AWAITING, label: "En attente d’un droit", received: undefined }]
      : []),
  ];
  // Absent from reports frozen before it was counted.
  const got = (of: string, by: string, cents: number | undefined): TableCell =>
    cents === undefined ? { kind: "text", text: "" } : spent(of, by, cents);
  const received = payers.flatMap((one) => (one.received === undefined ? [] : [one.received]));
  const totalReceived = received.length === 0 ? undefined : sumOf(received);
  // The amount of all, less those told, is the amount of the one that is not: it goes with the smallest.
  const smallest = lines.toSorted((a, b) => a.acts - b.acts)[0]?.id ?? FUNDED;
  return {
    code: "funding",
    title: "Coût des actes, par financeur",
    columns: ["Financeur", "Actes", "Coût en euros", "Recettes reçues en euros"],
    rows: [
      ...lines.map(({ id, label, acts: n, cents, received }) => ({
        label,
        cells: [count(id, n), spent(id, id, cents), got(id, id, received)],
      })),
      {
        label: "Tous les actes",
        cells: [
          count(FUNDED, acts),
          spent(FUNDED, smallest, sumOf(lines.map(({ cents }) => cents))),
          got(FUNDED, smallest, totalReceived),
        ],
        total: true,
      },
      {
        label: "Dont pris en charge grâce à des droits ouverts depuis",
        cells: [
          count(BROUGHT_BACK, broughtBack.acts),
          spent(BROUGHT_BACK, BROUGHT_BACK, broughtBack.cents),
          { kind: "text", text: "" },
        ],
      },
    ],
    definitions: [["Coût des actes", definitions.funding ?? ""]],
    bars: null,
  };
}
