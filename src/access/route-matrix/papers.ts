import { DOCUMENTS } from "./blocks.ts";
import { DOCUMENT_WRITERS, IDENTITY_DETAIL_READERS } from "./roles.ts";
import { type RouteRule, rule } from "./rule.ts";

const DOCUMENT = "/api/people/:id/documents/:document";

/** Documents of a person. */
export const paperRoutes: readonly RouteRule[] = [
  rule("POST", DOCUMENT, DOCUMENT_WRITERS, DOCUMENTS, ["document.file"]),
  rule("GET", `${DOCUMENT}/view`, IDENTITY_DETAIL_READERS, DOCUMENTS, ["document.open"]),
  rule("POST", `${DOCUMENT}/download`, IDENTITY_DETAIL_READERS, DOCUMENTS, ["document.download"]),
  rule("POST", `${DOCUMENT}/withdraw`, DOCUMENT_WRITERS, DOCUMENTS, ["document.withdraw"]),
];
