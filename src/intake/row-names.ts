/** Names as registers write them: in two columns or one, with a courtesy title, a birth name, capitals for the family name. */
import { foldName, type PersonName } from "../people/names.ts";
import type { Sex } from "./model.ts";
import { readSex } from "./vocabularies.ts";

/** A name read from a row. */
export interface RowName {
  readonly name: PersonName;
  /** Birth name written beside the name in use ("MARTIN née DURAND"). */
  readonly birthFamily: string | null;
  /** What a courtesy title says of the person's sex. */
  readonly sex: Sex | null;
}

const TITLE = /^(?:(m\.|m\b|mr\.?|monsieur|mme\.?|madame|mlle\.?|mademoiselle|mrs?\.?))\s+(?=\S)/iu;
const BIRTH_NAME = /[\s(]+(?:née?|nee)\s*:?\s+([\p{L}][^()]*?)\)?\s*$/iu;
const MARRIED = /\s+(?:épouse|epouse|ép\.?|ep\.|veuve|vve)\s+/iu;
const NOT_GIVEN = new Set([
  "nsp",
  "nr",
  "nc",
  "inconnu",
  "inconnue",
  "non renseigne",
  "non renseignee",
  "non connu",
  "x",
  "xx",
  "xxx",
  "sans nom",
]);

/** Name from a column for the family name and another for the first name; null when neither holds one. */
export function nameFromColumns(family: string, given: string): RowName | null {
  const title = withoutTitle(said(family));
  const { rest, birthFamily } = withoutBirthName(title.rest);
  const first = withoutTitle(said(given));
  return named({ family: rest, given: first.rest }, birthFamily, title.sex ?? first.sex);
}

/** Name from a column that holds it whole. Words in capitals are the family name; else the first word is. */
export function nameFromWhole(text: string): RowName | null {
  const title = withoutTitle(said(text));
  const { rest, birthFamily } = withoutBirthName(title.rest);
  return named(splitWhole(rest), birthFamily, title.sex);
}

function named(name: PersonName, birthFamily: string | null, sex: Sex | null): RowName | null {
  return foldName(name.family) === "" && foldName(name.given) === "" ? null : { name, birthFamily, sex };
}

function splitWhole(text: string): PersonName {
  const comma = text.split(/\s*,\s*/u);
  if (comma.length === 2) return { family: comma[0] ?? "", given: comma[1] ?? "" };
  const words = text.split(" ");
  const shouted = (word: string) => /\p{L}{2}/u.test(word) && word === word.toUpperCase();
  const capitals = words.filter(shouted);
  if (capitals.length > 0 && capitals.length < words.length) {
    return { family: capitals.join(" "), given: words.filter((word) => !shouted(word)).join(" ") };
  }
  return { family: words[0] ?? "", given: words.slice(1).join(" ") };
}

function withoutTitle(text: string): { rest: string; sex: Sex | null } {
  const title = TITLE.exec(text);
  if (!title) return { rest: text, sex: null };
  return { rest: text.slice(title[0].length), sex: readSex(title[1] ?? "") };
}

function withoutBirthName(text: string): { rest: string; birthFamily: string | null } {
  const birth = BIRTH_NAME.exec(text);
  if (birth?.[1] !== undefined && birth.index > 0) {
    return { rest: text.slice(0, birth.index).trim(), birthFamily: birth[1].trim() };
  }
  const [own, married] = text.split(MARRIED);
  return own !== undefined && married !== undefined && own !== ""
    ? { rest: married.trim(), birthFamily: own.trim() }
    : { rest: text, birthFamily: null };
}

/** The cell's text, or nothing when it says that the name is not known. */
function said(text: string): string {
  const tidy = text.replace(/[\s\u200B]+/gu, " ").trim();
  return NOT_GIVEN.has(foldName(tidy)) ? "" : tidy;
}
