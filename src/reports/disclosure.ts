/**
 * Which cells of published tables must be masked so that no small count is read, or found again by subtraction
 * (handbook 2.7). Pure: cells are named whole numbers, relations what a reader knows of them.
 */
import { boundsUnder, type LinearRow } from "./linear-bounds.ts";

/** Thresholds one may choose: cells from 1 to one below it are masked. */
export const thresholds = [5, 11] as const;
export type Threshold = (typeof thresholds)[number];

/** What the reader knows: the sum of `parts` is `whole`, or is at most, or at least, what `whole` sums to. */
export interface Relation {
  readonly parts: readonly string[];
  readonly kind: "=" | "<=";
  readonly whole: readonly string[];
}

/** Named counts: whole numbers, zero or more. */
export type Cells = ReadonlyMap<string, number>;

/**
 * The cells to mask. Whoever has the other cells, the relations, and knows that a masked cell is at least 1 cannot
 * exclude for a small one any value below the threshold, nor place a masked larger one within a range less wide.
 * Zeros stay. What a lower threshold masks a higher one masks too, so that two versions compared say no more than
 * the first alone.
 */
export function cellsToMask(
  cells: Cells,
  relations: readonly Relation[],
  threshold: Threshold,
): ReadonlySet<string> {
  const known = relations.filter((relation) => holds(cells, relation));
  const floors = floorsOf(cells, known);
  let hidden: Set<string> = new Set();
  for (const step of thresholds)
    if (step <= threshold) hidden = protect({ cells, floors, relations: known, threshold: step }, hidden);
  return hidden;
}

/** One masking: figures, the least each can be when nothing but zeros is published, relations, threshold. */
interface Masking {
  readonly cells: Cells;
  readonly floors: Cells;
  readonly relations: readonly Relation[];
  readonly threshold: number;
}

/** A total of three figures that are not zero is at least 3, and nobody can be kept from knowing it. */
function floorsOf(cells: Cells, relations: readonly Relation[]): Cells {
  const floors = new Map<string, number>();
  const positive = new Set([...cells].filter(([, value]) => value > 0).map(([id]) => id));
  for (const knot of knotsOf(positive, relations)) {
    const { bounds } = boundsOf(cells, knot);
    for (const [position, id] of knot.ids.entries()) {
      const lowest = bounds.lowest(position);
      const least = lowest === "unbounded" ? 0 : (lowest.values[position] ?? 0);
      floors.set(id, Math.ceil(least - 1e-6) + 1);
    }
  }
  return floors;
}

/** A relation that is not true of these figures teaches nothing; one that names no cell neither. */
function holds(cells: Cells, { parts, kind, whole }: Relation): boolean {
  const sum = (ids: readonly string[]) => ids.reduce((total, id) => total + (cells.get(id) ?? 0), 0);
  return kind === "=" ? sum(parts) === sum(whole) : sum(parts) <= sum(whole);
}

function protect(masking: Masking, before: ReadonlySet<string>): Set<string> {
  const { cells, threshold } = masking;
  const hidden = new Set(before);
  for (const [id, value] of cells) if (value > 0 && value < threshold) hidden.add(id);
  // Values seen possible stay possible while more is hidden.
  const seen: Seen = new Map([...cells].map(([id, value]) => [id, { low: value, high: value }]));
  for (;;) {
    const exposed = firstExposed(masking, hidden, seen);
    if (exposed === null) return hidden;
    const complement = pickComplement(cells, masking.relations, hidden, exposed);
    if (complement === null) return new Set([...cells].filter(([, value]) => value > 0).map(([id]) => id));
    hidden.add(complement);
  }
}

type Seen = Map<string, { low: number; high: number }>;

/** A group of hidden cells that relations tie together, and those relations. */
interface Knot {
  readonly ids: readonly string[];
  readonly relations: readonly Relation[];
}

/** The first hidden cell of which the published ones tell too much, with its knot; null when there is none. */
function firstExposed(
  masking: Masking,
  hidden: ReadonlySet<string>,
  seen: Seen,
): { id: string; knot: Knot } | null {
  const safe = (id: string) => isSafe(masking, id, seen);
  for (const knot of knotsOf(hidden, masking.relations)) {
    if (knot.ids.every(safe)) continue;
    const deduce = deductions(masking.cells, knot);
    for (const id of knot.ids) {
      if (safe(id)) continue;
      deduce(id, seen);
      if (!safe(id)) return { id, knot };
    }
  }
  return null;
}

