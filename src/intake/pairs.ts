/** Probable pairs: names one or two letters apart with the same full birth date, for someone to decide. */
import { createHash } from "node:crypto";
import { saysTheDay } from "../people/birth.ts";
import {
  bitCount,
  type ComparableName,
  comparableForm,
  formsApart,
  MOST_BITS_APART,
  nameKeys,
  type PersonName,
} from "../people/names.ts";
import type { Cluster } from "./clusters.ts";
import { DisjointSets } from "./disjoint-sets.ts";
import { type KnownPeople, type ProbablePair, RegisterFileError } from "./model.ts";

/** Two clusters that may be one person. */
export interface ClusterPair {
  readonly a: number;
  readonly b: number;
  readonly names: readonly [PersonName, PersonName];
  readonly birth: string;
  readonly lettersApart: 1 | 2;
  decision: ProbablePair["decision"];
  contradicted: boolean;
}

/** More pairs than anyone will decide one by one: the columns were misread, or the names are no names. */
const MOST_PAIRS = 5_000;

/** What to do with probable pairs. */
export type ProbableChoice = "ask" | "accept" | "reject";

/** Pairs decided one by one, and what becomes of the others. */
export interface PairChoices {
  readonly otherwise: ProbableChoice;
  /** By `pairKey`. */
  readonly decided: ReadonlyMap<string, "same" | "distinct">;
  /** What names a cluster: a recorded person's identifier, or its first row. */
  readonly keyOf: (cluster: Cluster | undefined) => string;
}

/**
 * Finds pairs among clusters of the same full birth date. Two persons already recorded are not asked about here (that
 * is a matter for their records, not for an import), nor are two that no new row touches.
 */
export function findPairs(clusters: readonly Cluster[], known: KnownPeople): ClusterPair[] {
  const pairs: ClusterPair[] = [];
  for (const block of blocksByBirth(clusters).values()) {
    if (block.length < 2) continue;
    const items = block.map((index) => prepare(index, clusters[index], known));
    for (const pair of closeInBlock(items)) {
      pairs.push(pair);
      if (pairs.length > MOST_PAIRS) throw tooManyPairs();
    }
  }
  return pairs.sort((p, q) => p.a - q.a || p.b - q.b);
}

/**
 * Decides pairs. Pairs taken as the same become one cluster through every chain of them, nearest first, except that two
 * recorded persons are never made one, nor two that an answer keeps apart: a pair so left is then distinct, or waits
 * for another answer when it was itself answered "same". The order of the answers changes nothing.
 */
export function decidePairs(
  clusters: readonly Cluster[],
  pairs: ClusterPair[],
  choices: PairChoices,
): Cluster[] {
  const { otherwise, decided, keyOf } = choices;
  const usual = otherwise === "accept" ? "same" : otherwise === "reject" ? "distinct" : "undecided";
  const answered = new Map(pairs.map((pair) => [pair, decided.get(pairKey(clusters, pair, keyOf))]));
  for (const pair of pairs) pair.decision = answered.get(pair) ?? usual;
  if (!pairs.some(({ decision }) => decision === "same")) return [...clusters];
  const sets = new DisjointSets();
  const knownOf = clusters.map(({ knownId }) => {
    sets.add();
    return knownId;
  });
  const apart = pairs.filter((pair) => answered.get(pair) === "distinct");
  const keptApart = (a: number, b: number) =>
    apart.some((pair) => {
      const [left, right] = [sets.find(pair.a), sets.find(pair.b)];
      return (left === a && right === b) || (left === b && right === a);
    });
  const nearestFirst = pairs
    .filter(({ decision }) => decision === "same")
    .sort(
      (p, q) => p.lettersApart - q.lettersApart || compareText(orderKey(clusters, p), orderKey(clusters, q)),
    );
  for (const pair of nearestFirst) {
    const [a, b] = [sets.find(pair.a), sets.find(pair.b)];
    if (a === b) continue;
    const [knownA, knownB] = [knownOf[a] ?? null, knownOf[b] ?? null];
    if (keptApart(a, b)) {
      pair.contradicted = answered.get(pair) === "same";
      pair.decision = pair.contradicted ? "undecided" : "distinct";
    } else if (knownA !== null && knownB !== null) pair.decision = "distinct";
    else {
      sets.merge(a, b);
      knownOf[sets.find(a)] = knownA ?? knownB;
    }
  }
  return mergeClusters(clusters, sets);
}

