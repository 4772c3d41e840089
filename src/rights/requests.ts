/** What other rooms read of requests for rights. */
export { whatIsNext } from "./requests/alerts.ts";
export type { RequestLaw } from "./requests/law.ts";
export { requestLineSchema, requestSummarySchema } from "./requests/model.ts";
export { stateLabels, waitLabels } from "./requests/words.ts";
