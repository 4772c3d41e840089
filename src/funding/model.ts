import { z } from "zod";
import type { Me } from "../access/model.ts";

/** Shares an act is split in (handbook 1.9). */
export const shares = ["compulsory", "complementary", "rest"] as const;
export type Share = (typeof shares)[number];
export const shareLabels: Readonly<Record<Share, string>> = {
  compulsory: "Part obligatoire",
  complementary: "Part complémentaire",
  rest: "Participation forfaitaire",
};

/** Who may pay, as the database lists them (funding.payer). */
export const payers = [
  "cpam",
  "msa",
  "other_caisse",
  "ame",
  "c2s",
  "private",
  "own_funder",
  "free",
  "person",
] as const;
export type Payer = (typeof payers)[number];
export const payerLabels: Readonly<Record<Payer, string>> = {
  cpam: "CPAM",
  msa: "MSA",
  other_caisse: "Autre caisse",
  ame: "AME (État, par la CPAM)",
  c2s: "Complémentaire santé solidaire",
  private: "Mutuelle",
  own_funder: "Financeur du centre",
  free: "Gratuit, sans financeur",
  person: "Reste à la personne",
};

/** "CPAM, CPAM de l’Yonne", "CPAM, caisse inconnue"; the payer alone when the caisse is not told, or is none. */
export function payerText(payer: Payer, caisse: string | null): string {
  const label = payerLabels[payer];
  if (caisse === null || payer === "private") return label;
  return `${label}, ${caisse === "" ? "caisse inconnue" : caisse}`;
}

/** Where a share stands. borne: by the centre's funder, by nobody, or by the person, as its payer says. */
export const shareStates = [
  "awaiting_rights",
  "to_invoice",
  "sent",
  "settled",
  "borne",
  "to_settle",
] as const;
export type ShareState = (typeof shareStates)[number];
export const shareStateLabels: Readonly<Record<ShareState, string>> = {
  awaiting_rights: "En attente de droits",
  to_invoice: "À facturer",
  sent: "Envoyé",
  settled: "Réglé",
  borne: "Sans facture",
  to_settle: "À régulariser",
};

/** From what a share's payer follows. declared: someone's word alone; unknown: nothing says it. */
const reasonSchema = z.object({
  basis: z.enum(["interval", "stated", "agreed", "declared", "unknown"]),
  layer: z.enum(["base", "complementary"]).optional(),
  scheme: z.string().optional(),
  /** First day of the right, or day it was said. ISO. */
  since: z.string().optional(),
  /** Day of the decision that opened it. */
  decidedOn: z.string().optional(),
  proof: z.string().optional(),
  knownOn: z.string().optional(),
  /** Nothing pays, and this scheme is asked for: the share waits for the answer. */
  awaits: z.string().optional(),
});
export const whySchema = reasonSchema.extend({
  /** Of what was sent: who should pay now. */
  now: reasonSchema
    .partial()
    .extend({ payer: z.enum(payers).nullish(), cents: z.number().int().nullish() })
    .optional(),
});
export type Why = z.infer<typeof whySchema>;

/** A share as an act's dialog shows it; cents null for who reads a summary alone. */
export interface ActShare {
  readonly part: Share;
  readonly cents: number | null;
  readonly payer: Payer | null;
  readonly state: ShareState;
  readonly why: Why | null;
  readonly since: string;
  readonly lastDay: string | null;
  readonly sentOn: string | null;
  readonly list: number | null;
}

/** An act of a visit; what its code tells is null for who does not read care. */
export interface Act {
  readonly id: string;
  readonly onDay: string;
  readonly by: string;
  readonly mine: boolean;
  readonly code: string | null;
  readonly label: string | null;
  readonly quantity: number | null;
  readonly cents: number | null;
  /** A tariff or a rate behind it is still to be verified. */
  readonly unverified: boolean;
  /** Null: this reader is told nothing of who pays. */
  readonly parts: readonly ActShare[] | null;
}

/** A code one may note on a day. rate: what the compulsory scheme pays, in ten-thousandths. */
export interface Tariff {
  readonly code: string;
  readonly label: string;
  readonly nature: "appointments" | "clinical";
  readonly unit: "act" | "coefficient";
  readonly cents: number;
  readonly rate: number;
  readonly contribution: number;
  readonly source: string;
  readonly unverified: boolean;
}

export const recordActsSchema = z.object({
  acts: z
    .array(
      z.object({
        /** UUID version 7, made once by the form: sent twice, it notes one act. */
        id: z.uuidv7(),
        code: z.string().regex(/^[A-Z0-9]{1,8}$/, "Choisissez un acte de la liste."),
        quantity: z
          .number("Indiquez un nombre.")
          .min(0.5, "Au moins 0,5.")
          .max(100, "100 au plus.")
          .refine((quantity) => Number.isInteger(quantity * 100), "Deux décimales au plus."),
      }),
    )
    .min(1, "Choisissez au moins un acte.")
    .max(20, "20 actes au plus pour une venue."),
});
export type RecordActs = z.infer<typeof recordActsSchema>;

