import { createRequire } from "node:module";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { AdmissionRules } from "../network/admission-data.ts";
import { readPreset } from "../network/preset.ts";
import { programRoot } from "../platform/program-root.ts";
import type { Facts } from "./eligibility.ts";
import { namesPlace } from "./place-names.ts";
import { decideEligibility } from "./rules.ts";

const rules = readPreset(join(programRoot(), "presets"), "auxerre").admission as AdmissionRules;
const prahda = rules.places[0] as AdmissionRules["places"][number];

const meets: Facts = {
  grounds: ["social_precarity"],
  hasPrimaryCareDoctor: false,
  residence: { insee: "89024" },
  administrativeAddress: null,
  accommodation: null,
  followedBy: ["CCAS"],
};
const nowhere: Facts = { residence: "none", administrativeAddress: "none", accommodation: "none" };
const decide = (facts: Facts) => decideEligibility({ ...meets, ...facts }, rules);

test.each<[string, Facts, boolean | "unknown"]>([
  ["who lives in Auxerre, followed, precarious, without a doctor", {}, true],
  ["who is domiciled in Auxerre", { ...nowhere, administrativeAddress: { insee: "89024" } }, true],
  ["who lives in Vaux, a part of Auxerre", { ...nowhere, residence: { insee: "89435" } }, true],
  ["whom the PRAHDA of Appoigny hosts", { ...nowhere, accommodation: "PRAHDA Appoigny" }, true],
  ["who lives in Appoigny, not at the PRAHDA", { ...nowhere, residence: { insee: "89013" } }, false],
  ["who lives elsewhere, domiciled nobody knows where", { residence: { insee: "21231" } }, "unknown"],
  [
    "who has a médecin traitant, whatever is not known",
    { hasPrimaryCareDoctor: true, residence: null, followedBy: null, grounds: null },
    false,
  ],
  ["whom nobody follows", { followedBy: "none" }, false],
  ["of whom nobody knows who follows them", { followedBy: null }, "unknown"],
  ["without any ground", { grounds: "none" }, false],
  ["who is isolated, not precarious", { grounds: ["isolation"] }, false],
  ["in a commune not told", { residence: { insee: null } }, "unknown"],
  [
    "in a hostel that says Auxerre, which proves no address",
    { ...nowhere, accommodation: "Hôtel Auxerre Nord" },
    "unknown",
  ],
])("%s", (_, facts, eligible) => {
  expect(decide(facts).eligible).toBe(eligible);
});

test("each condition says why, in French, and asks for what is not known", () => {
  const { conditions } = decideEligibility(
    { hasPrimaryCareDoctor: false, residence: { insee: "21231" } },
    rules,
  );
  expect(conditions.map(({ code, met }) => [code, met])).toEqual([
    ["followed", "unknown"],
    ["precarity", "unknown"],
    ["no_primary_care_doctor", true],
    ["lives_here", "unknown"],
  ]);
  expect(conditions.map(({ why }) => why).join("\n")).toMatch(
    /demander quel service[\s\S]*demander pour quels motifs[\s\S]*aucun médecin traitant n’est déclaré[\s\S]*n’habite pas à Auxerre\u00a0; demander si la personne est domiciliée/u,
  );
});

