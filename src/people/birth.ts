/**
 * Birth dates, partial ones included: "12/03/1975", "03/1975", "1975", "vers 1975" each keep the precision their
 * author gave them and are never completed with an invented day.
 */
import { dayExists, isoDay, latestYear, type ReadDate, readFrenchDate } from "./french-dates.ts";

/** How much of the birth date is known. "about" is a year given as approximate. */
export type BirthPrecision = "day" | "month" | "year" | "about";

/** A birth date with the precision it was given at. */
export interface PartialBirth {
  /** As written in the source. */
  readonly text: string;
  readonly precision: BirthPrecision;
  readonly year: number;
  readonly month: number | null;
  readonly day: number | null;
  /** `1975-03-12`, `1975-03`, `1975` or `~1975`: what equality is judged on. */
  readonly canonical: string;
}

/** Result of reading a birth date: a birth, none given, or why it cannot be accepted (French, without the value). */
export type BirthReading =
  | { readonly ok: true; readonly birth: PartialBirth | null }
  | { readonly ok: false; readonly problem: BirthProblem; readonly reason: string };

/** Why a birth date is refused. */
export type BirthProblem = "not_a_date" | "impossible" | "not_credible" | "after_reference";

/** Oldest age accepted, in years: beyond it a birth date is a typing error. */
export const OLDEST_AGE = 120;

const REASONS: Readonly<Record<BirthProblem, string>> = {
  not_a_date: "n’est pas une date",
  impossible: "n’existe pas dans le calendrier",
  not_credible: `n’est pas crédible (plus de ${OLDEST_AGE} ans)`,
  after_reference: "est après la visite",
};

const ABOUT =
  /^(?:ne(?:e|\(e\))? +)?(?:vers|environ|env\.?|autour de|aux environs de|circa|ca\.?|c\.|~|≈|±|\+\/-)(?: *(?:l'?an(?:nee)?|de))? *(\d{4})$/u;
const ABOUT_AFTER = /^(\d{4}) *(?:\?+|environ|env\.?|approx\.?|\(environ\)|\(vers\))$/u;
const AGE = /^(?:env(?:\.|iron)? *)?(\d{1,3}) *ans?$/u;
const NOT_GIVEN = new Set(
  "inconnu,inconnue,inconnus,non connu,non connue,nsp,ne sait pas,non renseigne,non renseignee,nr,n.r.,nc,n.c.,na,n/a,neant,sans,x,xx,xxx,non precise,non precisee,non communique,non communiquee,aucune,null,ras".split(
    ",",
  ),
);

/**
 * Reads a birth date as typed. `reference` (ISO day) is the day it must not be after, the visit's as a rule; it also
 * decides the century of a two-digit year (the latest date not after it) and the year of an age ("39 ans").
 */
export function parseBirth(text: string, reference: string): BirthReading {
  const written = text.replace(/[\s\u00A0\u200B]+/gu, " ").trim();
  if (/^\d[\d/.-]+$/u.test(written)) return resolved(written, readFrenchDate(written), reference);
  const plain = plainForm(written);
  if (!/[\p{L}\p{N}]/u.test(plain) || NOT_GIVEN.has(plain)) return { ok: true, birth: null };
  const about = ABOUT.exec(plain) ?? ABOUT_AFTER.exec(plain);
  if (about) return credible(birthOf(written, "about", Number(about[1])), reference);
  const age = AGE.exec(plain);
  if (age)
    return credible(birthOf(written, "about", Number(reference.slice(0, 4)) - Number(age[1])), reference);
  const bare = plain.replace(/^ne(?:e|\(e\))? +(?:le +|en +)?|^en +/u, "").replace(/ *\?+$/u, "");
  return resolved(written, readFrenchDate(bare), reference);
}

/** A birth from what was read, its century settled. */
function resolved(written: string, read: ReadDate, reference: string): BirthReading {
  switch (read.kind) {
    case "none":
      return refused("not_a_date");
    case "year":
      return credible(birthOf(written, "year", read.year), reference);
    case "month": {
      if (read.month < 1 || read.month > 12) return refused("impossible");
      const year = read.yearDigits === 2 ? latestYear(read.year, read.month, 1, reference) : read.year;
      return credible(birthOf(written, "month", year, read.month), reference);
    }
    case "day": {
      if (read.yearDigits === 0) return refused("not_a_date");
      const { month, day } = read;
      // 29 February of a two-digit year is judged once the century is known.
      const year = read.yearDigits === 2 ? latestYear(read.year, month, day, reference) : read.year;
      if (!dayExists(year, month, day)) return refused("impossible");
      return credible(birthOf(written, "day", year, month, day), reference);
    }
  }
}

/** True for a canonical birth that says the day (`1975-03-12`). */
export function saysTheDay(canonical: string): boolean {
  return canonical.length === "1975-03-12".length;
}

/** Builds a birth from its canonical form (`1975-03-12`, `1975-03`, `1975`, `~1975`); null when it is not one. */
export function birthFromCanonical(canonical: string, text: string = canonical): PartialBirth | null {
  const m = /^(~)?(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/u.exec(canonical);
  if (!m || (m[1] !== undefined && m[3] !== undefined)) return null;
  const [year, month, day] = [Number(m[2]), Number(m[3] ?? 0), Number(m[4] ?? 0)];
  if (m[1] !== undefined) return birthOf(text, "about", year);
  if (day > 0) return dayExists(year, month, day) ? birthOf(text, "day", year, month, day) : null;
  if (m[4] !== undefined || (m[3] !== undefined && (month < 1 || month > 12))) return null;
  return m[3] === undefined ? birthOf(text, "year", year) : birthOf(text, "month", year, month);
}

/** True when a birth date could be the other one known with less precision ("1975" and 12/03/1975). */
export function birthsCompatible(a: PartialBirth, b: PartialBirth): boolean {
  if (a.precision === "about" || b.precision === "about") return Math.abs(a.year - b.year) <= 2;
  if (a.year !== b.year) return false;
  if (a.month !== null && b.month !== null && a.month !== b.month) return false;
  return a.day === null || b.day === null || a.day === b.day;
}

function plainForm(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{M}+/gu, "")
    .replace(/[’‘]/gu, "'")
    .toLowerCase()
    .trim();
}

function birthOf(
  text: string,
  precision: BirthPrecision,
  year: number,
  month?: number,
  day?: number,
): PartialBirth {
  const whole = String(year).padStart(4, "0");
  const canonical =
    precision === "day"
      ? isoDay(year, month ?? 0, day ?? 0)
      : precision === "month"
        ? `${whole}-${String(month).padStart(2, "0")}`
        : precision === "about"
          ? `~${whole}`
          : whole;
  return { text, precision, year, month: month ?? null, day: day ?? null, canonical };
}

function credible(birth: PartialBirth, reference: string): BirthReading {
  const first = isoDay(birth.year, birth.month ?? 1, birth.day ?? 1);
  const last = isoDay(birth.year, birth.month ?? 12, birth.day ?? 31);
  const oldest = isoDay(Number(reference.slice(0, 4)) - OLDEST_AGE, 1, 1).slice(0, 4) + reference.slice(4);
  if (first > reference) return refused("after_reference");
  if (last < oldest) return refused("not_credible");
  return { ok: true, birth };
}

function refused(problem: BirthProblem): BirthReading {
  return { ok: false, problem, reason: REASONS[problem] };
}
