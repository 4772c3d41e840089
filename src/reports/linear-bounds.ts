/**
 * What someone who knows linear relations between hidden whole numbers can deduce of each: a small dense simplex
 * (two phases, Bland's rule, so that it always ends). Tables of a report have some dozens of rows and columns.
 */

/** Σ coefficient × variable = (or ≤) bound, over variables ≥ 0 named by their index. */
export interface LinearRow {
  readonly terms: readonly (readonly [variable: number, coefficient: number])[];
  readonly kind: "=" | "<=";
  readonly bound: number;
}

/** One end of what a variable may be: the values of all the variables there, or unbounded. */
export type Extreme = { readonly values: readonly number[] } | "unbounded";

interface Tableau {
  readonly variables: number;
  readonly columns: number;
  /** Rows of coefficients, the bound last. */
  readonly rows: Float64Array[];
  /** The basic variable of each row. */
  readonly basis: number[];
}

const TINY = 1e-7;

/**
 * Prepares the extremes of any of the variables under these rows, which some values satisfy.
 * @throws Error when no values do: the relations do not describe the figures
 */
export function boundsUnder(
  variables: number,
  given: readonly LinearRow[],
): { lowest(variable: number): Extreme; highest(variable: number): Extreme } {
  const feasible = firstFeasible(variables, given);
  const extreme = (variable: number, sign: 1 | -1): Extreme => {
    const tableau = {
      ...feasible,
      rows: feasible.rows.map((row) => row.slice()),
      basis: [...feasible.basis],
    };
    const cost = new Float64Array(tableau.columns + 1);
    cost[variable] = sign;
    if (!minimise(tableau, cost, tableau.columns)) return "unbounded";
    return { values: valuesOf(tableau) };
  };
  return { lowest: (variable) => extreme(variable, 1), highest: (variable) => extreme(variable, -1) };
}

function firstFeasible(variables: number, given: readonly LinearRow[]): Tableau {
  const slacks = given.filter((row) => row.kind === "<=").length;
  const columns = variables + slacks;
  const width = columns + given.length;
  let slack = variables;
  const basis: number[] = [];
  const rows = given.map((row, index) => {
    const line = new Float64Array(width + 1);
    for (const [variable, coefficient] of row.terms) line[variable] = at(line, variable) + coefficient;
    line[width] = row.bound;
    const own = row.kind === "<=" ? slack++ : -1;
    if (own >= 0) line[own] = 1;
    if (row.bound < 0) for (let i = 0; i <= width; i += 1) line[i] = -at(line, i);
    if (own >= 0 && at(line, own) === 1) basis.push(own);
    else {
      line[columns + index] = 1;
      basis.push(columns + index);
    }
    return line;
  });
  const whole: Tableau = { variables, columns: width, rows, basis };
  const cost = new Float64Array(width + 1);
  for (let i = columns; i < width; i += 1) cost[i] = 1;
  minimise(whole, cost, width);
  const left = basis.reduce((sum, one, index) => (one >= columns ? sum + at(rows[index], width) : sum), 0);
  if (left > TINY) throw new Error("no values satisfy the relations");
  return withoutArtificial(whole, columns);
}

/** Drops the artificial variables: those still in the basis are worth nothing and leave it, or their row is idle. */
function withoutArtificial(whole: Tableau, columns: number): Tableau {
  const rows: Float64Array[] = [];
  const basis: number[] = [];
  for (const [index, row] of whole.rows.entries()) {
    if (at(whole.basis, index) >= columns) {
      const column = row.subarray(0, columns).findIndex((value) => Math.abs(value) > TINY);
      if (column < 0) continue;
      pivot(whole, index, column, null);
    }
  }
  for (const [index, row] of whole.rows.entries()) {
    if (at(whole.basis, index) >= columns) continue;
    const short = new Float64Array(columns + 1);
    short.set(row.subarray(0, columns));
    short[columns] = at(row, whole.columns);
    rows.push(short);
    basis.push(at(whole.basis, index));
  }
  return { variables: whole.variables, columns, rows, basis };
}

/** Minimises a cost in place. @returns false when it has no minimum */
function minimise(tableau: Tableau, cost: Float64Array, allowed: number): boolean {
  const { rows, basis, columns } = tableau;
  for (const [index, row] of rows.entries()) {
    const weight = at(cost, at(basis, index));
    if (weight !== 0) for (let i = 0; i <= columns; i += 1) cost[i] = at(cost, i) - weight * at(row, i);
  }
  for (;;) {
    let entering = -1;
    for (let i = 0; i < allowed && entering < 0; i += 1) if (at(cost, i) < -TINY) entering = i;
    if (entering < 0) return true;
    let leaving = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const [index, row] of rows.entries()) {
      if (at(row, entering) <= TINY) continue;
      const step = at(row, columns) / at(row, entering);
      const tie = Math.abs(step - least) <= TINY && at(basis, index) < at(basis, leaving);
      if (step < least - TINY || tie) [leaving, least] = [index, step];
    }
    if (leaving < 0) return false;
    pivot(tableau, leaving, entering, cost);
  }
}

function pivot(tableau: Tableau, line: number, column: number, cost: Float64Array | null): void {
  const { rows, basis, columns } = tableau;
  const chosen = rows[line] as Float64Array;
  const divisor = at(chosen, column);
  for (let i = 0; i <= columns; i += 1) chosen[i] = at(chosen, i) / divisor;
  for (const row of cost ? [...rows, cost] : rows) {
    const weight = row === chosen ? 0 : at(row, column);
    if (weight !== 0) for (let i = 0; i <= columns; i += 1) row[i] = at(row, i) - weight * at(chosen, i);
  }
  basis[line] = column;
}

function valuesOf({ variables, columns, rows, basis }: Tableau): number[] {
  const values = new Array<number>(variables).fill(0);
  for (const [index, row] of rows.entries()) {
    const variable = at(basis, index);
    if (variable < variables) values[variable] = at(row, columns);
  }
  return values;
}

function at(values: ArrayLike<number> | undefined, index: number): number {
  return values?.[index] ?? 0;
}