/** A small cell may be anything from its floor to below the threshold; a larger one lies in a range as wide. */
function isSafe({ cells, floors, threshold }: Masking, id: string, seen: Seen): boolean {
  const range = seen.get(id);
  if (!range) return false;
  if ((cells.get(id) ?? 0) >= threshold) return range.high - range.low >= threshold - 1;
  const floor = floors.get(id) ?? 1;
  return range.low <= floor && range.high >= Math.max(threshold - 1, floor + threshold - 2);
}

function knotsOf(hidden: ReadonlySet<string>, relations: readonly Relation[]): Knot[] {
  const knot = new Map<string, { ids: string[]; relations: Relation[] }>();
  for (const id of hidden) knot.set(id, { ids: [id], relations: [] });
  for (const relation of relations) {
    const [first, ...others] = members(relation).filter((id) => hidden.has(id));
    const mine = first === undefined ? undefined : knot.get(first);
    if (!mine) continue;
    mine.relations.push(relation);
    for (const id of others) {
      const other = knot.get(id);
      if (!other || other === mine) continue;
      mine.ids.push(...other.ids);
      mine.relations.push(...other.relations);
      for (const joined of other.ids) knot.set(joined, mine);
    }
  }
  return [...new Set(knot.values())];
}

/**
 * What can be deduced inside a knot. Each extreme is a whole set of values that fits all that is published: it
 * widens the range of every cell of the knot. Values that are not whole prove nothing and are left aside.
 */
function deductions(cells: Cells, knot: Knot): (id: string, seen: Seen) => void {
  const { index, bounds } = boundsOf(cells, knot);
  const note = (values: readonly number[], seen: Seen) => {
    if (values.some((value) => Math.abs(value - Math.round(value)) > 1e-6)) return;
    for (const [position, one] of knot.ids.entries()) {
      const range = seen.get(one);
      const value = Math.round(values[position] ?? 0) + 1;
      if (range) seen.set(one, { low: Math.min(range.low, value), high: Math.max(range.high, value) });
    }
  };
  return (id, seen) => {
    const position = index.get(id) ?? 0;
    for (const end of [bounds.lowest(position), bounds.highest(position)]) {
      if (end !== "unbounded") note(end.values, seen);
      else seen.set(id, { low: seen.get(id)?.low ?? 0, high: Number.POSITIVE_INFINITY });
    }
  };
}

function boundsOf(cells: Cells, knot: Knot) {
  const index = new Map(knot.ids.map((id, position) => [id, position]));
  const rows = knot.relations.map((relation) => rowOf(cells, relation, index));
  return { index, bounds: boundsUnder(knot.ids.length, rows) };
}

/** A relation over the hidden cells alone, each counted above the 1 it is known to reach. */
function rowOf(cells: Cells, relation: Relation, index: ReadonlyMap<string, number>): LinearRow {
  const terms: [number, number][] = [];
  let bound = 0;
  const side = (ids: readonly string[], sign: 1 | -1) => {
    for (const id of ids) {
      const position = index.get(id);
      if (position !== undefined) terms.push([position, sign]);
      bound -= sign * (position === undefined ? (cells.get(id) ?? 0) : 1);
    }
  };
  side(relation.parts, 1);
  side(relation.whole, -1);
  return { terms, kind: relation.kind, bound };
}

/** The published cell whose masking helps the exposed one most, at the least loss; null when none is left. */
function pickComplement(
  cells: Cells,
  relations: readonly Relation[],
  hidden: ReadonlySet<string>,
  { id, knot }: { id: string; knot: Knot },
): string | null {
  const equalities = knot.relations.filter(({ kind }) => kind === "=");
  const alone = (relation: Relation) => members(relation).filter((one) => hidden.has(one)).length === 1;
  const wholes = new Set(relations.flatMap(({ kind, whole }) => (kind === "=" ? whole : [])));
  /** How many sums with a single hidden cell this one would cover. */
  const covers = (one: string) =>
    equalities.filter((relation) => alone(relation) && members(relation).includes(one)).length;
  for (const tried of [
    equalities.filter(alone),
    equalities.filter((relation) => members(relation).includes(id)),
    equalities,
    knot.relations,
  ]) {
    const [best] = [...new Set(tried.flatMap(members))]
      .filter((one) => !hidden.has(one) && (cells.get(one) ?? 0) > 0)
      .map((one) => ({
        one,
        total: wholes.has(one) ? 1 : 0,
        covers: covers(one),
        value: cells.get(one) ?? 0,
      }))
      .sort((a, b) => a.total - b.total || b.covers - a.covers || a.value - b.value);
    if (best) return best.one;
  }
  return null;
}

function members({ parts, whole }: Relation): string[] {
  return [...parts, ...whole];
}
