import type { LineHours, Slot } from "../agenda/model.ts";
import { type CallOutcome, callOutcomes } from "./model.ts";

const DAY_MS = 86_400_000;
/** Beyond this, whoever calls is told that there is nothing for weeks, and offered elsewhere. */
export const LONG_DAYS = 14;
/** Keys 1 to 6 choose. */
export const MOST_PROPOSED = 6;

/** What a call comes to, of all that was done in it: what counts most. */
export function outcomeOf(done: readonly CallOutcome[]): CallOutcome {
  return callOutcomes.find((one) => done.includes(one)) ?? "none";
}

/**
 * The few slots worth saying aloud: the person's own practitioner's first, the two earliest where they want to come, then
 * the earliest of each site, then the earliest of all. Nothing twice.
 * @param wanted slots where they want to come; earliest first @param elsewhere slots of the other sites; earliest first
 */
export function proposed(wanted: readonly Slot[], elsewhere: readonly Slot[]): Slot[] {
  const all = [...wanted, ...elsewhere];
  const firstOfEach = all.filter((slot, at) => all.findIndex(({ site }) => site === slot.site) === at);
  const own = wanted.find(({ own }) => own === true) ?? all.find(({ own }) => own === true);
  const rest = [...all].sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
  const chosen: Slot[] = [];
  for (const slot of [...(own ? [own] : []), ...wanted.slice(0, 2), ...firstOfEach, ...rest]) {
    if (chosen.length === MOST_PROPOSED) break;
    if (!chosen.some((one) => slotKey(one) === slotKey(slot))) chosen.push(slot);
  }
  return chosen;
}

/** What makes a slot the same one. */
export function slotKey({ opening, start }: Pick<Slot, "opening" | "start">): string {
  return `${opening} ${start}`;
}

/** "n’a rien avant trois semaines", "n’a rien de libre", or null when there is something soon. */
export function nothingFor(site: string, today: string, first: string | null): string | null {
  if (first === null) return `${site} n’a rien de libre.`;
  const days = Math.floor((Date.parse(first.slice(0, 10)) - Date.parse(today)) / DAY_MS);
  if (days < LONG_DAYS) return null;
  const weeks = Math.floor(days / 7);
  return `${site} n’a rien avant ${WEEKS[weeks] ?? String(weeks)} semaines.`;
}

const WEEKS: Readonly<Record<number, string>> = {
  2: "deux",
  3: "trois",
  4: "quatre",
  5: "cinq",
  6: "six",
  7: "sept",
  8: "huit",
};

/** "mardi 24 novembre à 9 h 40", at the clocks of the site. @param start "2026-11-24T09:40:00+01:00" */
export function spokenMoment(start: string): string {
  const day = new Intl.DateTimeFormat("fr-FR", {
    weekday: "long",
    day: "numeric",
    month: "long",
    timeZone: "UTC",
  })
    .format(new Date(`${start.slice(0, 10)}T00:00:00Z`))
    .replace(/(^|\s)1(?=\s\p{L})/u, "$11er");
  return `${day} à ${spokenHour(start.slice(11, 16))}`;
}

/** "9 h 40", "14 h" */
export function spokenHour(hour: string): string {
  const [hours = "", minutes = ""] = hour.split(":");
  return `${Number(hours)}\u00a0h${minutes === "00" || minutes === "" ? "" : `\u00a0${minutes}`}`;
}

/** What is read to the person: day, hour, site, address, with whom, what to bring. Never why, nor a telling name. */
export function readBack(
  slot: Pick<Slot, "start" | "practitioner">,
  place: { readonly site: string; readonly address: string },
  bring: string,
): string {
  const moment = spokenMoment(slot.start);
  const address =
    place.address.trim() === ""
      ? ""
      : `, ${place.address
          .trim()
          .split(/\s*\n\s*/u)
          .join(", ")}`;
  const whom = slot.practitioner.replace(/^Dr\.? /u, "le docteur ");
  return `${moment.charAt(0).toUpperCase()}${moment.slice(1)}, à ${place.site}${address}, avec ${whom}. ${bring}`.trim();
}

/** Whether the line answers, and until when. @param weekday 1 (Monday) to 7 @param time "14:05" */
export function lineState(
  hours: readonly LineHours[],
  weekday: number,
  time: string,
): { readonly open: boolean; readonly words: string } {
  const now = hours.find((one) => one.weekday === weekday && one.from <= time && time < one.to);
  if (now) return { open: true, words: `ligne ouverte jusqu’à ${spokenHour(now.to)}` };
  const later = hours.filter((one) => one.weekday === weekday && one.from > time).toSorted(byStart)[0];
  if (later) return { open: false, words: `ligne fermée, elle ouvre à ${spokenHour(later.from)}` };
  return { open: false, words: "ligne fermée pour aujourd’hui" };
}

function byStart(a: LineHours, b: LineHours): number {
  return a.from.localeCompare(b.from);
}

/** 1 (Monday) to 7, of an ISO day. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** What was typed to find someone, as the three fields of a new identity: a birth is what has a figure. */
export function identityTyped(words: string): { family: string; given: string; birth: string } {
  const parts = words.trim().split(/\s+/u).filter(Boolean);
  const from = parts.findIndex((part) => /\d/u.test(part));
  const names = from < 0 ? parts : parts.slice(0, from);
  return {
    family: names[0] ?? "",
    given: names.slice(1).join(" "),
    birth: from < 0 ? "" : parts.slice(from).join(" "),
  };
}
