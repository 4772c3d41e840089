import { z } from "zod";

/** What an address is for. */
export const addressUses = ["postal", "administrative"] as const;
export const addressUseLabels: Readonly<Record<(typeof addressUses)[number], string>> = {
  postal: "Où écrire",
  administrative: "Adresse administrative",
};
/** How someone has it. */
export const addressForms = ["own", "care_of", "domiciled", "none"] as const;
export const addressFormLabels: Readonly<Record<(typeof addressForms)[number], string>> = {
  own: "La sienne",
  care_of: "Chez quelqu’un",
  domiciled: "Domiciliation chez…",
  none: "Sans adresse",
};
export const addressSources = ["declared", "document", "verified"] as const;
export const addressSourceLabels: Readonly<Record<(typeof addressSources)[number], string>> = {
  declared: "dit par la personne",
  document: "document vu",
  verified: "vérifié auprès de la caisse",
};

/** A commune, with its INSEE code. */
export const communeSchema = z.object({
  code: z.string(),
  name: z.string(),
  postcodes: z.array(z.string()),
});
export type Commune = z.infer<typeof communeSchema>;
/** `former`: also communes that were merged into another, which one may be born in. */
export const findCommunesSchema = z.object({
  words: z.string().max(60, "60 caractères au plus."),
  former: z.boolean().default(false),
});

const code = z.string().regex(/^(\d{5}|2[AB]\d{3})$/u, "Ce n’est pas un code de commune.");
const day = z.iso.date("Ce jour n’existe pas.");
const short = z.string().trim().max(120, "120 caractères au plus.");

/** An address as someone types it; `commune` is the name shown, the server keeps that of the code. */
export const addressFormSchema = z.object({
  use: z.enum(addressUses),
  form: z.enum(addressForms),
  /** Whose home, or which organism. */
  host: short.default(""),
  lines: z.string().trim().max(300, "300 caractères au plus.").default(""),
  postcode: short.default(""),
  communeCode: code.nullable().default(null),
  commune: short.default(""),
  /** Empty: France. */
  country: short.default(""),
  /** First day it is known to be theirs (ISO). The next of the same use ends it. */
  from: day,
  source: z.enum(addressSources).default("declared"),
});
export type AddressForm = z.infer<typeof addressFormSchema>;

/** `communesOnly`: by someone who reads and writes the commune alone. */
export const reviseAddressesSchema = z.object({
  seen: z.array(z.uuid()).max(100),
  addresses: z.array(addressFormSchema).max(20, "20 adresses au plus."),
  communesOnly: z.boolean().default(false),
});

/** What is kept of an address. */
export const addressSchema = z.object({
  use: z.enum(addressUses),
  form: z.enum(addressForms),
  host: z.string().nullable(),
  lines: z.string().nullable(),
  postcode: z.string().nullable(),
  communeCode: z.string().nullable(),
  commune: z.string().nullable(),
  country: z.string().nullable(),
  from: z.string(),
  source: z.enum(addressSources),
});
export type Address = z.infer<typeof addressSchema>;

/** What an outside telephone desk reads of an address. */
export const residenceSchema = z.object({
  use: z.enum(addressUses),
  code: z.string(),
  name: z.string(),
  from: z.string(),
});
