import { fileDocument, type PaperAsk } from "../../papers/store.ts";
import type { Identity } from "../../people/model.ts";
import { birthWords, bornWord, shownName } from "../../people/names-shown.ts";
import { ForbiddenError } from "../../platform/database/errors.ts";
import type { Typesetter } from "../../platform/typeset/typesetter.ts";
import { dayText } from "../../ui/format.ts";
import type { ListHeading } from "../papers/compose.ts";
import type { WholeRequest } from "../requests/model.ts";
import { readRequest } from "../requests/store.ts";
import type { Letter } from "./model.ts";

/** What is printed of a letter. */
type Printed = Omit<Letter, "chase">;

/** Layout of documents/paper.typ, kept with what was printed. */
const LAYOUT = 1;

/** Who prints, for whom. Each of its transactions has a stamp of its own. */
export interface LetterPrinter extends Omit<PaperAsk, "caller"> {
  readonly caller: () => PaperAsk["caller"];
  readonly request: string;
  readonly typesetter: Typesetter;
  /** The business day (ISO). */
  readonly today: string;
}

/**
 * Prints a letter about a request and keeps it with the record, as reserved as the request. Of a request of care that a social worker
 * follows, it is their own note: they write no care. Sent twice, it is printed once. No connection is held while it is typeset.
 * @returns its identifier; null when the request or the place is not one the caller may know
 * @throws UnprintableError, StaleError (another document's identifier), ForbiddenError (the role), ReservedLetterError
 */
export async function printLetter(
  printer: LetterPrinter,
  id: string,
  letter: Printed,
): Promise<string | null> {
  const { db, roles, person, request, today, caller, typesetter } = printer;
  const found = await readRequest(db, caller(), roles, { person, request });
  const on = found?.on ?? person;
  const heading = await db.call<(ListHeading & { identity: Identity }) | null>(
    caller(),
    roles,
    "papers.heading",
    "papers.heading($4, $5, $6)",
    [on, letter.siteId, null],
  );
  if (found === null || heading === null) return null;
  const paper = composeLetter(letter, heading, today, id);
  const bytes = await typesetter.pdf("paper.typ", paper, true);
  const file = (nature: Raised) =>
    fileDocument(
      { ...printer, person: on, caller: caller() },
      {
        id,
        type: "request_letter",
        onDay: today,
        label: letter.subject,
        nature,
        keptUntil: null,
        encounterId: null,
        media: "pdf",
        bytes,
        content: { request, typed: letter, paper, layout: LAYOUT },
      },
    );
  const nature = raisedOf(found);
  for (const tried of nature === "clinical" ? (["clinical", "social_notes"] as const) : [nature])
    try {
      return await file(tried);
    } catch (error) {
      if (!(error instanceof ForbiddenError)) throw error;
    }
  throw new ReservedLetterError("none of the natures it may have is the caller's to write");
}

/** Whoever asks reads the request, and keeps no document of its nature. */
export class ReservedLetterError extends Error {
  override name = "ReservedLetterError";
}

type Raised = "clinical" | "social_notes" | null;

/** Null: as its type says. */
function raisedOf({ nature }: Pick<WholeRequest, "nature">): Raised {
  return nature === "right_requests" ? null : nature;
}

function composeLetter(
  letter: Printed,
  heading: ListHeading & { readonly identity: Identity },
  day: string,
  id: string,
) {
  const name = shownName(heading.identity);
  const birth = birthWords(heading.identity.birth);
  const lines = (text: string) =>
    text
      .split("\n")
      .map((one) => one.trim())
      .filter(Boolean);
  return {
    title: letter.subject,
    centre: heading.centre,
    demonstration: heading.demonstration,
    large: false,
    place: [heading.structure, heading.site, ...lines(heading.lines)],
    by: [heading.by, heading.role],
    person: name.whole,
    facts: [name.born, birth && `${bornWord(heading.identity.sex)} ${birth}`].filter(Boolean).join(", "),
    date: `Le ${dayText(day)}`,
    to: lines(letter.to),
    notice: null,
    sections: [
      {
        heading: null,
        framed: false,
        items: [],
        paragraphs: letter.body.split(/\n\s*\n/u).filter((one) => one.trim() !== ""),
      },
    ],
    steps: [],
    warning: null,
    signed: true,
    foot: `document n°\u00a0${id.slice(-8)}`,
  };
}
