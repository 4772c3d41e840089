/**
 * The state machine of a request for a right (handbook 1.10): the same as rights.request_transition
 * (migrations/0050_right_requests.sql), which refuses whatever is not here. A test compares them for every type.
 */

export const requestStates = [
  "identified",
  "refused_by_person",
  "to_prepare",
  "documents_pending",
  "complete",
  "filed",
  "acknowledged",
  "incomplete_returned",
  "completed",
  "under_review",
  "granted",
  "refused",
  "implicitly_granted",
  "implicitly_refused",
  "appeal_cra",
  "appeal_court",
  "renewal_due",
  "renewed",
  "expired",
  "withdrawn",
  "closed_no_news",
] as const;
export type RequestState = (typeof requestStates)[number];

/** Where a right is not taken up: one says why. */
export const givenUp: readonly RequestState[] = ["refused_by_person", "withdrawn", "closed_no_news"];

const SETTLED = ["withdrawn", "closed_no_news"] as const;

/** From each state, of any type. "new": before the first step, which may be any point of a request's life. */
const EVERY_TYPE: Readonly<Record<RequestState | "new", readonly RequestState[]>> = {
  new: [
    "identified",
    "refused_by_person",
    "to_prepare",
    "documents_pending",
    "complete",
    "filed",
    "acknowledged",
    "incomplete_returned",
    "completed",
    "under_review",
    "granted",
    "refused",
    "appeal_cra",
    "appeal_court",
    "renewal_due",
  ],
  identified: ["refused_by_person", "to_prepare", "documents_pending", "complete", "filed", ...SETTLED],
  refused_by_person: ["identified", "to_prepare"],
  to_prepare: ["refused_by_person", "documents_pending", "complete", "filed", ...SETTLED],
  documents_pending: ["refused_by_person", "complete", "filed", ...SETTLED],
  complete: ["refused_by_person", "documents_pending", "filed", ...SETTLED],
  filed: ["acknowledged", "incomplete_returned", "under_review", "granted", "refused", ...SETTLED],
  acknowledged: ["incomplete_returned", "under_review", "granted", "refused", ...SETTLED],
  incomplete_returned: ["completed", "granted", "refused", ...SETTLED],
  completed: ["acknowledged", "incomplete_returned", "under_review", "granted", "refused", ...SETTLED],
  under_review: ["incomplete_returned", "granted", "refused", ...SETTLED],
  granted: ["renewal_due", "renewed", "expired", "appeal_cra", "appeal_court"],
  refused: ["granted", "appeal_cra", "appeal_court", ...SETTLED],
  implicitly_granted: ["granted", "refused", ...SETTLED],
  implicitly_refused: ["granted", "refused", "appeal_cra", "appeal_court", ...SETTLED],
  appeal_cra: ["granted", "refused", "appeal_court", ...SETTLED],
  appeal_court: ["granted", "refused", ...SETTLED],
  renewal_due: ["renewed", "expired", ...SETTLED],
  renewed: [],
  expired: ["renewed"],
  withdrawn: ["to_prepare"],
  closed_no_news: ["to_prepare", "incomplete_returned", "granted", "refused"],
};

/** What the silence of the authority may be taken for, type by type; elsewhere it means nothing of itself. */
const SILENCE: Readonly<Record<string, RequestState>> = {
  c2s: "implicitly_granted",
  ame: "implicitly_refused",
  puma: "implicitly_refused",
  rsa: "implicitly_refused",
  mdph: "implicitly_refused",
  aspa: "implicitly_refused",
  dalo: "implicitly_refused",
  permit_for_care: "implicitly_refused",
};
/** Where silence is waited for. */
const BEFORE_SILENCE: readonly (RequestState | "new")[] = [
  "new",
  "filed",
  "acknowledged",
  "completed",
  "under_review",
];

/** States a type never comes to: no prior appeal before the court, no appeal at all, no term to renew. */
const WITHOUT: Readonly<Record<string, readonly RequestState[]>> = {
  domiciliation: ["appeal_cra"],
  dalo: ["appeal_cra", "renewal_due", "renewed"],
  permit_for_care: ["appeal_cra"],
  siao: ["appeal_cra"],
  primary_care_doctor: ["appeal_cra", "appeal_court", "renewal_due", "renewed"],
  puma: ["renewal_due", "renewed"],
};

/**
 * The states a request of this type may go to, in their order.
 * @param from where it stands; "new": the step that opens it
 */
export function nextStates(type: string, from: RequestState | "new"): RequestState[] {
  const silence = BEFORE_SILENCE.includes(from) ? SILENCE[type] : undefined;
  const without = WITHOUT[type] ?? [];
  return requestStates.filter(
    (state) => state === silence || (EVERY_TYPE[from].includes(state) && !without.includes(state)),
  );
}

/** True when this chain of steps is one a request of this type may have lived. */
export function isLivable(type: string, states: readonly RequestState[]): boolean {
  return states.every((state, n) => nextStates(type, states[n - 1] ?? "new").includes(state));
}
