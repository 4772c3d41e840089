/** The communes of France, for rooms that ask where someone lives. */
export { loadGazetteer } from "./reach/communes.ts";
