/** Recognising a place by its name as people write it. */

/** Words that say nothing of which place it is. */
const PARTICLES = new Set(
  "a au aux chez d dans de des du en et heberge hebergee l la le les loge logee par pour sur un une".split(
    " ",
  ),
);
/** What comes before the number of a room. */
const ROOM_WORDS = new Set("appartement appt apt ch chambre chb lit no numero porte".split(" "));
/** From this many letters on, one letter may differ in the sound as well as in the writing. */
const LONG_WORD = 7;

/** A place with what may be said with its name, and what it is not. */
export interface NamedPlace {
  readonly name: string;
  readonly alsoNamed: readonly string[];
  readonly mayAlsoSay: readonly string[];
  readonly notToBeTakenFor: readonly string[];
}

/**
 * Whether what was typed names this place: accents, case, particles, word order and a typing error a word do not
 * matter. `"unknown"`: it may, but says more, less, or something as near to another name; someone must ask.
 */
export function namesPlace(typed: string, place: NamedPlace): boolean | "unknown" {
  const words = wordsOf(typed);
  const answers = [place.name, ...place.alsoNamed].map((name) => likeness(words, wordsOf(name), place));
  if (answers.includes(true)) return true;
  return answers.includes("unknown") ? "unknown" : false;
}

/** Whether a name says the name of a commune, as a word or words of its own. */
export function saysCommune(typed: string, commune: string): boolean {
  return ` ${wordsOf(typed).join(" ")} `.includes(` ${wordsOf(commune).join(" ")} `);
}

/** Words of a name in small letters without accents; "P.R.A.H.D.A." is one word. */
export function wordsOf(name: string): string[] {
  const folded = name.normalize("NFKD").replace(/\p{M}/gu, "").replace(/œ/gu, "oe").toLowerCase();
  const words = folded
    .replace(/\b(?:[a-z][.]\s?){2,}[a-z]?\b[.]?/gu, (letters) => ` ${letters.replace(/[.\s]/gu, "")} `)
    .split(/[^a-z0-9]+/u)
    .filter((word) => word !== "" && !PARTICLES.has(word));
  return words.filter(
    (word, n) => !ROOM_WORDS.has(word) && !(/^\d+[a-z]?$/u.test(word) && ROOM_WORDS.has(words[n - 1] ?? "")),
  );
}

function likeness(typed: readonly string[], name: readonly string[], place: NamedPlace): boolean | "unknown" {
  const benign = new Set(place.mayAlsoSay.flatMap(wordsOf));
  const left = typed.filter((word) => !benign.has(word) || name.includes(word));
  if (left.length === 0) return false;
  if (left.join("") === name.join("")) return true;
  const found = name.map((wanted) => {
    const answers = left.map((word) => sameWord(word, wanted, place.notToBeTakenFor));
    const at = answers.indexOf(true);
    if (at !== -1) left.splice(at, 1);
    return at !== -1 ? true : answers.includes("unknown") ? "unknown" : false;
  });
  // Everything is said and nothing else: it is the place. Said with other words, or with one as near to another name: ask.
  if (!found.includes(false)) return left.length === 0 && !found.includes("unknown") ? true : "unknown";
  // Part of the name alone, "PRAHDA" or "Appoigny", may be this place or another.
  return left.length === 0 && found.includes(true) ? "unknown" : false;
}

/** One word for another, within a typing error; nearer to a name it must not be taken for, it is that one. */
function sameWord(typed: string, wanted: string, others: readonly string[]): boolean | "unknown" {
  const forms =
    /^[dl][aeiouyh]/u.test(typed) && !wanted.startsWith(typed[0] ?? "") ? [typed, typed.slice(1)] : [typed];
  const answers = forms.map((form) => {
    const near = distanceBetween(form, wanted);
    if (near === null) return false;
    const other = Math.min(...others.flatMap(wordsOf).map((name) => apart(soundOf(form), soundOf(name))));
    const own = Math.min(near, apart(soundOf(form), soundOf(wanted)));
    if (other < own) return false;
    return other === own ? "unknown" : true;
  });
  return answers.includes(true) ? true : answers.includes("unknown") ? "unknown" : false;
}

/** How far apart, or null when it is no typing error. */
function distanceBetween(typed: string, wanted: string): number | null {
  if (typed === wanted) return 0;
  // A number or a word of three letters is that one or another.
  if (/\d/u.test(wanted) || wanted.length < 4) return null;
  const written = apart(typed, wanted);
  if (written <= 1) return written;
  const heard = apart(soundOf(typed), soundOf(wanted));
  return heard === 0 || (heard === 1 && wanted.length >= LONG_WORD) ? 1 : null;
}

/** A word nearly as it is heard: double letters, y and silent h are where people differ. */
function soundOf(word: string): string {
  return word
    .replace(/ph/gu, "f")
    .replace(/h/gu, "")
    .replace(/y/gu, "i")
    .replace(/(.)\1+/gu, "$1");
}

/** Letters added, left out, changed, or two neighbours exchanged (optimal string alignment). */
function apart(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let [before, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, n) => n)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    [before, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
