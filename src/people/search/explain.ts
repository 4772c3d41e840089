import type { PersonLine } from "../model.ts";
import { foldName, tidyName } from "../names.ts";
import type { How } from "./criteria.ts";

/** What people.search met: the word of the query (from 1), the person's own word, and how. */
export interface Match {
  readonly n: number;
  readonly word: string;
  readonly how: How;
}

const BIRTHS: Partial<Readonly<Record<How, string>>> = {
  birth: "même date de naissance",
  birth_less: "date de naissance compatible",
  birth_near: "date de naissance proche",
  birth_month: "même mois de naissance",
  birth_year: "même année de naissance",
  birth_about: "à peu près le même âge",
  birth_day: "même jour de naissance",
};
/** From the surest to the least sure. */
const CLOSENESS: readonly How[] = ["exact", "joined", "beginning", "sound", "near1", "near2"];
type Field = "nom" | "prénom" | "autre nom connu";

/**
 * Why someone was found, in words: "même date de naissance, nom à une lettre près", "début du nom et du prénom".
 * @param otherBirth true when a birth was typed and is not theirs
 */
export function explainMatch(person: PersonLine, matches: readonly Match[], otherBirth = false): string {
  const said: string[] = [];
  if (matches.some(({ how }) => how === "number")) said.push("numéro de dossier");
  if (matches.some(({ how }) => how === "phone")) said.push("numéro de téléphone");
  for (const { how } of matches) {
    const birth = BIRTHS[how];
    if (birth !== undefined) said.push(birth);
  }
  said.push(...namesSaid(person, matches));
  if (otherBirth) said.push("autre date de naissance");
  return said.join(", ");
}

function namesSaid(person: PersonLine, matches: readonly Match[]): string[] {
  const found = new Map<Field, Match>();
  for (const match of matches) {
    if (!CLOSENESS.includes(match.how)) continue;
    const field = fieldOf(person, match.word);
    const known = found.get(field);
    // The least sure word speaks for the whole name.
    if (!known || CLOSENESS.indexOf(match.how) > CLOSENESS.indexOf(known.how)) found.set(field, match);
  }
  const fields = (["nom", "prénom", "autre nom connu"] as const).filter((field) => found.has(field));
  const alike = (wanted: readonly How[]) =>
    fields.filter(
      (field) => field !== "autre nom connu" && wanted.includes(found.get(field)?.how ?? "number"),
    );
  const [whole, begun] = [alike(["exact", "joined"]), alike(["beginning"])];
  return [
    ...(whole.length > 0 ? [whole.join(" et ")] : []),
    ...(begun.length > 0 ? [`début du ${begun.join(" et du ")}`] : []),
    ...fields.flatMap((field) => {
      const match = found.get(field);
      return match && !whole.includes(field) && !begun.includes(field) ? [nameSaid(field, match)] : [];
    }),
  ];
}

function nameSaid(field: Field, { how, word }: Match): string {
  switch (how) {
    case "near1":
      return `${field} à une lettre près`;
    case "near2":
      return `${field} à deux lettres près`;
    case "sound":
      return `${field} qui s’écrit aussi ${tidyName(word)}`;
    default:
      return field;
  }
}

function fieldOf(person: PersonLine, word: string): Field {
  const holds = (name: string | null) => name !== null && piecesOf(name).has(word);
  if (holds(person.family) || holds(person.usedFamily)) return "nom";
  if (holds(person.given) || holds(person.usedGiven)) return "prénom";
  return "autre nom connu";
}

/** Each word of a name, once and twice, and its words in one piece. */
function piecesOf(name: string): Set<string> {
  const words = foldName(name).split(" ").filter(Boolean);
  const twice = words.map((word) => word + word);
  return new Set([
    ...words,
    ...twice,
    words.join(""),
    ...words.slice(1).map((word, at) => `${words[at]}${word}`),
  ]);
}
