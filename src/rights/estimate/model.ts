import { z } from "zod";

/** Rights an estimate answers for, in the order it answers. */
export const rightCodes = ["C2S", "C2S_PARTICIPATION", "AME", "PUMA", "PUMA_EXTENSION", "DSUV"] as const;
export type RightCode = (typeof rightCodes)[number];
export const rightLabels: Readonly<Record<RightCode, string>> = {
  C2S: "Complémentaire santé solidaire, sans participation",
  C2S_PARTICIPATION: "Complémentaire santé solidaire, avec participation",
  AME: "Aide médicale de l’État",
  PUMA: "Assurance maladie (PUMA)",
  PUMA_EXTENSION: "Maintien de l’assurance maladie après la fin du titre",
  DSUV: "Soins urgents et vitaux à l’hôpital (DSUV)",
};

export const likelihoods = ["probable", "improbable", "a_verifier"] as const;
export type Likelihood = (typeof likelihoods)[number];
export const likelihoodLabels: Readonly<Record<Likelihood, string>> = {
  probable: "Probable",
  improbable: "Improbable",
  a_verifier: "À vérifier",
};

export const territories = ["metropole", "dom", "mayotte", "alsace_moselle"] as const;
export type Territory = (typeof territories)[number];
export const territoryLabels: Readonly<Record<Territory, string>> = {
  metropole: "Métropole",
  alsace_moselle: "Alsace-Moselle",
  dom: "Guadeloupe, Guyane, Martinique, La Réunion",
  mayotte: "Mayotte",
};

export const stays = ["regular", "irregular", "asylum_seeker"] as const;
export type Stay = (typeof stays)[number];
export const stayLabels: Readonly<Record<Stay, string>> = {
  regular: "Français, européen ou titre de séjour valable",
  irregular: "Sans titre de séjour valable",
  asylum_seeker: "Demande d’asile en cours",
};

const MOST_PERSONS = 30;
const MOST_EUROS = 100_000_000;

const [EARLIEST, LATEST] = ["1900-01-01", "2100-12-31"];
const day = (name: string) =>
  z.iso
    .date({ error: `${name} doit être un jour qui existe, écrit comme 2025-04-15.` })
    .refine((text) => EARLIEST <= text && text <= LATEST, `${name} doit être entre 1900 et 2100.`);

const HOUSEHOLD = "household doit donner size, ou members avec leurs birthDate.";
const bySize = z.strictObject(
  {
    size: z
      .int({ error: "household.size doit être un nombre entier de personnes." })
      .min(1, "household.size compte au moins la personne elle-même.")
      .max(MOST_PERSONS, `household.size ne dépasse pas ${MOST_PERSONS} personnes.`)
      .meta({ description: "Persons of the household as the law counts it, the person included." }),
  },
  { error: HOUSEHOLD },
);
const byMembers = z.strictObject(
  {
    members: z
      .array(
        z.strictObject(
          { birthDate: day("birthDate") },
          { error: "Chaque personne de household.members s’écrit avec sa seule birthDate." },
        ),
        { error: "household.members doit être une liste de personnes avec leur birthDate." },
      )
      .min(1, "household.members compte au moins la personne elle-même.")
      .max(MOST_PERSONS, `household.members ne dépasse pas ${MOST_PERSONS} personnes.`)
      .meta({
        description:
          "Everyone under the roof, the person concerned first. At most two members of 25 or more are counted (the person and a partner), and every member under 25.",
      }),
  },
  { error: HOUSEHOLD },
);

/** What is wrong with a household, by the way it was meant to be given. */
function householdFault(given: unknown, errors: unknown): string {
  if (typeof given !== "object" || given === null || !Array.isArray(errors)) return HOUSEHOLD;
  const meant = "members" in given ? errors[1] : "size" in given ? errors[0] : [];
  return meant[0]?.message ?? HOUSEHOLD;
}

/**
 * The facts an estimate reads, as `maillage estimate --json` takes them. A fact left out, or null, is not known. Facts
 * outside this list (identity papers, a caisse that answers…) are taken as met.
 */
