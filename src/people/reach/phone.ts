import { type CountryCode, type PhoneNumber, parsePhoneNumberFromString } from "libphonenumber-js/max";

/** A telephone number read: as machines dial it, and as French readers write it. */
export interface ReadPhone {
  /** "+33612345678" */
  readonly e164: string;
  /** "06 12 34 56 78", "+223 76 12 34 56" */
  readonly shown: string;
}

/** France first, then the territories whose numbers are also written 0 and nine digits. */
const HOME: readonly CountryCode[] = ["FR", "RE", "GP", "GF", "MQ", "YT", "BL", "MF"];

/**
 * Reads a telephone number as someone types it: French, overseas territories included, without its country's code;
 * any other with it ("+223 76 12 34 56", "00 223…").
 * @returns the number, or why it is not one (French, a whole sentence)
 */
export function readPhone(
  typed: string,
): { readonly ok: true; readonly phone: ReadPhone } | { readonly ok: false; readonly reason: string } {
  const text = typed.trim().replace(/^00/u, "+");
  if (!/^[+\d\s().\-/\u00a0\u202f]+$/u.test(text) || !/\d/u.test(text))
    return { ok: false, reason: "Un numéro s’écrit avec des chiffres : 06 12 34 56 78." };
  // Of the digits alone: every way of spacing them is the same number ("(0)" after a country's code is not dialled).
  const bare = text.replace(/\(0\)/u, "").replace(/\D/gu, "");
  const number = text.startsWith("+") ? parsePhoneNumberFromString(`+${bare}`) : atHome(bare);
  if (number?.isValid()) return { ok: true, phone: { e164: number.number, shown: written(number) } };
  if (text.startsWith("+"))
    return {
      ok: false,
      reason: "Ce numéro n’existe pas dans le pays de cet indicatif. Vérifiez le nombre de chiffres.",
    };
  return {
    ok: false,
    reason:
      bare.length === 10
        ? "Ce numéro n’existe pas en France. Vérifiez les chiffres."
        : `Un numéro français a 10 chiffres, celui-ci en a ${bare.length}. Pour l’étranger, commencez par + et l’indicatif du pays.`,
  };
}

function atHome(text: string): PhoneNumber | undefined {
  for (const country of HOME) {
    const number = parsePhoneNumberFromString(text, country);
    if (number?.isValid()) return number;
  }
  return undefined;
}

function written(number: PhoneNumber): string {
  const home = /^\+(33|262|590|594|596)/u.test(number.number);
  return home ? number.formatNational() : number.formatInternational();
}
