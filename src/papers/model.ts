import { z } from "zod";
import { type Nature, roleSchema } from "../access/model.ts";

/** What a document may be, told by its content; its French name, and how its file ends. */
export const mediaTypes = {
  pdf: { label: "PDF", mime: "application/pdf" },
  jpeg: { label: "Photo (JPEG)", mime: "image/jpeg" },
  png: { label: "Image (PNG)", mime: "image/png" },
  heic: { label: "Photo (HEIC)", mime: "image/heic" },
} as const;
export type Media = keyof typeof mediaTypes;

/** Largest document, in bytes: 15 Mo as files are counted in French. */
export const LARGEST_DOCUMENT = 15_000_000;

/** Blocks of information a document may belong to (handbook 2.2). */
export const documentNatures = [
  "identity_detail",
  "cover",
  "right_requests",
  "social_situation",
  "social_notes",
  "clinical",
] as const satisfies readonly Nature[];
export type DocumentNature = (typeof documentNatures)[number];

/** What whoever files a document may raise its nature to. */
export const raisedNatures = ["clinical", "social_notes"] as const satisfies readonly DocumentNature[];

/** Who reads a document of each nature, as said beside the form. */
export const documentReaders: Readonly<Record<DocumentNature, string>> = {
  identity_detail: "Lu par l’équipe et par l’accueil.",
  cover: "Lu par ceux qui suivent la couverture et les soins.",
  right_requests: "Lu par ceux qui suivent les demandes de droits et par l’équipe de soins.",
  social_situation: "Lu par l’accompagnement social, les infirmiers et le médiateur.",
  social_notes: "Lu par vous seul, sauf accord de la personne noté au dossier.",
  clinical: "Lu par l’équipe de soins seule.",
};

const day = z.iso.date("Indiquez un jour qui existe.");
/** An empty field of a form says nothing. */
const optional = <S extends z.ZodType>(schema: S) =>
  z.preprocess(
    (value) => (value === "" ? undefined : value),
    schema.nullish().transform((said) => said ?? null),
  );

/** What comes with the file, as fields of a form. */
export const fileDocumentSchema = z.object({
  type: z.string("Choisissez ce que c’est.").min(1, "Choisissez ce que c’est.").max(60),
  /** The day written on it. */
  onDay: optional(day),
  label: z.string().trim().max(200, "200 caractères au plus.").default(""),
  /** Raises the type's nature. */
  nature: optional(z.enum(raisedNatures)),
  /** Last day it is needed. */
  keptUntil: optional(day),
  encounterId: optional(z.uuid()),
});
export type FileDocument = z.infer<typeof fileDocumentSchema>;

export const withdrawDocumentSchema = z.object({
  reason: z.string().trim().min(3, "Dites pourquoi, en quelques mots.").max(300, "300 caractères au plus."),
});

/** A document of a record, without its content. filedAt: moment (ISO); bytes: its length. */
export const documentSchema = z.object({
  id: z.string(),
  /** The record it is on: one of those joined. */
  on: z.string(),
  encounterId: z.string().nullable(),
  type: z.string(),
  nature: z.enum(documentNatures),
  origin: z.enum(["received", "printed"]),
  onDay: z.string().nullable(),
  label: z.string(),
  media: z.enum(Object.keys(mediaTypes) as [Media]),
  bytes: z.number().int(),
  keptUntil: z.string().nullable(),
  by: z.string(),
  role: roleSchema,
  filedAt: z.string(),
});
export type PersonDocument = z.infer<typeof documentSchema>;

/**
 * May this document be shown by the browser itself? Pictures hold no program, and what we printed is ours; a PDF from
 * elsewhere and a HEIC are downloaded.
 */
export function isShown({ media, origin }: Pick<PersonDocument, "media" | "origin">): boolean {
  return media === "jpeg" || media === "png" || origin === "printed";
}

/** "340 ko", "2,4 Mo". */
export function sizeText(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1_000))}\u00a0ko`;
  return `${(bytes / 1_000_000).toLocaleString("fr-FR", { maximumFractionDigits: 1 })}\u00a0Mo`;
}
