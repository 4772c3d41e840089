import { type PartialBirth, parseBirth } from "../birth.ts";
import { dayExists, isoDay, readFrenchDate } from "../french-dates.ts";
import { foldName } from "../names.ts";

/**
 * One way a word typed may be met, as people.search takes it. `n`: which criterion of the query (from 1); `part`: a
 * beginning is enough; `tier`: from which attempt it counts (1: as written, 3: with typing errors); `cost`: 0 as written,
 * 1 a typing error; `name`: the database widens it to what sounds alike or is a letter or two away; `needed` false: a
 * particle, which may be missing.
 */
export interface Criterion {
  readonly n: number;
  readonly word: string;
  readonly how: How;
  readonly part?: boolean;
  readonly cost?: number;
  readonly tier?: number;
  readonly name?: boolean;
  readonly needed?: boolean;
}

/** How a word of the query was met. Those of a birth begin with "birth". */
export type How =
  | "exact"
  | "joined"
  | "beginning"
  | "sound"
  | "near1"
  | "near2"
  | "birth"
  | "birth_less"
  | "birth_near"
  | "birth_month"
  | "birth_year"
  | "birth_about"
  | "birth_day"
  | "number"
  | "phone";

/** Longest query looked at, in criteria: more would only make the search slower. */
export const MOST_WORDS = 6;
/** Longest query looked at, in characters. */
export const MOST_CHARACTERS = 120;
/** Fewest digits by which a telephone number is looked for. */
const SHORTEST_PHONE = 4;
const OLDEST_YEARS = 120;

/** Small words of names that one register writes and the next does not. */
const PARTICLES = new Set(
  "de,da,do,dos,das,du,des,di,d,la,le,les,l,el,al,van,von,der,den,ould,ibn,ben,bin,bint,bent".split(","),
);
const ONLY_NUMBER = /^(?:dossier *)?(?:n° *|nº *|n *° *|no *|n *)(\d{1,9})$/iu;

/**
 * Reads a query: names in any order, and a birth in any usual form, whole or partial ("12/03/75", "mars 1975", "né en
 * 1975", "12/03"), a record's number, digits of a telephone number.
 * @param today ISO day no birth is after
 */
export function searchCriteria(words: string, today: string): Criterion[] {
  const text = words.slice(0, MOST_CHARACTERS).trim();
  const number = ONLY_NUMBER.exec(text)?.[1];
  if (number !== undefined) return [{ n: 0, word: number, how: "number" }];
  const parts = text.split(/[\s,;]+/u).filter(Boolean);
  const criteria: Criterion[] = [];
  const names: { n: number; word: string }[] = [];
  let n = 0;
  for (let at = 0; at < parts.length && n < MOST_WORDS; ) {
    const digits = digitsFrom(parts, at);
    const date = digits.length > 3 ? null : dateAt(parts, at, today);
    const length = date?.length ?? digits.length;
    if (length > 0) {
      n++;
      criteria.push(...(date?.ways ?? []).map((way) => ({ n, ...way })));
      // What reads as a date may still be a number: "1975", "06 12 34".
      if (digits.length >= length) criteria.push(...digitWays(n, digits.text, length === parts.length));
      at += length;
      continue;
    }
    const part = parts[at++] ?? "";
    for (const word of foldName(part).split(" ").filter(Boolean)) {
      if (n < MOST_WORDS) names.push({ n: ++n, word });
    }
  }
  return [...nameWays(names), ...criteria];
}

/** Each word by itself, its beginning, and with the next: "ben ali" finds Benali. */
function nameWays(names: readonly { n: number; word: string }[]): Criterion[] {
  const meaningful = names.some(({ word }) => !PARTICLES.has(word));
  return names.flatMap(({ n, word }, at) => {
    const needed = !meaningful || !PARTICLES.has(word);
    // Typed twice, it is first looked for where it is twice.
    const again = names.slice(0, at).some((before) => before.word === word);
    const ways: Criterion[] = [
      ...(again ? [{ n, word: word + word, how: "exact", needed } as const] : []),
      { n, word, how: "exact", name: true, needed, tier: again ? 2 : 1 },
      { n, word, how: "beginning", part: true, tier: 2, cost: 0.2, needed },
    ];
    const next = names[at + 1];
    if (next) {
      const joined = { word: word + next.word, how: "joined", cost: 0.05 } as const;
      const nextNeeded = !meaningful || !PARTICLES.has(next.word);
      for (const part of [false, true]) {
        const tier = part ? 2 : 1;
        const cost = part ? 0.3 : 0.05;
        ways.push({ ...joined, n, part, tier, cost, needed });
        ways.push({ ...joined, n: next.n, part, tier, cost, needed: nextNeeded });
      }
    }
    return ways;
  });
}

