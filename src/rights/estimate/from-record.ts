/** What someone's record says of the facts an estimate asks: with its day and source, and nothing that it does not say. Pure. */
import type { LifeFact, LifeFactOf } from "../../people/life.ts";
import { factOn, factsOf, holds } from "../../people/life-days.ts";
import { centsText, proofText, sinceText } from "../../people/life-words.ts";
import { addDays, addMonths } from "../../ui/days.ts";
import { dayText, monthText } from "../../ui/format.ts";
import { resourceMonths } from "./household.ts";
import type { Law } from "./law.ts";
import { type Stay, stayLabels, type Territory, territoryLabels } from "./model.ts";
import { fromMonth } from "./resources.ts";

/** Questions of an estimate that a record may answer. */
export interface RecordAnswers {
  readonly territory: Territory;
  readonly stay: Stay;
  /** ISO days. */
  readonly presentSince: string;
  readonly irregularSince: string;
  readonly size: number;
  /** Cents of the right twelve months. */
  readonly resources: number;
}
export type RecordQuestion = keyof RecordAnswers;

/** What a record says of one question; `answer` null: it says something, which does not answer. */
export interface Found<Question extends RecordQuestion = RecordQuestion> {
  readonly question: Question;
  readonly answer: RecordAnswers[Question] | null;
  /** In French: what was noted, or why it does not answer. */
  readonly said: string;
  /** When, how and by whom it was noted. */
  readonly source: string;
}

/**
 * What a record answers for a request of a day.
 * @param facts those held true, whole history: resources are looked for over past months
 * @param date day of the request (ISO)
 */
export function foundInRecord(facts: readonly LifeFact[], date: string, law: Law): Found[] {
  return [
    ...ofStay(facts, date),
    ...ofResidence(factOn(facts, "residence", date), date),
    ...ofHousehold(factOn(facts, "household", date)),
    ...ofResources(facts, date, law),
  ];
}

const ofStay = (facts: readonly LifeFact[], date: string): Found[] => {
  const fact = factOn(facts, "stay", date);
  const term = fact?.term;
  if (fact === null || (term !== "regular" && term !== "irregular" && term !== "asylum_seeker")) return [];
  const source = proofText(fact);
  const ends = fact.content.permitEnds;
  if (term === "regular" && ends !== null && ends < date)
    return [
      {
        question: "stay",
        answer: null,
        said: `le titre noté a pris fin le ${dayText(ends)}\u00a0: à demander.`,
        source,
      },
    ];
  const stay: Found = { question: "stay", answer: term, said: stayLabels[term], source };
  if (term !== "irregular") return [stay];
  return [
    stay,
    fact.atLeast
      ? {
          question: "irregularSince",
          answer: null,
          said: `${sinceText({ ...fact, to: null })}\u00a0: le premier jour n’est pas noté.`,
          source,
        }
      : {
          question: "irregularSince",
          answer: fact.from,
          said: `depuis le ${dayText(fact.from)}`,
          source,
        },
  ];
};

const ofResidence = (fact: LifeFactOf<"residence"> | null, date: string): Found[] => {
  if (fact === null) return [];
  const source = proofText(fact);
  const { commune, communeCode, presentSince } = fact.content;
  const territory = territoryOf(communeCode);
  return [
    {
      question: "territory",
      answer: territory,
      said:
        territory === null
          ? `${commune}\u00a0: à préciser.`
          : `${commune}\u00a0: ${territoryLabels[territory]}`,
      source,
    },
    ...(presentSince === null || presentSince > date
      ? []
      : [
          {
            question: "presentSince" as const,
            answer: presentSince,
            said: `depuis le ${dayText(presentSince)}`,
            source,
          },
        ]),
  ];
};

/** Whose amounts apply in a commune (INSEE code); null where the law is another. */
export function territoryOf(communeCode: string): Territory | null {
  if (communeCode.startsWith("976")) return "mayotte";
  if (/^97[1-4]/u.test(communeCode)) return "dom";
  if (/^9[78]/u.test(communeCode)) return null;
  return /^(57|67|68)/u.test(communeCode) ? "alsace_moselle" : "metropole";
}

const ofHousehold = (fact: LifeFactOf<"household"> | null): Found[] =>
  fact === null
    ? []
    : [
        {
          question: "size",
          answer: fact.content.size,
          said: fact.content.size === 1 ? "Une personne seule" : `${fact.content.size} personnes`,
          source: proofText(fact),
        },
      ];

/** Counted as they are received. */
const COUNTED = ["wage", "unemployment", "pension", "invalidity", "daily_allowance"];
/** Never counted: RSA and prime d'activité (handbook 1.3). Others have rules of their own: one asks. */
const LEFT_OUT = ["rsa", "activity_bonus"];
/** Where nothing is added for a lodging (R861-5, R861-7): there is none. */
const NO_LODGING = ["street", "vehicle", "makeshift"];

/**
 * The resources of the twelve months of the law, when the record really says them: noted without a gap, changed only between
 * two months, of kinds counted as received, by someone to whom no flat amount for a lodging applies. Else it tells what is noted.
 */
function ofResources(facts: readonly LifeFact[], date: string, law: Law): Found[] {
  const noted = factsOf(facts, "resources");
  const latest = factOn(facts, "resources", date) ?? noted.at(-1);
  if (latest === undefined) return [];
  const source = proofText(latest);
  const unanswered = (said: string): Found[] => [{ question: "resources", answer: null, said, source }];
  const months = resourceMonths(date, law);
  if (months === null) return unanswered("les douze mois à compter ne sont pas dans la table.");
  const period = `${fromMonth(months.from)} à ${monthText(months.to)}`;
  const cents = yearOf(noted, `${months.from}-01`);
  if (cents === "gap") return unanswered(`pas notées pour tous les mois ${period}\u00a0: à demander.`);
  if (cents === "rules")
    return unanswered(
      "l’une de celles qui sont notées ne se compte pas telle quelle\u00a0: total à demander.",
    );
  const total = `${centsText(cents)} ${period}`;
  const lodging = factOn(facts, "housing", date)?.term ?? null;
  if (lodging === null || !NO_LODGING.includes(lodging))
    return unanswered(`${total}, sans le forfait logement\u00a0: ajoutez-le s’il est dû.`);
  return [{ question: "resources", answer: cents, said: `${total}, sans logement`, source }];
}

/** The cents of twelve months from a first day; "gap": a month is not said whole; "rules": a resource is not counted as received. */
function yearOf(noted: readonly LifeFactOf<"resources">[], first: string): number | "gap" | "rules" {
  let cents = 0;
  for (let month = 0; month < 12; month += 1) {
    const [from, last] = [addMonths(first, month), addDays(addMonths(first, month + 1), -1)];
    const [fact, other] = noted.filter((one) => holds(one, from));
    // Two records joined that say two things say nothing sure.
    if (fact === undefined || other !== undefined || !holds(fact, last)) return "gap";
    for (const { kind, cents: amount, every } of fact.content.items) {
      if (LEFT_OUT.includes(kind)) continue;
      if (!COUNTED.includes(kind)) return "rules";
      // A yearly amount is of a year: of a part of it, nobody said what was received.
      if (every === "year" && !(holds(fact, first) && holds(fact, addDays(addMonths(first, 12), -1))))
        return "gap";
      cents += every === "month" ? amount : month === 0 ? amount : 0;
    }
  }
  return cents;
}
