import { z } from "zod";
import { roleSchema } from "../model.ts";

const day = z.iso.date("Ce jour n’existe pas. Écrivez par exemple 03/05/2014.");
const name = z.string().trim().min(1, "Écrivez le nom de la personne.").max(120, "120 caractères au plus.");
/** An address a link can be sent to. */
export const emailSchema = z
  .email("Cette adresse e-mail n’est pas complète.")
  .max(254)
  .transform((email) => email.toLowerCase());
/** A role someone can be given; the command line's own is nobody's. */
export const assignableRole = roleSchema.exclude(["console"]);

const place = z.object({
  role: assignableRole,
  structureId: z.uuid("Choisissez une structure."),
  /** Assignment of a trainee's supervisor. */
  supervisorId: z.uuid().nullable(),
  /** First and last day (ISO), both included; no last day: until it is ended. */
  from: day,
  until: day.nullable(),
});

/** A trainee, and nobody else, has a supervisor; the last day does not come before the first. */
function holdsTogether(form: z.output<typeof place>, context: z.RefinementCtx): void {
  if ((form.role === "trainee") !== (form.supervisorId !== null)) {
    context.addIssue({
      code: "custom",
      path: ["supervisorId"],
      message: "Un stagiaire, et lui seul, a un responsable.",
    });
  }
  if (form.until !== null && form.until < form.from) {
    context.addIssue({ code: "custom", path: ["until"], message: "Le dernier jour vient avant le premier." });
  }
}

/** A dated function given to an account. */
export const assignmentFormSchema = place.superRefine(holdsTogether);
export type AssignmentForm = z.infer<typeof assignmentFormSchema>;
/** Someone invited, with a first function. */
export const inviteSchema = place.extend({ name, email: emailSchema }).superRefine(holdsTogether);

/** reset: the password alone; invitation: everything, second factor included. */
export const linkRequestSchema = z.object({ purpose: z.enum(["invitation", "reset"]) });
/** Where a one-time link went: by mail, or on this screen for whoever hands it over. */
export interface LinkGiven {
  readonly mailed: boolean;
  /** The whole address, when no mail is set up. */
  readonly link: string | null;
  readonly expiresAt: string;
}

export const switchSchema = z.object({ assignmentId: z.uuid() });
export const forgottenSchema = z.object({ email: z.string().trim().min(1).max(254) });

/** One dated function of an account. */
export interface AssignmentLine {
  readonly id: string;
  readonly role: z.infer<typeof roleSchema>;
  readonly roleLabel: string;
  readonly structure: string;
  /** Name of a trainee's supervisor. */
  readonly supervisor: string | null;
  /** First and last day (ISO); null: no end. */
  readonly from: string;
  readonly until: string | null;
  readonly standing: "past" | "current" | "future";
}

/** One account, as those who keep accounts see it. */
export interface AccountLine {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** invited: no password chosen yet. */
  readonly standing: "open" | "invited" | "closed";
  readonly assignments: readonly AssignmentLine[];
}

/** The accounts, and what a new function can be made of. */
export interface AccountsPage {
  readonly accounts: readonly AccountLine[];
  readonly roles: readonly { readonly code: z.infer<typeof assignableRole>; readonly label: string }[];
  readonly structures: readonly { readonly id: string; readonly name: string }[];
  /** True when links leave by mail. */
  readonly mail: boolean;
}

/** A session in force. */
export interface SessionLine {
  readonly id: string;
  readonly role: string;
  readonly structure: string;
  readonly openedAt: string;
  readonly lastSeenAt: string;
  readonly current: boolean;
}