export const tariffsOnSchema = z.object({ onDay: z.iso.date(), siteId: z.uuid().nullable() });

/** States the screen has a tab for. */
export const boardStates = ["to_invoice", "awaiting_rights", "sent", "to_settle"] as const;
export type BoardState = (typeof boardStates)[number];
export const boardSchema = z.object({
  state: z.enum(boardStates),
  /** Lines already shown. */
  after: z.number().int().min(0).max(1_000_000).default(0),
});

export const sendSchema = z.object({
  id: z.uuidv7(),
  payer: z.enum(payers),
  /** Of those with this caisse; "": of whom none is known. */
  caisse: z.string().max(200).default(""),
  /** What was on the screen: when it is no longer that, nothing is sent. */
  parts: z.number().int().min(1),
  cents: z.number().int().min(1),
});
export type SendList = z.infer<typeof sendSchema>;

export const sheetSchema = z.object({ format: z.enum(["csv", "xlsx"]) });
export type SheetFormat = z.infer<typeof sheetSchema>["format"];

export const figuresSchema = z
  .object({ from: z.iso.date(), to: z.iso.date(), knownOn: z.iso.date().nullable().default(null) })
  .refine(({ from, to }) => from <= to, {
    path: ["to"],
    message: "Le dernier jour vient après le premier.",
  });
export type FiguresPeriod = z.infer<typeof figuresSchema>;

/** Sums in cents; nobody's. */
export interface FundingFigures {
  readonly from: string;
  readonly to: string;
  readonly knownOn: string;
  readonly acts: number;
  readonly cents: number;
  readonly awaiting: number;
  readonly toInvoice: number;
  readonly sent: number;
  readonly settled: number;
  /** Borne by nobody: cost in kind. */
  readonly given: number;
  readonly broughtBack: { readonly acts: number; readonly cents: number };
  /** Of what the centre's own funder bears, agreement by agreement; due: what one paid by the act then gives. */
  readonly funders: readonly {
    readonly label: string;
    readonly acts: number;
    readonly cents: number;
    readonly due: number | null;
  }[];
  readonly payers: readonly {
    readonly payer: Payer;
    readonly label: string;
    readonly acts: number;
    readonly cents: number;
  }[];
}

/** A line of the invoicing screen, or of a list. person null: this reader is given the record's number instead of a name. */
export interface BoardLine {
  readonly id: string;
  readonly onDay: string;
  readonly part: Share;
  readonly cents: number;
  readonly payer: Payer | null;
  readonly state: ShareState;
  readonly lastDay: string | null;
  readonly since: string;
  readonly broughtBack: boolean;
  readonly list: number | null;
  readonly sentOn: string | null;
  readonly why: Why | null;
  readonly localNumber: number;
  /** Null: the code would tell of care. */
  readonly code: string | null;
  readonly unverified: boolean;
  readonly person: {
    readonly id: string;
    readonly family: string;
    readonly given: string;
    readonly usedFamily: string;
    readonly usedGiven: string;
    readonly birth: string | null;
    readonly sex: "female" | "male" | "other" | "unknown";
  } | null;
}

export interface BoardTotal {
  readonly state: ShareState;
  readonly payer: Payer | null;
  /** Of what is to invoice: the caisse people are with, "" when it is not known; null: not told. */
  readonly caisse: string | null;
  readonly parts: number;
  readonly cents: number;
  readonly broughtBack: number;
}

/** A list handed to a payer. */
export interface SentList {
  readonly id: string;
  readonly number: number;
  readonly payer: Payer;
  readonly caisse: string | null;
  readonly sentOn: string;
  readonly parts: number;
  readonly cents: number;
  readonly by: string;
  readonly settledOn: string | null;
}

export interface Board {
  readonly totals: readonly BoardTotal[];
  readonly lists: readonly SentList[];
  readonly lines: readonly BoardLine[];
  readonly more: boolean;
}

export interface Sheet {
  readonly number: number;
  readonly payer: string;
  readonly caisse: string | null;
  readonly sentOn: string;
  readonly parts: number;
  readonly cents: number;
  readonly structure: string;
  readonly lines: readonly BoardLine[];
}

/** True when this role opens the invoicing screen: who sends lists, who keeps the money. */
export function readsFunding(me: Me): boolean {
  return me.capabilities.includes("invoicing") || me.natures.money?.read === true;
}
