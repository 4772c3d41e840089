/**
 * Reading dates as people type them in French registers. Only the reading: whether the date exists, is credible or
 * which century a two-digit year belongs to is decided by who knows the context (a birth, a visit).
 */

/** What a text says of a date. `yearDigits` is 0 when no year was written. */
export type ReadDate =
  | { kind: "day"; day: number; month: number; year: number; yearDigits: 0 | 2 | 4; time: string | null }
  | { kind: "month"; month: number; year: number; yearDigits: 2 | 4 }
  | { kind: "year"; year: number }
  | { kind: "none" };

const MONTHS: readonly (readonly string[])[] = [
  ["janvier", "january"],
  ["fevrier", "february"],
  ["mars", "march"],
  ["avril", "april"],
  ["mai", "may"],
  ["juin", "june"],
  ["juillet", "july"],
  ["aout", "august"],
  ["septembre", "september"],
  ["octobre", "october"],
  ["novembre", "november"],
  ["decembre", "december"],
];
const WEEKDAY =
  /^(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lun|mar|mer|jeu|ven|sam|dim)\.?,? +(?=\d)/u;
const CLOCK =
  /^(.*[\da-z.])(?:t| *, *| +)(\d{1,2}) *(?:h|:) *(\d{2})?(?: *[:m] *\d{2}(?:[.,]\d+)?)?s?(?:z| *[+-]\d{2}:?\d{2})?$/u;
/** A day or month that its author marked as not known. */
const UNKNOWN_PART = "(?:x{1,2}|\\?{1,2}|-{2}|_{1,2}|\\*{1,2}|0{1,2})";

