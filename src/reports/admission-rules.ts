/** Figures of admission and of the agenda, from their counts. Pure. */
import type { Basins } from "../people/basins.ts";
import {
  type AdmissionFigures,
  attendanceStates,
  type ReferralOutcome,
  referralOutcomes,
  type WaitPart,
  waitLabels,
} from "./admission-model.ts";

/** What reports.count_admission gives; each absent from reports frozen before it was counted. */
export interface AdmissionCounts {
  readonly referrals?: {
    readonly overruled: number;
    readonly structures: readonly {
      readonly name: string;
      readonly outcomes: Readonly<Partial<Record<ReferralOutcome, number>>>;
    }[];
    readonly grounds: NonNullable<AdmissionFigures["referrals"]>["grounds"];
  } | null;
  readonly renounced?: AdmissionFigures["renounced"];
  readonly attendance?: Readonly<Record<string, number>> | null;
  readonly waits?: AdmissionFigures["waits"];
  readonly hours?: AdmissionFigures["hours"];
  readonly places?: {
    readonly sites: NonNullable<AdmissionFigures["places"]>["sites"];
    /** "": nobody knows. */
    readonly communes: readonly {
      readonly code: string;
      readonly persons: number;
      readonly consultations: number;
    }[];
  };
  readonly calls?: AdmissionFigures["calls"];
  readonly target?: AdmissionFigures["target"];
}

/** Basins shown apart; the smaller ones are told together. */
const MOST_BASINS = 12;

/** @param basins empty: communes are all "other" */
export function layOutAdmission(counts: AdmissionCounts, basins: Basins): AdmissionFigures {
  const { referrals, attendance, waits, places } = counts;
  return {
    referrals: referrals
      ? {
          ...referrals,
          structures: referrals.structures.map(({ name, outcomes }) => ({
            name,
            outcomes: Object.fromEntries(
              referralOutcomes.map((outcome) => [outcome, outcomes[outcome] ?? 0]),
            ) as Record<ReferralOutcome, number>,
          })),
        }
      : null,
    renounced: counts.renounced ?? null,
    attendance: attendance ? layOutAttendance(attendance) : null,
    waits: waits
      ? (Object.keys(waitLabels) as WaitPart[])
          .filter((part) => part === "booking" || referrals)
          .map(
            (part) =>
              waits.find((one) => one.part === part) ?? {
                part,
                known: 0,
                unknown: 0,
                median: null,
                p90: null,
              },
          )
      : null,
    hours: counts.hours ?? null,
    places: places ? { sites: places.sites, basins: groupByBasin(places.communes, basins) } : null,
    calls: counts.calls ?? null,
    target: counts.target ?? null,
  };
}

function layOutAttendance(
  states: Readonly<Record<string, number>>,
): NonNullable<AdmissionFigures["attendance"]> {
  const open = ["booked", "arrived", "in_progress"].reduce((sum, state) => sum + (states[state] ?? 0), 0);
  return Object.fromEntries(
    attendanceStates.map((state) => [state, state === "open" ? open : (states[state] ?? 0)]),
  ) as NonNullable<AdmissionFigures["attendance"]>;
}

/** Communes put together by inter-municipality: the largest first, then the others as one, then those of whom nothing is known. */
export function groupByBasin(
  communes: NonNullable<AdmissionCounts["places"]>["communes"],
  basins: Basins,
): NonNullable<AdmissionFigures["places"]>["basins"] {
  const groups = new Map<string, { code: string; label: string; consultations: number; persons: number }>();
  const add = (code: string, label: string, persons: number, consultations: number) => {
    const group = groups.get(code) ?? { code, label, consultations: 0, persons: 0 };
    groups.set(code, {
      ...group,
      persons: group.persons + persons,
      consultations: group.consultations + consultations,
    });
  };
  for (const { code, persons, consultations } of communes) {
    const { code: basin, label } =
      code === ""
        ? UNKNOWN
        : (basins.get(code) ?? { code: "outside", label: "Hors intercommunalité connue" });
    add(basin, label, persons, consultations);
  }
  const named = [...groups.values()]
    .filter(({ code }) => code !== UNKNOWN.code)
    .sort((a, b) => b.persons - a.persons || a.label.localeCompare(b.label, "fr"));
  const rest = named.slice(MOST_BASINS);
  const sum = (key: "persons" | "consultations") => rest.reduce((total, one) => total + one[key], 0);
  const unknown = groups.get(UNKNOWN.code);
  return [
    ...named.slice(0, MOST_BASINS),
    ...(rest.length > 0
      ? [{ code: "other", label: "Autres", persons: sum("persons"), consultations: sum("consultations") }]
      : []),
    ...(unknown ? [unknown] : []),
  ];
}

const UNKNOWN = { code: "", label: "Commune inconnue" } as const;
