import { z } from "zod";
import { type Agreement, agreementSchema, blocks } from "../sharing/model.ts";

/** Someone a partner follows, with what they ask and their agreement. `id`: made by the form, sent twice it is written once. */
export const declarationSchema = agreementSchema.extend({
  id: z.uuidv7(),
  /** The centre it is for; null when the network has one. */
  centreId: z.uuid().nullable().default(null),
  family: z.string().trim().min(1, "Indiquez au moins un nom.").max(100, "100 caractères au plus."),
  given: z.string().trim().max(100, "100 caractères au plus.").default(""),
  /** As typed: 12/03/1975, 1975, vers 1975. */
  birth: z.string().trim().max(40, "40 caractères au plus.").default(""),
  phone: z.string().trim().max(40, "40 caractères au plus.").default(""),
  asks: z
    .string()
    .trim()
    .min(1, "Dites ce que vous demandez au centre.")
    .max(1000, "1 000 caractères au plus."),
  /** The agreement is for the partner's whole structure, or for them alone. */
  forStructure: z.boolean(),
});

/** linked: it is of this record, for the blocks kept; closed: nothing is shared. */
export const resolutionSchema = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("linked"), personId: z.uuid(), natures: z.array(z.enum(blocks)) }),
  z.object({ outcome: z.literal("closed") }),
]);

/** What one declared, in one's own words. state: "closed" says nothing of why. */
export interface OwnDeclaration {
  readonly id: string;
  readonly centre: string;
  readonly at: string;
  readonly family: string;
  readonly given: string;
  readonly birth: string | null;
  readonly asks: string;
  readonly natures: readonly string[];
  readonly state: "received" | "open" | "closed";
  readonly personId: string | null;
}

export interface OwnDeclarations {
  readonly declarations: readonly OwnDeclaration[];
  readonly structure: string;
  readonly centres: readonly { readonly id: string; readonly name: string }[];
}

/** One that a centre resolves, or resolved these last days. */
export interface Declaration extends Omit<Agreement, "natures" | "language"> {
  readonly id: string;
  readonly by: string;
  readonly structure: string;
  readonly at: string;
  readonly family: string;
  readonly given: string;
  readonly birth: string | null;
  readonly phone: string;
  readonly asks: string;
  readonly natures: readonly string[];
  readonly language: string;
  readonly forStructure: boolean;
  readonly outcome: "linked" | "closed" | null;
  readonly resolvedAt: string | null;
  readonly resolvedBy: string | null;
  readonly personId: string | null;
}
