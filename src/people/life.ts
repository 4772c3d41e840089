import { z } from "zod";

/** What is known of how someone lives, in the order one asks it. */
export const lifeKinds = [
  "housing",
  "residence",
  "household",
  "resources",
  "stay",
  "domiciliation",
  "domiciliation_contact",
  "attending_doctor",
  "key_worker",
  "rupture",
] as const;
export type LifeKind = (typeof lifeKinds)[number];
export const lifeKindLabels: Readonly<Record<LifeKind, string>> = {
  housing: "Hébergement",
  residence: "Commune de résidence",
  household: "Foyer",
  resources: "Ressources du foyer",
  stay: "Séjour",
  domiciliation: "Domiciliation",
  domiciliation_contact: "Contact avec l’organisme qui domicilie",
  attending_doctor: "Médecin traitant",
  key_worker: "Référent",
  rupture: "Rupture",
};
/** The block of handbook 2.2 each is of; people.life_fact computes the same. */
export const lifeNatures: Readonly<Record<LifeKind, "identity_detail" | "social_situation">> = {
  housing: "social_situation",
  residence: "social_situation",
  household: "social_situation",
  resources: "social_situation",
  stay: "social_situation",
  domiciliation: "identity_detail",
  domiciliation_contact: "identity_detail",
  attending_doctor: "identity_detail",
  key_worker: "identity_detail",
  rupture: "social_situation",
};
/** Several of these may be so on one day; of the others, one at a time. */
export const manyAtOnce: readonly LifeKind[] = ["domiciliation_contact", "rupture"];

export const lifeSources = ["declared", "document", "verified"] as const;
export type LifeSource = (typeof lifeSources)[number];
export const lifeSourceLabels: Readonly<Record<LifeSource, string>> = {
  declared: "dit par la personne",
  document: "document vu",
  verified: "vérifié auprès de l’organisme",
};

export const links = ["partner", "child", "parent", "sibling", "other"] as const;
export const linkLabels: Readonly<Record<(typeof links)[number], string>> = {
  partner: "Conjoint",
  child: "Enfant",
  parent: "Parent",
  sibling: "Frère ou sœur",
  other: "Autre",
};
export const lifeStays = ["regular", "irregular", "asylum_seeker", "unknown"] as const;
export type LifeStay = (typeof lifeStays)[number];
export const lifeStayLabels: Readonly<Record<LifeStay, string>> = {
  regular: "Français, européen ou titre valable",
  irregular: "Sans titre valable",
  asylum_seeker: "Demande d’asile en cours",
  unknown: "Demandé, non connu",
};
/** Permits by their form, never by their ground: a permit for care would tell of health. */
export const permits = [
  "receipt",
  "visa",
  "temporary",
  "multiyear",
  "resident",
  "provisional",
  "asylum",
  "protection",
  "other",
] as const;
export const permitLabels: Readonly<Record<(typeof permits)[number], string>> = {
  receipt: "Récépissé ou attestation de prolongation",
  visa: "Visa de long séjour",
  temporary: "Carte temporaire (un an)",
  multiyear: "Carte pluriannuelle",
  resident: "Carte de résident (dix ans)",
  provisional: "Autorisation provisoire de séjour",
  asylum: "Attestation de demande d’asile",
  protection: "Réfugié, protection subsidiaire, apatride",
  other: "Autre document",
};
/** Why someone need not go to the organism for a time (CASF D264-3). */
export const exemptions = ["health", "detention"] as const;
export const exemptionLabels: Readonly<Record<(typeof exemptions)[number], string>> = {
  health: "Empêchement de santé",
  detention: "Détention",
};

const words = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `${most} caractères au plus.`)
    .transform((text) => text || null)
    .nullable();
const who = (text: string) => z.string().trim().min(1, text).max(120, "120 caractères au plus.");
const day = z.iso
  .date("Ce jour n’existe pas.")
  .refine((text) => "1900-01-01" <= text && text <= "2150-12-31", "Ce jour n’existe pas.");
const professional = z.uuid().nullable().default(null);

const contents = {
  housing: z.object({ where: words(120).default(null) }),
  residence: z.object({
    communeCode: z
      .string("Choisissez la commune dans la liste.")
      .regex(/^(\d{5}|2[AB]\d{3})$/u, "Choisissez la commune dans la liste."),
    commune: who("Choisissez la commune dans la liste."),
    /** Day of arrival in France, when known. */
    presentSince: day.nullable().default(null),
  }),
  household: z.object({
    /** The person counted. */
    size: z.int("Un nombre de 1 à 30.").min(1, "Un nombre de 1 à 30.").max(30, "Un nombre de 1 à 30."),
    /** The others, as far as one knows them. */
    members: z
      .array(z.object({ link: z.enum(links), birth: day.nullable() }))
      .max(29)
      .default([]),
  }),
  resources: z.object({
    /** None: no resources at all, which was said. */
    items: z
      .array(
        z.object({
          kind: z.string().min(1, "Choisissez dans la liste.").max(40),
          cents: z
            .int("Un montant, par exemple 635,71.")
            .min(0, "Un montant, par exemple 635,71.")
            .max(10_000_000_000, "Un montant, par exemple 635,71."),
          every: z.enum(["month", "year"]),
        }),
      )
      .max(20, "20 ressources au plus."),
  }),
  domiciliation: z
    .object({
      none: z.boolean().default(false),
      organism: words(120).default(null),
      /** The organism is our own structure: whoever comes here has been there. */
      ours: z.boolean().default(false),
      /** Where letters are picked up, when it is not at the organism's. */
      mailAt: words(120).default(null),
      exempt: z.enum(exemptions).nullable().default(null),
    })
    .refine(({ none, organism }) => none || organism !== null, {
      path: ["organism"],
      message: "Dites quel organisme domicilie.",
    }),
  domiciliation_contact: z.object({}),
  stay: z.object({
    permit: z.enum(permits).nullable().default(null),
    /** Last day of the permit. */
    permitEnds: day.nullable().default(null),
  }),
  attending_doctor: z
    .object({
      none: z.boolean().default(false),
      name: words(120).default(null),
      rpps: z
        .string()
        .regex(/^\d{11}$/u, "Un numéro RPPS a onze chiffres.")
        .nullable()
        .default(null),
      professionalId: professional,
    })
    .refine(({ none, name }) => none || name !== null, { path: ["name"], message: "Indiquez son nom." }),
  key_worker: z.object({
    name: who("Indiquez son nom."),
    organisation: words(120).default(null),
    phone: words(40).default(null),
    professionalId: professional,
    /** Someone who signs in here. */
    accountId: z.uuid().nullable().default(null),
  }),
  rupture: z.object({}),
};
export type LifeContents = { [Kind in LifeKind]: z.infer<(typeof contents)[Kind]> };

