import { parseBirth } from "./birth.ts";
import type { IdentityForm } from "./model.ts";
import { foldName, nameKeys, type PersonName } from "./names.ts";

/** Columns of people.identity that are worked out from what someone typed. */
export interface IdentityRow {
  readonly family: string;
  readonly given: string;
  readonly birth: string | null;
  readonly birth_date: string | null;
  readonly birth_place_code: string | null;
  readonly birth_place: string | null;
  readonly sex: string;
  readonly used_family: string | null;
  readonly used_given: string | null;
  readonly pseudonym: boolean;
  readonly status: string;
  readonly validation_document: string | null;
  readonly homonym: boolean;
  readonly doubtful: boolean;
  readonly fictitious: boolean;
  readonly key_tokens: string;
  readonly key_letters: string;
  readonly search_tokens: readonly string[];
}

/**
 * Words a person is found by: each word of their names; neighbours and whole names written in one piece ("bensaid",
 * "jeanpierre"); a word that is twice in one name, twice in one piece ("omaromar"); the birth date in digits, year first
 * ("19750312", "1975"). Behind a "+", what is found as written and never guessed from something misspelt: pieces that nobody
 * would take for one name ("+benalihaddad").
 */
export function searchTokens(names: readonly PersonName[], birth: string | null): string[] {
  const tokens = new Set<string>();
  for (const name of names) {
    const own = new Set<string>();
    for (const part of [name.family, name.given]) {
      for (const word of wordsOf(part)) {
        tokens.add(own.has(word) ? `+${word}${word}` : word);
        own.add(word);
      }
    }
    const hyphened = name.given.split(/\s+/u).filter((part) => part.includes("-"));
    for (const part of [name.family, name.given])
      for (const piece of onePieces(part, hyphened)) tokens.add(piece);
  }
  if (birth) tokens.add(birth.replace(/\D/g, ""));
  return [...tokens];
}

function wordsOf(text: string): string[] {
  return foldName(text).split(" ").filter(Boolean);
}

/** Longest beginning that is taken for a piece of the next word: "ben", "el", "ait". */
const SHORT = 3;

/** Neighbouring words, and all of them, without the spaces; `hyphened` names pass for one. */
function onePieces(text: string, hyphened: readonly string[]): string[] {
  const words = wordsOf(text);
  if (words.length < 2) return [];
  const asOne = new Set(hyphened.map((part) => wordsOf(part).join("")));
  const pieces = new Set([words.join("")]);
  for (const [at, word] of words.slice(1).entries()) {
    const before = words[at] ?? "";
    if (before.length <= SHORT) asOne.add(before + word);
    pieces.add(before + word);
  }
  return [...pieces].map((piece) => (asOne.has(piece) ? piece : `+${piece}`));
}

/**
 * Works out the stored identity from the form.
 * @param today ISO day a birth must not be after
 * @returns the row, or a French message for the birth field
 */
export function identityRow(
  form: IdentityForm,
  today: string,
): { ok: true; row: IdentityRow } | { ok: false; birth: string } {
  const reading = parseBirth(form.birth, today);
  if (!reading.ok)
    return {
      ok: false,
      birth: `Cette date de naissance ${reading.reason}.`.replace("la visite", "aujourd’hui"),
    };
  const birth = reading.birth?.canonical ?? null;
  const name = { family: form.family, given: form.given };
  const used = { family: form.usedFamily, given: form.usedGiven };
  const keys = nameKeys(name);
  return {
    ok: true,
    row: {
      family: form.family,
      given: form.given,
      birth,
      birth_date: reading.birth?.precision === "day" ? birth : null,
      birth_place_code: form.birthPlaceCode,
      birth_place: form.birthPlace || null,
      sex: form.sex,
      used_family: form.usedFamily || null,
      used_given: form.usedGiven || null,
      pseudonym: form.pseudonym,
      status: form.status,
      validation_document: form.status === "validated" ? form.validationDocument : null,
      homonym: form.homonym,
      doubtful: form.doubtful,
      fictitious: form.fictitious,
      key_tokens: keys.words,
      key_letters: keys.letters,
      search_tokens: searchTokens([name, used], birth),
    },
  };
}
