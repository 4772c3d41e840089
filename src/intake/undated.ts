/** Rows without a birth date: given to the single person of that name, else kept apart together. */
import { type NameKeys, nameKeys } from "../people/names.ts";
import {
  type Cluster,
  groupEqual,
  type KnownIndex,
  lookupKeys,
  type Spelling,
  spellingsOf,
} from "./clusters.ts";
import type { KnownPeople, Notice, ParsedVisit } from "./model.ts";

/**
 * A recorded person without birth date, alone of that name, is the dated person of the register when there is exactly
 * one: the same rule as for an undated row, the other way round.
 */
export function adoptUndatedKnown(clusters: readonly Cluster[], index: KnownIndex): void {
  if (![...index.byId.values()].some(({ birth }) => birth === null)) return;
  const taken = new Set(clusters.map(({ knownId }) => knownId));
  const byName = clustersByName(clusters);
  for (const cluster of clusters) {
    if (cluster.knownId !== null || cluster.birth === null) continue;
    const keys = cluster.names.map(nameKeys);
    const undated = index.find(keys, null);
    const [id] = undated;
    if (id === undefined || undated.length > 1 || taken.has(id) || fitting(byName, keys).size !== 1) continue;
    cluster.knownId = id;
    cluster.birthLearnt = true;
    cluster.names.unshift(...(index.byId.get(id)?.names ?? []));
    taken.add(id);
  }
}

/** Gives undated rows to clusters, adding the clusters that are needed. Returns what should be told. */
export function placeUndated(
  visits: readonly ParsedVisit[],
  clusters: Cluster[],
  known: KnownPeople,
  index: KnownIndex,
): Notice[] {
  const notices: Notice[] = [];
  if (visits.length === 0) return notices;
  const byName = clustersByName(clusters.filter(({ birth }) => birth !== null));
  const ofKnown = knownClusters(clusters, index);
  for (const group of groupEqual(spellingsOf(visits))) {
    const keys = group.map((spelling) => spelling.keys);
    const groupVisits = group.flatMap((spelling) => spelling.visits);
    const fit = [...fitting(byName, keys)];
    const [only] = fit;
    const fresh = groupVisits.filter(({ fingerprint }) => !known.fingerprints.has(fingerprint));
    placeImported(groupVisits, known, ofKnown);
    if (fresh.length === 0) continue;
    if (fit.length === 1 && only !== undefined) {
      only.visits.push(...fresh);
      only.names.push(...group.filter(hasAny(fresh)).map(({ name }) => name));
      continue;
    }
    const knownId = undatedKnown(groupVisits, keys, known, index);
    const cluster = knownId === null ? newCluster(null, clusters) : ofKnown(knownId);
    cluster.visits.push(...fresh);
    cluster.names.push(...group.map(({ name }) => name));
    if (fit.length > 1) notices.push(severalFit(group, fresh, fit.length));
  }
  return notices;
}

/** Clusters by the keys of each of their names. */
export function clustersByName(clusters: readonly Cluster[]): Map<string, Set<Cluster>> {
  const byName = new Map<string, Set<Cluster>>();
  for (const cluster of clusters) {
    for (const name of cluster.names) {
      for (const key of lookupKeys(nameKeys(name))) {
        byName.set(key, (byName.get(key) ?? new Set()).add(cluster));
      }
    }
  }
  return byName;
}

/** Clusters that bear one of these names. */
export function fitting(byName: ReadonlyMap<string, Set<Cluster>>, names: readonly NameKeys[]): Set<Cluster> {
  const found = new Set<Cluster>();
  for (const keys of names) {
    for (const key of lookupKeys(keys)) {
      for (const cluster of byName.get(key) ?? []) found.add(cluster);
    }
  }
  return found;
}

/** Rows of earlier imports stay with the person they were given to. */
function placeImported(
  visits: readonly ParsedVisit[],
  known: KnownPeople,
  ofKnown: (id: string) => Cluster,
): void {
  for (const visit of visits) {
    const id = known.fingerprints.get(visit.fingerprint);
    if (id === undefined) continue;
    const cluster = ofKnown(id);
    cluster.visits.push(visit);
    if (cluster.names.length === 0) cluster.names.push(visit.name);
  }
}

/** The recorded person that holds the undated rows of this name. */
function undatedKnown(
  visits: readonly ParsedVisit[],
  keys: readonly NameKeys[],
  known: KnownPeople,
  index: KnownIndex,
): string | null {
  const imported = visits.flatMap(({ fingerprint }) => {
    const id = known.fingerprints.get(fingerprint);
    return id === undefined || (index.byId.get(id)?.birth ?? null) !== null ? [] : [id];
  });
  return [...index.find(keys, null), ...imported.sort()][0] ?? null;
}

/** The cluster of a recorded person, added when no row had called for it yet. */
function knownClusters(clusters: Cluster[], index: KnownIndex): (id: string) => Cluster {
  const byId = new Map(
    clusters.flatMap((cluster) => (cluster.knownId === null ? [] : [[cluster.knownId, cluster] as const])),
  );
  return (id) => {
    const found = byId.get(id);
    if (found !== undefined) return found;
    const cluster = newCluster(id, clusters);
    const person = index.byId.get(id);
    cluster.birth = person?.birth ?? null;
    cluster.names.push(...(person?.names ?? []));
    byId.set(id, cluster);
    return cluster;
  };
}

function newCluster(knownId: string | null, clusters: Cluster[]): Cluster {
  const cluster: Cluster = {
    knownId,
    severalKnown: false,
    birth: null,
    birthLearnt: false,
    visits: [],
    names: [],
  };
  clusters.push(cluster);
  return cluster;
}

function hasAny(visits: readonly ParsedVisit[]): (spelling: Spelling) => boolean {
  const wanted = new Set(visits);
  return (spelling) => spelling.visits.some((visit) => wanted.has(visit));
}

function severalFit(group: readonly Spelling[], visits: readonly ParsedVisit[], count: number): Notice {
  const { family = "", given = "" } = group[0]?.name ?? {};
  return {
    kind: "undated",
    text: `Sans date de naissance, «\u00A0${`${family} ${given}`.trim()}\u00A0» peut être l’une de ${count} personnes de ce nom\u00A0: ces visites sont gardées à part.`,
    rows: visits.map(({ row }) => row).sort((a, b) => a - b),
  };
}
