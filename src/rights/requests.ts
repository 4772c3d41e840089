/** What other rooms read of requests for rights: their lines, and the kinds the network knows. */
export {
  actLabels,
  type RequestLine,
  requestLineSchema,
  requestSummarySchema,
  stateLabels,
  waitLabels,
} from "./requests/model.ts";
