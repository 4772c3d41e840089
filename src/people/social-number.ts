/**
 * French social security numbers: the NIR, and the NIA that stands for it until civil status is certified. Thirteen
 * characters and a key of two digits, 97 - (n mod 97) where Corsica's 2A counts as 19 and 2B as 18.
 */
export type NumberKind = "nir" | "nia";

/** A number read, its key checked. */
export interface SocialNumber {
  readonly kind: NumberKind;
  /** Fifteen characters, no space: "155083805301245". */
  readonly value: string;
}

export const numberKindLabels: Readonly<Record<NumberKind, string>> = {
  nir: "NIR (numéro de sécurité sociale)",
  nia: "NIA (identifiant d’attente)",
};

const SHAPE =
  /^(?<sex>[1-478])(?<year>\d{2})(?<month>\d{2})(?<department>\d{2}|2A|2B)(?<place>\d{3})(?<order>\d{3})(?<key>\d{2})$/u;

/** The key of thirteen characters. */
export function keyOf(number: string): number {
  const digits = number.slice(0, 13).replace("2A", "19").replace("2B", "18");
  return 97 - Number(BigInt(digits) % 97n);
}

/**
 * Reads a number as someone types it, spaced in any way.
 * @returns the number, or why it is not one (French, a whole sentence)
 */
export function readNumber(
  typed: string,
): { readonly ok: true; readonly number: SocialNumber } | { readonly ok: false; readonly reason: string } {
  const value = typed.toUpperCase().replace(/[\s.\-\u00a0\u202f]/gu, "");
  const refuse = (reason: string) => ({ ok: false as const, reason });
  if (/^[\dAB]{13}$/u.test(value)) return refuse("Il manque la clé\u00a0: les deux derniers chiffres.");
  if (value.length !== 15)
    return refuse(`Un numéro a 13 chiffres et une clé de 2, celui-ci a ${value.length} caractères.`);
  const parts = SHAPE.exec(value)?.groups;
  if (!parts)
    return refuse(
      "Ce n’est pas la forme d’un numéro de sécurité sociale. Vérifiez le premier chiffre et le département.",
    );
  const month = Number(parts.month);
  // 20 to 42 and 50 to 99: civil status incomplete or declared late (handbook 2.3, to be verified).
  if (!((month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50))
    return refuse("Le mois (quatrième et cinquième chiffres) n’existe pas.");
  if (parts.department === "00" || parts.place === "000" || parts.order === "000")
    return refuse("Le département, la commune ou le numéro d’ordre ne peut pas être zéro.");
  if (Number(parts.key) !== keyOf(value))
    return refuse("La clé ne correspond pas\u00a0: un chiffre est faux, ou deux sont échangés.");
  return { ok: true, number: { kind: /^[12]/u.test(value) ? "nir" : "nia", value } };
}

/** "1 55 08 38 053 012 45" */
export function writtenNumber(value: string): string {
  return value.replace(/^(.)(..)(..)(..)(...)(...)(..)$/u, "$1 $2 $3 $4 $5 $6 $7");
}

/** What may be shown to whoever reads the block: "1 55 08 •• ••• ••• ••". @param head its first five digits */
export function maskedNumber(head: string): string {
  return `${head.slice(0, 1)} ${head.slice(1, 3)} ${head.slice(3, 5)} •• ••• ••• ••`;
}

/**
 * What in a number does not agree with the identity: warnings, never a refusal, since either may be wrong.
 * @param birth canonical ("1975-03-12", "1975", "~1975"), or null
 */
export function disagreements(
  value: string,
  identity: { readonly sex: string; readonly birth: string | null },
): string[] {
  const said: string[] = [];
  const woman = /^[248]/u.test(value);
  if ((identity.sex === "female" && !woman) || (identity.sex === "male" && woman))
    said.push(
      `Le premier chiffre est celui d’${woman ? "une femme" : "un homme"}, l’identité dit l’autre sexe.`,
    );
  const [year, month] = [identity.birth?.replace("~", "").slice(2, 4), identity.birth?.slice(5, 7)];
  if (year && !identity.birth?.startsWith("~") && year !== value.slice(1, 3))
    said.push("L’année de naissance n’est pas celle de l’identité.");
  const written = Number(value.slice(3, 5));
  if (month && written <= 12 && month !== value.slice(3, 5))
    said.push("Le mois de naissance n’est pas celui de l’identité.");
  return said;
}
