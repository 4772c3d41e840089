import { sql } from "kysely";
import type { PaperBox } from "../../papers/box.ts";
import { type NewDocument, sealedValues } from "../../papers/store.ts";
import type { Caller, Database } from "../../platform/database/database.ts";
import type { AnswerFact, NotePaper, RequestPapers } from "./model.ts";

/** What became of an act on papers; but for "done", nothing was written. */
export type PaperOutcome = "done" | "unknown" | "changed" | "kind" | "who" | "document" | "nature";

/** Who acts, on which request. */
export interface PapersAsk {
  readonly db: Database;
  readonly caller: Caller;
  readonly roles: readonly string[];
  readonly person: string;
  readonly request: string;
}

/** The papers of a request, and all they are told from; null when there is none that the caller may read. */
export function papersOf({ db, caller, roles, person, request }: PapersAsk): Promise<RequestPapers | null> {
  return db.call(caller, roles, "rights.papers_of", "rights.papers_of($4, $5)", [person, request]);
}

/** Notes what became of papers: all of them, or none. @throws StaleError when an identifier is another act's */
export async function notePapers(
  { db, caller, roles, person, request }: PapersAsk,
  papers: readonly NotePaper[],
): Promise<PaperOutcome> {
  const given = JSON.stringify({ personId: person, requestId: request, papers });
  return (
    await db.call<{ outcome: PaperOutcome }>(caller, roles, "rights.note_papers", "rights.note_papers($4)", [
      given,
    ])
  ).outcome;
}

/**
 * A paper received with a copy: encrypted, filed and noted, whole or not at all; sent twice, it is one.
 * @throws StaleError when an identifier is another's
 */
export async function receivePaper(
  { db, caller, roles, person, request }: PapersAsk,
  papers: PaperBox,
  paper: Omit<NotePaper, "document">,
  copy: Pick<NewDocument, "id" | "media" | "bytes">,
): Promise<PaperOutcome> {
  const told = { type: "", nature: null, onDay: null, label: "", keptUntil: null, encounterId: null };
  const values = sealedValues(papers, person, { ...told, ...copy, content: null });
  const given = JSON.stringify({
    personId: person,
    requestId: request,
    papers: [{ ...paper, document: copy.id }],
  });
  try {
    return await db.transact(caller, roles, async (tx) => {
      const [document, blind, sealed, wrapped, version] = values;
      const { rows } = await sql<{ outcome: PaperOutcome }>`
        select rights.receive_paper(${given}::jsonb, ${document}::jsonb, ${blind}, ${sealed}, ${wrapped}, ${version}) ->> 'outcome' as outcome`.execute(
        tx,
      );
      const outcome = rows[0]?.outcome ?? "unknown";
      if (outcome !== "done") throw new NotReceived(outcome);
      return outcome;
    });
  } catch (error) {
    if (error instanceof NotReceived) return error.outcome;
    throw error;
  }
}

/** Undoes the transaction: no copy is filed of what was not noted. */
class NotReceived extends Error {
  readonly outcome: PaperOutcome;
  constructor(outcome: PaperOutcome) {
    super(outcome);
    this.outcome = outcome;
  }
}

/** Answers a fact for the papers of a request. */
export async function answerFact(
  { db, caller, roles, person, request }: PapersAsk,
  said: AnswerFact,
): Promise<PaperOutcome> {
  const given = JSON.stringify({ ...said, personId: person, requestId: request });
  return (
    await db.call<{ outcome: PaperOutcome }>(caller, roles, "rights.answer_fact", "rights.answer_fact($4)", [
      given,
    ])
  ).outcome;
}
