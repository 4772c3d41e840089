import { z } from "zod";

export const makeCalendarSchema = z.object({ professionalId: z.uuid() });

/** A practitioner's calendar, that the reader may make or revoke; madeAt: null when it has no address. */
export interface CalendarOf {
  readonly professionalId: string;
  readonly label: string;
  readonly mine: boolean;
  readonly madeAt: string | null;
  readonly by: string | null;
  /** The last day an apparatus read it. */
  readonly readOn: string | null;
}
