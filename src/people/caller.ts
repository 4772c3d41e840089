import { readPhone } from "./reach/phone.ts";
import { type Criterion, searchCriteria } from "./search/criteria.ts";

/** Who telephones, as far as one knows: their number, and what is typed of them while they speak. */
export interface CallerWords {
  /** "+33612345678"; null when none came, or it is not a number. */
  readonly number: string | null;
  /** As French readers write it; as it came when it is not a number. */
  readonly shown: string;
  /** As people.search takes them; null when nothing is typed. */
  readonly criteria: readonly Criterion[] | null;
}

/** @param today ISO day no birth is after */
export function callerWords(number: string, words: string, today: string): CallerWords {
  const phone = number.trim() === "" ? null : readPhone(number);
  return {
    number: phone?.ok ? phone.phone.e164 : null,
    shown: phone?.ok ? phone.phone.shown : number.trim(),
    criteria: words.trim() === "" ? null : searchCriteria(words, today),
  };
}