const SAME = [
  [
    "PRAHDA Appoigny",
    "prahda d'appoigny",
    "Prahda d’Appoigny",
    "PRADHA Apoigny",
    "P.R.A.H.D.A. d'APPOIGNY",
    "Appoigny (PRAHDA)",
  ],
  [
    "prahda dappoigny",
    "Prahda Appoigni",
    "PRAHDA Adoma - 89380 Appoigny",
    "Hébergé au PRAHDA d’Appoigny, chambre 12",
    "PRAHDA-APPOIGNY",
  ],
  [
    "Programme d'accueil et d'hebergement des demandeurs d'asile d'Appoigny",
    "prahdaappoigny",
    "PRAHDA àppoïgny",
  ],
].flat();
const OTHERS = [
  [
    "CADA d'Appoigny",
    "Hôtel d'Appoigny",
    "PRAHDA de Joigny",
    "PRAHDA Poigny",
    "PRAHDA de Dijon",
    "HUDA Appoigny",
    "Prahda Ampoigné",
  ],
  ["PRAHDA de Sens", "PRADO Appoigny", "CHRS d’Auxerre", "chez un ami", "12", "!", "Gîte rural d’Appoigny"],
].flat();
const TO_ASK = [
  "PRAHDA",
  "Appoigny",
  "près du PRAHDA d’Appoigny",
  "ancien PRAHDA d’Appoigny",
  "CADA et PRAHDA d’Appoigny",
];
test.each(SAME)("« %s » is the PRAHDA of Appoigny", (typed) => expect(namesPlace(typed, prahda)).toBe(true));
test.each(OTHERS)("« %s » is another place", (typed) => expect(namesPlace(typed, prahda)).toBe(false));
test.each(TO_ASK)("« %s » is to be asked", (typed) => expect(namesPlace(typed, prahda)).toBe("unknown"));

test("no commune of France passes for a typing error of the name of a place", () => {
  const communes = createRequire(import.meta.url)("@etalab/decoupage-administratif/data/communes.json") as {
    nom: string;
    code: string;
  }[];
  // One error leaves its length and one of its two marks: the others are too far to be compared.
  const near = communes.filter(
    ({ nom, code }) => code !== prahda.commune && /^.{5,12}$/u.test(nom) && /oi|gn/u.test(nom),
  );
  const taken = near.filter(({ nom }) => namesPlace(`PRAHDA de ${nom}`, prahda) === true);
  expect(taken.map(({ nom }) => nom)).toEqual([]);
  for (const { code, name } of rules.communes)
    expect(communes.find((one) => one.code === code)?.nom).toBe(name);
});

const insee = fc.constantFrom("89024", "89013", "21231");
const where = fc.oneof(
  fc.constant(null),
  fc.constant("none" as const),
  fc.record({ insee: fc.option(insee) }),
);
const anyFacts: fc.Arbitrary<Facts> = fc.record({
  grounds: fc.option(
    fc.oneof(
      fc.constant("none" as const),
      fc.subarray(
        rules.grounds.map(({ code }) => code),
        { minLength: 1 },
      ),
    ),
  ),
  hasPrimaryCareDoctor: fc.option(fc.boolean()),
  residence: where,
  administrativeAddress: where,
  accommodation: fc.option(fc.constantFrom("none", ...SAME, ...OTHERS, ...TO_ASK)),
  followedBy: fc.option(fc.constantFrom("none" as const, ["CCAS"])),
});
const factKeys = Object.keys(meets) as (keyof Facts)[];

test("learning a fact never turns a known answer over, condition by condition", () => {
  fc.assert(
    fc.property(anyFacts, fc.subarray(factKeys), (facts, forgotten) => {
      const less = { ...facts, ...Object.fromEntries(forgotten.map((key) => [key, null])) };
      const [before, after] = [decideEligibility(less, rules), decideEligibility(facts, rules)];
      const pairs = [
        [before.eligible, after.eligible],
        ...before.conditions.map(({ met }, n) => [met, after.conditions[n]?.met]),
      ];
      for (const [then, now] of pairs) if (then !== "unknown") expect(now).toBe(then);
    }),
  );
});

test("the whole follows its conditions: one unmet decides, else one unknown leaves it open", () => {
  fc.assert(
    fc.property(anyFacts, (facts) => {
      const { eligible, conditions } = decideEligibility(facts, rules);
      const met = conditions.map((one) => one.met);
      expect(eligible).toBe(met.includes(false) ? false : met.includes("unknown") ? "unknown" : true);
      for (const { why } of conditions) expect(why).toMatch(/\p{L}.*\.$/u);
    }),
  );
});
