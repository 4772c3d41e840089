import { drawName } from "./names.ts";
import { drawBirth } from "./population.ts";
import { pick, seededDraw } from "./random.ts";

const DAY = 86_400_000;
const YEAR_START = Date.parse("2026-01-05");
const COVERS = [
  "aucune",
  "AME",
  "PUMA",
  "PUMA + C2S",
  "régime général",
  "régime général + mutuelle",
  "CMU",
  "néant",
  "",
];
const REASONS = [
  "renouvellement ordonnance",
  "plaie",
  "toux",
  "lombalgie",
  "certificat",
  "HTA suivi",
  "diabète",
  "dents",
];
const ORIENTATIONS = [
  "",
  "",
  "CPAM ouverture de droits",
  "médecin traitant en ville",
  "PASS",
  "dentiste",
  "laboratoire",
];
const REFERRERS = ["CCAS", "assistante sociale secteur", "CHRS", "115", "Restos du Cœur", "lui-même"];
const HOUSING = ["", "rue", "hôtel 115", "CHRS", "CADA", "hébergé", "foyer", "logement"];

/** Someone the record already holds, as a register would name them. */
export interface KnownName {
  readonly family: string;
  readonly given: string;
  /** `1975-03-12`; only people whose birth date is known to the day are met again. */
  readonly birth: string;
  readonly sex: string;
}

/**
 * Invents a centre's register of 2026 as CSV: `rows` visits, about 2.4 a person, four persons in ten already known.
 * @param seed another seed gives other visits
 */
export function inventRegister(rows: number, seed: number, known: readonly KnownName[]): string {
  const draw = seededDraw(seed);
  const lines: { day: string; cells: string[] }[] = [];
  while (lines.length < rows) {
    const person = draw() < 0.4 && known.length > 0 ? pick(draw, known) : stranger(draw);
    const first = Math.floor(draw() * 250);
    const visits = 1 + Math.floor(draw() * 3.8);
    for (let visit = 0; visit < visits && lines.length < rows; visit++) {
      const day = new Date(YEAR_START + (first + visit * 14) * DAY).toISOString().slice(0, 10);
      const cells = [
        french(day),
        person.family,
        person.given,
        french(person.birth),
        person.sex === "female" ? "F" : "M",
        visit === 0 ? pick(draw, REFERRERS) : "",
        pick(draw, COVERS),
        pick(draw, REASONS),
        `Dr ${pick(draw, ["A", "B", "C"])}`,
        pick(draw, ORIENTATIONS),
        pick(draw, HOUSING),
      ];
      lines.push({ day, cells });
    }
  }
  lines.sort((a, b) => (a.day < b.day ? -1 : 1));
  const header = "Date;Nom;Prénom;Né(e) le;Sexe;Adressé par;Couverture;Motif;Vu par;Orienté vers;Hébergement";
  return [header, ...lines.map(({ cells }) => cells.join(";"))].join("\r\n");
}

function stranger(draw: () => number): KnownName {
  const birth = drawBirth(draw, YEAR_START);
  return { ...drawName(draw), birth: birth?.replace("~", "vers ") ?? "" };
}

/** `1975-03-12` → `12/03/1975`; what is no full date stays as it is. */
function french(birth: string): string {
  return birth.replace(/^(\d{4})-(\d{2})-(\d{2})$/, "$3/$2/$1").replace(/^(\d{4})-(\d{2})$/, "$2/$1");
}
