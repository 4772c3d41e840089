import type { Basins } from "../people/basins.ts";
import { type AdmissionCounts, layOutAdmission } from "./admission-rules.ts";
import {
  type ActivityReport,
  type CoverCategory,
  type DelayPart,
  delayLabels,
  glassLabels,
  type RequestOutcome,
  type Share,
  takenUpLabels,
} from "./model.ts";

/** What reports.activity gives: counts only. */
export interface ActivityCounts extends AdmissionCounts {
  readonly from: string;
  readonly to: string;
  readonly knownOn: string;
  readonly recordBegins: string | null;
  /** Absent from reports frozen before records were ever erased. */
  readonly erased?: ActivityReport["erased"];
  readonly consultations: number;
  readonly activeCaseload: number;
  readonly noneAtLeastOnce: number;
  readonly cmuAtLeastOnce: number;
  readonly unknown: number;
  readonly newPersons: number | null;
  readonly halfDays: number;
  readonly schemes: readonly {
    layer: "base" | "complementary";
    code: string;
    label: string;
    persons: number;
  }[];
  readonly coverAtFirst: Readonly<Record<string, number>> | null;
  readonly coverAtLast: Readonly<Record<string, number>> | null;
  readonly ages: ActivityReport["ages"] | null;
  readonly months: ActivityReport["months"] | null;
  /** The next three are absent from reports frozen before they were counted. */
  readonly interpreting?: ActivityReport["interpreting"];
  readonly takenUp?: ActivityReport["takenUp"];
  readonly glass?: Readonly<Partial<Record<keyof typeof glassLabels, number>>>;
  /** The next six are absent from reports frozen before they were counted. */
  readonly requests?: readonly {
    type: string;
    label: string;
    outcomes: Readonly<Partial<Record<RequestOutcome, number>>>;
  }[];
  readonly delays?: NonNullable<ActivityReport["delays"]>;
  readonly declined?: ActivityReport["declined"];
  /** Absent from reports frozen before they were counted. */
  readonly givenUp?: ActivityReport["givenUp"];
  readonly entryOpened?: number;
  readonly doctor?: { none: number; found: number };
  readonly funding?: ActivityReport["funding"];
  readonly words: readonly { list: string; code: string; label: string; count: number }[] | null;
}

/** Quotient rounded half up to `decimals`, exact for integers; null when the divisor is 0. 300/123 → 2.44. */
export function ratio(dividend: number, divisor: number, decimals: number): number | null {
  if (divisor === 0) return null;
  const scale = 10 ** decimals;
  // Integer arithmetic: a float quotient could fall on the wrong side of one half.
  const scaled = Math.floor((2 * dividend * scale + divisor) / (2 * divisor));
  return scaled / scale;
}

/**
 * Lays out the report from its counts: shares in whole percents of the active caseload, half up.
 * @param basins inter-municipalities by which communes are put together
 */
export function layOutReport(counts: ActivityCounts, basins: Basins): ActivityReport {
  const share = (persons: number): Share => ({
    persons,
    percent: ratio(persons * 100, counts.activeCaseload, 0),
  });
  const categories = (found: Readonly<Record<string, number>> | null) =>
    (
      [
        "none",
        "base_only",
        "private",
        "acs",
        "cmu_c_c2s",
        "ame",
        "unknown",
      ] as const satisfies readonly CoverCategory[]
    ).map((category) => ({ category, ...share(found?.[category] ?? 0) }));
  const words = (list: string) => (counts.words ?? []).filter((word) => word.list === list);
  return {
    from: counts.from,
    to: counts.to,
    knownOn: counts.knownOn,
    recordBegins: counts.recordBegins,
    erased: counts.erased ?? [],
    consultations: counts.consultations,
    activeCaseload: counts.activeCaseload,
    consultationsPerPerson: ratio(counts.consultations, counts.activeCaseload, 2),
    halfDays: counts.halfDays,
    newPersons: counts.newPersons,
    coverage: {
      noneAtLeastOnce: share(counts.noneAtLeastOnce),
      cmuAtLeastOnce: share(counts.cmuAtLeastOnce),
      unknown: share(counts.unknown),
      schemes: counts.schemes
        .filter((scheme) => scheme.persons > 0)
        .map((scheme) => ({ ...scheme, ...share(scheme.persons) })),
      atFirst: categories(counts.coverAtFirst),
      atLast: categories(counts.coverAtLast),
    },
    months: counts.months ?? [],
    ages: counts.ages ?? [],
    referrers: words("referrer").map(({ code, label, count }) => ({ code, label, ...share(count) })),
    reasons: words("reason").map(({ code, label, count }) => ({ code, label, consultations: count })),
    services: words("service").map(({ code, label, count }) => ({ code, label, consultations: count })),
    orientations: words("orientation").map(({ code, label, count }) => ({
      code,
      label,
      consultations: count,
    })),
    interpreting: counts.interpreting ?? null,
    takenUp: counts.takenUp
      ? codesOf(takenUpLabels).map(
          (part) => counts.takenUp?.find((one) => one.part === part) ?? { part, cares: 0, persons: 0 },
        )
      : null,
    glass: counts.glass
      ? codesOf(glassLabels).map((outcome) => ({ outcome, openings: counts.glass?.[outcome] ?? 0 }))
      : null,
    ...layOutRights(counts),
    ...layOutAdmission(counts, basins),
  };
}

function layOutRights(
  counts: ActivityCounts,
): Pick<ActivityReport, "requests" | "delays" | "declined" | "givenUp" | "regained" | "funding"> {
  const { requests, delays, declined, givenUp, entryOpened, doctor, funding } = counts;
  const nothing = (part: DelayPart) => ({ part, known: 0, unknown: 0, median: null, p90: null });
  return {
    requests:
      requests?.map(({ type, label, outcomes }) => ({
        type,
        label,
        outcomes: { granted: 0, refused: 0, pending: 0, abandoned: 0, declined: 0, ...outcomes },
      })) ?? null,
    delays: delays
      ? codesOf(delayLabels).map((part) => delays.find((one) => one.part === part) ?? nothing(part))
      : null,
    declined: declined ?? null,
    givenUp: givenUp ?? null,
    regained:
      entryOpened === undefined || !doctor
        ? null
        : {
            none: counts.coverAtFirst?.none ?? 0,
            opened: entryOpened,
            doctorNone: doctor.none,
            doctorFound: doctor.found,
          },
    funding: funding ?? null,
  };
}

function codesOf<Code extends string>(labels: Readonly<Record<Code, string>>): Code[] {
  return Object.keys(labels) as Code[];
}
