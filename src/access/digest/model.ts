import { z } from "zod";

/** Hours of the day at which the morning's letter may leave, where the network lives (access.digest). */
export const digestHours = [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20] as const;

/** hour null: no letter. */
export const digestSchema = z.object({ hour: z.int().min(5).max(20).nullable() });

/** What one chose; `available`: the installation sends letters. */
export interface DigestChoice {
  readonly available: boolean;
  readonly hour: number | null;
}
