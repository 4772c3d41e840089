/** What is known, for the papers of a request, of each person it is for: read where it is noted, or answered. Pure. */
import { addMonths } from "../../ui/days.ts";
import type { Circumstance, RequestPapers } from "./model.ts";

/** Yes, no, or not known: it is then asked. */
export type Known = boolean | null;
/** Of one person (null: the one whose record it is). */
export type FactsOf = (who: string | null, fact: string) => Known;

/**
 * The facts of a request on a day. What was answered on it comes first; then what is noted of the person; nothing is drawn from
 * what is not noted.
 * @param today the business day (ISO)
 */
export function factsOf(request: RequestPapers, today: string): FactsOf {
  return (who, fact) => {
    const each = request.facts.find(({ code }) => code === fact)?.eachPerson ?? false;
    const asked = each ? who : null;
    const answer = request.answers.find((one) => one.fact === fact && one.who === asked)?.answer;
    return answer ?? readFact(request, asked, fact, today);
  };
}

function readFact(request: RequestPapers, who: string | null, fact: string, today: string): Known {
  const now = (kind: string): Circumstance | undefined =>
    request.life.find((one) => one.kind === kind && one.from <= today && (one.to === null || today < one.to));
  const birth =
    who === null ? request.birth : (request.members.find(({ key }) => key === who)?.birth ?? null);
  const stay = now("stay")?.term;
  const housing = now("housing")?.term;
  const at = (wanted: HousingFact) => (housing == null ? null : (HOUSING[housing]?.includes(wanted) ?? null));
  switch (fact) {
    case "adult":
      return hasAge(birth, 18, today);
    case "sixteen":
      return hasAge(birth, 16, today);
    case "foreign":
      return stay === "irregular" || stay === "asylum_seeker" ? true : null;
    case "permit":
      return stay === "irregular" ? false : null;
    case "asylum":
      return stay === "asylum_seeker" ? true : stay === "regular" || stay === "irregular" ? false : null;
    case "european":
      // Someone without a valid permit, or who asks for asylum, is not of these countries.
      return stay === "irregular" || stay === "asylum_seeker" ? false : null;
    case "born_abroad":
      return request.birthPlaceCode === null ? null : request.birthPlaceCode.startsWith("99");
    case "domiciled": {
      const one = now("domiciliation");
      return one ? one.content.none !== true : null;
    }
    case "hosted":
      return at("hosted");
    case "sheltered":
      return at("sheltered");
    case "own_home":
      return at("own_home");
    case "dependants":
      return request.members.length > 0 ? true : null;
    case "rsa":
    case "resources": {
      const items = now("resources")?.content.items;
      if (!Array.isArray(items)) return null;
      if (fact === "rsa") return items.some((one: { kind?: unknown }) => one.kind === "rsa");
      // None today says nothing of the twelve months before.
      return items.length > 0 ? true : null;
    }
    default:
      return null;
  }
}

type HousingFact = "hosted" | "sheltered" | "own_home";
/** What each usual word of housing says of the three; a word that is not here says nothing, and is asked. */
const HOUSING: Readonly<Record<string, readonly HousingFact[]>> = {
  street: [],
  squat: [],
  makeshift: [],
  vehicle: [],
  hotel: ["sheltered"],
  emergency_shelter: ["sheltered"],
  foyer: ["sheltered"],
  chrs: ["sheltered"],
  cada: ["sheltered"],
  institution: ["sheltered"],
  hosted: ["hosted"],
  home: ["own_home"],
};

/** Of a birth known to the day, the month or the year ("~1975": about): only what is certain is said. */
function hasAge(birth: string | null, years: number, today: string): Known {
  const told = birth === null ? null : /^(~?)(\d{4})(-\d{2})?(-\d{2})?$/u.exec(birth);
  if (!told) return null;
  const [, about, year = "", month, day] = told;
  // About: three years either way.
  const slack = about === "~" ? 3 : 0;
  const first = `${year}${month ?? "-01"}${day ?? "-01"}`;
  const last = day ? first : `${year}${month ?? "-12"}-28`;
  if (addMonths(last, 12 * (years + slack) + (day ? 0 : 1)) <= today) return true;
  return addMonths(first, 12 * (years - slack)) > today ? false : null;
}
