import { z } from "zod";
import { type Me, type Nature, natures, type Role, roleSchema } from "../access/model.ts";

/** Natures a task may have, in plain words: what it tells decides who is told. */
export const taskNatureLabels = {
  appointments: "Rendez-vous, rappel",
  clinical: "Soins",
  useful: "Utile au parcours social",
  right_requests: "Droits et pièces",
  cover: "Couverture maladie",
  social_situation: "Situation sociale",
  social_notes: "Accompagnement social",
  identity_detail: "Coordonnées, langue",
  identity: "Identité",
  money: "Bons et régie",
} as const satisfies Partial<Record<Nature, string>>;
export type TaskNature = keyof typeof taskNatureLabels;
const taskNatures = Object.keys(taskNatureLabels) as [TaskNature, ...TaskNature[]];

/** The natures of the tasks that this reader may add. */
export function writableNatures(me: Me): TaskNature[] {
  return taskNatures.filter((nature) => me.natures[nature]?.write === true);
}

/** True when this role has tasks: whoever notes that someone came, and a trainee. */
export function hasTasks(me: Me): boolean {
  return me.natures.appointments?.write === true || me.role === "trainee";
}

export const addTaskSchema = z
  .object({
    /** UUID version 7, made once by the form: sent twice, it adds one task. */
    id: z.uuidv7(),
    nature: z.enum(taskNatures),
    what: z
      .string()
      .trim()
      .min(1, "Dites ce qu’il y a à faire.")
      .max(500, "500 caractères au plus\u00a0: le reste va dans une note."),
    dueOn: z.iso.date("Indiquez un jour qui existe.").nullable().default(null),
    forRole: roleSchema.nullable().default(null),
    forAccount: z.uuid().nullable().default(null),
    /** The note it comes from. */
    originId: z.uuid().nullable().default(null),
  })
  .refine(({ forRole, forAccount }) => (forRole === null) !== (forAccount === null), {
    path: ["recipient"],
    message: "Dites pour qui est cette tâche.",
  });
export type AddTask = z.infer<typeof addTaskSchema>;

export const markTaskSchema = z.object({ done: z.boolean() });
/** Where a task stands. doneAt: moment (ISO), null when it is open. */
export interface TaskState {
  readonly doneAt: string | null;
  readonly doneBy: string | null;
}

/** A task this reader may see. byHand: false when only the act it asks for ends it. */
export const taskSchema = z.object({
  id: z.string(),
  /** The record it was written on: one of those joined. */
  on: z.string(),
  nature: z.enum(natures),
  what: z.string(),
  dueOn: z.string().nullable(),
  /** A name, or a function. */
  forWhom: z.string(),
  byHand: z.boolean(),
  originId: z.string().nullable(),
  by: z.string(),
  madeAt: z.string(),
  doneAt: z.string().nullable(),
  doneBy: z.string().nullable(),
});
export type Task = z.infer<typeof taskSchema>;

/** A task for the reader, with the person it is about. */
export interface MyTask extends Task {
  readonly person: {
    readonly id: string;
    readonly family: string;
    readonly given: string;
    readonly usedFamily: string;
    readonly usedGiven: string;
    readonly birth: string | null;
    readonly sex: "female" | "male" | "other" | "unknown";
  };
}

/** Someone of the structure a task may be for, under one of their functions, and what they may be told. */
export interface TaskRecipient {
  readonly account: string;
  readonly name: string;
  readonly role: Role;
  readonly roleLabel: string;
  readonly natures: readonly Nature[];
}
