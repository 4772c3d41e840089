/** What other rooms use of the catalogue of phrases, and of the paper that says them beside French. For the server: it reads files. */
export { listPhrases, type PapersToBring } from "./papers/compose.ts";
export type { ListLanguage } from "./papers/model.ts";
export { type Catalogue, readCatalogue, type Translation } from "./papers/phrases.ts";
