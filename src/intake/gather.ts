/** Gathering a register's visits into persons, those already recorded included. Pure; the rows' order changes nothing. */
import { birthFromCanonical, birthsCompatible, saysTheDay } from "../people/birth.ts";
import { nameKeys, type PersonName } from "../people/names.ts";
import { type Cluster, clusterDated, KnownIndex } from "./clusters.ts";
import type { PairDecisions } from "./corrections.ts";
import type { KnownPeople, Notice, ParsedVisit, PlannedPerson, ProbablePair, Sex } from "./model.ts";
import {
  type ClusterPair,
  decidePairs,
  findPairs,
  type PairChoices,
  type ProbableChoice,
  pairKey,
  whyProbable,
} from "./pairs.ts";
import { bestName, bestText, variantsOf } from "./spelling.ts";
import { adoptUndatedKnown, clustersByName, fitting, placeUndated } from "./undated.ts";

/** Persons of a register, and what gathering has to say. */
export interface Gathering {
  readonly persons: readonly PlannedPerson[];
  /** Key of the person of each row. */
  readonly personOfRow: ReadonlyMap<number, string>;
  readonly pairs: readonly ProbablePair[];
  readonly notices: readonly Notice[];
}

/** Gathers visits: equal names and birth date; then probable pairs as chosen; then rows without birth date. */
export function gatherVisits(
  visits: readonly ParsedVisit[],
  known: KnownPeople,
  otherwise: ProbableChoice,
  decided: PairDecisions = [],
): Gathering {
  const index = new KnownIndex(known);
  const dated = clusterDated(
    visits.filter(({ birth }) => birth !== null),
    known,
    index,
  );
  const undated = visits.filter(({ birth }) => birth === null);
  const before = [...dated, ...recordedElsewhere(dated, known)];
  adoptUndatedKnown(before, index);
  const pairs = findPairs(before, known);
  const choices: PairChoices = {
    otherwise,
    decided: new Map(decided.map(({ key, decision }) => [key, decision])),
    keyOf,
  };
  const clusters = decidePairs(before, pairs, choices);
  const notices = placeUndated(undated, clusters, known, index);
  notices.push(...partialBirths(clusters, known), ...contradictions(clusters, known));
  const withRows = clusters.filter((cluster) => cluster.visits.length > 0);
  const persons = withRows.map((cluster) => planPerson(cluster, known, index));
  const personOfRow = new Map<number, string>();
  for (const [position, { visits: rows }] of withRows.entries()) {
    for (const { row } of rows) personOfRow.set(row, persons[position]?.key ?? "");
  }
  return {
    persons: persons.sort((a, b) => firstRow(a) - firstRow(b)),
    personOfRow,
    pairs: pairs
      .map((pair) => presentPair(pair, before, personOfRow))
      .sort((p, q) => (p.rows[0] ?? 0) - (q.rows[0] ?? 0)),
    notices,
  };
}

/** Recorded persons with a birth date that no dated row of the register is. */
function recordedElsewhere(clusters: readonly Cluster[], known: KnownPeople): Cluster[] {
  const present = new Set(clusters.map(({ knownId }) => knownId));
  return known.persons
    .filter(({ id, birth }) => birth !== null && !present.has(id))
    .map(({ id, birth, names }) => ({
      knownId: id,
      severalKnown: false,
      birth,
      birthLearnt: false,
      visits: [],
      names: [...names],
    }));
}

function planPerson(cluster: Cluster, known: KnownPeople, index: KnownIndex): PlannedPerson {
  const { visits, knownId } = cluster;
  const recorded = knownId === null ? undefined : index.byId.get(knownId);
  const name = recorded?.names[0] ?? bestName(visits);
  const already = (visit: ParsedVisit) => known.fingerprints.has(visit.fingerprint);
  const recordedVariants = new Set(recorded?.names.map((one) => nameKeys(one).letters));
  const birthNames = visits.flatMap(({ birthFamily }) => (birthFamily === null ? [] : [birthFamily]));
  return {
    key: knownId ?? `row-${Math.min(...rowsOf(visits))}`,
    existingId: knownId,
    name,
    variants: variantsOf(
      name,
      visits.map((visit) => visit.name),
    ).filter((variant) => !recordedVariants.has(nameKeys(variant).letters)),
    birthFamily: birthNames.length === 0 ? null : bestText(birthNames),
    birth: visits.find(({ birth }) => birth !== null)?.birth ?? birthFromCanonical(cluster.birth ?? ""),
    birthLearnt: cluster.birthLearnt,
    sex: sexOf(visits),
    newRows: rowsOf(visits.filter((visit) => !already(visit))),
    alreadyRows: rowsOf(visits.filter(already)),
  };
}

