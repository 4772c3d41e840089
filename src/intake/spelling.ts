/** Which of the spellings of one person is kept as the name, and which letters-apart ones as variants. */
import { foldName, nameKeys, type PersonName, sameName, tidyName } from "../people/names.ts";
import type { ParsedVisit } from "./model.ts";

/**
 * The name to keep: the order of columns used most often, and in it the spelling with accents and in mixed case rather
 * than in capitals, then the most used. The order of the rows plays no part.
 */
export function bestName(visits: readonly ParsedVisit[]): PersonName {
  const orders = new Map<string, { count: number; first: string; names: PersonName[] }>();
  for (const { name, date } of visits) {
    const key = `${foldName(name.family)}\u001F${foldName(name.given)}`;
    const order = orders.get(key) ?? { count: 0, first: date, names: [] };
    order.count++;
    if (date < order.first) order.first = date;
    order.names.push(name);
    orders.set(key, order);
  }
  const [best] = [...orders].sort(
    ([keyA, a], [keyB, b]) => b.count - a.count || compareText(a.first, b.first) || compareText(keyA, keyB),
  );
  const names = best?.[1].names ?? [];
  return {
    family: tidyName(bestText(names.map(({ family }) => family))),
    given: tidyName(bestText(names.map(({ given }) => given))),
  };
}

/** Names whose letters differ from the name kept, one of each, tidied; in a stable order. */
export function variantsOf(kept: PersonName, names: readonly PersonName[]): PersonName[] {
  const variants = new Map<string, PersonName>();
  for (const name of names) {
    if (sameName(kept, name)) continue;
    const tidy = { family: tidyName(name.family), given: tidyName(name.given) };
    const { letters } = nameKeys(name);
    const present = variants.get(letters);
    if (present === undefined || compareNames(tidy, present) < 0) variants.set(letters, tidy);
  }
  return [...variants.values()].sort(compareNames);
}

/** The best written of several spellings of the same letters. */
export function bestText(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) {
    const tidy = text.normalize("NFC").replace(/\s+/gu, " ").trim();
    counts.set(tidy, (counts.get(tidy) ?? 0) + 1);
  }
  const [best] = [...counts].sort(
    ([a, countA], [b, countB]) =>
      accents(b) - accents(a) || mixedCase(b) - mixedCase(a) || countB - countA || compareText(a, b),
  );
  return best?.[0] ?? "";
}

function accents(text: string): number {
  return [...text].filter((letter) => /[^\p{ASCII}]/u.test(letter) && /\p{L}/u.test(letter)).length;
}

function mixedCase(text: string): number {
  return text !== text.toUpperCase() && text !== text.toLowerCase() ? 1 : 0;
}

function compareNames(a: PersonName, b: PersonName): number {
  return compareText(`${a.family}\u001F${a.given}`, `${b.family}\u001F${b.given}`);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
