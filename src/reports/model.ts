import { z } from "zod";
import { type Interpreter, interpreterLabels } from "../care/presence.ts";
import { admissionFigures } from "./admission-model.ts";

export const periodSchema = z
  .object({
    from: z.iso.date("Date de début illisible."),
    to: z.iso.date("Date de fin illisible."),
    /** "As known on": the end of that day; today when absent. */
    knownOn: z.iso.date("Date illisible.").optional(),
  })
  .refine((p) => p.from <= p.to, { path: ["to"], message: "La fin de la période est avant son début." });
export type Period = z.infer<typeof periodSchema>;

/** Persons, and their share of the active caseload in whole percents (half up); null when nobody was met. */
export const shareSchema = z.object({ persons: z.number().int(), percent: z.number().int().nullable() });
export type Share = z.infer<typeof shareSchema>;

const coverCategories = ["none", "base_only", "private", "acs", "cmu_c_c2s", "ame", "unknown"] as const;
export type CoverCategory = (typeof coverCategories)[number];
export const coverCategoryLabels: Readonly<Record<CoverCategory, string>> = {
  none: "Aucune couverture",
  base_only: "Régime de base seul",
  private: "Régime de base et mutuelle",
  acs: "ACS",
  cmu_c_c2s: "CMU-C ou C2S",
  ame: "AME",
  unknown: "Inconnue",
};

export const requestOutcomes = ["granted", "refused", "pending", "abandoned", "declined"] as const;
export type RequestOutcome = (typeof requestOutcomes)[number];
export const requestOutcomeLabels: Readonly<Record<RequestOutcome, string>> = {
  granted: "Accordées",
  refused: "Refusées",
  pending: "En cours",
  abandoned: "Abandonnées",
  declined: "Non voulues",
};

const delayParts = ["filed", "decided", "effective", "whole"] as const;
export type DelayPart = (typeof delayParts)[number];
export const delayLabels: Readonly<Record<DelayPart, string>> = {
  filed: "Du droit repéré au dépôt",
  decided: "Du dépôt à la décision",
  effective: "De la décision à l’effet",
  whole: "Du droit repéré à l’effet",
};

/** The report of a period. `figure` codes open onto their list: POST /api/reports/people. */
export const activityReportSchema = z.object({
  from: z.string(),
  to: z.string(),
  knownOn: z.string(),
  consultations: z.number().int(),
  activeCaseload: z.number().int(),
  /** Two decimals, half up; null when nobody was met. */
  consultationsPerPerson: z.number().nullable(),
  halfDays: z.number().int(),
  /** Null where the record begins inside the period ("pas d'historique"). */
  newPersons: z.number().int().nullable(),
  /** First day of the record as known then (ISO). */
  recordBegins: z.string().nullable(),
  /** Years of the period whose records were erased since, their time being over, and how many: no longer counted here. */
  erased: z.array(z.object({ year: z.number().int(), persons: z.number().int() })),
  coverage: z.object({
    noneAtLeastOnce: shareSchema,
    cmuAtLeastOnce: shareSchema,
    unknown: shareSchema,
    /** Each scheme met at least once, shares overlapping. */
    schemes: z.array(
      shareSchema.extend({ layer: z.enum(["base", "complementary"]), code: z.string(), label: z.string() }),
    ),
    /** Exclusive: one category for each person. */
    atFirst: z.array(shareSchema.extend({ category: z.enum(coverCategories) })),
    atLast: z.array(shareSchema.extend({ category: z.enum(coverCategories) })),
  }),
  months: z.array(z.object({ month: z.string(), consultations: z.number().int() })),
  ages: z.array(z.object({ ageClass: z.string(), sex: z.string(), persons: z.number().int() })),
  /** Persons, by who sent them at their first encounter of the period. */
  referrers: z.array(shareSchema.extend({ code: z.string(), label: z.string() })),
  /** Consultations, by reason, by service and by orientation. */
  reasons: z.array(z.object({ code: z.string(), label: z.string(), consultations: z.number().int() })),
  services: z
    .array(z.object({ code: z.string(), label: z.string(), consultations: z.number().int() }))
    .default([]),
  orientations: z.array(z.object({ code: z.string(), label: z.string(), consultations: z.number().int() })),
  /** The next three: null in a report frozen before they were counted. minutes: of those noted. */
  interpreting: z
    .object({
      encounters: z.number().int(),
      languages: z.array(z.object({ code: z.string(), encounters: z.number().int() })),
      interpreters: z.array(
        z.object({
          code: z.enum(Object.keys(interpreterLabels) as [Interpreter]),
          encounters: z.number().int(),
          minutes: z.number().int(),
        }),
      ),
    })
    .nullable(),
  /** Care given up, that the centre eased or started (handbook A5). */
  takenUp: z
    .array(
      z.object({ part: z.enum(["eased", "started"]), cares: z.number().int(), persons: z.number().int() }),
    )
    .nullable(),
  /** Records broken open, by what their review found. */
  glass: z
    .array(z.object({ outcome: z.enum(["justified", "unjustified", "pending"]), openings: z.number().int() }))
    .nullable(),
  /** The next five: null in a report frozen before they were counted. Requests opened, by type. */
  requests: z
    .array(
      z.object({
        type: z.string(),
        label: z.string(),
        outcomes: z.record(z.enum(requestOutcomes), z.number().int()),
      }),
    )
    .nullable(),
  /** Days between two steps: of those whose days are known. Negative when the right began before the decision. */
  delays: z
    .array(
      z.object({
        part: z.enum(delayParts),
        known: z.number().int(),
        unknown: z.number().int(),
        median: z.number().int().nullable(),
        p90: z.number().int().nullable(),
      }),
    )
    .nullable(),
  /** What people did not want. */
  declined: z.object({ requests: z.number().int(), persons: z.number().int() }).nullable(),
  /** Requests that ended without the right being taken up, by the last reason told; "": nobody said. */
  givenUp: z
    .array(z.object({ reason: z.string(), label: z.string().nullable(), requests: z.number().int() }))
    .nullable(),
  /** Persons without cover, without médecin traitant, at first contact; and those of them who got one. */
  regained: z
    .object({
      none: z.number().int(),
      opened: z.number().int(),
      doctorNone: z.number().int(),
      doctorFound: z.number().int(),
    })
    .nullable(),
  /** Acts of the period and who pays them; an act may have several payers. */
  funding: z
    .object({
      acts: z.number().int(),
      payers: z.array(
        z.object({
          payer: z.string(),
          label: z.string(),
          acts: z.number().int(),
          cents: z.number().int(),
          /** Settled; absent from reports frozen before it was counted. */
          received: z.number().int().optional(),
        }),
      ),
      awaiting: z.object({ acts: z.number().int(), cents: z.number().int() }),
      broughtBack: z.object({ acts: z.number().int(), cents: z.number().int() }),
    })
    .nullable(),
  ...admissionFigures,
});
export type ActivityReport = z.infer<typeof activityReportSchema>;

