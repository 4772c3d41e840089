import { today } from "../../ui/days.ts";
import type { Found, RecordAnswers, RecordQuestion } from "../estimate/from-record.ts";
import type { Situation, Stay, Territory } from "../estimate/model.ts";

/** The facts as typed: anything may be missing. */
export interface TypedSituation {
  readonly date: string | null;
  readonly territory: Territory | null;
  readonly stay: Stay | null;
  readonly presentSince: string | null;
  readonly irregularSince: string | null;
  /** There never was a permit: the stay is irregular since the arrival. */
  readonly neverPermit: boolean;
  readonly hasActivity: "yes" | "no" | null;
  readonly household: "size" | "members";
  readonly size: string;
  /** Births of the members, the person first; null while what is typed is not a day. */
  readonly births: readonly (string | null)[];
  readonly resources: string;
}

/** Nothing is known yet but the day. */
export function emptySituation(): TypedSituation {
  return {
    date: today(),
    territory: null,
    stay: null,
    presentSince: null,
    irregularSince: null,
    neverPermit: false,
    hasActivity: null,
    household: "size",
    size: "",
    births: [null],
    resources: "",
  };
}

/** Largest household and amount that are one: beyond, it is a slip. */
const MOST_PERSONS = 30;
const MOST_EUROS = 100_000_000;

/** "8 400,50" → 8400.5; null when it is not an amount. */
export function readEuros(typed: string): number | null {
  const plain = typed.replace(/[\s\u00A0\u202F€]/gu, "").replace(",", ".");
  const amount = /^\d+(\.\d{1,2})?$/u.test(plain) ? Number(plain) : null;
  return amount !== null && amount <= MOST_EUROS ? amount : null;
}

/** "3" → 3; null when it is not a number of persons. */
export function readSize(typed: string): number | null {
  const size = /^\d{1,2}$/u.test(typed.trim()) ? Number(typed) : 0;
  return size >= 1 && size <= MOST_PERSONS ? size : null;
}

/** The situation that is estimated: what cannot be used counts as not known. */
export function situationOf(typed: TypedSituation): Situation {
  const { date } = typed;
  const past = (day: string | null) => (day !== null && date !== null && day <= date ? day : null);
  const presentSince = past(typed.presentSince);
  return {
    date,
    territory: typed.territory,
    stay: typed.stay,
    presentSince,
    irregularSince: typed.neverPermit ? presentSince : past(typed.irregularSince),
    hasActivity: typed.hasActivity === null ? null : typed.hasActivity === "yes",
    household: householdOf(typed, past),
    annualResourcesEuros: readEuros(typed.resources),
  };
}

function householdOf(
  { household, size, births }: TypedSituation,
  past: (day: string | null) => string | null,
): Situation["household"] {
  if (household === "size") {
    const read = readSize(size);
    return read === null ? null : { size: read };
  }
  const known = births.flatMap((birth) => {
    const day = past(birth);
    return day === null ? [] : [{ birthDate: day }];
  });
  return known.length === births.length && known.length > 0 ? { members: known } : null;
}

/** Whether a question is answered on the form. */
export function isAnswered(typed: TypedSituation, question: RecordQuestion): boolean {
  switch (question) {
    case "size":
      return typed.household === "members" || typed.size.trim() !== "";
    case "resources":
      return typed.resources.trim() !== "";
    case "irregularSince":
      return typed.neverPermit || typed.irregularSince !== null;
    default:
      return typed[question] !== null;
  }
}

/** What taking over an answer of the record writes on the form; nothing when it does not answer. */
export function takenAnswer({ question, answer }: Found): Partial<TypedSituation> {
  if (answer === null) return {};
  switch (question) {
    case "size":
      return { household: "size", size: String(answer) };
    case "resources":
      return { resources: String((answer as RecordAnswers["resources"]) / 100).replace(".", ",") };
    case "irregularSince":
      return { irregularSince: answer as RecordAnswers["irregularSince"], neverPermit: false };
    default:
      return { [question]: answer };
  }
}

/** Whether the form already says what the record says. */
export function isSameAnswer(typed: TypedSituation, found: Found): boolean {
  return Object.entries(takenAnswer(found)).every(([field, said]) =>
    Object.entries(typed).some(([name, value]) => name === field && value === said),
  );
}
