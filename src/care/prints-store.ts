import type { Role } from "../access/model.ts";
import { fileDocument, type PaperAsk } from "../papers/store.ts";
import type { Typesetter } from "../platform/typeset/typesetter.ts";
import { composePaper, type Heading } from "./prints/compose.ts";
import { type PrintOrder, printNature } from "./prints.ts";

/** Layout of documents/paper.typ, kept with what was printed. */
const LAYOUT = 1;

/** Who prints, for whom, with what. Each of its two transactions has a stamp of its own. */
export interface Printer extends Omit<PaperAsk, "caller"> {
  readonly caller: () => PaperAsk["caller"];
  readonly typesetter: Typesetter;
  /** The business day (ISO). */
  readonly today: string;
}

/**
 * Establishes a paper: reads its heading, typesets it (no connection is held meanwhile), then keeps the PDF and its words for
 * good, as an act of the trail. Sent twice, it is established once.
 * @returns its identifier; null when the person or the place is not one the actor may know
 * @throws UnprintableError when a character has no glyph, StaleError when the identifier is another document's
 */
export async function establishPaper(
  printer: Printer,
  id: string,
  order: PrintOrder,
): Promise<string | null> {
  const { db, roles, person, today } = printer;
  const read = await db.call<(Heading & { actor: Role }) | null>(
    printer.caller(),
    roles,
    "papers.heading",
    "papers.heading($4, $5, $6)",
    [person, order.siteId, order.rpps === "" ? null : order.rpps],
  );
  if (read === null) return null;
  const { actor, ...heading } = read;
  const { typed } = order;
  const paper = composePaper(typed, heading, today, id);
  const bytes = await printer.typesetter.pdf("paper.typ", paper, true);
  return fileDocument(
    { ...printer, caller: printer.caller() },
    {
      id,
      type: typed.kind,
      onDay: today,
      label: "",
      nature: printNature(actor),
      keptUntil: null,
      encounterId: order.encounterId,
      media: "pdf",
      bytes,
      content: { typed, paper, layout: LAYOUT },
    },
  );
}
