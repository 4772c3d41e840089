import { z } from "zod";

/** How the person said it. */
export const saidMeans = ["oral", "written", "electronic"] as const;
export const saidMeansLabels: Readonly<Record<(typeof saidMeans)[number], string>> = {
  oral: "de vive voix",
  written: "par écrit",
  electronic: "par message électronique",
};

const day = z.iso.date("Ce jour n’existe pas. Écrivez par exemple 03/05/2014.");
const words = z.string().trim().max(1000, "1 000 caractères au plus.").default("");

/** The person objects to a named professional (CSP L1110-4 IV). `id`: made by the form, sent twice it is written once. */
export const objectionSchema = z.object({
  id: z.uuid(),
  accountId: z.uuid("Choisissez un professionnel."),
  saidOn: day,
  means: z.enum(saidMeans),
  words,
});

/** The person takes it back. */
export const liftSchema = z.object({ liftedOn: day, means: z.enum(saidMeans), words });

/** On which day (ISO) the person was told that their record had been broken open. */
export const toldSchema = z.object({ day });

/** One objection, in force while liftedOn is null. */
export interface Objection {
  readonly id: string;
  readonly account: string;
  readonly saidOn: string;
  readonly means: (typeof saidMeans)[number];
  readonly words: string;
  readonly recordedBy: string;
  readonly recordedAt: string;
  readonly liftedOn: string | null;
  readonly liftedMeans: (typeof saidMeans)[number] | null;
  readonly liftedWords: string | null;
  readonly liftedBy: string | null;
}

/** One time the record was broken open. */
export interface Opening {
  readonly id: string;
  readonly at: string;
  readonly by: string;
  readonly role: string;
  readonly reason: string;
  readonly outcome: "justified" | "unjustified" | null;
  readonly toldOn: string | null;
}

/** What a person said of who may read them, and what was broken open. */
export interface PersonRights {
  readonly objections: readonly Objection[];
  readonly openings: readonly Opening[];
  /** Who may be objected to, with their functions; null for who records no objection. */
  readonly professionals:
    | readonly { readonly id: string; readonly name: string; readonly roles: string }[]
    | null;
}

/** One professional, one day, one kind of act. */
export interface Access {
  readonly day: string;
  readonly name: string | null;
  readonly role: string | null;
  readonly structure: string | null;
  /** What they did, as told to the person: "a ouvert votre dossier". */
  readonly told: string;
  readonly times: number;
  /** Why, when a record was broken open. */
  readonly reason: string | null;
}

export const accessesSchema = z.object({ from: day, to: day });
export interface Accesses {
  readonly lines: readonly Access[];
  /** True when there are more than the screen holds: ask for a shorter period. */
  readonly cut: boolean;
}
