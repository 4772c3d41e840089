import type { AgendaOpening, AgendaView, Appointment } from "./model.ts";
import { addMinutes, wallOf } from "./wall-clock.ts";

type Shown = AgendaView["appointments"][number];

/** A stretch of a column, in minutes since midnight at the site. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  /** Side by side with others of the same hours: which place, of how many. */
  readonly lane: number;
  readonly lanes: number;
}
/** Free time offered as one start; time taken by someone the reader may not know; an appointment. */
export type AgendaItem = Stretch &
  (
    | { readonly kind: "free"; readonly start: string; readonly opening: AgendaOpening }
    | { readonly kind: "taken" }
    | { readonly kind: "appointment"; readonly appointment: Shown }
  );

/** A column: a practitioner on a day of a site. */
export interface AgendaColumn {
  readonly key: string;
  readonly day: string;
  readonly siteId: string;
  readonly practitioner: string;
  readonly professionalId: string | null;
  readonly openings: readonly AgendaOpening[];
  readonly items: readonly AgendaItem[];
}

/** States in which the hours are taken (agenda.state). */
const HOLDING: readonly Appointment["state"][] = ["booked", "arrived", "in_progress", "honoured"];

export function holdsTime({ state }: Pick<Appointment, "state">): boolean {
  return HOLDING.includes(state);
}

interface LayoutOptions {
  readonly zoneOf: (siteId: string) => string;
  /** Minutes between two starts offered in free time. */
  readonly stepOf: (opening: AgendaOpening) => number;
}

/** Columns by day, site and practitioner, in the order of their hours. Nobody's appointments (someone walked in) are left out. */
export function layOut(view: AgendaView, { zoneOf, stepOf }: LayoutOptions): AgendaColumn[] {
  const keyOf = (one: { day: string; siteId: string; practitioner: string | null }) =>
    `${one.day} ${one.siteId} ${one.practitioner}`;
  // Of several practitioners, in the column of each who has hours then; at least in one.
  const columns = new Set(view.openings.map(keyOf));
  const booked = view.appointments
    .filter((one) => one.practitioner !== null && holdsTime(one))
    .flatMap((one) => {
      const each = [one.practitioner, ...(one.with ?? [])].map((practitioner) => ({ ...one, practitioner }));
      const there = each.filter((of) => columns.has(keyOf(of)));
      return (there.length === 0 ? each.slice(0, 1) : there).map((of) => ({ column: keyOf(of), one }));
    });
  return [...new Set([...columns, ...booked.map(({ column }) => column)])].map((key) => {
    const hours = view.openings.filter((one) => keyOf(one) === key);
    const known = booked.filter(({ column }) => column === key).map(({ one }) => one);
    const [first] = [...hours, ...known];
    const { day = "", siteId = "", practitioner = "", professionalId = null } = first ?? {};
    const zone = zoneOf(siteId);
    return {
      ...{ key, day, siteId, practitioner: practitioner ?? "", professionalId, openings: hours },
      items: itemsOf(hours, known, zone, stepOf),
    };
  });
}

function itemsOf(
  openings: readonly AgendaOpening[],
  appointments: readonly Shown[],
  zone: string,
  stepOf: LayoutOptions["stepOf"],
): AgendaItem[] {
  const at = (start: string, end: string) => {
    const from = wallOf(start, zone).minutes;
    return { from, to: from + Math.round((Date.parse(end) - Date.parse(start)) / 60_000), lane: 0, lanes: 1 };
  };
  const free = openings.flatMap((opening) =>
    opening.free.flatMap(([start, end]) =>
      startsIn(start, end, stepOf(opening)).map(([from, to]) => ({
        ...at(from, to),
        kind: "free" as const,
        start: from,
        opening,
      })),
    ),
  );
  const taken = openings.flatMap((opening) =>
    without(
      [[Date.parse(opening.start), Date.parse(opening.end)]],
      [
        ...opening.free.map(([start, end]) => [Date.parse(start), Date.parse(end)] as const),
        ...appointments.map(({ start, end }) => [Date.parse(start), Date.parse(end)] as const),
      ],
    ).map(([from, to]) => ({
      ...at(new Date(from).toISOString(), new Date(to).toISOString()),
      kind: "taken" as const,
    })),
  );
  const known = inLanes(appointments.map((one) => ({ ...at(one.start, one.end), appointment: one })));
  return [...free, ...taken, ...known.map((one) => ({ ...one, kind: "appointment" as const }))].sort(
    (a, b) => a.from - b.from || a.lane - b.lane,
  );
}

/** Free time cut into starts; what is left of less than a step stays with the last. */
function startsIn(start: string, end: string, step: number): [string, string][] {
  const count = Math.max(1, Math.floor((Date.parse(end) - Date.parse(start)) / 60_000 / step));
  return Array.from({ length: count }, (_, n) => [
    addMinutes(start, n * step),
    n === count - 1 ? end : addMinutes(start, (n + 1) * step),
  ]);
}

type Span = readonly [from: number, to: number];

/** What is left of spans once others are taken off. */
function without(spans: readonly Span[], off: readonly Span[]): Span[] {
  return off.reduce<Span[]>(
    (left, [from, to]) =>
      left.flatMap(([a, b]) =>
        (
          [
            [a, Math.min(b, from)],
            [Math.max(a, to), b],
          ] as Span[]
        ).filter(([x, y]) => x < y),
      ),
    [...spans],
  );
}

/** Places side by side what shares hours: of a run that touches, each in the first lane that is free. */
function inLanes<Item extends Stretch>(items: readonly Item[]): Item[] {
  const done: Item[] = [];
  let run: { item: Item; lane: number }[] = [];
  let until = Number.NEGATIVE_INFINITY;
  const close = () => {
    const lanes = Math.max(0, ...run.map(({ lane }) => lane)) + 1;
    done.push(...run.map(({ item, lane }) => ({ ...item, lane, lanes })));
    run = [];
  };
  for (const item of [...items].sort((a, b) => a.from - b.from || b.to - a.to)) {
    if (item.from >= until) close();
    const busy = run.filter((other) => other.item.to > item.from).map(({ lane }) => lane);
    let lane = 0;
    while (busy.includes(lane)) lane++;
    run.push({ item, lane });
    until = Math.max(until, item.to);
  }
  close();
  return done;
}
