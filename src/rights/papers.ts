/** What other rooms say of the papers of a request. */
export { type ListLanguage, listLanguages, type PaperState, paperStateLabels } from "./papers/model.ts";