const term = z.string("Choisissez dans la liste.").min(1, "Choisissez dans la liste.").max(60);
const dated = {
  /** Made once by the form, so that sent twice it is written once. */
  id: z.uuidv7(),
  from: day,
  /** Last day it was so; null while it lasts. */
  lastDay: day.nullable().default(null),
  /** `from` is the day one heard of it: it began then or before. */
  atLeast: z.boolean().default(false),
  source: z.enum(lifeSources),
  proof: words(300).default(null),
  /** Day it was said or seen. */
  statedOn: day,
};
const formOf = <Kind extends LifeKind, Term extends z.ZodType>(kind: Kind, its: Term) =>
  z.object({ ...dated, kind: z.literal(kind), term: its, content: contents[kind] });
const noTerm = z.null().default(null);

/** One fact as it is written. Field names of what cannot be used: "content.size". */
export const lifeFormSchema = z.discriminatedUnion("kind", [
  formOf("housing", term),
  formOf("residence", noTerm),
  formOf("household", noTerm),
  formOf("resources", noTerm),
  formOf("stay", z.enum(lifeStays, "Choisissez dans la liste.")),
  formOf("domiciliation", noTerm),
  formOf("domiciliation_contact", noTerm),
  formOf("attending_doctor", noTerm),
  formOf("key_worker", noTerm),
  formOf("rupture", term),
]);
export type LifeForm = z.infer<typeof lifeFormSchema>;

/** What changed, written together or not at all. `seen`: the facts of these kinds in force when the form was opened. */
export const writeLifeSchema = z.object({
  seen: z.array(z.uuid()).max(500),
  facts: z.array(lifeFormSchema).min(1, "Rien n’a changé.").max(20),
});
/** What a fact should have said; null: it was noted by mistake, and nothing takes its place. */
export const correctLifeSchema = z.object({ fact: lifeFormSchema.nullable() });
export const endLifeSchema = z.object({
  id: z.uuidv7(),
  lastDay: day,
  statedOn: day,
});

/** A fact as the database keeps it: days from `from` (included) to `to` (excluded; null: open). */
interface FactOf<Kind extends LifeKind> {
  readonly id: string;
  /** The record it was noted on. */
  readonly on: string;
  readonly kind: Kind;
  readonly term: string | null;
  readonly content: LifeContents[Kind];
  readonly from: string;
  readonly to: string | null;
  readonly atLeast: boolean;
  readonly source: LifeSource;
  readonly statedOn: string;
  readonly by: string | null;
}
export type LifeFact = { [Kind in LifeKind]: FactOf<Kind> }[LifeKind];
export type LifeFactOf<Kind extends LifeKind> = Extract<LifeFact, { readonly kind: Kind }>;

const rowSchema = z.tuple([
  z.string(),
  z.string(),
  z.enum(lifeKinds),
  z.string().nullable(),
  z.record(z.string(), z.unknown()),
  z.string(),
  z.string().nullable(),
  z.boolean(),
  z.enum(lifeSources),
  z.string(),
  z.string().nullable(),
]);
/** As record.open_person gives them, an array each. */
export const lifeRowSchema = rowSchema;
export type LifeRow = z.infer<typeof rowSchema>;

/** The facts of a page. */
export function lifeFacts(rows: readonly LifeRow[]): LifeFact[] {
  return rows.map(
    ([id, on, kind, code, content, from, to, atLeast, source, statedOn, by]) =>
      ({ id, on, kind, term: code, content, from, to, atLeast, source, statedOn, by }) as unknown as LifeFact,
  );
}

/** One row of the history: in force or corrected since, with the moments it was known. */
export interface PastFact {
  readonly fact: LifeFact;
  readonly proof: string | null;
  /** ISO moments; null: still held true. */
  readonly knownFrom: string;
  readonly knownTo: string | null;
  /** The row it corrected, ended or shortened. */
  readonly replaces: string | null;
}
/** Someone else saved first: what is in force now. */
export interface LifeConflict {
  readonly code: "edit_conflict";
  readonly message: string;
  readonly current: readonly LifeFact[];
}
