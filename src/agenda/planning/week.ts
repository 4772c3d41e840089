/** What the planning says of a week, occurrence by occurrence, with what interrupts it. Pure; the database's own rule is agenda.occurrences. */
import { addDays, daysBetween } from "../../ui/days.ts";
import type { HalfDay, Timetable } from "./model.ts";

/** Why hours planned are not given. */
type Interrupted = "given_up" | "away" | "closed" | "holiday";

/** One half-day of a week. */
export interface Occurrence {
  readonly series: HalfDay;
  readonly day: string;
  readonly starts: string;
  readonly ends: string;
  readonly siteId: string;
  readonly roomId: string | null;
  readonly capacity: number | null;
  /** Held otherwise this once. */
  readonly altered: boolean;
  /** Null: given. */
  readonly interrupted: Interrupted | null;
  /** Some of its time is away or closed, not all. */
  readonly partly: boolean;
}

/** Public holidays, by site. */
type Holidays = readonly { readonly day: string; readonly sites: readonly string[] }[];

/** ISO day → its Monday. */
export function mondayOf(day: string): string {
  return addDays(day, 1 - weekdayOf(day));
}

/** ISO day → 1 (Monday) to 7. */
export function weekdayOf(day: string): number {
  return ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
}

/** Whether a series comes on a day, whatever interrupts it. */
export function comesOn(half: HalfDay, day: string): boolean {
  const weeks = daysBetween(mondayOf(half.anchor), mondayOf(day)) / 7;
  return (
    weekdayOf(day) === half.weekday &&
    half.from <= day &&
    (half.until === null || day <= half.until) &&
    weeks % half.everyWeeks === 0
  );
}

/** Half-days of the seven days from a Monday, by hour. @param holidays of these days */
export function weekOf(timetable: Timetable, monday: string, holidays: Holidays): Occurrence[] {
  const exceptions = new Map(timetable.exceptions.map((one) => [`${one.seriesId} ${one.onDay}`, one]));
  return timetable.halfDays
    .flatMap((series) => {
      const day = addDays(monday, series.weekday - 1);
      if (!comesOn(series, day)) return [];
      const other = exceptions.get(`${series.seriesId} ${day}`);
      const held = {
        starts: other?.starts ?? series.starts,
        ends: other?.ends ?? series.ends,
        siteId: other?.siteId ?? series.siteId,
        roomId: other ? other.roomId : series.roomId,
        capacity: other?.capacity ?? series.capacity,
      };
      const away = covered(
        timetable.absences.filter((one) => one.professionalId === series.professionalId),
        { day, ...held },
      );
      const closed = covered(
        timetable.closures.filter((one) => one.siteId === held.siteId),
        { day, ...held },
      );
      const off =
        !series.onHolidays && holidays.some((one) => one.day === day && one.sites.includes(held.siteId));
      const interrupted: Interrupted | null = other?.cancelled
        ? "given_up"
        : away === "wholly"
          ? "away"
          : closed === "wholly"
            ? "closed"
            : off
              ? "holiday"
              : null;
      return [
        {
          series,
          day,
          ...held,
          altered: other !== undefined && !other.cancelled,
          interrupted,
          partly: away === "partly" || closed === "partly",
        },
      ];
    })
    .sort((a, b) => `${a.day} ${a.starts}`.localeCompare(`${b.day} ${b.starts}`));
}

/** How much of these hours is taken off by interruptions, which may follow one another. */
function covered(
  list: readonly { readonly from: string; readonly until: string }[],
  { day, starts, ends }: { readonly day: string; readonly starts: string; readonly ends: string },
): "wholly" | "partly" | "not" {
  const [first, last] = [`${day}T${starts}`, `${day}T${ends}`];
  const meeting = list
    .filter(({ from, until }) => from < last && first < until)
    .sort((a, b) => a.from.localeCompare(b.from));
  if (meeting.length === 0) return "not";
  let reached = first;
  for (const { from, until } of meeting) if (from <= reached && until > reached) reached = until;
  return reached >= last ? "wholly" : "partly";
}

/** Hours that would have to be given in the same time, as they come back. */
export interface Planned {
  readonly weekday: number;
  readonly everyWeeks: number;
  readonly anchor: string;
  readonly from: string;
  readonly until: string | null;
  readonly starts: string;
  readonly ends: string;
}

/** Whether two series have hours in common on some day. Hours compare as "HH:MM". */
export function meet(one: Planned, other: Planned): boolean {
  const hour = (text: string) => text.slice(0, 5);
  if (one.weekday !== other.weekday) return false;
  if (hour(one.starts) >= hour(other.ends) || hour(other.starts) >= hour(one.ends)) return false;
  const first = one.from > other.from ? one.from : other.from;
  const lasts = [one.until, other.until].filter((day) => day !== null).sort();
  // Weeks in common come back every so many weeks: their least common multiple, at most 132.
  const start = addDays(first, (one.weekday - weekdayOf(first) + 7) % 7);
  for (let week = 0; week < 132; week++) {
    const day = addDays(start, week * 7);
    if (lasts[0] !== undefined && day > lasts[0]) return false;
    if (turn(one, day) && turn(other, day)) return true;
  }
  return false;
}

function turn({ anchor, everyWeeks }: Planned, day: string): boolean {
  return (daysBetween(mondayOf(anchor), mondayOf(day)) / 7) % everyWeeks === 0;
}
