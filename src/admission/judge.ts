import type { AdmissionRules } from "../network/admission-data.ts";
import { tellingCares } from "../people/renouncement.ts";
import type { Facts } from "./eligibility.ts";
import type { ReferralForm } from "./model.ts";
import { wordsOf } from "./place-names.ts";
import { decideEligibility } from "./rules.ts";

/** What the rules say of facts, as it is kept with a referral. */
export function judged(facts: Facts, rules: AdmissionRules) {
  const { eligible, conditions } = decideEligibility(facts, rules);
  return {
    facts,
    eligible: String(eligible),
    conditions,
    ruleVersion: rules.version,
    servicesNature: servicesNature(facts, rules),
  };
}

/** Services that treat an addiction or the mind: being followed by one is of care (handbook 2.2). */
function servicesNature({ followedBy }: Facts, { tellingServices }: AdmissionRules): string {
  const words = Array.isArray(followedBy) ? followedBy.flatMap(wordsOf) : [];
  return words.some((word) => tellingServices.some((telling) => word.startsWith(telling)))
    ? "clinical"
    : "social_situation";
}

/** Care given up, each with its nature: a care whose name tells what someone has stays with care. */
export const renouncedWithNature = (renounced: ReferralForm["renounced"]) =>
  renounced.map((one) => ({
    ...one,
    nature: tellingCares.includes(one.care) ? "clinical" : "social_situation",
  }));
