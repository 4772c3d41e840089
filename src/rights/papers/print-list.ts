import { fileDocument, type PaperAsk } from "../../papers/store.ts";
import type { Identity } from "../../people/model.ts";
import { shownName } from "../../people/names-shown.ts";
import type { Typesetter } from "../../platform/typeset/typesetter.ts";
import { gather } from "./checklist.ts";
import { composeList, type ListHeading } from "./compose.ts";
import type { ListLanguage } from "./model.ts";
import { readCatalogue } from "./phrases.ts";
import { papersOf } from "./store.ts";

/** Layout of documents/papers-to-bring.typ, kept with what was printed. */
const LAYOUT = 1;

/** Who prints, for whom. Each of its transactions has a stamp of its own. */
export interface ListPrinter extends Omit<PaperAsk, "caller"> {
  readonly caller: () => PaperAsk["caller"];
  readonly request: string;
  readonly typesetter: Typesetter;
  /** The business day (ISO). */
  readonly today: string;
}

/**
 * Prints the papers still to bring, in French and in the language asked beside it, and keeps the PDF as long as the request needs
 * its papers. No connection is held while it is typeset. Sent twice, it is printed once.
 * @returns its identifier; null when the request or the place is not one the caller may know
 * @throws UnprintableError when a character has no glyph, StaleError when the identifier is another document's
 */
export async function establishList(
  printer: ListPrinter,
  id: string,
  { siteId, language }: { readonly siteId: string; readonly language: ListLanguage | null },
): Promise<string | null> {
  const { db, roles, person, request, today, caller, typesetter } = printer;
  const found = await papersOf({ db, caller: caller(), roles, person, request });
  const heading = await db.call<(ListHeading & { identity: Identity }) | null>(
    caller(),
    roles,
    "papers.heading",
    "papers.heading($4, $5, $6)",
    [person, siteId, null],
  );
  if (found === null || heading === null) return null;
  const other = language && { code: language, catalogue: readCatalogue(language) };
  const told = { ...heading, person: shownName(heading.identity).whole, right: found.label };
  const paper = composeList(found, gather(found, today), told, other, today, id);
  const bytes = await typesetter.pdf("papers-to-bring.typ", paper, true);
  return fileDocument(
    { ...printer, caller: caller() },
    {
      id,
      type: "papers_list",
      onDay: today,
      label: "",
      nature: found.reservedAs,
      keptUntil: found.copiesUntil,
      encounterId: null,
      media: "pdf",
      bytes,
      content: { request, typed: { language }, paper, layout: LAYOUT },
    },
  );
}
