import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Cells, cellsToMask, type Relation } from "./disclosure.ts";

const sum = (parts: readonly string[], whole: string): Relation => ({ parts, kind: "=", whole: [whole] });

describe("cells to mask", () => {
  test("a small cell takes with it the smallest other one that keeps it from being found", () => {
    const cells = new Map(Object.entries({ a: 3, b: 40, c: 30, d: 0, all: 73 }));
    expect([...cellsToMask(cells, [sum(["a", "b", "c", "d"], "all")], 11)].sort()).toEqual(["a", "c"]);
  });

  test("two small cells whose sum says too much take a third", () => {
    const cells = new Map(Object.entries({ a: 1, b: 1, c: 30, all: 32 }));
    expect([...cellsToMask(cells, [sum(["a", "b", "c"], "all")], 11)].sort()).toEqual(["a", "b", "c"]);
  });

  test("zero stays zero, and nothing is masked where nothing is small", () => {
    const cells = new Map(Object.entries({ a: 0, b: 40, all: 40 }));
    expect(cellsToMask(cells, [sum(["a", "b"], "all")], 11).size).toBe(0);
  });

  test("the same figure under two names is masked under both", () => {
    const cells = new Map(Object.entries({ a: 3, b: 40, twin: 40, all: 43 }));
    expect([...cellsToMask(cells, [sum(["a", "b"], "all"), sum(["twin"], "b")], 11)].sort()).toEqual([
      "a",
      "b",
      "twin",
    ]);
  });

  test("a total goes too, when its parts are all small and too many for it", () => {
    const cells = new Map([...Array(11).keys()].map((index) => [`c${index}`, 1] as const));
    const all = new Map([...cells, ["all", 11]]);
    expect(cellsToMask(all, [sum([...cells.keys()], "all")], 11).has("all")).toBe(true);
  });
});

/** Random two-way tables with margins, small enough for every possibility to be tried. */
const tables = fc
  .tuple(fc.integer({ min: 2, max: 3 }), fc.integer({ min: 2, max: 3 }))
  .chain(([rows, columns]) =>
    fc
      .array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 5, max: 14 })), {
        minLength: rows * columns,
        maxLength: rows * columns,
      })
      .map((values) => twoWay(rows, columns, values)),
  );

function twoWay(rows: number, columns: number, values: readonly number[]) {
  const cells = new Map<string, number>();
  const name = (row: number | "all", column: number | "all") => `${row},${column}`;
  const add = (id: string, value: number) => cells.set(id, (cells.get(id) ?? 0) + value);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const value = values[row * columns + column] ?? 0;
      for (const id of [name(row, column), name(row, "all"), name("all", column), name("all", "all")])
        add(id, value);
    }
  }
  const [r, c] = [[...Array(rows).keys()], [...Array(columns).keys()]];
  const relations = [
    ...r.map((row) =>
      sum(
        c.map((column) => name(row, column)),
        name(row, "all"),
      ),
    ),
    ...c.map((column) =>
      sum(
        r.map((row) => name(row, column)),
        name("all", column),
      ),
    ),
    sum(
      r.map((row) => name(row, "all")),
      name("all", "all"),
    ),
    sum(
      c.map((column) => name("all", column)),
      name("all", "all"),
    ),
  ];
  return { cells, relations };
}

/**
 * Someone who tries: whatever value below the threshold is claimed for a hidden cell, is there a way to fill the
 * others with whole numbers from 1? Depth first, each equation narrowing the ranges as one goes.
 */
function possible(
  cells: Cells,
  relations: readonly Relation[],
  hidden: ReadonlySet<string>,
  claimed: ReadonlyMap<string, number>,
): boolean {
  const ranges = new Map<string, [number, number]>();
  for (const [id, value] of cells) {
    const told = claimed.get(id) ?? (hidden.has(id) ? undefined : value);
    ranges.set(id, told === undefined ? [1, 400] : [told, told]);
  }
  return fill(ranges, relations);
}

function fill(ranges: Map<string, [number, number]>, relations: readonly Relation[]): boolean {
  if (!narrow(ranges, relations)) return false;
  const open = [...ranges].filter(([, [low, high]]) => low < high).sort((a, b) => a[1][1] - b[1][1])[0];
  if (!open) return true;
  const [id, [low, high]] = open;
  for (let value = low; value <= high; value += 1) {
    if (fill(new Map(ranges).set(id, [value, value]), relations)) return true;
  }
  return false;
}

function narrow(ranges: Map<string, [number, number]>, relations: readonly Relation[]): boolean {
  for (let moved = true; moved; ) {
    moved = false;
    for (const { parts, whole } of relations) {
      const signed = [...parts.map((id) => [id, 1] as const), ...whole.map((id) => [id, -1] as const)];
      const least = signed.reduce((total, [id, sign]) => total + edge(ranges, id, sign), 0);
      const most = signed.reduce((total, [id, sign]) => total - edge(ranges, id, -sign), 0);
      if (least > 0 || most < 0) return false;
      for (const [id, sign] of signed) {
        const [low, high] = ranges.get(id) ?? [0, 0];
        const others: [number, number] = [least - edge(ranges, id, sign), most + edge(ranges, id, -sign)];
        const [from, to] = sign > 0 ? [-others[1], -others[0]] : others;
        const next: [number, number] = [Math.max(low, from), Math.min(high, to)];
        if (next[0] > next[1]) return false;
        if (next[0] > low || next[1] < high) {
          ranges.set(id, next);
          return narrow(ranges, relations);
        }
      }
    }
  }
  return true;
}

/** The least a cell can be for whoever knows which cells are zero, and nothing else. */
function floorOf(cells: Cells, relations: readonly Relation[], id: string): number {
  const all = new Set([...cells].filter(([, value]) => value > 0).map(([one]) => one));
  let floor = 1;
  while (!possible(cells, relations, all, new Map([[id, floor]]))) floor += 1;
  return floor;
}

/** sign × value at its least. */
function edge(ranges: ReadonlyMap<string, [number, number]>, id: string, sign: number): number {
  const [low, high] = ranges.get(id) ?? [0, 0];
  return sign > 0 ? low : -high;
}

describe("someone who subtracts", () => {
  test("cannot exclude any small value for a small cell of a two-way table, its margins known", () => {
    fc.assert(
      fc.property(tables, fc.constantFrom(5 as const, 11 as const), ({ cells, relations }, threshold) => {
        const hidden = cellsToMask(cells, relations, threshold);
        for (const id of hidden) {
          if ((cells.get(id) ?? 0) >= threshold) continue;
          const floor = floorOf(cells, relations, id);
          for (const claim of [floor, Math.max(floor, threshold - 1)]) {
            expect(possible(cells, relations, hidden, new Map([[id, claim]])), `${id} = ${claim}`).toBe(true);
          }
        }
      }),
      { numRuns: 80 },
    );
  });

  test("learns nothing more from the version of a higher threshold than from that of a lower one", () => {
    fc.assert(
      fc.property(tables, ({ cells, relations }) => {
        const higher = cellsToMask(cells, relations, 11);
        for (const id of cellsToMask(cells, relations, 5)) expect(higher.has(id)).toBe(true);
      }),
    );
  });
});
