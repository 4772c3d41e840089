import { birthFromCanonical } from "./birth.ts";
import type { Identity } from "./model.ts";

type Names = Pick<Identity, "family" | "given" | "usedFamily" | "usedGiven" | "sex">;

/** The name a person goes by, and the birth name when it differs. */
export interface ShownName {
  /** "Mariam Traoré" */
  readonly whole: string;
  readonly family: string;
  readonly given: string;
  /** "née Koné", or null when the name used is the birth name. */
  readonly born: string | null;
}

/** How a person is named on screen: the name used first, since it is the one they answer to. */
export function shownName(names: Names): ShownName {
  const family = names.usedFamily || names.family;
  const given = names.usedGiven || names.given;
  const differs = family !== names.family || given !== names.given;
  const bornAs = [given !== names.given ? names.given : "", names.family].filter(Boolean).join(" ");
  return {
    whole: [given, family].filter(Boolean).join(" "),
    family,
    given,
    born: differs ? `${bornWord(names.sex)} ${bornAs}` : null,
  };
}

/** "née", "né", or both when nobody said. */
export function bornWord(sex: Identity["sex"]): string {
  return sex === "female" ? "née" : sex === "male" ? "né" : "né(e)";
}

const MONTHS = "janvier,février,mars,avril,mai,juin,juillet,août,septembre,octobre,novembre,décembre".split(
  ",",
);

/** A canonical birth as French readers say it, no more precise than what is known; null when nothing is. */
export function birthText(canonical: string | null): string | null {
  const birth = canonical === null ? null : birthFromCanonical(canonical);
  if (birth === null) return canonical;
  const two = (figure: number) => String(figure).padStart(2, "0");
  if (birth.precision === "about") return `vers ${birth.year}`;
  if (birth.month === null) return String(birth.year);
  if (birth.day === null) return `${MONTHS[birth.month - 1]} ${birth.year}`;
  return `${two(birth.day)}/${two(birth.month)}/${birth.year}`;
}

/** After "née": "le 12/03/1975", "en mars 1975", "en 1975", "vers 1975"; null when nothing is known. */
export function birthWords(canonical: string | null): string | null {
  const birth = birthText(canonical);
  if (birth === null || birth.startsWith("vers")) return birth;
  return birth.includes("/") ? `le ${birth}` : `en ${birth}`;
}

/** As someone types it in a form: "12/03/1975", "03/1975", "1975", "vers 1975" or nothing. */
export function birthTyped(canonical: string | null): string {
  const birth = canonical === null ? null : birthFromCanonical(canonical);
  if (birth?.precision === "month") return `${String(birth.month).padStart(2, "0")}/${birth.year}`;
  return birthText(canonical) ?? "";
}

/**
 * Age on a day (ISO), no more precise than the birth: "34 ans", "38 ou 39 ans", "environ 39 ans", "5 mois"; null when
 * unknown.
 */
export function ageText(canonical: string | null, day: string): string | null {
  const birth = canonical === null ? null : birthFromCanonical(canonical);
  if (birth === null) return null;
  const two = (figure: number) => String(figure).padStart(2, "0");
  if (birth.precision === "about") return `environ ${years(Number(day.slice(0, 4)) - birth.year)}`;
  const first = `${birth.year}-${two(birth.month ?? 1)}-${two(birth.day ?? 1)}`;
  const last = `${birth.year}-${two(birth.month ?? 12)}-${two(birth.day ?? 31)}`;
  const [oldest, youngest] = [monthsBetween(first, day), Math.max(0, monthsBetween(last, day))];
  if (birth.precision === "day" && oldest < 24) return `${Math.max(0, oldest)} mois`;
  const [low, high] = [Math.floor(youngest / 12), Math.floor(oldest / 12)];
  return low === high ? years(low) : `${low} ou ${years(high)}`;
}

function years(count: number): string {
  return `${count} ${count < 2 ? "an" : "ans"}`;
}

/** Whole months between two ISO days. */
function monthsBetween(from: string, to: string): number {
  const [y1 = 0, m1 = 0, d1 = 0] = from.split("-").map(Number);
  const [y2 = 0, m2 = 0, d2 = 0] = to.split("-").map(Number);
  return (y2 - y1) * 12 + m2 - m1 - (d2 < d1 ? 1 : 0);
}
