import { z } from "zod";

/** What a preset says of a centre that is entered by referral: its rules, its grounds, the places they name. */

const code = z.string().regex(/^[a-z][a-z0-9_-]*$/u);
const insee = z.string().regex(/^(\d{5}|2[AB]\d{3})$/u);

/** What may be known of someone when they are referred; docs/eligibility.schema.json describes each. */
export const factNames = [
  "grounds",
  "hasPrimaryCareDoctor",
  "residence",
  "administrativeAddress",
  "accommodation",
  "followedBy",
] as const;
export type FactName = (typeof factNames)[number];

/** One thing to look at in one fact. */
const leaf = z.union([
  /** One of these grounds is among those told. */
  z.strictObject({ fact: z.literal("grounds"), includes: z.array(code).min(1) }),
  z.strictObject({ fact: z.literal("hasPrimaryCareDoctor") }),
  /** Some social or health service follows the person. */
  z.strictObject({ fact: z.literal("followedBy") }),
  /** In one of these communes (INSEE). */
  z.strictObject({
    fact: z.enum(["residence", "administrativeAddress", "accommodation"]),
    communes: z.array(insee).min(1),
  }),
  /** One of these places of the preset. */
  z.strictObject({ fact: z.literal("accommodation"), places: z.array(code).min(1) }),
]);
export type Leaf = z.infer<typeof leaf>;

/** A condition on facts, put together with all, any and not. */
export type Test = Leaf | { all: Test[] } | { any: Test[] } | { not: Test };
const testSchema: z.ZodType<Test> = z.lazy(() =>
  z.union([
    leaf,
    z.strictObject({ all: z.array(testSchema).min(1) }),
    z.strictObject({ any: z.array(testSchema).min(1) }),
    z.strictObject({ not: testSchema }),
  ]),
);

const placeSchema = z.object({
  code,
  name: z.string().min(1),
  /** Where it stands (INSEE). */
  commune: insee,
  /** Other ways of naming it; each is read as the name is. */
  alsoNamed: z.array(z.string().min(1)).default([]),
  /** Words that may go with the name without telling another place: who runs it, its postcode. */
  mayAlsoSay: z.array(z.string().min(1)).default([]),
  /** Real names so near to a word of its own that they would pass for a typing error of it: other communes. */
  notToBeTakenFor: z.array(z.string().min(1)).default([]),
});

const groundSchema = z.object({
  code,
  label: z.string().min(1),
  /** The block of information it belongs to; what tells of care is raised. */
  nature: z.enum(["social_situation", "social_notes", "clinical"]),
  /** Other codes by which a fact may name it. */
  alsoNamed: z.array(code).default([]),
});

const conditionSchema = z.object({ code, label: z.string().min(1), test: testSchema });

/** Rules by which people are admitted. A change of rule is a new version: what was decided before keeps its own. */
export const admissionSchema = z
  .object({
    version: z.string().min(1),
    /** Where the rules come from. */
    source: z.string().min(1),
    grounds: z.array(groundSchema).min(1),
    communes: z.array(
      z.object({ code: insee, name: z.string().min(1), alsoCodes: z.array(insee).default([]) }),
    ),
    places: z.array(placeSchema).default([]),
    /** Beginnings of words that tell, in the name of a service, an addiction or an illness of the mind. */
    tellingServices: z
      .array(z.string().regex(/^[a-z]+$/u))
      .default(["addict", "alcool", "caarud", "csapa", "cmp", "elsa", "emp", "psych"]),
    /** Codes of the services a referral opens once accepted; absent: every one that wants people referred. */
    opens: z.array(code).min(1).optional(),
    /** All are needed; each is explained by itself. */
    conditions: z.array(conditionSchema).min(1),
    /** Where someone the rules do not admit may be oriented, as the form proposes it. */
    orientations: z.array(z.string().min(1)).default([]),
  })
  .superRefine((rules, context) => {
    const refuse = (message: string) => context.addIssue({ code: "custom", message });
    const [grounds, communes, places] = [rules.grounds, rules.communes, rules.places].map(
      (list) => new Set(list.map((one) => one.code)),
    );
    for (const one of rules.conditions.flatMap(({ test }) => leavesOf(test))) {
      if ("includes" in one && !one.includes.every((name) => grounds?.has(name)))
        refuse("a ground is not listed");
      if ("communes" in one && !one.communes.every((name) => communes?.has(name)))
        refuse("a commune is not listed");
      if ("places" in one && !one.places.every((name) => places?.has(name))) refuse("a place is not listed");
    }
    if (new Set(rules.conditions.map((one) => one.code)).size < rules.conditions.length)
      refuse("two conditions have the same code");
  });
export type AdmissionRules = z.infer<typeof admissionSchema>;

/** The leaves of a condition. */
export function leavesOf(test: Test): Leaf[] {
  if ("all" in test) return test.all.flatMap(leavesOf);
  if ("any" in test) return test.any.flatMap(leavesOf);
  if ("not" in test) return leavesOf(test.not);
  return [test];
}
