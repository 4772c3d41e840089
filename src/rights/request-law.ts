/** The law's parameters of requests, for the server of other rooms. */
export { readRequestLaw } from "./requests/read-law.ts";
