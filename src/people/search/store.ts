import type { Caller, Database } from "../../platform/database/database.ts";
import type { FoundPerson, PersonLine } from "../model.ts";
import { searchCriteria } from "./criteria.ts";
import { explainMatch, type Match } from "./explain.ts";

const LINE = `'id', s.id, 'localNumber', s.local_number, 'family', s.family, 'given', s.given,
  'usedFamily', s.used_family, 'usedGiven', s.used_given, 'birth', s.birth, 'sex', s.sex, 'status', s.status`;

/** What is searched, as typed; `today` (ISO) is the day no birth is after; `probable` as in `searchSchema`. */
export interface Search {
  readonly words: string;
  readonly today: string;
  readonly probable?: boolean;
}

/**
 * People the caller may know of, best first, each with why; the audit row of the list is written by the same call.
 * @throws ForbiddenError when this role may not search
 */
export async function searchPeople(
  db: Database,
  caller: Caller,
  roles: readonly string[],
  { words, today, probable = false }: Search,
): Promise<FoundPerson[]> {
  const criteria = searchCriteria(words, today);
  const birthTyped = new Set(criteria.flatMap(({ n, how }) => (how === "birth" ? [n] : [])));
  const found = await db.call<(PersonLine & { matches: Match[] })[]>(
    caller,
    roles,
    "people.search",
    `(select coalesce(json_agg(json_build_object(${LINE}, 'matches', s.matches)), '[]') from people.search($4, $5) s)`,
    [JSON.stringify(criteria), probable],
  );
  return found.map(({ matches, ...person }) => ({
    ...person,
    why: explainMatch(
      person,
      matches,
      person.birth !== null && birthTyped.size > 0 && !matches.some(({ n }) => birthTyped.has(n)),
    ),
  }));
}

/** The last people whose record the caller opened and may still know of, latest first; audited as a list. */
export function recentPeople(db: Database, caller: Caller, roles: readonly string[]): Promise<PersonLine[]> {
  return db.call(
    caller,
    roles,
    "people.recent",
    `(select coalesce(json_agg(json_build_object(${LINE})), '[]') from people.recent() s)`,
    [],
  );
}
