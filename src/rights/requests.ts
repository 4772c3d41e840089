/** What other rooms read of requests for rights. */
export { type RequestLine, requestLineSchema, requestSummarySchema } from "./requests/model.ts";
