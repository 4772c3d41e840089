import { z } from "zod";

/** Bounds of the delays below, in seconds. */
export const unattendedBounds = { least: 15, most: 600 } as const;

const delay = z
  .int("Indiquez un nombre entier de secondes.")
  .min(unattendedBounds.least, "Au moins 15\u00a0secondes.")
  .max(unattendedBounds.most, "Au plus 10\u00a0minutes.");
/** Seconds after which a screen nobody touches hides the names it shows, by kind of post. */
export const unattendedSchema = z.object({ telephoneDesk: delay, reception: delay, others: delay });
export type UnattendedDelays = z.infer<typeof unattendedSchema>;

/** What the sign-in page shows before anyone is signed in. */
export const installationSchema = z.object({
  name: z.string(),
  /** How the centre calls those it receives. */
  personWord: z.enum(["usager", "patient"]),
  demonstration: z.boolean(),
  unattended: unattendedSchema,
  /** In a demonstration only: one account for each role. */
  demonstrationAccounts: z.array(z.object({ role: z.string(), roleLabel: z.string(), name: z.string() })),
});
export type Installation = z.infer<typeof installationSchema>;

/** Address and telephone of a place, a line each. */
export const letterheadSchema = z.object({
  letterhead: z.string().trim().max(300, "300 caractères au plus\u00a0: adresse et téléphone."),
});

const term = z.object({ code: z.string(), label: z.string(), active: z.boolean() });
/** The words and places of the network; the same for every signed-in actor. */
export const vocabularySchema = z.object({
  referrer: z.array(term),
  /** What the centre offers, when it counts its work by it ("volet"). */
  service: z.array(term),
  reason: z.array(term),
  orientation: z.array(term),
  housing: z.array(term),
  contact: z.array(term),
  place: z.array(term),
  rupture: z.array(term),
  resource: z.array(term),
  /** Why a right is not taken up. */
  non_take_up: z.array(term),
  /** What a document may be; its nature may be raised when it is filed. */
  documentTypes: z.array(term.extend({ nature: z.string() })),
  /** letterhead: address and telephone, as printed at the head of papers; timeZone: of its clocks. */
  sites: z.array(
    z.object({ id: z.string(), name: z.string(), letterhead: z.string(), timeZone: z.string() }),
  ),
  /** Other programs whose numbers people may have here. */
  programs: z.array(z.object({ id: z.string(), label: z.string() })),
  professionals: z.array(z.object({ id: z.string(), label: z.string(), profession: z.string() })),
  schemes: z.array(
    z.object({
      layer: z.enum(["base", "complementary"]),
      code: z.string(),
      label: z.string(),
      /** First and last day it existed (ISO), null when open. */
      from: z.string().nullable(),
      until: z.string().nullable(),
      successor: z.string().nullable(),
    }),
  ),
});
export type Vocabulary = z.infer<typeof vocabularySchema>;
export type Scheme = Vocabulary["schemes"][number];
