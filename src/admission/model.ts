import { z } from "zod";
import type { AdmissionRules } from "../network/admission-data.ts";
import type { Scheme } from "../network/model.ts";
import { languageLabels } from "../people/languages.ts";
import { forgoneCares, forgoneReasons } from "../people/renouncement.ts";
import { type Eligibility, type Facts, factsSchema } from "./eligibility.ts";

/** Someone referred to the centre, and what becomes of it (handbook A1 to A4). */

export const referralStates = ["received", "study", "accepted", "elsewhere", "withdrawn"] as const;
export type ReferralState = (typeof referralStates)[number];
export const stateLabels: Readonly<Record<ReferralState, string>> = {
  received: "Reçue",
  study: "À l’étude",
  accepted: "Acceptée",
  elsewhere: "Orientée ailleurs",
  withdrawn: "Retirée",
};

/** What is said of cover when it is asked about (handbook A3). */
export const coverStates = ["unchanged", "seen", "declared", "unknown"] as const;
export type CoverState = (typeof coverStates)[number];
export const coverStateLabels: Readonly<Record<CoverState, string>> = {
  unchanged: "Inchangée",
  seen: "Attestation vue",
  declared: "Dite par la personne",
  unknown: "Inconnue, à rechercher",
};

export const agreedMeans = { oral: "de vive voix", written: "par écrit", electronic: "par message" } as const;

const keysOf = <Labels extends object>(labels: Labels) =>
  Object.keys(labels) as [keyof Labels & string, ...(keyof Labels & string)[]];
const day = z.iso.date("Ce jour n’existe pas.");
const line = (most: number) => z.string().trim().max(most, `${most} caractères au plus.`);

export const coverSchema = z
  .object({
    state: z.enum(coverStates, "Dites ce qu’il en est de la couverture."),
    cover: z
      .array(z.object({ layer: z.enum(["base", "complementary"]), scheme: z.string().max(40) }))
      .max(2)
      .default([]),
  })
  .refine(({ state, cover }) => !["seen", "declared"].includes(state) || cover.length > 0, {
    path: ["cover"],
    message: "Indiquez la couverture, ou «\u00a0Inconnue\u00a0».",
  });
export type ConfirmedCover = z.infer<typeof coverSchema>;

/** A referral as its form sends it. `id`: made by the form; sent twice, it is received once. */
export const referralSchema = z.object({
  id: z.uuidv7(),
  centreId: z.uuid().nullable().default(null),
  family: line(100).min(1, "Indiquez au moins un nom."),
  given: line(100).default(""),
  /** As typed: 12/03/1975, 1975, vers 1975. */
  birth: line(40).default(""),
  phone: line(40).default(""),
  language: z
    .enum(Object.keys(languageLabels) as [keyof typeof languageLabels], "Choisissez une langue.")
    .default("fr"),
  interpreter: z.boolean().default(false),
  urgent: z.boolean().default(false),
  situation: line(2000).default(""),
  facts: factsSchema.extend({
    grounds: z.array(z.string().max(60)).min(1, "Choisissez au moins un motif.").max(20),
  }),
  renounced: z
    .array(
      z.object({
        care: z.enum(keysOf(forgoneCares), "Dites à quel soin."),
        reasons: z.array(z.enum(keysOf(forgoneReasons))).max(keysOf(forgoneReasons).length),
      }),
    )
    .max(keysOf(forgoneCares).length)
    .default([]),
  /** The person agrees to be referred (nothing is sent otherwise); and to each of these, or not. */
  agreed: z.object({
    referred: z.literal(true, "Sans l’accord de la personne, rien n’est envoyé."),
    cover: z.boolean(),
    attendance: z.boolean(),
    papers: z.boolean(),
  }),
  means: z.enum(keysOf(agreedMeans), "Dites comment la personne a donné son accord."),
  agreedOn: day,
  cover: coverSchema.nullable().default(null),
  /** The photograph sent before, if any. */
  attestation: z.uuidv7().nullable().default(null),
});
export type ReferralForm = z.infer<typeof referralSchema>;

