/** Lanes of where someone lives and where their letters wait, and the same in words. */
import type { Vocabulary } from "../../network/model.ts";
import { wordLabel } from "../../network/use-vocabulary.ts";
import { type LifeFact, type LifeKind, lifeFacts, lifeKindLabels } from "../../people/life.ts";
import { factsOf } from "../../people/life-days.ts";
import { lifeText, sinceText } from "../../people/life-words.ts";
import type { DayWindow } from "../../rights/rules.ts";
import type { AxisBar, AxisLane, AxisMark } from "../../ui/charts/axis-shapes.ts";
import { addDays } from "../../ui/days.ts";
import { dayText } from "../../ui/format.ts";
import type { PersonPage } from "../model.ts";

/** The days of the facts drawn. */
export function lifeDays(page: PersonPage): string[] {
  return drawn(page).flatMap(({ from, to }) => (to === null ? [from] : [from, to]));
}

/** Housing: what is established, then between two statements that agree, else unknown; domiciliation; ruptures. */
export function lifeLanes(
  page: PersonPage,
  words: Vocabulary,
  window: DayWindow,
  housing: boolean,
): AxisLane[] {
  const facts = lifeFacts(page.life);
  const lives = housing && (page.housing.length > 0 || factsOf(facts, "housing").length > 0);
  const domiciled = factsOf(facts, "domiciliation");
  const ruptures = factsOf(facts, "rupture");
  return [
    ...(lives ? [housingLane(page, facts, words, window)] : []),
    ...(domiciled.length > 0
      ? [
          {
            label: "Domiciliation",
            bars: domiciled.map((fact) => barOf(fact, words, window)),
            marks: factsOf(facts, "domiciliation_contact").map(
              (fact): AxisMark => ({
                on: fact.from,
                label: `${dayText(fact.from)}\u00a0: passage ou appel`,
                sign: null,
                tone: "social",
              }),
            ),
          },
        ]
      : []),
    ...(ruptures.length > 0
      ? [
          {
            label: "Ruptures",
            bars: [],
            marks: ruptures.map(
              (fact): AxisMark => ({
                on: fact.from,
                label: `${lifeText(fact, words)}, ${sinceText(fact)}`,
                sign: "R",
                tone: "missing",
              }),
            ),
          },
        ]
      : []),
  ];
}

/** The same in words. */
export function lifeLines(page: PersonPage, words: Vocabulary) {
  return drawn(page).map((fact) => ({
    day: fact.from,
    lane: lifeKindLabels[fact.kind],
    when: sinceText(fact),
    what: lifeText(fact, words),
  }));
}

const DRAWN: readonly LifeKind[] = ["housing", "domiciliation", "domiciliation_contact", "rupture"];

function drawn(page: PersonPage): LifeFact[] {
  return lifeFacts(page.life).filter(({ kind }) => DRAWN.includes(kind));
}

function barOf(fact: LifeFact, words: Vocabulary, window: DayWindow): AxisBar {
  return {
    from: fact.from,
    to: fact.to ?? window.to,
    label: lifeText(fact, words),
    tone: "social",
    look: fact.atLeast ? "light" : "solid",
  };
}

function housingLane(
  page: PersonPage,
  facts: readonly LifeFact[],
  words: Vocabulary,
  window: DayWindow,
): AxisLane {
  const said = [...page.housing].sort((a, b) => (a.statedOn < b.statedOn ? -1 : 1));
  const established = factsOf(facts, "housing").map((fact) => barOf(fact, words, window));
  const agreed = said.map((one, index): AxisBar => {
    const next = said[index + 1];
    const goesOn = next?.term === one.term;
    return {
      from: one.statedOn,
      to: addDays(goesOn ? next.statedOn : one.statedOn, 1),
      label: wordLabel(words.housing, one.term),
      tone: "social",
      look: goesOn ? "light" : "solid",
    };
  });
  const bars = [...established, ...joinBars(agreed).flatMap((bar) => outside(bar, established))];
  const marks = said.map(
    (one): AxisMark => ({
      on: one.statedOn,
      label: `${dayText(one.statedOn)}\u00a0: ${wordLabel(words.housing, one.term)}`,
      sign: null,
      tone: "social",
    }),
  );
  const inOrder = bars.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  return { label: "Hébergement", bars: fillUnknown(inOrder, window), marks };
}

/** The parts of a bar that none of the others covers. */
function outside(bar: AxisBar, others: readonly AxisBar[]): AxisBar[] {
  return others.reduce<AxisBar[]>(
    (parts, other) =>
      parts.flatMap((part) => {
        if (other.to <= part.from || other.from >= part.to) return [part];
        const before = part.from < other.from ? [{ ...part, to: other.from }] : [];
        const after = other.to < part.to ? [{ ...part, from: other.to }] : [];
        return [...before, ...after];
      }),
    [bar],
  );
}

/** Bars that share a day and say the same are one. */
function joinBars(bars: readonly AxisBar[]): AxisBar[] {
  const joined: AxisBar[] = [];
  for (const bar of bars) {
    const last = joined.at(-1);
    if (last !== undefined && last.to > bar.from && last.label === bar.label) {
      const to = last.to > bar.to ? last.to : bar.to;
      joined[joined.length - 1] = { ...last, to, look: last.look === "light" ? "light" : bar.look };
    } else joined.push(bar);
  }
  return joined;
}

/** The days of the window that no bar says are drawn as unknown. */
function fillUnknown(bars: readonly AxisBar[], window: DayWindow): AxisBar[] {
  const unknown = (from: string, to: string): AxisBar[] =>
    from < to ? [{ from, to, label: "inconnu", tone: "unknown", look: "hatched" }] : [];
  let day = window.from;
  const filled = bars
    .filter((bar) => bar.to > window.from && bar.from < window.to)
    .flatMap((bar) => {
      const gap = unknown(day, bar.from);
      if (bar.to > day) day = bar.to;
      return [...gap, bar];
    });
  return [...filled, ...unknown(day, window.to)];
}
