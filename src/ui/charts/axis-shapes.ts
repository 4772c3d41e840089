import type { Tone } from "../alert.tsx";

/** Days `from` (included) to `to` (excluded). solid: sure; light: deduced; hatched: unknown. */
export interface AxisBar {
  readonly from: string;
  readonly to: string;
  readonly label: string;
  readonly tone: Tone;
  readonly look: "solid" | "light" | "hatched";
}

/** Something on one day. `sign` is one or two letters; without it the mark is a small dot. */
export interface AxisMark {
  readonly on: string;
  readonly label: string;
  readonly sign: string | null;
  readonly tone: Tone;
  /** What it opens when pressed; without it the mark is only drawn. */
  readonly opens?: string;
}

/** One line of the axis. */
export interface AxisLane {
  readonly label: string;
  readonly bars: readonly AxisBar[];
  readonly marks: readonly AxisMark[];
}
