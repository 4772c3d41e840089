/** What other rooms read of requests for rights. */
export { requestLineSchema, requestSummarySchema } from "./requests/model.ts";
export { stateLabels } from "./requests/words.ts";