type Way = Omit<Criterion, "n">;

/** The longest run of words from `at` that reads as a birth. */
function dateAt(parts: readonly string[], at: number, today: string): { ways: Way[]; length: number } | null {
  for (let length = Math.min(5, parts.length - at); length >= 1; length--) {
    const text = parts.slice(at, at + length).join(" ");
    if (!/\d/u.test(text) || /^0\d{9}$/u.test(text)) continue;
    const reading = parseBirth(text, today);
    if (reading.ok && reading.birth !== null) return { ways: birthWays(reading.birth, today), length };
    const dayOfYear = dayWithoutYear(text, today);
    if (dayOfYear !== null) return { ways: dayOfYear, length };
  }
  return null;
}

/** A birth as records may hold it: exactly, less precisely, or with one slip of the fingers. */
function birthWays(birth: PartialBirth, today: string): Way[] {
  const year = String(birth.year).padStart(4, "0");
  if (birth.precision === "about")
    return [0, 1, -1, 2, -2].map((apart) => ({
      word: String(birth.year + apart),
      how: "birth_about",
      part: true,
      cost: 0.1 * Math.abs(apart),
    }));
  if (birth.precision === "year") return [{ word: year, how: "birth_year", part: true }];
  const month = year + two(birth.month ?? 0);
  if (birth.precision === "month")
    return [
      { word: month, how: "birth_month", part: true },
      { word: year, how: "birth_less", cost: 0.4 },
    ];
  const day = month + two(birth.day ?? 0);
  return [
    { word: day, how: "birth" },
    { word: month, how: "birth_less", cost: 0.3 },
    { word: year, how: "birth_less", cost: 0.4 },
    ...slips(birth, today).map((word) => ({ word, how: "birth_near" as const, cost: 1, tier: 3 })),
  ];
}

/** Other days that one slip gives: a digit for another, two neighbours swapped, day and month exchanged. */
function slips(birth: PartialBirth, today: string): string[] {
  const [day, month, year] = [two(birth.day ?? 0), two(birth.month ?? 0), String(birth.year)];
  const digits = year + month + day;
  const found = new Set([year + day + month]);
  for (let at = 0; at < digits.length; at++) {
    const [before, after] = [digits.slice(0, at), digits.slice(at + 1)];
    for (let digit = 0; digit <= 9; digit++) found.add(before + digit + after);
    if (at > 0) found.add(before.slice(0, -1) + digits.charAt(at) + before.slice(-1) + after);
  }
  found.delete(digits);
  const first = String(Number(today.slice(0, 4)) - OLDEST_YEARS);
  return [...found].filter(
    (one) =>
      one >= first &&
      one <= today.replaceAll("-", "") &&
      dayExists(Number(one.slice(0, 4)), Number(one.slice(4, 6)), Number(one.slice(6))),
  );
}

/** "12/03", "12 mars": that day of any year. */
function dayWithoutYear(text: string, today: string): Way[] | null {
  const read = readFrenchDate(text);
  if (read.kind !== "day" || read.yearDigits !== 0) return null;
  const thisYear = Number(today.slice(0, 4));
  return Array.from({ length: OLDEST_YEARS + 1 }, (_, age) => thisYear - age)
    .filter((year) => dayExists(year, read.month, read.day))
    .map((year) => ({ word: isoDay(year, read.month, read.day).replaceAll("-", ""), how: "birth_day" }));
}

/** Digits that follow one another, as telephone numbers are written: "06 12 34". */
function digitsFrom(parts: readonly string[], from: number): { text: string; length: number } {
  let to = from;
  while (to < parts.length && /^[+\d][\d.()-]*$/u.test(parts[to] ?? "")) to++;
  return { text: parts.slice(from, to).join(""), length: to - from };
}

/** Digits as a part of a telephone number or, when nothing else was typed, a record's number. */
function digitWays(n: number, text: string, alone: boolean): Criterion[] {
  const digits = text.replace(/\D/gu, "");
  if (digits === "") return [];
  const phone: Criterion[] =
    digits.length >= SHORTEST_PHONE ? [{ n, word: `tel:${digits}`, how: "phone", part: true }] : [];
  const number: Criterion[] =
    alone && digits.length <= 9 && /^\d+$/u.test(text) ? [{ n, word: digits, how: "number" }] : [];
  return [...number, ...phone];
}

function two(figure: number): string {
  return String(figure).padStart(2, "0");
}
