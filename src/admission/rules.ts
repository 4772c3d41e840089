import type { AdmissionRules, FactName, Leaf, Test } from "../network/admission-data.ts";
import type { Answer, Eligibility, Facts } from "./eligibility.ts";
import { namesPlace, saysCommune } from "./place-names.ts";

/**
 * Whether someone may be admitted (handbook A1, A2), by the rules of a preset. What is not known stays so; one condition
 * known unmet decides whatever is unknown. Learning a fact never turns a known answer over.
 */
export function decideEligibility(facts: Facts, rules: AdmissionRules): Eligibility {
  const conditions = rules.conditions.map(({ code, label, test }) => {
    const met = holds(test, facts, rules);
    return { code, met, why: `${label}\u00a0: ${explain(test, met, facts, rules)}` };
  });
  return { eligible: every(conditions.map(({ met }) => met)), conditions };
}

/** Codes of grounds as the rules write them; those they do not know are given apart. */
export function readGrounds(
  codes: readonly string[],
  rules: AdmissionRules,
): { known: string[]; unread: string[] } {
  const known = new Set<string>();
  const unread: string[] = [];
  for (const code of codes) {
    const ground = rules.grounds.find((one) => one.code === code || one.alsoNamed.includes(code));
    if (ground) known.add(ground.code);
    else unread.push(code);
  }
  return { known: [...known], unread };
}

function every(answers: readonly Answer[]): Answer {
  if (answers.includes(false)) return false;
  return answers.includes("unknown") ? "unknown" : true;
}

const opposite = (answer: Answer): Answer => (answer === "unknown" ? answer : !answer);
const some = (answers: readonly Answer[]): Answer => opposite(every(answers.map(opposite)));

function holds(test: Test, facts: Facts, rules: AdmissionRules): Answer {
  if ("all" in test) return every(test.all.map((one) => holds(one, facts, rules)));
  if ("any" in test) return some(test.any.map((one) => holds(one, facts, rules)));
  if ("not" in test) return opposite(holds(test.not, facts, rules));
  return leafHolds(test, facts, rules);
}

function leafHolds(leaf: Leaf, facts: Facts, rules: AdmissionRules): Answer {
  const value = facts[leaf.fact] ?? null;
  if (value === null) return "unknown";
  if (value === "none") return false;
  switch (leaf.fact) {
    case "grounds":
      return readGrounds(value as string[], rules).known.some((code) => leaf.includes.includes(code));
    case "hasPrimaryCareDoctor":
      return value as boolean;
    case "followedBy":
      return true;
    case "residence":
    case "administrativeAddress":
      return inCommunes((value as { insee?: string | null }).insee ?? null, leaf.communes, rules);
    case "accommodation":
      return "places" in leaf
        ? some(placesOf(leaf.places, rules).map((place) => namesPlace(value as string, place)))
        : standsIn(value as string, leaf.communes, rules);
  }
}

function inCommunes(insee: string | null, codes: readonly string[], rules: AdmissionRules): Answer {
  if (insee === null) return "unknown";
  return communesOf(codes, rules).some((one) => one.code === insee || one.alsoCodes.includes(insee));
}

/** A place of the preset stands where it says; of another, its name may say a commune, which proves nothing: ask. */
function standsIn(typed: string, codes: readonly string[], rules: AdmissionRules): Answer {
  const listed = rules.places.find((place) => namesPlace(typed, place) === true);
  if (listed) return codes.includes(listed.commune);
  return communesOf(codes, rules).some(({ name }) => saysCommune(typed, name)) ? "unknown" : false;
}

const communesOf = (codes: readonly string[], rules: AdmissionRules) =>
  rules.communes.filter(({ code }) => codes.includes(code));
const placesOf = (codes: readonly string[], rules: AdmissionRules) =>
  rules.places.filter(({ code }) => codes.includes(code));

/** Why, in sentences: what makes it so when it is known; what was learnt and what is to be asked when it is not. */
function explain(test: Test, met: Answer, facts: Facts, rules: AdmissionRules): string {
  const told = judged(test, facts, rules);
  const deciding = told.filter(({ answer }) => answer === met);
  const saying = deciding.length > 0 ? deciding : told;
  const questions = [...new Set(saying.filter((one) => one.asks !== null).map((one) => one.asks))];
  const learnt = met === "unknown" ? told.filter((one) => one.asks === null) : saying;
  const said = new Set([
    ...learnt.filter((one) => one.asks === null).map((one) => one.says),
    ...(met === "unknown" ? questions : []),
  ]);
  return `${[...said].map((one) => one?.replace(/\.$/u, "")).join("\u00a0; ")}.`;
}

