import { z } from "zod";
import { type Nature, roleSchema } from "../../access/model.ts";
import { languageLabels } from "../../people/languages.ts";
import type { Identity } from "../../people/model.ts";
import { listLanguages } from "../../rights/papers.ts";
import { saidMeans } from "../objections/model.ts";

/** Blocks a person may agree to share, in the plain words of the screen and of the notice (handbook 2.2). */
export const blockLabels = {
  identity: "Nom et naissance",
  identity_detail: "Adresse, langues, contacts",
  cover: "Couverture maladie",
  right_requests: "Demandes de droits et papiers",
  social_situation: "Situation sociale (logement, ressources, famille)",
  social_notes: "Notes sociales",
  useful: "Ce que les soignants disent utile au parcours",
  appointments: "Rendez-vous et venues",
  clinical: "Dossier de soins",
} as const satisfies Partial<Record<Nature, string>>;
export type Block = keyof typeof blockLabels;
export const blocks = Object.keys(blockLabels) as [Block, ...Block[]];

/** Blocks that no one agrees to share, which the team's functions read all the same. */
const otherLabels: Readonly<Record<string, string>> = {
  money: "Bons et régie",
  minutes: "Comptes rendus de réunion",
  author_only: "Notes personnelles de leur auteur",
};
const ORDER = Object.entries({ ...blockLabels, ...otherLabels });

/** The blocks in words, always in the same order. */
export function blockWords(natures: readonly string[]): string[] {
  return ORDER.filter(([nature]) => natures.includes(nature)).map(([, label]) => label);
}

/** The notice, in French or with another language beside (documents/phrases/). */
export const noticeSchema = z.object({ language: z.enum(listLanguages).nullable().default(null) });

const day = z.iso.date("Ce jour n’existe pas. Écrivez par exemple 03/05/2014.");
const words = z.string().trim().max(1000, "1 000 caractères au plus.");

/** What makes an agreement: what it opens, how it was said, what the person was told, and until when. */
export const agreementSchema = z.object({
  natures: z.array(z.enum(blocks)).max(blocks.length),
  means: z.enum(saidMeans),
  informationGiven: words.min(1, "Dites ce qui a été expliqué à la personne."),
  language: z.enum(Object.keys(languageLabels) as [keyof typeof languageLabels], "Choisissez une langue."),
  interpreter: z.boolean(),
  givenOn: day,
  /** Null: as long as the situation lasts. */
  endsOn: day.nullable().default(null),
});
export type Agreement = z.infer<typeof agreementSchema>;

/** An agreement noted, or what was noted of one corrected. `id`: made by the form, sent twice it is written once. */
export const consentSchema = agreementSchema
  .extend({
    id: z.uuidv7(),
    /** Someone by name; or a structure, a function, or that function in that structure. */
    accountId: z.uuid().nullable().default(null),
    structureId: z.uuid().nullable().default(null),
    role: roleSchema.nullable().default(null),
    /** Null: whoever writes it. */
    collectedBy: z.uuid().nullable().default(null),
    corrects: z.uuid().nullable().default(null),
    correction: z.string().trim().max(500, "500 caractères au plus.").default(""),
  })
  .refine(
    ({ accountId, structureId, role }) => (accountId === null) !== (structureId === null && role === null),
    {
      path: ["recipient"],
      message: "Dites avec qui la personne accepte de partager.",
    },
  )
  .refine(({ corrects, correction }) => corrects === null || correction !== "", {
    path: ["correction"],
    message: "Dites ce qui est corrigé, et pourquoi.",
  });

/** The person takes it back. */
export const withdrawalSchema = z.object({ on: day, means: z.enum(saidMeans), words: words.default("") });

/** One agreement as noted: a correction closed the row that another `corrects`. */
export interface Consent extends Omit<Agreement, "language" | "natures"> {
  readonly id: string;
  readonly to: string;
  readonly recipient: {
    readonly accountId: string | null;
    readonly structureId: string | null;
    readonly role: z.infer<typeof roleSchema> | null;
  };
  readonly natures: readonly string[];
  /** Those that some function of its recipients reads. */
  readonly opens: readonly string[];
  readonly language: string;
  readonly collectedBy: string;
  readonly collectedById: string;
  readonly recordedBy: string | null;
  readonly knownFrom: string;
  readonly knownTo: string | null;
  readonly corrects: string | null;
  readonly correction: string | null;
  /** It came with what a partner declared. */
  readonly declared: boolean;
  readonly withdrawnOn: string | null;
  readonly withdrawnAt: string | null;
  readonly withdrawnMeans: Agreement["means"] | null;
  readonly withdrawnWords: string | null;
  readonly withdrawnBy: string | null;
  readonly state: "in_force" | "to_come" | "ended" | "withdrawn" | "corrected";
}

/** One function of the team, who holds it, and the blocks it reads whole or in summary. */
export interface TeamFunction {
  readonly role: string;
  readonly structure: string;
  readonly names: readonly string[];
  readonly reads: readonly string[];
  readonly sums: readonly string[];
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** The circle of a person, as the database gives it (access.sharing). */
export interface Sharing {
  readonly id: string;
  readonly localNumber: number;
  readonly centre: string;
  readonly demonstration: boolean;
  readonly structure: string;
  readonly by: string;
  readonly byRole: string;
  /** Null for the officer, who sees no record. */
  readonly identity: Identity | null;
  readonly team: readonly TeamFunction[];
  readonly objections: readonly { readonly account: string; readonly saidOn: string }[];
  readonly consents: readonly Consent[];
  /** What the form offers; null for who notes no agreement. */
  readonly choices: {
    readonly structures: readonly Named[];
    readonly roles: readonly { readonly code: string; readonly label: string }[];
    readonly professionals: readonly (Named & { readonly roles: string })[];
    readonly collectors: readonly Named[];
  } | null;
}
