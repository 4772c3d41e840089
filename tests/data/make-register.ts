/**
 * Makes registers of any size for tests and benches, and counts while making them what reading them must find: the
 * figures come from how the rows were drawn, never from the code under test.
 */

/** A register as text, with what it holds. */
export interface GeneratedRegister {
  /** CSV, UTF-8, semicolons. */
  readonly csv: string;
  readonly expected: {
    readonly visits: number;
    readonly refused: number;
    readonly blank: number;
    /** Persons when every probable pair is one person, and when none is. */
    readonly personsIfAccepted: number;
    readonly personsIfRejected: number;
    readonly pairs: number;
    /** Persons whose cover was stated as none, or as CMU or CMU-C, at least once. */
    readonly noneAtLeastOnce: number;
    readonly cmuAtLeastOnce: number;
  };
}

const FAMILIES =
  "Adjovi Bouzidi Carpentier Delaunay Etxeberria Fournier Guivarch Hadjadj Isambert Jaquemin Kowalski Lemercier Mukendi Navarro Ouedraogo Pelletier Quéméneur Rakotomalala Szymanski Tchokponhoue Uzunoglu Vandermeersch Weissmuller Xhafaj Ybarnegaray Zimmermann".split(
    " ",
  );
const GIVEN =
  "Alphonsine Barthélemy Christelle Dieudonné Ermeline Fatoumata Guillaume Hippolyte Ismahane Joséphine Konstantin Lucrèce Mohammed Nathanaël Ouarda Philomène Quentin Rosemonde Sébastien Théodora Ursuline Vladimir Wilhelmine Xavière Yolande Zacharie".split(
    " ",
  );
const COVERS = [
  ["CMU", "cmu"],
  ["CMU-C", "cmu"],
  ["CMU + CMU-C", "cmu"],
  ["AME", ""],
  ["néant", "none"],
  ["Aucune", "none"],
  ["RG + ACS", ""],
  ["", ""],
  ["?", ""],
] as const;

interface Drawn {
  readonly family: string;
  readonly given: string;
  /** Day, month, year. */
  readonly birth: readonly [number, number, number];
  /** A misspelling of the family name used on some rows. */
  readonly misspelt: string | null;
}

/** Draws a register of `visits` valid rows; the same seed draws the same one. */
export function generateRegister(seed: number, visits: number, year = 2014): GeneratedRegister {
  const random = randomFrom(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;
  const people = drawPeople(Math.max(1, Math.round(visits / 2.5)), random);
  const lines = ["N°;Date;NOM;Prénom;Né(e) le;Sexe;Adressé par;Couverture;Motif;Vu par;Orienté vers;Hébergement"];
  const met = new Map<Drawn, Set<"right" | "misspelt">>();
  const covers = new Map<Drawn, Set<string>>();
  let [refused, blank] = [0, 0];
  for (let number = 1; number <= visits; number++) {
    const person = pick(people);
    const misspelt = person.misspelt !== null && random() < 0.5;
    const family = misspelt ? (person.misspelt ?? "") : person.family;
    const [shownFamily, shownGiven] = disguise(family, person.given, random);
    met.set(person, (met.get(person) ?? new Set()).add(misspelt ? "misspelt" : "right"));
    const [cover, kind] = pick(COVERS);
    covers.set(person, (covers.get(person) ?? new Set()).add(kind));
    const date = writtenDate(1 + Math.floor(random() * 28), 1 + Math.floor(random() * 12), year, random);
    const birth = `${two(person.birth[0])}/${two(person.birth[1])}/${person.birth[2]}`;
    const tail = `${pick(["F", "H", "Femme", "M"])};${pick(["CCAS", "115", "CHRS"])};${cover};${pick(["toux", "plaie", "bilan"])};${pick(["Dr A", "Dr B", "IDE"])};${pick(["", "PASS", "dentiste"])};${pick(["rue", "CADA", ""])}`;
    lines.push(`${number};${date};${shownFamily};${shownGiven};${birth};${tail}`);
    if (random() < 0.01) {
      lines.push(pick([";31/02/2014;Faux;Jour;01/01/1980", ";;Sans;Date;01/01/1980", ";03/03/2014;;;01/01/1980"]));
      refused++;
    }
    if (random() < 0.01) {
      lines.push(";;;;;;;;;;;");
      blank++;
    }
  }
  // A blank line closes nothing: a row must follow for it to count.
  while (lines[lines.length - 1]?.startsWith(";;;;") === true) {
    lines.pop();
    blank--;
  }
  const spellings = [...met.values()];
  const both = spellings.filter((used) => used.size === 2).length;
  const having = (kind: string) => [...covers.values()].filter((kinds) => kinds.has(kind)).length;
  return {
    csv: `${lines.join("\r\n")}\r\n`,
    expected: {
      visits,
      refused,
      blank,
      personsIfAccepted: met.size,
      personsIfRejected: met.size + both,
      pairs: both,
      noneAtLeastOnce: having("none"),
      cmuAtLeastOnce: having("cmu"),
    },
  };
}

/** Persons no two of whom share a birth date: names alone never decide what the generator knows. */
function drawPeople(count: number, random: () => number): Drawn[] {
  return Array.from({ length: count }, (_, index) => {
    const family = FAMILIES[Math.floor(random() * FAMILIES.length)] ?? "";
    const given = GIVEN[Math.floor(random() * GIVEN.length)] ?? "";
    const day = 1 + (index % 28);
    const month = 1 + (Math.floor(index / 28) % 12);
    const birthYear = 1925 + (Math.floor(index / 336) % 85);
    // One letter doubled: one letter apart.
    const misspelt = random() < 0.05 ? `${family.slice(0, 3)}${family[2]}${family.slice(3)}` : null;
    return { family, given, birth: [day, month, birthYear], misspelt };
  });
}

/** The habits of those who type: capitals, no accents, swapped columns, stray spaces. */
function disguise(family: string, given: string, random: () => number): [string, string] {
  const change = random();
  if (change < 0.2) return [family.toUpperCase(), given];
  if (change < 0.4) return [family.normalize("NFD").replace(/\p{M}/gu, ""), ` ${given.toUpperCase()} `];
  if (change < 0.5) return [given, family];
  return [family, given];
}

function writtenDate(day: number, month: number, year: number, random: () => number): string {
  const style = Math.floor(random() * 4);
  if (style === 0) return `${year}-${two(month)}-${two(day)}`;
  if (style === 1) return `${day}.${month}.${String(year).slice(2)}`;
  if (style === 2) return `${two(day)}.${two(month)}.${year}`;
  return `${two(day)}/${two(month)}/${year}`;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

/** Mulberry32. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
