/** Names of the two counts that tables share: everyone met, and every time they came. */
export const CASELOAD = "caseload";
export const CONSULTATIONS = "consultations";
