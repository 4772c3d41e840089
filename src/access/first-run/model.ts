import { z } from "zod";
import { assignableRole, emailSchema } from "../accounts/model.ts";
import { acceptInvitationSchema } from "../model.ts";
import { timeZones } from "./time-zones.ts";

const text = (empty: string) => z.string().trim().min(1, empty).max(120, "120 caractères au plus.");
const halfDay = z.object({
  weekday: z.number().int().min(1).max(7),
  halfDay: z.enum(["morning", "afternoon"]),
});
export type HalfDay = z.infer<typeof halfDay>;

/** The link's token, from the address's fragment. */
export const setUpLinkSchema = z.object({ token: z.string().min(20).max(200) });

/** All that the first set-up asks. */
export const setUpSchema = setUpLinkSchema.extend({
  preset: z.string().max(60),
  name: text("Donnez un nom à votre centre."),
  timeZone: z.enum(timeZones.map(({ code }) => code)),
  structures: z
    .array(z.object({ code: z.string().max(60), name: text("Donnez un nom à cette structure.") }))
    .max(50),
  sites: z
    .array(z.object({ name: text("Donnez un nom à ce lieu."), opening: z.array(halfDay).max(14) }))
    .min(1, "Indiquez au moins un lieu.")
    .max(50),
  account: z.object({
    name: text("Écrivez votre nom."),
    email: emailSchema,
    role: assignableRole.exclude(["trainee"]),
    password: acceptInvitationSchema.shape.password,
  }),
});
export type SetUpForm = z.input<typeof setUpSchema>;

/** One organisation to start from. */
export interface PresetChoice {
  readonly code: string;
  readonly label: string;
  readonly description: string;
  readonly timeZone: string;
  readonly structures: readonly { readonly code: string; readonly name: string }[];
  readonly sites: readonly { readonly name: string; readonly opening: readonly HalfDay[] }[];
}

/** What the set-up page offers. */
export interface SetUpChoices {
  readonly presets: readonly PresetChoice[];
  readonly roles: readonly { readonly code: SetUpForm["account"]["role"]; readonly label: string }[];
}
