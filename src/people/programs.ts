import { z } from "zod";

/** The number another program gives someone: what its users see, on one line. */
export const localNumberSchema = z
  .string()
  .trim()
  .min(1, "Écrivez le numéro.")
  .max(64, "64 caractères au plus.")
  .regex(/^[^\p{C}]*$/u, "Ce numéro contient un caractère qui ne se lit pas.");

/** The address other programs send their form to. */
export const openingPath = "/ouvrir";

const programName = z
  .string()
  .trim()
  .min(1, "Donnez le nom que tout le monde lui connaît.")
  .max(80, "80 caractères au plus.");

/** A program written down: its identifier is made once by the form (UUID version 7). */
export const addProgramSchema = z.object({ id: z.uuidv7(), name: programName });

/** Where care is written from now on: the name of the other program, or null, here; and what was shown until then. */
export const careElsewhereSchema = z.object({ program: programName.nullable(), seen: z.string().nullable() });
export type CareElsewhere = z.infer<typeof careElsewhereSchema>;

/** A program that may ask for a person's page. Moments are ISO. */
export interface ProgramLine {
  readonly id: string;
  readonly name: string;
  readonly madeAt: string;
  readonly madeBy: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
  readonly revokedBy: string | null;
}

/** What the person's page shows of a number another program gives them. */
export const programNumberSchema = z.object({
  id: z.string(),
  /** The record it is noted on: one of those joined. */
  on: z.string(),
  /** The program's name. */
  program: z.string(),
  number: z.string(),
});
export type ProgramNumber = z.infer<typeof programNumberSchema>;

/** Says that this is someone's number in that program; sent twice, it is said once. */
export const attachNumberSchema = z.object({
  id: z.uuidv7(),
  program: z.uuid("Choisissez le logiciel."),
  number: localNumberSchema,
});

/** Why a form that asked for a page was not believed. Whoever cannot sign is told "unknown", whatever was wrong. */
export const openingRefusals = ["unknown", "too_old", "used", "too_many"] as const;
export type OpeningRefusal = (typeof openingRefusals)[number];

/** What is to open, as the browser is told once someone is signed in. */
export type Opening =
  /** Nothing waits: no form was sent, or its ten minutes are over. */
  | { readonly step: "nothing" }
  | { readonly step: "refused"; readonly why: OpeningRefusal }
  /** Nobody this reader may know has the number; or those who have it, one as a rule. */
  | {
      readonly step: "asked";
      readonly program: { readonly id: string; readonly name: string };
      readonly number: string;
      readonly people: readonly {
        readonly id: string;
        readonly localNumber: number;
        readonly name: string;
      }[];
    };
