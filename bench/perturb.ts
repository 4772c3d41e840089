import { type Draw, pick } from "./random.ts";

/** A name as typed by someone who is not sure of it; null when this kind of slip does not apply to it. */
export type Perturbation = (
  draw: Draw,
  name: { readonly family: string; readonly given: string },
) => string | null;

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const fold = (text: string) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/ı/gu, "i")
    .replace(/Đ/gu, "D")
    .replace(/đ/gu, "d")
    .replace(/[ğş]/gu, (letter) => (letter === "ğ" ? "g" : "s"));

/** One slip of the fingers: a letter wrong, missing, added, or swapped with the next. */
function slip(draw: Draw, word: string): string {
  const at = Math.floor(draw() * word.length);
  const letter = pick(draw, [...LETTERS]);
  switch (Math.floor(draw() * 4)) {
    case 0:
      return word.slice(0, at) + letter + word.slice(at + 1);
    case 1:
      return word.slice(0, at) + word.slice(at + 1);
    case 2:
      return word.slice(0, at) + letter + word.slice(at);
    default: {
      const from = Math.min(at, word.length - 2);
      return word.slice(0, from) + word.charAt(from + 1) + word.charAt(from) + word.slice(from + 2);
    }
  }
}

/** The words of a name long enough to slip in, by place. */
function slippery(words: readonly string[], least: number): number[] {
  return words.flatMap((word, at) => (word.length >= least ? [at] : []));
}

function slipIn(
  draw: Draw,
  { family, given }: { family: string; given: string },
  slips: number,
  least: number,
) {
  const words = `${family} ${given}`.split(/[\s-]+/u);
  for (let done = 0; done < slips; done++) {
    const places = slippery(words, least);
    if (places.length === 0) return null;
    const place = pick(draw, places);
    words[place] = slip(draw, words[place] ?? "");
  }
  return words.join(" ");
}

/** One writing of a sound for another, as clerks of two languages hear one name; each applied where it can be. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/\bMohamed\b/giu, "Muhammad"],
  [/\bMohamed\b/giu, "Mouhamed"],
  [/\bMohamed\b/giu, "Mohammed"],
  [/\bYoussef\b/giu, "Yusuf"],
  [/\bYoussef\b/giu, "Youssouf"],
  [/\bIbrahima?\b/giu, "Brahima"],
  [/\bFatoumata\b/giu, "Fatumata"],
  [/\bAïcha\b/giu, "Aisha"],
  [/\bCheikh\b/giu, "Sheikh"],
  [/^(o|ou)u?édraogo$/giu, "Wedraogo"],
  [/\bOu(?=[aeé])/gu, "W"],
  [/(?<=[bcdfgklmnrst])ou(?=[bcdfghklmnrstz])/giu, "u"],
  [/\bDj/gu, "J"],
  [/\bKh/gu, "H"],
  [/ć(?=$|[\s-])/gu, "tch"],
  [/č/gu, "tch"],
  [/Ş|Š/gu, "Ch"],
  [/ş|š/gu, "ch"],
  [/\bÇ/gu, "Tch"],
  [/\bPh/gu, "F"],
  [/ph/gu, "f"],
  [/(?<=[aeiou])ss(?=[aeiou])/giu, "s"],
  [/\bCh(?=[aeéioï])/gu, "Sh"],
  [/\bNguyễn\b/gu, "N’Guyen"],
  [/\bN(?=d[ie])/gu, "N’"],
  [/xh/gu, "dj"],
  [/\bS(?=[ei])/gu, "C"],
  [/\bC(?=[ao])/gu, "K"],
  [/\bY(?=[aou])/gu, "I"],
  [/th/gu, "t"],
];

/** Kinds of slips, each with how many in a hundred queries must still find the person among the first five. */
export const PERTURBATIONS: Readonly<
  Record<string, { readonly least: number; readonly apply: Perturbation }>
> = {
  asWritten: { least: 1, apply: (_, { family, given }) => `${family} ${given}` },
  swapped: { least: 1, apply: (_, { family, given }) => `${given} ${family}` },
  accentless: {
    least: 1,
    apply: (_, { family, given }) => fold(`${family} ${given}`).replace(/[-’']/gu, " ").toLowerCase(),
  },
  oneError: { least: 0.99, apply: (draw, name) => slipIn(draw, name, 1, 4) },
  twoErrors: { least: 0.97, apply: (draw, name) => slipIn(draw, name, 2, 5) },
  twoErrorsInOneWord: {
    least: 0.97,
    apply: (draw, { family, given }) =>
      /^[^\s-]{6,}$/u.test(family) ? `${slip(draw, slip(draw, family))} ${given}` : null,
  },
  transliteration: {
    least: 0.95,
    apply: (draw, { family, given }) => {
      const name = `${family} ${given}`;
      const usable = SPELLINGS.filter(([sound]) => name.search(sound) !== -1);
      if (usable.length === 0) return null;
      const [sound, spelling] = pick(draw, usable);
      return name.replace(sound, spelling);
    },
  },
};
