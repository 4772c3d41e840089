import { z } from "zod";
import type { Me, Role } from "../access/model.ts";
import { isRpps } from "../network/rpps.ts";

/** What is printed for someone, and how it is called on the paper and on screen. */
export const printKinds = {
  prescription: "Ordonnance",
  certificate: "Certificat médical",
  letter: "Courrier à un confrère",
  sick_leave: "Pense-bête d’arrêt de travail",
  summary: "Résumé pour la personne",
} as const;
export type PrintKind = keyof typeof printKinds;

const PRESCRIBER: readonly PrintKind[] = ["prescription", "summary", "letter", "certificate", "sick_leave"];
const OTHERS: readonly PrintKind[] = ["summary", "letter"];

/** What each role may establish, the likeliest first; prescribers alone prescribe (the database says so too). */
const printsOf: Partial<Record<Role, readonly PrintKind[]>> = {
  doctor: PRESCRIBER,
  medical_director: PRESCRIBER,
  nurse: OTHERS,
  coordinating_nurse: OTHERS,
  paramedic: OTHERS,
  social_worker: OTHERS,
};

/** What a social worker prints is their own note; what a care professional prints is care. Null: as its type says. */
export function printNature(role: Role): "social_notes" | null {
  return role === "social_worker" ? "social_notes" : null;
}

/** What this reader may establish: no paper of care when the centre writes care in another program. */
export function printsFor(me: Pick<Me, "role" | "careElsewhere">): readonly PrintKind[] {
  const all = printsOf[me.role] ?? [];
  return me.careElsewhere === null || printNature(me.role) !== null ? all : [];
}

/** Signs beside the next steps of a summary: what they show, in words (documents/paper.typ draws them). */
export const pictures = {
  appointment: "un calendrier",
  medicine: "des médicaments",
  blood_test: "un tube de prise de sang",
  papers: "des papiers",
  phone: "un téléphone",
  hospital: "un hôpital",
  home: "une maison",
} as const;
export type Picture = keyof typeof pictures;

/** Typed words as they may be printed: without what has no shape. */
const words = (most: number) =>
  z
    .string()
    .max(most, `Ce texte est trop long\u00a0: ${most.toLocaleString("fr-FR")} caractères au plus.`)
    .transform((text) =>
      text
        .replace(/\r\n?/gu, "\n")
        .replace(/\t/gu, " ")
        .replace(/[^\P{Cc}\n]/gu, "")
        .trim(),
    );
const needed = (most: number, message: string) => words(most).refine((text) => text !== "", message);
const day = z.iso.date("Indiquez un jour qui existe.");

/** usual: without relation to a recognised long illness (ALD); ald: for it. */
const line = z.object({
  what: needed(300, "Écrivez ce qui est prescrit."),
  how: words(300).default(""),
  part: z.enum(["usual", "ald"]).default("usual"),
});
export type PrescriptionLine = z.infer<typeof line>;

const step = z.object({
  what: needed(200, "Écrivez ce qu’il y a à faire."),
  day: day.nullable().default(null),
  where: words(200).default(""),
  picture: z.enum(Object.keys(pictures) as [Picture]),
});
export type NextStep = z.infer<typeof step>;

/** What is typed of each kind. */
export const printedSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("prescription"),
    lines: z
      .array(line)
      .min(1, "Une ordonnance a au moins une ligne.")
      .max(30, "Trente lignes au plus\u00a0: faites-en une seconde."),
    /** Free words under the lines: « À renouveler deux fois ». */
    advice: words(1_000).default(""),
    /** Asked of children: « 14 kg ». */
    weight: words(20).default(""),
  }),
  z.object({ kind: z.literal("certificate"), body: needed(4_000, "Écrivez ce qui est certifié.") }),
  z.object({
    kind: z.literal("letter"),
    to: words(300).default(""),
    body: needed(8_000, "Écrivez votre courrier."),
  }),
  z
    .object({
      kind: z.literal("sick_leave"),
      from: day,
      until: day,
      outings: z.boolean().default(false),
      renewed: z.boolean().default(false),
    })
    .refine(({ from, until }) => from <= until, { path: ["until"], message: "La fin est avant le début." }),
  z
    .object({
      kind: z.literal("summary"),
      /** What was said and done, in plain words. */
      body: words(3_000).default(""),
      steps: z.array(step).max(12, "Douze étapes au plus\u00a0: gardez les premières.").default([]),
      /** « Revenez tout de suite si… » */
      warning: words(600).default(""),
      large: z.boolean().default(false),
    })
    .refine(({ body, steps }) => body !== "" || steps.length > 0, {
      path: ["body"],
      message: "Un résumé vide ne s’imprime pas.",
    }),
]);
export type Printed = z.infer<typeof printedSchema>;

/** A paper to establish: what is typed, where, during which encounter. */
export const printSchema = z.object({
  siteId: z.uuid(),
  encounterId: z.uuid().nullable().default(null),
  /** The prescriber's number in the national directory, when they give it: kept for the next time. */
  rpps: z
    .string()
    .transform((text) => text.replace(/\s/gu, ""))
    .refine((text) => text === "" || isRpps(text), "Un numéro RPPS a onze chiffres\u00a0; vérifiez-les.")
    .default(""),
  typed: printedSchema,
});
export type PrintOrder = z.infer<typeof printSchema>;
/** As a form sends it. */
export type PrintForm = z.input<typeof printSchema>;
