const ZONE = "Europe/Paris";
const day = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short" });
const time = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, timeStyle: "short" });

/** Whether this hour of the day is past. @param at HH:MM where the network lives */
export function hourPassed(at: string, now: Date): boolean {
  return time.format(now) >= at;
}

/**
 * Whether the daily backup is due: the hour has come, and none was made since. A machine that slept through the hour makes
 * it when it wakes.
 * @param at HH:MM where the network lives @param last when the last backup was made, ISO 8601
 */
export function dueNow(at: string, last: string | null, now: Date): boolean {
  if (last === null) return true;
  const made = new Date(last);
  const dueDay = hourPassed(at, now) ? day.format(now) : day.format(new Date(now.getTime() - 86_400_000));
  return `${day.format(made)} ${time.format(made)}` < `${dueDay} ${at}`;
}
