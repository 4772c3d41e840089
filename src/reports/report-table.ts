/** A table of a report: what is exported, and what is masked in it. */
import type { NoteFigure } from "./model.ts";

/** One cell. Counts are named: what derives from a count is masked with it. */
export type TableCell =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "count"; readonly id: string; readonly value: number }
  /** Days of a delay, made of counts as the next are; null when there is none. */
  | { readonly kind: "days"; readonly of: string; readonly by: string; readonly value: number | null }
  /** Made of two counts: a share in whole percents, an average with two decimals (hours: of one count); null when it has no divisor. */
  | {
      readonly kind: "percent" | "average";
      readonly of: string;
      readonly by: string;
      readonly value: number | null;
    }
  /** Of nobody received: hours of the team, people one means to reach. Never masked. */
  | { readonly kind: "amount"; readonly value: number | null; readonly decimals: 0 | 2 }
  | { readonly kind: "masked" };

export interface TableRow {
  readonly label: string;
  readonly cells: readonly TableCell[];
  /** A line of totals. */
  readonly total?: boolean;
}

export interface ReportTable {
  readonly code: NoteFigure;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
  /** Term and how it is counted. */
  readonly definitions: readonly (readonly [term: string, text: string])[];
  /** Which column of cells is drawn as bars. */
  readonly bars: number | null;
}

/** A named count. */
export const count = (id: string, value: number): TableCell => ({ kind: "count", id, value });