interface Said {
  /** How it counts for the whole: under "not", the other way. */
  readonly answer: Answer;
  readonly says: string;
  readonly asks: string | null;
}

function judged(test: Test, facts: Facts, rules: AdmissionRules, turned = false): Said[] {
  if ("all" in test) return test.all.flatMap((one) => judged(one, facts, rules, turned));
  if ("any" in test) return test.any.flatMap((one) => judged(one, facts, rules, turned));
  if ("not" in test) return judged(test.not, facts, rules, !turned);
  const held = leafHolds(test, facts, rules);
  return [
    {
      answer: turned ? opposite(held) : held,
      says: held === "unknown" ? "" : sentenceOf(test, held, facts, rules),
      asks: held === "unknown" ? questionOf(test, facts, rules) : null,
    },
  ];
}

function sentenceOf(leaf: Leaf, held: boolean, facts: Facts, rules: AdmissionRules): string {
  const none = facts[leaf.fact] === "none";
  switch (leaf.fact) {
    case "grounds": {
      const labels = listed(
        rules.grounds.filter(({ code }) => leaf.includes.includes(code)).map((one) => one.label),
      );
      if (none) return "aucun motif de vulnérabilité n’est indiqué.";
      return held
        ? `le motif indiqué en relève (${labels}).`
        : `aucun des motifs indiqués n’en relève (${labels}).`;
    }
    case "hasPrimaryCareDoctor":
      return held ? "un médecin traitant est déclaré." : "aucun médecin traitant n’est déclaré.";
    case "followedBy":
      return held ? "un service la suit déjà." : "aucun service social ou de santé ne suit la personne.";
    case "residence":
      if (none) return "la personne n’a pas de logement à elle.";
      return held ? `habite à ${names(leaf, rules)}.` : `n’habite pas à ${names(leaf, rules)}.`;
    case "administrativeAddress":
      if (none) return "la personne n’est domiciliée nulle part.";
      return held ? `domiciliée à ${names(leaf, rules)}.` : `n’est pas domiciliée à ${names(leaf, rules)}.`;
    case "accommodation":
      if (none) return "la personne n’est pas hébergée.";
      return "places" in leaf
        ? `l’hébergement «\u00a0${facts.accommodation}\u00a0» ${held ? "est" : "n’est pas"} ${placeNames(leaf.places, rules)}.`
        : `l’hébergement «\u00a0${facts.accommodation}\u00a0» ${held ? "est" : "n’est pas"} à ${names(leaf, rules)}.`;
  }
}

const QUESTIONS: Readonly<Record<FactName, string>> = {
  grounds: "demander pour quels motifs de vulnérabilité la personne est adressée.",
  hasPrimaryCareDoctor: "demander si un médecin traitant est déclaré.",
  residence: "demander dans quelle commune la personne habite.",
  administrativeAddress: "demander si la personne est domiciliée, et où.",
  accommodation: "demander si la personne est hébergée, et dans quel lieu.",
  followedBy: "demander quel service social ou de santé suit déjà la personne.",
};

function questionOf(leaf: Leaf, facts: Facts, rules: AdmissionRules): string {
  if (leaf.fact !== "accommodation" || (facts.accommodation ?? null) === null) return QUESTIONS[leaf.fact];
  return "places" in leaf
    ? `demander si «\u00a0${facts.accommodation}\u00a0» est bien ${placeNames(leaf.places, rules)}.`
    : `demander si «\u00a0${facts.accommodation}\u00a0» est bien à ${names(leaf, rules)}.`;
}

const names = (
  leaf: { communes: readonly string[] } | { places: readonly string[] },
  rules: AdmissionRules,
) => ("communes" in leaf ? listed(communesOf(leaf.communes, rules).map(({ name }) => name)) : "");
const placeNames = (codes: readonly string[], rules: AdmissionRules) =>
  listed(placesOf(codes, rules).map(({ name }) => `le ${name}`));

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ou ${words.at(-1)}`;
}