/**
 * A figure that opens: caseload, none, cmu, unknown, new, scheme:<layer>:<code>, first:<category>, last:<category>,
 * age:<class>:<sex>, word:<list>:<code>, month:<YYYY-MM>, interpreted, language:<code>, interpreter:<who>, taken:<part>,
 * opened, outcome:<outcome>, doctor:none, doctor:found, referral:<outcome>, ground:<code>, renounced:<care>, attendance:<state>.
 */
export const figureSchema = z
  .string()
  .regex(
    /^(caseload|none|cmu|unknown|new|interpreted|opened|(scheme|first|last|age|word|month|language|interpreter|taken|outcome|doctor|referral|ground|renounced|attendance):[\w:+-]{1,80})$/,
    "Chiffre inconnu.",
  );
export const peopleBehindSchema = z.object({ period: periodSchema, figure: figureSchema });

/** What may carry an explanation: a group of figures, as the tables of the report are named. */
export const noteFigures = [
  "figures",
  "months",
  "cover",
  "schemes",
  "contact",
  "ages",
  "referrers",
  "reasons",
  "services",
  "orientations",
  "interpreting",
  "taken",
  "glass",
  "requests",
  "delays",
  "declined",
  "givenUp",
  "regained",
  "funding",
  "referrals",
  "grounds",
  "renounced",
  "renouncedWhy",
  "attendance",
  "waits",
  "hours",
  "sites",
  "basins",
  "calls",
  "callHours",
] as const;
export type NoteFigure = (typeof noteFigures)[number];

/** The explanation of a figure, and the version one edits. An empty text is one taken away. */
export const noteSchema = z.object({
  figure: z.enum(noteFigures),
  version: z.number().int().nonnegative(),
  text: z.string(),
});
export type Note = z.infer<typeof noteSchema>;

/** POST /api/reports/notes/write: the text, over the version its author saw (0: none yet). */
export const writeNoteSchema = z.object({
  period: periodSchema,
  figure: z.enum(noteFigures),
  seen: z.number().int().nonnegative(),
  text: z
    .string()
    .trim()
    .max(2000, "Ce commentaire dépasse 2 000 signes. Raccourcissez-le ; rien n’est perdu."),
});

/** The counts below which cells are masked for outsiders (src/reports/disclosure.ts). */
const thresholdSchema = z.union([z.literal(5), z.literal(11)]);

/** POST /api/reports/frozen */
export const freezeSchema = z.object({
  period: periodSchema,
  name: z.string().trim().min(1, "Donnez un nom à ce bilan.").max(120, "Ce nom dépasse 120 signes."),
  threshold: thresholdSchema.default(11),
});

/** A line of the list of frozen reports. */
export const frozenLineSchema = z.object({
  id: z.string(),
  name: z.string(),
  from: z.string(),
  to: z.string(),
  knownOn: z.string(),
  threshold: thresholdSchema,
  frozenAt: z.string(),
  author: z.string(),
});
export type FrozenLine = z.infer<typeof frozenLineSchema>;

/**
 * POST /api/reports/export. internal: everything, explanations included; outside: small counts masked, with all that
 * would give them; statutory: a declaration the law asks for, exact.
 */
export const exportSchema = z
  .object({
    period: periodSchema.optional(),
    frozenId: z.uuid().optional(),
    format: z.enum(["csv", "xlsx", "pdf"]),
    audience: z.enum(["internal", "outside", "statutory"]),
    /** Of a report that is not frozen; a frozen one keeps its own. */
    threshold: thresholdSchema.default(11),
  })
  .refine((asked) => (asked.period === undefined) !== (asked.frozenId === undefined), {
    message: "Choisissez une période ou un bilan figé.",
  });
export type ExportRequest = z.infer<typeof exportSchema>;

/** What the centre did of care given up, and what the review of an opening found: as the report says it. */
export const takenUpLabels = { eased: "Soins facilités", started: "Soins initiés" } as const;
export const glassLabels = {
  justified: "Justifiées",
  unjustified: "Non justifiées",
  pending: "À examiner",
} as const;
