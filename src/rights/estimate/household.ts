import { addMonths } from "../../ui/days.ts";
import { inForce, type Law } from "./law.ts";
import type { LawParameter, Situation } from "./model.ts";

/** The household as the ceilings count it. */
export interface Household {
  /** Persons counted; null when not known. */
  readonly size: number | null;
  /** Birth dates of those counted, when given. */
  readonly births: readonly string[];
  /** Members who are not counted: a third person of 25 or more makes a request of their own. */
  readonly apart: number;
  /** Whether the person concerned is under age; a person whose birth date is not asked for is taken as of age. */
  readonly personIsMinor: boolean | null;
  /** Members under age. */
  readonly minors: number;
  readonly parameters: readonly LawParameter[];
}

const UNKNOWN: Household = {
  size: null,
  births: [],
  apart: 0,
  personIsMinor: null,
  minors: 0,
  parameters: [],
};
/** The person, and a partner. */
const OF_AGE_COUNTED = 2;

/** Who counts in the household on the day of the request (R861-2): two adults at most, and those under 25. */
export function householdOf({ date, household }: Situation, law: Law): Household {
  if (!household) return UNKNOWN;
  if ("size" in household) return { ...UNKNOWN, size: household.size, personIsMinor: false };
  if (!date) return UNKNOWN;
  const [dependant, majority] = [inForce(law, "dependant_age", date), inForce(law, "majority", date)];
  if (dependant === null || majority === null) return UNKNOWN;
  const births = household.members.map(({ birthDate }) => birthDate);
  const grown = births.filter((birth) => ageOn(birth, date) >= dependant.value);
  const apart = Math.max(0, grown.length - OF_AGE_COUNTED);
  const counted = births.filter(
    (birth, index) =>
      ageOn(birth, date) < dependant.value ||
      births.slice(0, index).filter((one) => ageOn(one, date) >= dependant.value).length < OF_AGE_COUNTED,
  );
  const isMinor = (birth: string) => ageOn(birth, date) < majority.value;
  return {
    size: counted.length,
    births: counted,
    apart,
    personIsMinor: births[0] !== undefined && isMinor(births[0]),
    minors: births.filter(isMinor).length,
    parameters: [dependant],
  };
}

/** Full years on a day. Someone born on 29 February is a year older on 1 March of other years. */
export function ageOn(birth: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birth.slice(0, 4));
  return day.slice(5) < birth.slice(5) ? years - 1 : years;
}

/**
 * Months whose resources count for a request (R861-8), "2024-03" to "2025-02" for April 2025; null when the law of
 * that day is not known.
 */
export function resourceMonths(
  date: string,
  law: Law,
): { readonly from: string; readonly to: string; readonly parameters: readonly LawParameter[] } | null {
  const first = inForce(law, "resource_month", date, { case: "first" });
  const last = inForce(law, "resource_month", date, { case: "last" });
  if (first === null || last === null) return null;
  const month = (before: number) => addMonths(`${date.slice(0, 7)}-01`, -before).slice(0, 7);
  return { from: month(first.value), to: month(last.value), parameters: [first, last] };
}
