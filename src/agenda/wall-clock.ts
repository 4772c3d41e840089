/** Hours as the clocks of a place show them, of moments told as real time. */
import type { AgendaSetting } from "./model.ts";

const DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  // sv-SE writes days and hours as ISO does.
  const made = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" },
  });
  formats.set(zone, made);
  return made;
}

/** Day (ISO) and minutes since midnight on the clocks of a zone. @param moment ISO, or a Date */
export function wallOf(
  moment: string | Date,
  zone: string,
): { readonly day: string; readonly minutes: number } {
  const [day = "", hour = ""] = formatOf(zone).format(new Date(moment)).split(" ");
  const [hours = 0, minutes = 0] = hour.split(":").map(Number);
  return { day, minutes: hours * 60 + minutes };
}

/** 560 → "09:20" */
export function hourOf(minutes: number): string {
  const two = (figure: number) => String(figure).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** "09:20", on the clocks of a zone. */
export function hourText(moment: string, zone: string): string {
  return hourOf(wallOf(moment, zone).minutes);
}

/** "2026-11-24T09:20", on the clocks of a zone. */
export function wallText(moment: string, zone: string): string {
  const { day, minutes } = wallOf(moment, zone);
  return `${day}T${hourOf(minutes)}`;
}

/**
 * The moment at which the clocks of a zone show this; of an hour they show twice, the first; of one they skip, as if they had not.
 * @param wall "2026-11-24T09:20"
 */
export function momentAt(wall: string, zone: string): string {
  const shown = Date.parse(`${wall}Z`);
  const ahead = (moment: number) => Date.parse(`${wallText(new Date(moment).toISOString(), zone)}Z`) - moment;
  // How far ahead of universal time the zone was a day before and is a day after: one of the two shows it, or the hour is skipped.
  const [before, after] = [shown - ahead(shown - DAY_MS), shown - ahead(shown + DAY_MS)];
  const right = [before, after].find((moment) => moment + ahead(moment) === shown) ?? before;
  return new Date(right).toISOString();
}

/** The moment that comes so many minutes after. */
export function addMinutes(moment: string, minutes: number): string {
  return new Date(Date.parse(moment) + minutes * 60_000).toISOString();
}

/** The clocks of a site. */
export function zoneOf({ sites }: Pick<AgendaSetting, "sites">, site: string): string {
  return sites.find(({ id }) => id === site)?.timeZone ?? "Europe/Paris";
}
