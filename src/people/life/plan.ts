/** What writing a fact does to those noted before. */
import { type LifeFact, lifeKindLabels, manyAtOnce } from "../life.ts";

/** A fact to write; the database gives an identifier to those that have none. */
export type NewFact = Omit<LifeFact, "id" | "by" | "on"> & {
  readonly id: string | null;
  readonly replaces: string | null;
  readonly proof: string | null;
};
/** Rows to close, then rows to add. */
export interface Plan {
  readonly ok: true;
  readonly closes: readonly string[];
  readonly adds: readonly NewFact[];
}
export type Planned = Plan | { readonly ok: false; readonly field: string; readonly message: string };

interface Line extends NewFact {
  readonly noted: boolean;
}
type Noted = LifeFact & { readonly proof: string | null };

/**
 * What writing these facts does to those in force on the same record. A fact ends the one that went on before it, never one
 * that began later: an open fact stops where the next begins, one with a last day past it is refused. One that begins
 * the same day takes the place of the other.
 * @param corrects the row the (only) fact corrects
 */
export function planFacts(
  inForce: readonly Noted[],
  facts: readonly NewFact[],
  corrects: string | null = null,
): Planned {
  let lines: Line[] = inForce
    .filter(({ id }) => id !== corrects)
    .map((fact) => ({ ...fact, replaces: null, noted: true }));
  for (const [at, fact] of facts.entries()) {
    const placed = place(lines, fact);
    if (typeof placed === "string") return { ok: false, field: `facts.${at}.lastDay`, message: placed };
    lines = placed;
  }
  return planOf(inForce, lines);
}

/** Ends a fact on a day, which it still holds. */
export function planEnd(
  inForce: readonly Noted[],
  id: string,
  newId: string,
  to: string,
  statedOn: string,
): Planned {
  const ended = inForce.find((fact) => fact.id === id);
  if (ended === undefined) return { ok: false, field: "lastDay", message: "Ce fait n’est plus en cours." };
  if (to <= ended.from)
    return { ok: false, field: "lastDay", message: "Le dernier jour est avant le premier." };
  if (ended.to !== null && to > ended.to)
    return { ok: false, field: "lastDay", message: "Ce fait est déjà terminé plus tôt\u00a0: corrigez-le." };
  if (to === ended.to) return { ok: true, closes: [], adds: [] };
  return { ok: true, closes: [id], adds: [{ ...ended, id: newId, to, statedOn, replaces: id }] };
}

function place(lines: readonly Line[], fact: NewFact): Line[] | string {
  if (manyAtOnce.includes(fact.kind)) return [...lines, { ...fact, noted: false }];
  const later = lines
    .filter(({ kind, from }) => kind === fact.kind && from > fact.from)
    .map(({ from }) => from)
    .sort()[0];
  if (later !== undefined && fact.to !== null && later < fact.to)
    return `Dans «\u00a0${lifeKindLabels[fact.kind]}\u00a0», autre chose est noté à partir du ${frenchDay(later)}\u00a0: indiquez un dernier jour avant, ou corrigez l’autre.`;
  const to = fact.to ?? later ?? null;
  const sameDay = lines.find(({ kind, from }) => kind === fact.kind && from === fact.from);
  const replaces = fact.replaces ?? sameDay?.id ?? null;
  const kept = lines.flatMap((line): Line[] => {
    if (line.kind !== fact.kind || line.from > fact.from) return [line];
    if (line.to !== null && line.to <= fact.from) return [line];
    // What was noted goes on after a fact that has an end: nothing says that it stopped then.
    const after: Line[] =
      to !== null && (line.to === null || to < line.to)
        ? [{ ...shortened(line), from: to, atLeast: false }]
        : [];
    return line.from === fact.from ? after : [{ ...shortened(line), to: fact.from }, ...after];
  });
  return [...kept, { ...fact, to, replaces, noted: false }];
}

/** Part of a line that is no longer in force as it was. */
function shortened(line: Line): Line {
  return line.noted ? { ...line, noted: false, id: null, replaces: line.id } : line;
}

function planOf(inForce: readonly Noted[], lines: readonly Line[]): Plan {
  const kept = new Set(lines.flatMap(({ noted, id }) => (noted && id !== null ? [id] : [])));
  return {
    ok: true,
    closes: inForce.flatMap(({ id }) => (kept.has(id) ? [] : [id])),
    adds: lines.flatMap(({ noted, ...line }) => (noted ? [] : [line])),
  };
}

function frenchDay(day: string): string {
  return day.split("-").reverse().join("/");
}