export const situationSchema = z
  .strictObject({
    date: day("date")
      .nullish()
      .meta({ description: "Day of the request: the law in force that day applies." }),
    territory: z
      .enum(territories, { error: `territory doit être l’un de\u00a0: ${territories.join(", ")}.` })
      .nullish()
      .meta({ description: "Where the person lives. dom: Guadeloupe, Guyane, Martinique, La Réunion." }),
    household: z
      .union([bySize, byMembers], { error: (issue) => householdFault(issue.input, issue.errors) })
      .nullish()
      .meta({ description: "Its size, or its members with their birth dates." }),
    annualResourcesEuros: z
      .number({ error: "annualResourcesEuros doit être un nombre d’euros." })
      .min(0, "annualResourcesEuros ne peut pas être négatif.")
      .max(MOST_EUROS, "annualResourcesEuros est trop grand pour être des ressources.")
      .nullish()
      .meta({
        description:
          "Resources of the household over the twelve months the law names for that date, housing flat amounts included, in euros.",
      }),
    stay: z
      .enum(stays, { error: `stay doit être l’un de\u00a0: ${stays.join(", ")}.` })
      .nullish()
      .meta({ description: "regular includes French and European citizens." }),
    irregularSince: day("irregularSince").nullish().meta({
      description:
        "First day without a valid permit, read when stay is irregular. Equal to presentSince: there never was a permit.",
    }),
    presentSince: day("presentSince")
      .nullish()
      .meta({ description: "Day since when the person lives in France without interruption." }),
    hasActivity: z
      .boolean({ error: "hasActivity doit être true ou false." })
      .nullish()
      .meta({ description: "Whether the person works in France, salaried or not." }),
  })
  .superRefine((situation, context) => {
    const { date, household } = situation;
    if (!date) return;
    for (const name of ["presentSince", "irregularSince"] as const)
      if ((situation[name] ?? "") > date)
        context.addIssue({ code: "custom", path: [name], message: `${name} vient après date.` });
    if (household && "members" in household && household.members.some(({ birthDate }) => birthDate > date))
      context.addIssue({ code: "custom", path: ["household"], message: "Une birthDate vient après date." });
  });
export type Situation = z.infer<typeof situationSchema>;

export const confidences = ["sure", "likely", "to_verify"] as const;
export type Confidence = (typeof confidences)[number];
export const confidenceLabels: Readonly<Record<Confidence, string>> = {
  sure: "lu à la source",
  likely: "vraisemblable, à vérifier",
  to_verify: "à vérifier",
};

/** A parameter of the law: one value, in force from a day to another (both included). */
export const lawParameterSchema = z.object({
  name: z.enum([
    "regime",
    "puma_residence",
    "puma_residence_asylum",
    "puma_extension",
    "ame_presence",
    "ame_irregular",
    "c2s_ceiling",
    "c2s_contribution_ceiling",
    "c2s_contribution",
    "resource_month",
    "dependant_age",
    "majority",
  ]),
  /** Null: everywhere no other row of the same name and case says otherwise. */
  territory: z.enum(territories).nullable(),
  /** What the value is for: a household size, an age band, a regime. */
  case: z.string().nullable(),
  value: z.number(),
  unit: z.enum(["EUR", "EUR_per_month", "months", "months_before", "years", "exists"]),
  from: z.iso.date(),
  until: z.iso.date().nullable(),
  confidence: z.enum(confidences),
  source: z.string().min(1),
});
export type LawParameter = z.infer<typeof lawParameterSchema>;
export type ParameterName = LawParameter["name"];

/** What is estimated of one right: an orientation, never a decision. */
export interface RightEstimate {
  readonly code: RightCode;
  readonly likelihood: Likelihood;
  /** Sentences in French, each one step of the reasoning. */
  readonly why: readonly string[];
  /** Every parameter the reasoning used. */
  readonly parameters: readonly LawParameter[];
}

export interface Estimate {
  /** One for each code, in the order of `rightCodes`. */
  readonly rights: readonly RightEstimate[];
  /** Months whose resources count, "2024-03" to "2025-02"; null when the date is not known. */
  readonly resourceMonths: { readonly from: string; readonly to: string } | null;
}