/** Facts asked for and learnt; those left out stay as they are. */
export const learnSchema = z.object({
  seen: z.int(),
  facts: factsSchema.omit({ grounds: true }),
});

export const decisionSchema = z
  .object({
    /** Made by the form: sent twice, it is decided once. */
    decision: z.uuidv7(),
    seen: z.int(),
    outcome: z.enum(["accepted", "elsewhere", "study", "withdrawn"]),
    where: line(200).default(""),
    words: line(1000).default(""),
  })
  .refine(({ outcome, where }) => outcome !== "elsewhere" || where !== "", {
    path: ["where"],
    message: "Dites vers qui la personne est orientée.",
  });

export const linkFormSchema = z.object({
  name: line(100).min(1, "Indiquez son nom."),
  structure: line(150).min(1, "Indiquez sa structure."),
  email: z.email("Cette adresse e-mail n’est pas utilisable.").max(200),
});

/** What goes back to whoever referred someone: nothing else. */
export interface ToldBack {
  readonly state: ReferralState;
  readonly where: string | null;
  readonly attendance: "kept" | "missed" | null;
  readonly papers: readonly string[] | null;
}

export interface OwnReferral extends ToldBack {
  readonly id: string;
  readonly sentAt: string;
  readonly family: string;
  readonly given: string;
  readonly birth: string | null;
  readonly urgent: boolean;
  readonly mayConfirm: boolean;
  readonly personId: string | null;
}

export interface OwnReferrals {
  readonly referrals: readonly OwnReferral[];
  /** Null where one comes without being referred. */
  readonly rules: AdmissionRules | null;
  readonly centres: readonly { readonly id: string; readonly name: string }[];
}

/** A referral in the centre's list. */
export interface ReceivedLine {
  readonly id: string;
  readonly sentAt: string;
  readonly by: string;
  readonly structure: string;
  readonly family: string;
  readonly given: string;
  readonly birth: string | null;
  readonly urgent: boolean;
  readonly state: ReferralState;
  readonly eligible: "true" | "false" | "unknown";
  readonly resolved: boolean;
  readonly decidedOn: string | null;
}

export interface Decision extends Pick<Eligibility, "conditions"> {
  readonly outcome: ReferralState;
  readonly where: string;
  readonly words: string;
  readonly overrules: boolean;
  readonly facts: Facts;
  readonly eligible: "true" | "false" | "unknown";
  readonly ruleVersion: string;
  readonly by: string;
  readonly at: string;
}

/** One referral, as a reader's role reads it. */
export interface Referral extends Omit<ReceivedLine, "resolved"> {
  readonly version: number;
  readonly byLink: boolean;
  readonly phone: string;
  readonly language: string;
  readonly interpreter: boolean;
  /** Null: not for this reader. */
  readonly situation: string | null;
  readonly facts: Facts;
  readonly conditions: Eligibility["conditions"];
  readonly ruleVersion: string;
  readonly renounced: ReferralForm["renounced"];
  readonly agreed: Omit<ReferralForm["agreed"], "referred">;
  readonly means: ReferralForm["means"];
  readonly agreedOn: string;
  readonly cover: ConfirmedCover | null;
  readonly confirmations: readonly {
    readonly state: CoverState;
    readonly onDay: string;
    readonly by: string;
  }[];
  readonly attestation: boolean;
  readonly personId: string | null;
  readonly rules: AdmissionRules;
  readonly mayOverrule: boolean;
  readonly mayResolve: boolean;
  readonly decisions: readonly Decision[];
}

/** What a link in force leads to: the form, or what became of what was sent. */
export interface OpenedLink {
  readonly name: string;
  readonly structure: string;
  readonly centre: string;
  readonly house: string;
  readonly expiresAt: string;
  readonly draft: unknown;
  readonly rules: AdmissionRules | null;
  readonly schemes: readonly Scheme[] | null;
  readonly sent: (ToldBack & { readonly sentAt: string }) | null;
}

export const answerLabels: Readonly<Record<string, string>> = {
  true: "Conditions remplies",
  false: "Conditions non remplies",
  unknown: "Il manque des faits",
};
