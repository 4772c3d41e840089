import { addDays } from "../../ui/days.ts";
import { post } from "../../ui/server/api-client.ts";
import type { Appointment, BookingAnswer } from "../model.ts";
import { momentAt, wallText } from "../wall-clock.ts";
import { type BookDraft, bookingOf } from "./book-draft.ts";

/** One of the days an appointment comes back; null: those hours are not free that day, nothing was booked. */
export interface Following {
  readonly day: string;
  readonly appointment: Appointment | null;
}

/**
 * Books the same hours, at the clocks of the place, with the same practitioner, on the days the appointment comes back. Each has an
 * identifier of its own made with the draft: asked again after a cut line, none is booked twice.
 * @param draft its hours name their practitioner
 */
export async function bookFollowing(
  draft: BookDraft,
  first: Appointment,
  zone: string,
): Promise<Following[]> {
  const { hours, whom, everyWeeks, times, following } = draft;
  if (hours === null || hours.professional === null || hours.over || everyWeeks === 0) return [];
  const start = wallText(first.start, zone);
  const made: Following[] = [];
  // One after the other: the first days are worth more than the last, should the line be cut.
  for (const [n, id] of following.slice(0, times - 1).entries()) {
    const day = addDays(start.slice(0, 10), 7 * everyWeeks * (n + 1));
    const next = { ...hours, start: momentAt(`${day}${start.slice(10)}`, zone), opening: null };
    const answer = await post<BookingAnswer>(
      `/api/people/${whom?.id}/appointments`,
      // The cover confirmed with the first time is that of the day: said again, it would open as many searches.
      bookingOf({ ...draft, id, hours: next, cover: null }, null),
    );
    made.push({ day, appointment: answer.outcome === "booked" ? answer.appointment : null });
  }
  return made;
}
