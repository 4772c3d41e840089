/** The lanes of a person's time axis, drawn from what the reader was given. */
import { encounterKinds } from "../../care/model.ts";
import type { Vocabulary } from "../../network/model.ts";
import { wordLabel } from "../../network/use-vocabulary.ts";
import { layerLabels, sourceLabels } from "../../rights/model.ts";
import {
  coverLanes,
  type DayWindow,
  type Lane,
  type Mark,
  type Span,
  schemeLabel,
} from "../../rights/rules.ts";
import type { Tone } from "../../ui/alert.tsx";
import type { AxisBar, AxisLane, AxisMark } from "../../ui/charts/axis-shapes.ts";
import { addDays, daysBetween } from "../../ui/days.ts";
import { dayText } from "../../ui/format.ts";
import type { PersonPage } from "../model.ts";
import { appointmentDays, appointmentLanes, appointmentLines } from "./appointment-words.ts";
import { lifeDays, lifeLanes, lifeLines } from "./life-lanes.ts";
import { requestDays, requestLanes, requestLines } from "./request-lanes.ts";

/** One line of the same content as a list. */
export interface TimelineLine {
  readonly key: string;
  readonly lane: string;
  readonly when: string;
  readonly what: string;
}

/** First and last day of everything the reader was given; null when there is nothing dated. */
export function factsExtent(page: PersonPage): DayWindow | null {
  const days = [
    ...page.statements.map((one) => one.statedOn),
    ...page.intervals.flatMap((one) => (one.to === null ? [one.from] : [one.from, one.to])),
    ...page.encounters.map((one) => one.onDay),
    ...page.earlier.map(([day]) => day),
    ...requestDays(page),
    ...appointmentDays(page),
    ...page.housing.map((one) => one.statedOn),
    ...lifeDays(page),
  ].sort();
  const [from, to] = [days[0], days.at(-1)];
  return from === undefined || to === undefined ? null : { from, to };
}

/** The stretch of time to draw: `months` back from today, or everything, with some room on both sides. */
export function timelineWindow(page: PersonPage, today: string, months: number | null): DayWindow {
  const extent = factsExtent(page) ?? { from: today, to: today };
  const end = extent.to > today ? extent.to : today;
  const from = months === null ? extent.from : addDays(today, Math.round(-30.44 * months));
  const room = Math.max(8, Math.round(daysBetween(from, end) * 0.04));
  return { from: months === null ? addDays(from, -room) : from, to: addDays(end, room) };
}

/** Whom the encounter was with, and of what kind, in words. */
export function encounterText(encounter: PersonPage["encounters"][number], words: Vocabulary): string {
  const kind = kindText(encounter.kind, words);
  return encounter.professional === null ? kind : `${kind}, ${encounter.professional}`;
}

function kindText(kind: string, words: Vocabulary): string {
  return (
    Object.entries(encounterKinds).find(([code]) => code === kind)?.[1] ?? wordLabel(words.contact, kind)
  );
}

/** Lanes for the drawing: cover when the reader may read it, requests, housing, encounters. */
export function timelineLanes(
  page: PersonPage,
  words: Vocabulary,
  window: DayWindow,
  today: string,
  reads: { readonly cover: boolean; readonly housing: boolean },
): AxisLane[] {
  const cover = reads.cover
    ? coverLanes(page.statements, page.intervals, words.schemes, window).map((lane) => coverLane(lane, words))
    : [];
  return [
    ...cover,
    ...requestLanes(page, today),
    ...lifeLanes(page, words, window, reads.housing),
    encounterLane(page, words),
    ...appointmentLanes(page, words),
  ];
}

