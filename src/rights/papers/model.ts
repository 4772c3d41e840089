import { z } from "zod";
import type { DocumentNature, Media } from "../../papers/model.ts";
import type { confidences } from "../estimate/model.ts";
import type { RequestState } from "../requests/transitions.ts";
import type { RequestNature } from "../requests/words.ts";

/** What became of a paper; dropped: not needed after all. Out of date is told of a day (`shownState`), never written. */
export const paperStates = ["asked", "received", "refused", "dropped"] as const;
export type PaperState = (typeof paperStates)[number];
export type ShownState = PaperState | "expired";
export const paperStateLabels: Readonly<Record<ShownState, string>> = {
  asked: "à apporter",
  received: "reçue",
  refused: "refusée",
  expired: "périmée",
  dropped: "plus demandée",
};

const day = z.iso.date("Indiquez un jour qui existe.");
const words = (most: number) => z.string().trim().max(most, `${most} caractères au plus.`);
const who = z
  .string()
  .regex(/^[0-9a-f]{16}$/u)
  .nullable()
  .default(null);

const paperLine = {
  /** UUID version 7, made once by the form: sent twice, it is noted once. */
  id: z.uuidv7(),
  line: z.uuid(),
  /** The act that was on the screen; null: a new line. */
  seen: z.uuid().nullable().default(null),
  kind: z.string().max(60).nullable().default(null),
  words: words(200).default(""),
  who,
  optional: z.boolean().default(false),
  onDay: day,
};
/** One act on one line. */
export const notePaperSchema = z
  .object({
    ...paperLine,
    state: z.enum(paperStates),
    reason: words(300).default(""),
    validUntil: day.nullable().default(null),
    /** A document of the record that is its copy: one more page. */
    document: z.uuid().nullable().default(null),
  })
  .refine(({ kind, words: said }) => kind !== null || said !== "", {
    path: ["words"],
    message: "Dites quel papier.",
  })
  .refine(({ state, reason }) => state !== "refused" || reason.length >= 3, {
    path: ["reason"],
    message: "Dites pourquoi, en quelques mots.",
  })
  .refine(({ state, validUntil }) => state === "received" || validUntil === null, {
    path: ["validUntil"],
    message: "Seule une pièce reçue a une fin de validité.",
  });
export type NotePaper = z.infer<typeof notePaperSchema>;
export const notePapersSchema = z.object({ papers: z.array(notePaperSchema).min(1).max(60) });

/** Fields beside the file of a copy; an empty field says nothing. */
const unset = (value: unknown) => (value === "" ? undefined : value);
export const receivePaperSchema = z.object({
  /** Of the act; the copy has its own, in the address. */
  id: z.uuidv7(),
  line: z.uuid(),
  seen: z.preprocess(unset, z.uuid()),
  kind: z.preprocess(unset, z.string().max(60).optional()).transform((said) => said ?? null),
  words: words(200).default(""),
  who: z.preprocess(unset, who.optional()).transform((said) => said ?? null),
  optional: z
    .enum(["true", "false"])
    .default("false")
    .transform((said) => said === "true"),
  onDay: day,
  validUntil: z.preprocess(unset, day.optional()).transform((said) => said ?? null),
});

export const answerFactSchema = z.object({
  id: z.uuidv7(),
  fact: z.string().min(1).max(60),
  who,
  /** Null: no longer said here. */
  answer: z.boolean().nullable(),
});
export type AnswerFact = z.infer<typeof answerFactSchema>;

/** Languages of the printed list, beside French (documents/phrases/). */
export const listLanguages = ["en", "es", "pt", "ar"] as const;
export type ListLanguage = (typeof listLanguages)[number];
export const printListSchema = z.object({
  siteId: z.uuid(),
  language: z.enum(listLanguages).nullable(),
});

/** A rule of the papers of a type: which fact must hold ("foreign"), or not ("!foreign"), from which day to which (excluded). */
export interface PaperRule {
  readonly kind: string;
  readonly needs: readonly string[];
  readonly eachPerson: boolean;
  readonly optional: boolean;
  readonly months: number | null;
  readonly from: string;
  readonly to: string | null;
  readonly source: string;
  readonly confidence: (typeof confidences)[number];
}
export interface PaperKind {
  readonly code: string;
  readonly label: string;
  readonly accepts: string;
  readonly documentType: string;
  readonly nature: DocumentNature;
  /** What it holds tells the right that is asked. */
  readonly tells: boolean;
}
export interface PaperFact {
  readonly code: string;
  readonly question: string;
  readonly eachPerson: boolean;
}

/** A copy of a paper, as the reader may see it. */
export type PaperCopy =
  | {
      readonly id: string;
      readonly on: string;
      readonly media: Media;
      readonly bytes: number;
      readonly keptUntil: string | null;
    }
  | { readonly gone: true }
  | { readonly withheld: true };

/** One act on one line, in the order they were noted; `until`: when another took its place. */
export interface PaperAct {
  readonly id: string;
  readonly line: string;
  readonly kind: string | null;
  readonly words: string;
  readonly who: string | null;
  readonly state: PaperState;
  readonly optional: boolean;
  readonly on: string;
  readonly reason: string;
  readonly validUntil: string | null;
  readonly by: string;
  readonly at: string;
  readonly until: string | null;
  readonly copies: readonly PaperCopy[];
}
/** Someone the request is also for. */
export interface PaperMember {
  readonly key: string;
  readonly name?: string;
  readonly birth?: string | null;
  readonly withheld?: true;
}
export interface FactAnswer {
  readonly fact: string;
  readonly who: string | null;
  readonly answer: boolean;
  readonly by: string;
}
/** A fact of how the person lives (people/life), as far as the reader reads it. */
export interface Circumstance {
  readonly kind: string;
  readonly term: string | null;
  readonly content: Readonly<Record<string, unknown>>;
  readonly from: string;
  readonly to: string | null;
}

/** The papers of a request and all they are told from, for one reader. */
export interface RequestPapers {
  readonly id: string;
  readonly on: string;
  readonly type: string;
  readonly label: string;
  readonly nature: RequestNature;
  /** What this reader's papers of it are raised to, when it is more than a plain right; null: nothing. */
  readonly reservedAs: "clinical" | "social_notes" | null;
  readonly state: RequestState;
  /** Last day its copies are needed; null while it is not known. */
  readonly copiesUntil: string | null;
  readonly filedOn: string | null;
  readonly members: readonly PaperMember[];
  readonly answers: readonly FactAnswer[];
  readonly papers: readonly PaperAct[];
  readonly kinds: readonly PaperKind[];
  readonly facts: readonly PaperFact[];
  readonly rules: readonly PaperRule[];
  readonly birth: string | null;
  readonly birthPlaceCode: string | null;
  readonly life: readonly Circumstance[];
  /** ISO codes, those they speak best first. */
  readonly languages: readonly string[];
}
