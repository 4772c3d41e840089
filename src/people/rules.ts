import { parseBirth } from "./birth.ts";
import type { IdentityForm } from "./model.ts";
import { foldName, nameKeys, type PersonName } from "./names.ts";

/** Columns of people.identity that are worked out from what someone typed. */
export interface IdentityRow {
  readonly family: string;
  readonly given: string;
  readonly birth: string | null;
  readonly birth_date: string | null;
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
 * Words a person is found by: each word of their names, names and neighbours written in one piece ("jeanpierre"), the birth date
 * in digits, year first ("19750312", "1975").
 */
export function searchTokens(names: readonly PersonName[], birth: string | null): string[] {
  const tokens = new Set<string>();
  for (const name of names) {
    for (const part of [name.family, name.given]) {
      const words = foldName(part).split(" ").filter(Boolean);
      for (const word of words) tokens.add(word);
      if (words.length > 1) tokens.add(words.join(""));
      for (let at = 0; at < words.length - 1; at++) tokens.add(`${words[at]}${words[at + 1]}`);
    }
  }
  if (birth) tokens.add(birth.replace(/\D/g, ""));
  return [...tokens];
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
