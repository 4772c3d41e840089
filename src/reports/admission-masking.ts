/** What a reader knows of the counts of admission and of the agenda (see masking.ts). Pure. */
import { APPOINTMENTS, CALLS, EXPECTED, REFERRALS, RENOUNCED, RENOUNCED_TOLD } from "./admission-tables.ts";
import type { Relation } from "./disclosure.ts";
import { CASELOAD, CONSULTATIONS } from "./totals.ts";

/** @param starting the named counts that begin so */
export function admissionRelations(starting: (prefix: string) => readonly string[]): Relation[] {
  const sum = (parts: readonly string[], ...whole: string[]): Relation => ({ parts, kind: "=", whole });
  const within = (part: string, ...whole: string[]): Relation => ({ parts: [part], kind: "<=", whole });
  const structures = starting("referral from:").filter((id) => id.split(":").length === 2);
  const outcomes = starting("referral:");
  return [
    sum(structures, REFERRALS),
    sum(outcomes, REFERRALS),
    ...structures.map((one) => sum(starting(`${one}:`), one)),
    ...outcomes.map((outcome) => {
      const ending = outcome.slice("referral".length);
      return sum(
        starting("referral from:").filter((id) => id.endsWith(ending) && id.split(":").length === 3),
        outcome,
      );
    }),
    within("referral overruled", "referral:accepted"),
    ...starting("ground:").flatMap((id) => {
      const accepted = id.replace("ground:", "ground accepted:");
      return [within(id, REFERRALS), within(accepted, id), within(accepted, "referral:accepted")];
    }),
    sum(starting("renounced:"), RENOUNCED),
    sum(starting("renounced told:"), RENOUNCED_TOLD),
    ...starting("renounced because:").map((id) => within(id, RENOUNCED, RENOUNCED_TOLD)),
    sum(starting("attendance:"), APPOINTMENTS),
    sum(["attendance:honoured", "attendance:missed"], EXPECTED),
    sum(["wait:decision", "wait unknown:decision"], "referral:accepted", "referral:elsewhere"),
    sum(["wait:first", "wait unknown:first"], "referral:accepted"),
    within("wait:booking", APPOINTMENTS),
    sum(starting("site:"), CONSULTATIONS),
    ...starting("site:").flatMap((id) => {
      const persons = id.replace("site:", "site persons:");
      return [within(persons, id), within(persons, CASELOAD)];
    }),
    within(CASELOAD, ...starting("site persons:")),
    sum(starting("basin:"), CONSULTATIONS),
    sum(starting("basin persons:"), CASELOAD),
    ...starting("basin:").map((id) => within(id.replace("basin:", "basin persons:"), id)),
    sum(starting("call:"), CALLS),
    sum(starting("call hour:"), CALLS),
  ];
}
