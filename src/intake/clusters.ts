/** Gathering the dated rows of a register: equal names with the same birth date are one person. */
import { type NameKeys, nameKeys, type PersonName } from "../people/names.ts";
import { DisjointSets } from "./disjoint-sets.ts";
import type { KnownPeople, KnownPerson, ParsedVisit } from "./model.ts";

/** Rows and recorded persons that are one person. */
export interface Cluster {
  /** Recorded person, when there is one. */
  knownId: string | null;
  /** More than one recorded person could have been meant. */
  severalKnown: boolean;
  /** Canonical birth date; null for rows without. */
  birth: string | null;
  /** The recorded person had no birth date and this register brings one. */
  birthLearnt: boolean;
  readonly visits: ParsedVisit[];
  /** Every spelling, those already recorded included. */
  readonly names: PersonName[];
}

/** A spelling with the rows that use it. */
export interface Spelling {
  readonly name: PersonName;
  readonly keys: NameKeys;
  readonly birth: string | null;
  readonly visits: ParsedVisit[];
}

/** The rows' spellings, one for each birth date and pair of comparison forms. */
export function spellingsOf(visits: readonly ParsedVisit[]): Spelling[] {
  const spellings = new Map<string, Spelling>();
  const keysOf = new Map<string, NameKeys>();
  for (const visit of visits) {
    const written = `${visit.name.family}\u001F${visit.name.given}`;
    const keys = keysOf.get(written) ?? nameKeys(visit.name);
    keysOf.set(written, keys);
    const birth = visit.birth?.canonical ?? null;
    const key = `${birth ?? ""}\u001F${keys.words}\u001F${keys.letters}`;
    const spelling = spellings.get(key) ?? { name: visit.name, keys, birth, visits: [] };
    spelling.visits.push(visit);
    spellings.set(key, spelling);
  }
  return [...spellings.values()];
}

/** Groups spellings whose words or letters are equal, with the same birth date. */
export function groupEqual(spellings: readonly Spelling[]): Spelling[][] {
  const sets = new DisjointSets();
  const firstWith = new Map<string, number>();
  for (const { keys, birth } of spellings) {
    const item = sets.add();
    for (const key of lookupKeys(keys)) {
      const dated = `${birth ?? ""}|${key}`;
      const other = firstWith.get(dated);
      if (other === undefined) firstWith.set(dated, item);
      else sets.merge(item, other);
    }
  }
  const groups = new Map<number, Spelling[]>();
  for (const [item, spelling] of spellings.entries()) {
    const root = sets.find(item);
    groups.set(root, [...(groups.get(root) ?? []), spelling]);
  }
  return [...groups.values()];
}

/** The two keys under which a name is looked up. */
export function lookupKeys(keys: NameKeys): readonly [string, string] {
  return [`w:${keys.words}`, `l:${keys.letters}`];
}

/** Recorded persons by name and birth date. */
export class KnownIndex {
  readonly byId = new Map<string, KnownPerson>();
  readonly #byKey = new Map<string, Set<string>>();

  constructor(known: KnownPeople) {
    for (const person of known.persons) {
      this.byId.set(person.id, person);
      for (const name of person.names) {
        for (const key of lookupKeys(nameKeys(name))) {
          const dated = `${person.birth ?? ""}|${key}`;
          const ids = this.#byKey.get(dated) ?? new Set();
          this.#byKey.set(dated, ids.add(person.id));
        }
      }
    }
  }

  /** Identifiers of recorded persons with an equal name and this very birth date (null: none recorded), sorted. */
  find(names: readonly NameKeys[], birth: string | null): string[] {
    const found = new Set<string>();
    for (const keys of names) {
      for (const key of lookupKeys(keys)) {
        for (const id of this.#byKey.get(`${birth ?? ""}|${key}`) ?? []) found.add(id);
      }
    }
    return [...found].sort();
  }
}

/** Clusters of the dated rows, each with the recorded person it is, if any; one cluster at most for each of them. */
export function clusterDated(
  visits: readonly ParsedVisit[],
  known: KnownPeople,
  index: KnownIndex,
): Cluster[] {
  const clusters: Cluster[] = [];
  const byKnown = new Map<string, Cluster>();
  for (const group of groupEqual(spellingsOf(visits))) {
    const groupVisits = group.flatMap((spelling) => spelling.visits);
    const birth = group[0]?.birth ?? null;
    const found = index.find(
      group.map(({ keys }) => keys),
      birth,
    );
    const knownId = mostImported(groupVisits, known) ?? found[0] ?? null;
    const same = knownId === null ? undefined : byKnown.get(knownId);
    if (same !== undefined) {
      same.visits.push(...groupVisits);
      same.names.push(...group.map(({ name }) => name));
      continue;
    }
    const recorded = knownId === null ? [] : (index.byId.get(knownId)?.names ?? []);
    const cluster: Cluster = {
      knownId,
      severalKnown: found.length > 1,
      birth,
      birthLearnt: false,
      visits: groupVisits,
      names: [...recorded, ...group.map(({ name }) => name)],
    };
    clusters.push(cluster);
    if (knownId !== null) byKnown.set(knownId, cluster);
  }
  return clusters;
}

/** The recorded person that most of these rows were given to by earlier imports; the lowest identifier on a tie. */
function mostImported(visits: readonly ParsedVisit[], known: KnownPeople): string | null {
  const votes = new Map<string, number>();
  for (const { fingerprint } of visits) {
    const id = known.fingerprints.get(fingerprint);
    if (id !== undefined) votes.set(id, (votes.get(id) ?? 0) + 1);
  }
  const ranked = [...votes].sort(([idA, a], [idB, b]) => b - a || (idA < idB ? -1 : 1));
  return ranked[0]?.[0] ?? null;
}
