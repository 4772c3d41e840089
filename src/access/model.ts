import { z } from "zod";

/** The roles someone can be assigned, and the command line's own (migrations/0003_access.sql). */
export const roles = [
  "reception",
  "telephone_desk",
  "prescriber",
  "outside_social_worker",
  "social_worker",
  "administrative_officer",
  "mediator",
  "nurse",
  "coordinating_nurse",
  "doctor",
  "paramedic",
  "trainee",
  "imprest_manager",
  "public_accountant",
  "medical_director",
  "network_manager",
  "auditor",
  "data_protection_officer",
  "technical_administrator",
  "console",
] as const;
export type Role = (typeof roles)[number];
export const roleSchema = z.enum(roles);

/** Blocks of information of handbook 2.2. */
export const natures = [
  "identity",
  "cover",
  "right_requests",
  "social_situation",
  "social_notes",
  "clinical",
  "useful",
  "appointments",
  "money",
  "minutes",
  "author_only",
  // The part of the identity block that an outside telephone desk does not read: handbook 2.2 gives it name, birth, phone
  // and commune.
  "identity_detail",
] as const;
export type Nature = (typeof natures)[number];

/** Who is signed in, and what the menu may offer. */
export const meSchema = z.object({
  accountId: z.string(),
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  roleLabel: z.string(),
  /** Their number in the national directory, once given. */
  rpps: z.string().nullable(),
  structure: z.string(),
  demonstration: z.boolean(),
  /** The clinical program in which the centre writes care, when it is not this one. */
  careElsewhere: z.string().nullable(),
  /** What this role reads and writes, by nature; absent: nothing. */
  natures: z.partialRecord(z.enum(natures), z.object({ read: z.boolean(), write: z.boolean() })),
  capabilities: z.array(
    z.enum([
      "intake",
      "report",
      "audit_trail",
      "accounts",
      "reenrol",
      "duplicates",
      "objections",
      "consents",
      "sharing",
      "declare",
      "accesses",
      "glass",
      "glass_review",
      "retention",
      "archive",
      "access_requests",
      "acts",
      "invoicing",
      "refer",
      "admission",
      "overrule",
      "telephone",
      "timetable",
    ]),
  ),
  /** Who answers for a trainee, and in which role; null for others, and when nobody does any more. */
  supervisor: z.object({ name: z.string(), role: roleSchema }).nullable(),
  secondFactor: z.object({ totp: z.boolean(), passkeys: z.number().int() }),
  /** The function this session acts under, and all those in force. */
  assignmentId: z.string(),
  assignments: z.array(
    z.object({ id: z.string(), role: roleSchema, roleLabel: z.string(), structure: z.string() }),
  ),
  /** Seconds of inactivity after which the session closes. */
  idleSeconds: z.number().int(),
});
export type Me = z.infer<typeof meSchema>;

const passwordRule = z
  .string()
  .min(12, "Choisissez au moins 12 caractères : une phrase que vous retiendrez convient bien.")
  .max(200, "200 caractères au plus.");

export const signInSchema = z.object({
  email: z.string().trim().min(1).max(254),
  password: z.string().min(1).max(200),
});
/** done: a session is open; second_factor: one more step; enrol: a second factor must be set up first. */
export const signInResultSchema = z.discriminatedUnion("step", [
  z.object({ step: z.literal("done") }),
  z.object({ step: z.literal("second_factor"), methods: z.array(z.enum(["totp", "passkey"])) }),
  z.object({ step: z.literal("enrol") }),
]);
export type SignInResult = z.infer<typeof signInResultSchema>;
export const totpCodeSchema = z.object({ code: z.string().regex(/^\s*\d{3}\s?\d{3}\s*$/, "Six chiffres.") });
export const invitationSchema = z.object({ token: z.string().min(20).max(200) });
export const acceptInvitationSchema = invitationSchema.extend({ password: passwordRule });
export const demonstrationSignInSchema = z.object({ role: roleSchema });
