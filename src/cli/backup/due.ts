const ZONE = "Europe/Paris";
const day = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, dateStyle: "short" });
const time = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, timeStyle: "short" });

/**
 * Whether the daily backup is due: the hour has come, and none was made since. A machine that slept through the hour makes
 * it when it wakes.
 * @param at HH:MM where the network lives @param last when the last backup was made, ISO 8601
 */
export function dueNow(at: string, last: string | null, now: Date): boolean {
  if (last === null) return true;
  const made = new Date(last);
  const dueDay = time.format(now) >= at ? day.format(now) : day.format(new Date(now.getTime() - 86_400_000));
  return `${day.format(made)} ${time.format(made)}` < `${dueDay} ${at}`;
}
