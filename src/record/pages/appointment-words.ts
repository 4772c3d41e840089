import { type SeenAppointment, stateLabels } from "../../agenda/model.ts";
import type { Vocabulary } from "../../network/model.ts";
import type { AxisLane } from "../../ui/charts/axis-shapes.ts";
import { dayText } from "../../ui/format.ts";
import type { PersonPage } from "../model.ts";

/** "à 09:20, Consultation avec Dr Marchal, Digoin". */
export function appointmentText(one: SeenAppointment, words: Pick<Vocabulary, "sites">): string {
  const site = words.sites.find(({ id }) => id === one.siteId);
  const hour = new Intl.DateTimeFormat("fr-FR", {
    timeZone: site?.timeZone,
    hour: "2-digit",
    minute: "2-digit",
  }).format(new Date(one.start));
  const who = one.professional === null ? one.service : `${one.service} avec ${one.professional}`;
  return [`à ${hour}`, who, site?.name].filter(Boolean).join(", ");
}

/** Days of appointments, for the extent of the axis. */
export function appointmentDays(page: PersonPage): string[] {
  return page.appointments.map(({ day }) => day);
}

/** One lane: those that were honoured are visits already, and drawn there. */
export function appointmentLanes(page: PersonPage, words: Vocabulary): AxisLane[] {
  const marks = page.appointments
    .filter(({ state }) => state !== "honoured")
    .map((one) => ({
      on: one.day,
      label: `${dayText(one.day)}\u00a0: ${appointmentText(one, words)}, ${stateLabels[one.state].toLowerCase()}`,
      sign: one.state === "missed" ? "✗" : one.state === "booked" || one.state === "arrived" ? "R" : "–",
      tone: one.state === "missed" ? ("missing" as const) : ("wait" as const),
    }));
  return marks.length === 0 ? [] : [{ label: "Rendez-vous", bars: [], marks }];
}

/** Each appointment, in words. */
export function appointmentLines(page: PersonPage, words: Vocabulary) {
  return page.appointments.map((one) => ({
    day: one.day,
    lane: "Rendez-vous",
    when: dayText(one.day),
    what: `${appointmentText(one, words)} (${stateLabels[one.state].toLowerCase()})`,
  }));
}
