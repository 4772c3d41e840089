/** What was so on which day. */
import { addDays } from "../ui/days.ts";
import type { LifeFact, LifeFactOf, LifeKind } from "./life.ts";

/** Days from `from` (included) to `to` (excluded; null: open). */
export interface Stretch {
  readonly from: string;
  readonly to: string | null;
}

/** Does this stretch hold that day? */
export function holds({ from, to }: Stretch, day: string): boolean {
  return from <= day && (to === null || day < to);
}

/** The facts of one kind that are so on a day, those that began last first. Records joined together may say several. */
export function factsOn<Kind extends LifeKind>(
  facts: readonly LifeFact[],
  kind: Kind,
  day: string,
): LifeFactOf<Kind>[] {
  return factsOf(facts, kind)
    .filter((fact) => holds(fact, day))
    .reverse();
}

/** The one that is so on a day, the latest to begin if records joined together say several; null when nobody knows. */
export function factOn<Kind extends LifeKind>(
  facts: readonly LifeFact[],
  kind: Kind,
  day: string,
): LifeFactOf<Kind> | null {
  return factsOn(facts, kind, day)[0] ?? null;
}

/** The facts of one kind, in the order they began. */
export function factsOf<Kind extends LifeKind>(facts: readonly LifeFact[], kind: Kind): LifeFactOf<Kind>[] {
  return facts
    .filter((fact): fact is LifeFactOf<Kind> => fact.kind === kind)
    .sort((a: LifeFact, b: LifeFact) =>
      a.from === b.from ? (a.id < b.id ? -1 : 1) : a.from < b.from ? -1 : 1,
    );
}

/** The stretches of [from, to) of which no fact of this kind says anything. */
export function gapsOf(facts: readonly LifeFact[], kind: LifeKind, from: string, to: string): Stretch[] {
  const gaps: Stretch[] = [];
  let day = from;
  for (const fact of factsOf(facts, kind)) {
    if (fact.from >= to) break;
    if (fact.from > day) gaps.push({ from: day, to: fact.from });
    if (fact.to === null) return gaps;
    if (fact.to > day) day = fact.to;
  }
  if (day < to) gaps.push({ from: day, to });
  return gaps;
}

/** Last day of a stretch; null while it is open. */
export function lastDayOf({ to }: { readonly to: string | null }): string | null {
  return to === null ? null : addDays(to, -1);
}
