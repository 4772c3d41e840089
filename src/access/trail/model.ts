import { z } from "zod";

const day = z.iso.date("Ce jour n’existe pas. Écrivez par exemple 03/05/2014.");

/** What lines of the trail are asked for; nothing: the latest. Days are both included. */
export const trailSearchSchema = z.object({
  before: z.number().int().positive().optional(),
  from: day.optional(),
  to: day.optional(),
  account: z.uuid().optional(),
  /** A record, by its identifier as a line gives it, or by its number. */
  person: z.uuid().optional(),
  number: z
    .string()
    .regex(/^\d{1,12}$/u, "Des chiffres seulement.")
    .optional(),
  action: z.string().max(60).optional(),
});
export type TrailSearch = z.infer<typeof trailSearchSchema>;

/** One line of the audit trail, without content. */
export interface TrailLine {
  readonly id: number;
  readonly at: string;
  /** Name of the account's holder. */
  readonly account: string | null;
  readonly role: string | null;
  readonly structure: string | null;
  readonly action: string;
  readonly actionLabel: string | null;
  /** Record numbers are not given: whose record it was is an identifier only. */
  readonly personId: string | null;
  readonly persons: number;
  /** Someone tried to open the record of a person who objects to them, and could not. */
  readonly objected: boolean | null;
  readonly sealed: boolean;
}

export interface TrailChoices {
  readonly accounts: readonly { readonly id: string; readonly name: string }[];
  readonly actions: readonly { readonly code: string; readonly label: string }[];
}

/** Longest period looked through for unusual accesses, in days. */
const LONGEST = 92;
export const unusualSchema = z
  .object({ from: day, to: day })
  .refine(({ from, to }) => from <= to, { path: ["to"], message: "Ce jour vient avant le premier." })
  .refine(({ from, to }) => daysBetween(from, to) <= LONGEST, {
    path: ["to"],
    message: `${LONGEST} jours au plus à la fois.`,
  });

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000;
}

/** An access worth a question (audit.unusual). */
export interface UnusualAccess {
  readonly kind: "same_name" | "colleague" | "neighbour" | "night" | "volume";
  readonly account: string;
  readonly accountId: string;
  readonly role: string | null;
  readonly day: string;
  /** Of the first three kinds. */
  readonly personId: string | null;
  readonly times: number;
  readonly persons: number;
}

/** Why an access is shown, and what may explain it: a question, never an accusation. */
export const unusualLabels: Readonly<Record<UnusualAccess["kind"], { title: string; why: string }>> = {
  same_name: {
    title: "Même nom de famille",
    why: "La personne porte le nom de famille de qui a ouvert le dossier. Beaucoup de gens portent le même nom sans se connaître.",
  },
  colleague: {
    title: "Nom d’un collègue",
    why: "La personne porte le nom entier d’un membre de l’équipe, ou de qui a ouvert le dossier. Ce peut être un homonyme, ou un collègue soigné ici.",
  },
  neighbour: {
    title: "Même rue",
    why: "La personne habite la rue du dossier qui porte le nom entier de qui a ouvert. Ce peut être un hasard.",
  },
  night: {
    title: "Heure inhabituelle",
    why: "Ouvert entre 21 h et 6 h, ou un jour de fin de semaine où aucun lieu n’est ouvert. Une garde, une maraude ou du travail à distance l’expliquent souvent.",
  },
  volume: {
    title: "Beaucoup de dossiers",
    why: "Plus de 40 dossiers dans la journée, et trois fois plus que d’habitude. Un tri, une relance ou une campagne l’expliquent souvent.",
  },
};