/** The same content in words, most recent first. */
export function timelineLines(
  page: PersonPage,
  words: Vocabulary,
  reads: { readonly cover: boolean; readonly housing: boolean },
): TimelineLine[] {
  const lines = [
    ...(reads.cover ? coverLines(page, words) : []),
    ...(reads.housing
      ? page.housing.map((one) => ({
          day: one.statedOn,
          lane: "Hébergement",
          when: dayText(one.statedOn),
          what: wordLabel(words.housing, one.term),
        }))
      : []),
    ...requestLines(page),
    ...appointmentLines(page, words),
    ...lifeLines(page, words),
    ...page.encounters.map((one) => ({
      day: one.onDay,
      lane: "Venues",
      when: dayText(one.onDay),
      what: encounterText(one, words),
    })),
    ...page.earlier.map(([day, kind]) => ({
      day,
      lane: "Venues",
      when: dayText(day),
      what: kindText(kind, words),
    })),
  ];
  return lines
    .sort((a, b) => (a.day < b.day ? 1 : a.day > b.day ? -1 : a.lane.localeCompare(b.lane)))
    .map(({ lane, when, what }, index) => ({ key: `${index}`, lane, when, what }));
}

function coverLines(page: PersonPage, words: Vocabulary) {
  const lanes = coverLanes(page.statements, page.intervals, words.schemes);
  const marks = lanes.flatMap((lane) =>
    lane.marks.map((mark) => ({
      day: mark.on,
      lane: layerLabels[lane.layer],
      when: dayText(mark.on),
      what: markText(mark),
    })),
  );
  const intervals = page.intervals.map((one) => ({
    day: one.from,
    lane: layerLabels[one.layer],
    when:
      one.to === null
        ? `depuis le ${dayText(one.from)}`
        : `du ${dayText(one.from)} au ${dayText(addDays(one.to, -1))}`,
    what: `${schemeLabel(words.schemes, one.layer, one.scheme)}, ${sourceLabels[one.source]}`,
  }));
  return [...marks, ...intervals];
}

function coverLane(lane: Lane, words: Vocabulary): AxisLane {
  return {
    label: layerLabels[lane.layer],
    bars: lane.spans.map((span) => coverBar(span, lane, words)),
    marks: lane.marks.map((mark) => ({
      on: mark.on,
      label: `${dayText(mark.on)}\u00a0: ${markText(mark)}`,
      sign: null,
      tone: coverTone(mark.scheme),
    })),
  };
}

function coverBar(span: Span, lane: Lane, words: Vocabulary): AxisBar {
  if (span.scheme === null)
    return { from: span.from, to: span.to, label: "inconnue", tone: "unknown", look: "hatched" };
  return {
    from: span.from,
    to: span.to,
    label: schemeLabel(words.schemes, lane.layer, span.scheme),
    tone: coverTone(span.scheme),
    look: span.basis === "agreed" ? "light" : "solid",
  };
}

function coverTone(scheme: string): Tone {
  if (scheme === "none") return "missing";
  if (scheme === "unknown") return "unknown";
  return scheme === "c2s" || scheme === "cmu_c" || scheme === "private" ? "good" : "cover";
}

function markText(mark: Mark): string {
  const notes = [
    sourceLabels[mark.source],
    mark.declaredText === null || mark.declaredText.toLowerCase() === mark.label.toLowerCase()
      ? ""
      : `«\u00a0${mark.declaredText}\u00a0»`,
    mark.outdated ? "n’existait pas à cette date" : "",
    mark.contradicted ? "contredite par ailleurs" : "",
  ].filter(Boolean);
  return `${mark.label} (${notes.join(", ")})`;
}

const SIGNS: Readonly<Record<string, { sign: string; tone: Tone }>> = {
  consultation: { sign: "C", tone: "care" },
  nursing: { sign: "S", tone: "care" },
  interview: { sign: "E", tone: "social" },
  telephone: { sign: "T", tone: "unknown" },
  home_visit: { sign: "D", tone: "care" },
};

function encounterLane(page: PersonPage, words: Vocabulary): AxisLane {
  const mark = (on: string, kind: string, text: string): AxisMark => ({
    on,
    label: `${dayText(on)}\u00a0: ${text}`,
    sign: SIGNS[kind]?.sign ?? "V",
    tone: SIGNS[kind]?.tone ?? "care",
  });
  const marks = [
    ...page.earlier.map(([day, kind]) => mark(day, kind, kindText(kind, words))),
    ...page.encounters.map((one) => ({
      ...mark(one.onDay, one.kind, encounterText(one, words)),
      opens: one.id,
    })),
  ];
  return { label: "Venues", bars: [], marks };
}