/** Names a pair: the two persons as they are before any decision, their names and birth date, in no order. */
export function pairKey(
  clusters: readonly Cluster[],
  pair: ClusterPair,
  keyOf: PairChoices["keyOf"],
): string {
  const side = (index: number, name: PersonName) => `${keyOf(clusters[index])} ${nameKeys(name).letters}`;
  const parts = [side(pair.a, pair.names[0]), side(pair.b, pair.names[1])].sort();
  return createHash("sha256")
    .update([pair.birth, ...parts].join("\u001F"))
    .digest("base64url")
    .slice(0, 22);
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
    if (birth === null || !saysTheDay(birth)) continue;
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

/**
 * Pairs of one birth date, each once with its closest spellings. Thousands of people may share 1 January: spellings are
 * sorted by length and ruled out on flat arrays, so that a comparison in full stays rare.
 */
function closeInBlock(items: readonly Candidate[]): ClusterPair[] {
  const spellings = items
    .flatMap((item) => item.forms.map((spelling) => ({ item, ...spelling, length: lengthOf(spelling.form) })))
    .sort((a, b) => a.length - b.length || a.item.index - b.item.index);
  const lengths = Int32Array.from(spellings, ({ length }) => length);
  const [once, twice, thrice] = [0, 1, 2].map((rank) =>
    Int32Array.from(spellings, ({ form }) => form.masks[rank] ?? 0),
  ) as [Int32Array, Int32Array, Int32Array];
  const found = new Map<string, ClusterPair>();
  for (const [at, left] of spellings.entries()) {
    const longest = left.length + 2;
    const [a, b, c] = [once[at] ?? 0, twice[at] ?? 0, thrice[at] ?? 0];
    for (let other = at + 1; other < lengths.length && (lengths[other] ?? 0) <= longest; other++) {
      if (bitCount(a ^ (once[other] ?? 0)) > MOST_BITS_APART) continue;
      const more = bitCount(b ^ (twice[other] ?? 0)) + bitCount(c ^ (thrice[other] ?? 0));
      if (bitCount(a ^ (once[other] ?? 0)) + more > MOST_BITS_APART) continue;
      const right = spellings[other];
      if (right !== undefined) keepClosest(found, left, right);
      if (found.size > MOST_PAIRS) throw tooManyPairs();
    }
  }
  return [...found.values()];
}

type SpellingOfItem = { readonly item: Candidate; readonly name: PersonName; readonly form: ComparableName };

function keepClosest(found: Map<string, ClusterPair>, left: SpellingOfItem, right: SpellingOfItem): void {
  const { item: a } = left;
  const { item: b } = right;
  if (a === b || (a.recorded && b.recorded) || !(a.hasNew || b.hasNew)) return;
  const apart = formsApart(left.form, right.form);
  if (apart > 2) return;
  const [first, second] = a.index < b.index ? [left, right] : [right, left];
  const key = `${first.item.index}-${second.item.index}`;
  const lettersApart = apart <= 1 ? 1 : 2;
  if ((found.get(key)?.lettersApart ?? 3) <= lettersApart) return;
  found.set(key, {
    a: first.item.index,
    b: second.item.index,
    names: [first.name, second.name],
    birth: a.birth,
    lettersApart,
    decision: "undecided",
    contradicted: false,
  });
}

function lengthOf({ rotations }: ComparableName): number {
  return rotations[0]?.length ?? 0;
}

function tooManyPairs(): RegisterFileError {
  return new RegisterFileError(
    "too_many_pairs",
    "Trop de personnes de ce fichier ont la même date de naissance et presque le même nom pour être distinguées. Rien n’a été importé. Vérifiez que la colonne du nom et celle de la naissance sont les bonnes, et recommencez.",
  );
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