function presentPair(
  pair: ClusterPair,
  clusters: readonly Cluster[],
  personOfRow: ReadonlyMap<number, string>,
): ProbablePair {
  const [a, b] = [clusters[pair.a], clusters[pair.b]];
  const first = (cluster: Cluster | undefined) => rowsOf(cluster?.visits ?? [])[0];
  const sides = [
    { row: first(a), key: keyOf(a), name: pair.names[0] },
    { row: first(b), key: keyOf(b), name: pair.names[1] },
  ].sort((one, other) => (one.row ?? Number.POSITIVE_INFINITY) - (other.row ?? Number.POSITIVE_INFINITY));
  const [left, right] = sides;
  const becomes = (side: typeof left) =>
    (side?.row === undefined ? undefined : personOfRow.get(side.row)) ?? side?.key ?? "";
  return {
    rows: sides.flatMap(({ row }) => (row === undefined ? [] : [row])),
    why: whyProbable(pair),
    persons: [left?.key ?? "", right?.key ?? ""],
    names: [left?.name ?? pair.names[0], right?.name ?? pair.names[1]],
    birth: pair.birth,
    lettersApart: pair.lettersApart,
    decision: pair.decision,
    key: pairKey(clusters, pair, keyOf),
    contradicted: pair.contradicted,
    become: [becomes(left), becomes(right)],
  };
}

function keyOf(cluster: Cluster | undefined): string {
  return cluster?.knownId ?? `row-${rowsOf(cluster?.visits ?? [])[0] ?? 0}`;
}

/** A partial birth date that another person of the same name has in full: kept apart, and told. */
function partialBirths(clusters: readonly Cluster[], known: KnownPeople): Notice[] {
  const dated = clusters.filter(({ birth }) => birth !== null);
  const partial = dated.filter(({ birth }) => birth !== null && !saysTheDay(birth));
  if (partial.length === 0) return [];
  const byName = clustersByName(dated);
  return partial.flatMap((cluster) => {
    const birth = birthFromCanonical(cluster.birth ?? "");
    const rows = freshRows(cluster, known);
    if (birth === null || rows.length === 0) return [];
    const close = [...fitting(byName, cluster.names.map(nameKeys))].some((other) => {
      const theirs = birthFromCanonical(other.birth ?? "");
      return other !== cluster && theirs !== null && birthsCompatible(birth, theirs);
    });
    if (!close) return [];
    return [
      {
        kind: "partial_birth" as const,
        text: `${shownName(cluster)}, naissance notée «\u00A0${birth.text.replace("~", "vers ")}\u00A0»\u00A0: une autre personne de ce nom a une date plus précise qui convient. Les deux sont gardées à part.`,
        rows,
      },
    ];
  });
}

function contradictions(clusters: readonly Cluster[], known: KnownPeople): Notice[] {
  return clusters.flatMap((cluster) => {
    const rows = freshRows(cluster, known);
    if (rows.length === 0) return [];
    const notices: Notice[] = [];
    const sexes = new Set(cluster.visits.map(({ sex }) => sex));
    if (sexes.has("F") && sexes.has("M")) {
      const text = `${shownName(cluster)}\u00A0: le sexe n’est pas le même d’une ligne à l’autre.`;
      notices.push({ kind: "sex", text, rows });
    }
    if (cluster.severalKnown) {
      const text = `${shownName(cluster)}\u00A0: plusieurs personnes déjà enregistrées portent ce nom et cette date de naissance. La plus ancienne a été retenue.`;
      notices.push({ kind: "several_known", text, rows });
    }
    return notices;
  });
}

function freshRows(cluster: Cluster, known: KnownPeople): number[] {
  return rowsOf(cluster.visits.filter(({ fingerprint }) => !known.fingerprints.has(fingerprint)));
}

function shownName({ names }: Cluster): string {
  const { family = "", given = "" }: Partial<PersonName> = names[0] ?? {};
  return `${family} ${given}`.trim();
}

/** The sex written most often; none when two are written equally often. */
function sexOf(visits: readonly ParsedVisit[]): Sex | null {
  const counts = new Map<Sex, number>();
  for (const { sex } of visits) if (sex !== null) counts.set(sex, (counts.get(sex) ?? 0) + 1);
  const [first, second] = [...counts].sort(([, a], [, b]) => b - a);
  return first === undefined || first[1] === second?.[1] ? null : first[0];
}

function rowsOf(visits: readonly ParsedVisit[]): number[] {
  return visits.map(({ row }) => row).sort((a, b) => a - b);
}

function firstRow({ newRows, alreadyRows }: PlannedPerson): number {
  return Math.min(newRows[0] ?? Number.POSITIVE_INFINITY, alreadyRows[0] ?? Number.POSITIVE_INFINITY);
}
