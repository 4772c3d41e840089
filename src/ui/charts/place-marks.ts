import type { AxisMark } from "./axis-shapes.ts";

/** A mark at its place in pixels; several that would cover each other become one, with their count. */
export interface Placed {
  readonly x: number;
  readonly label: string;
  readonly sign: string | null;
  readonly tone: AxisMark["tone"];
  /** What the gathered marks open, in the order of days. */
  readonly opens: readonly string[];
}

/** The smallest target a finger or an unsteady hand reaches (WCAG 2.5.8). */
const APART_PX = 24;

/** Places marks, dots as they are, signs gathered when nearer than their own width. */
export function placeMarks(marks: readonly AxisMark[], x: (day: string) => number): Placed[] {
  const groups: { marks: AxisMark[]; start: number; end: number }[] = [];
  for (const mark of [...marks].sort((a, b) => (a.on < b.on ? -1 : 1))) {
    const at = x(mark.on);
    const last = groups.at(-1);
    const near = last !== undefined && mark.sign !== null && at - (last.start + last.end) / 2 < APART_PX;
    if (near) {
      last.marks.push(mark);
      last.end = at;
    } else groups.push({ marks: [mark], start: at, end: at });
  }
  return groups.flatMap(({ marks: gathered, start, end }) => {
    const [first] = gathered;
    if (!first) return [];
    return [
      {
        x: (start + end) / 2,
        label: gathered.map((mark) => mark.label).join("\n"),
        sign: gathered.length > 1 ? String(gathered.length) : first.sign,
        tone: first.tone,
        opens: gathered.flatMap((mark) => mark.opens ?? []),
      },
    ];
  });
}