/** True when the calendar has this day. */
export function dayExists(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** ISO form of a day, `2014-01-03`. */
export function isoDay(year: number, month: number, day: number): string {
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

/** The latest year ending with these two digits whose date is not after the reference day (ISO). */
export function latestYear(twoDigits: number, month: number, day: number, reference: string): number {
  const referenceYear = Number(reference.slice(0, 4));
  const year = referenceYear - ((((referenceYear - twoDigits) % 100) + 100) % 100);
  return isoDay(year, month, day) > reference ? year - 100 : year;
}

/** Number of a month named in full, shortened ("janv", "sept") or in English; null when it is no month. */
export function monthNumber(word: string): number | null {
  if (word.length < 3) return null;
  const found = MONTHS.flatMap((names, index) =>
    names.some((name) => name.startsWith(word)) ? [index + 1] : [],
  );
  // "jui" may be June or July, "mar" is March and "mai" May: only a single answer counts.
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** Reads a date typed in any usual French way; `{ kind: "none" }` when the text is not a date. */
export function readFrenchDate(text: string): ReadDate {
  // A date is short: a long text is a remark, and is not worth running patterns over.
  if (text.length > 60) return { kind: "none" };
  // Most dates of a register are written this way.
  const usual = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$/u.exec(text);
  if (usual && Number(usual[1]) > 0 && Number(usual[2]) > 0) {
    return dayRead(Number(usual[1]), Number(usual[2]), usual[3] ?? "", null);
  }
  let plain = plainText(text).replace(WEEKDAY, "").replace(/^le +/u, "");
  let time: string | null = null;
  const clock = CLOCK.exec(plain);
  if (clock?.[1] !== undefined && Number(clock[2]) < 24 && Number(clock[3] ?? 0) < 60) {
    time = `${String(clock[2]).padStart(2, "0")}:${clock[3] ?? "00"}`;
    plain = clock[1].replace(/ a$/u, "").trim();
  }
  return readNumbers(plain, time) ?? readWords(plain, time) ?? readDigits(plain, time) ?? { kind: "none" };
}

/** Reads "14:30", "14h30", "9 h"; null when the text is not a time of day. */
export function readTime(text: string): string | null {
  const match = /^(\d{1,2}) *(?:[:h]|h *)(?: *(\d{2}))?(?:[:m ]*\d{2})?s?$/u.exec(plainText(text));
  if (!match || Number(match[1]) > 23 || Number(match[2] ?? 0) > 59) return null;
  return `${String(match[1]).padStart(2, "0")}:${match[2] ?? "00"}`;
}

function plainText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[‐‑‒–—−]/gu, "-")
    .replace(/[\s\u200B]+/gu, " ")
    .replace(/^'|[.,;]+$/gu, "")
    .trim();
}

function readNumbers(text: string, time: string | null): ReadDate | null {
  let m = /^(\d{1,2}) ?[/.\- ] ?(\d{1,2}) ?[/.\- ] ?(\d{4}|\d{2})$/u.exec(text);
  // A day or month of zero says "not known" and is read below.
  if (m && Number(m[1]) > 0 && Number(m[2]) > 0) {
    return dayRead(Number(m[1]), Number(m[2]), m[3] ?? "", time);
  }
  m = /^(\d{4})[/.\- ](\d{1,2})[/.\- ](\d{1,2})$/u.exec(text);
  if (m && Number(m[2]) > 0 && Number(m[3]) > 0) return dayRead(Number(m[3]), Number(m[2]), m[1] ?? "", time);
  m = /^(\d{1,2})[/.-](\d{1,2})$/u.exec(text);
  if (m) return dayRead(Number(m[1]), Number(m[2]), "", time);
  m = /^(\d{1,2}) ?[/.\- ] ?(\d{4})$/u.exec(text);
  if (m) return { kind: "month", month: Number(m[1]), year: Number(m[2]), yearDigits: 4 };
  m = /^(\d{4}) ?[/.-] ?(\d{1,2})$/u.exec(text);
  if (m) return { kind: "month", month: Number(m[2]), year: Number(m[1]), yearDigits: 4 };
  return readPartlyUnknown(text);
}

function readPartlyUnknown(text: string): ReadDate | null {
  const year = new RegExp(`^${UNKNOWN_PART}[/. -]${UNKNOWN_PART}[/. -](\\d{4})$`, "u").exec(text);
  const reversedYear = new RegExp(`^(\\d{4})[/.-]${UNKNOWN_PART}[/.-]${UNKNOWN_PART}$`, "u").exec(text);
  const whole = year?.[1] ?? reversedYear?.[1];
  if (whole !== undefined && Number(whole) > 0) return { kind: "year", year: Number(whole) };
  const month = new RegExp(`^${UNKNOWN_PART}[/. -](\\d{1,2})[/. -](\\d{4})$`, "u").exec(text);
  if (month && Number(month[1]) > 0) {
    return { kind: "month", month: Number(month[1]), year: Number(month[2]), yearDigits: 4 };
  }
  const zero = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/u.exec(text);
  if (zero) return dayRead(Number(zero[1]), Number(zero[2]), zero[3] ?? "", null);
  return null;
}

function readWords(text: string, time: string | null): ReadDate | null {
  const m = /^(?:(\d{1,2})(?:er)?[ .\-/]*)?([a-z]+)\.?[ .\-/]*(\d{4}|\d{2})?$/u.exec(text);
  const month = m?.[2] === undefined ? null : monthNumber(m[2]);
  if (!m || month === null) return null;
  if (m[1] !== undefined) return dayRead(Number(m[1]), month, m[3] ?? "", time);
  if (m[3] === undefined) return null;
  return { kind: "month", month, year: Number(m[3]), yearDigits: m[3].length === 2 ? 2 : 4 };
}

/** Digits alone: a year, or a date typed without separators (the first zero is often lost by a spreadsheet). */
function readDigits(text: string, time: string | null): ReadDate | null {
  if (/^\d{4}$/u.test(text)) return { kind: "year", year: Number(text) };
  if (/^\d{7,8}$/u.test(text)) {
    const padded = text.padStart(8, "0");
    const [day, month, year] = [padded.slice(0, 2), padded.slice(2, 4), padded.slice(4)];
    if (dayExists(Number(year), Number(month), Number(day)) && Number(year) >= 1800 && Number(year) < 2200) {
      return dayRead(Number(day), Number(month), year, time);
    }
    return dayRead(Number(padded.slice(6)), Number(padded.slice(4, 6)), padded.slice(0, 4), time);
  }
  if (/^\d{6}$/u.test(text))
    return dayRead(Number(text.slice(0, 2)), Number(text.slice(2, 4)), text.slice(4), time);
  return null;
}

function dayRead(day: number, month: number, year: string, time: string | null): ReadDate {
  const yearDigits = year.length === 4 ? 4 : year.length === 2 ? 2 : 0;
  return { kind: "day", day, month, year: Number(year), yearDigits, time };
}
