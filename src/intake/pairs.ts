/** Probable pairs: names one or two letters apart with the same full birth date, for someone to decide. */
import { type ComparableName, comparableForm, formsApart, type PersonName } from "../people/names.ts";
import type { Cluster } from "./clusters.ts";
import { DisjointSets } from "./disjoint-sets.ts";
import type { KnownPeople, ProbablePair } from "./model.ts";

/** Two clusters that may be one person. */
export interface ClusterPair {
  readonly a: number;
  readonly b: number;
  readonly names: readonly [PersonName, PersonName];
  readonly birth: string;
  readonly lettersApart: 1 | 2;
  decision: ProbablePair["decision"];
}

/** What to do with probable pairs. */
export type ProbableChoice = "ask" | "accept" | "reject";

/**
 * Finds pairs among clusters of the same full birth date. Two persons already recorded are not asked about here (that
 * is a matter for their records, not for an import), nor are two that no new row touches.
 */
export function findPairs(clusters: readonly Cluster[], known: KnownPeople): ClusterPair[] {
  const pairs: ClusterPair[] = [];
  for (const block of blocksByBirth(clusters).values()) {
    const items = block.map((index) => prepare(index, clusters[index], known));
    for (const [position, left] of items.entries()) {
      for (let other = position + 1; other < items.length; other++) {
        const right = items[other];
        if (right === undefined || (left.recorded && right.recorded) || !(left.hasNew || right.hasNew))
          continue;
        const pair = comparePair(left, right);
        if (pair !== null) pairs.push(pair);
      }
    }
  }
  return pairs;
}

/**
 * Decides pairs. When accepted, clusters become one through every chain of pairs, except that two recorded persons are
 * never made one: a row near both goes to the nearest, and the other pair is left as distinct.
 */
export function decidePairs(
  clusters: readonly Cluster[],
  pairs: ClusterPair[],
  choice: ProbableChoice,
): Cluster[] {
  if (choice !== "accept") {
    for (const pair of pairs) pair.decision = choice === "ask" ? "undecided" : "distinct";
    return [...clusters];
  }
  const sets = new DisjointSets();
  const knownOf = clusters.map(({ knownId }) => {
    sets.add();
    return knownId;
  });
  const nearestFirst = [...pairs].sort(
    (p, q) => p.lettersApart - q.lettersApart || compareText(orderKey(clusters, p), orderKey(clusters, q)),
  );
  for (const pair of nearestFirst) {
    const [a, b] = [sets.find(pair.a), sets.find(pair.b)];
    const [knownA, knownB] = [knownOf[a] ?? null, knownOf[b] ?? null];
    if (a !== b && knownA !== null && knownB !== null) {
      pair.decision = "distinct";
      continue;
    }
    pair.decision = "same";
    sets.merge(a, b);
    knownOf[sets.find(a)] = knownA ?? knownB;
  }
  return mergeClusters(clusters, sets);
}

/** Why two persons are a probable pair, in French. */
export function whyProbable(pair: ClusterPair): string {
  return `même date de naissance, ${pair.lettersApart === 1 ? "une lettre" : "deux lettres"} d’écart`;
}

interface Candidate {
  readonly index: number;
  readonly recorded: boolean;
  readonly hasNew: boolean;
  readonly birth: string;
  readonly forms: readonly { readonly name: PersonName; readonly form: ComparableName }[];
}

function blocksByBirth(clusters: readonly Cluster[]): Map<string, number[]> {
  const blocks = new Map<string, number[]>();
  for (const [index, { birth }] of clusters.entries()) {
    if (birth === null || birth.length !== "1975-03-12".length) continue;
    const block = blocks.get(birth);
    if (block === undefined) blocks.set(birth, [index]);
    else block.push(index);
  }
  return blocks;
}

function prepare(index: number, cluster: Cluster | undefined, known: KnownPeople): Candidate {
  const { knownId = null, visits = [], names = [], birth = null } = cluster ?? {};
  const forms = new Map<string, { name: PersonName; form: ComparableName }>();
  for (const name of names) {
    const form = comparableForm(name);
    const key = form.rotations[0] ?? "";
    if (!forms.has(key)) forms.set(key, { name, form });
  }
  return {
    index,
    recorded: knownId !== null,
    hasNew: visits.some(({ fingerprint }) => !known.fingerprints.has(fingerprint)),
    birth: birth ?? "",
    forms: [...forms.values()],
  };
}

function comparePair(left: Candidate, right: Candidate): ClusterPair | null {
  let best = 3;
  let names: [PersonName, PersonName] | null = null;
  for (const a of left.forms) {
    for (const b of right.forms) {
      const apart = formsApart(a.form, b.form);
      if (apart >= best) continue;
      best = apart;
      names = [a.name, b.name];
    }
  }
  if (names === null) return null;
  const lettersApart = best <= 1 ? 1 : 2;
  return { a: left.index, b: right.index, names, birth: left.birth, lettersApart, decision: "undecided" };
}

function mergeClusters(clusters: readonly Cluster[], sets: DisjointSets): Cluster[] {
  const merged = new Map<number, Cluster>();
  for (const [index, cluster] of clusters.entries()) {
    const root = sets.find(index);
    const into = merged.get(root);
    if (into === undefined) {
      merged.set(root, { ...cluster, visits: [...cluster.visits], names: [...cluster.names] });
      continue;
    }
    into.knownId ??= cluster.knownId;
    into.severalKnown ||= cluster.severalKnown;
    into.birthLearnt ||= cluster.birthLearnt;
    into.visits.push(...cluster.visits);
    into.names.push(...cluster.names);
  }
  return [...merged.values()];
}

function orderKey(clusters: readonly Cluster[], { a, b, names }: ClusterPair): string {
  const ids = [clusters[a]?.knownId ?? "~", clusters[b]?.knownId ?? "~"].sort();
  const texts = names.map((name) => comparableForm(name).rotations[0] ?? "").sort();
  return [...ids, ...texts].join("\u001F");
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
