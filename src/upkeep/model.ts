import { z } from "zod";

const failure = z.object({ at: z.string(), message: z.string() }).nullable();

/** The daily backup and the archive a server makes by itself, as chosen. */
export const planSchema = z.object({
  place: z
    .string()
    .trim()
    .max(500)
    .regex(/^\//, "Donnez le dossier en entier, depuis la racine\u00a0: /media/…")
    .nullable(),
  at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Une heure, comme 02:00."),
  keep: z.number().int().min(1, "Au moins une.").max(400, "400 au plus."),
  archive: z.boolean(),
});
export type Plan = z.infer<typeof planSchema>;

/** Everything the status page judges; moments are ISO 8601. Counts only: nothing of anyone received. */
export const statusSchema = z.object({
  now: z.string(),
  plan: planSchema,
  recoveryKey: z.object({ id: z.string(), since: z.string() }).nullable(),
  backup: z.object({
    running: z.boolean(),
    last: z
      .object({ folder: z.string(), madeAt: z.string(), rows: z.number(), seconds: z.number() })
      .nullable(),
    failure,
  }),
  archive: z.object({ until: z.string().nullable(), failure }),
  disk: z.object({ free: z.number(), total: z.number() }),
  /** Of the place of backups; null when it cannot be reached. */
  placeDisk: z.object({ free: z.number(), total: z.number(), sameAsData: z.boolean() }).nullable(),
  letters: z.object({
    configured: z.boolean(),
    waiting: z.number(),
    oldest: z.string().nullable(),
    givenUp: z.number(),
  }),
  audit: z.object({
    unsealed: z.number(),
    oldest: z.string().nullable(),
    headSignedAt: z.string().nullable(),
  }),
  program: z.object({
    running: z.string(),
    /** What is in the program's folder now: another one when it was replaced and not restarted. */
    installed: z.string(),
    /** Migrations of the program's folder that the database lacks. */
    pending: z.number(),
    node: z.string(),
    postgres: z.string(),
  }),
});
export type UpkeepStatus = z.infer<typeof statusSchema>;

/** One subject of the status page. */
export interface StatusLine {
  readonly subject: string;
  readonly tone: "good" | "wait" | "missing";
  readonly what: string;
  /** What to do; null when nothing. */
  readonly todo: string | null;
}
