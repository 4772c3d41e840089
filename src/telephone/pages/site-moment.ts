const clock = new Intl.DateTimeFormat("sv-SE", {
  dateStyle: "short",
  timeStyle: "short",
  timeZone: "Europe/Paris",
});

/** A moment as sites' clocks say it: "2026-11-24T09:40". Sites of one telephone line share their clocks. */
export function siteMoment(moment: string): string {
  return clock.format(new Date(moment)).replace(" ", "T");
}
