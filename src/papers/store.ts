import { sql } from "kysely";
import type { ActorTransaction, Caller, Database } from "../platform/database/database.ts";
import type { PaperBox } from "./box.ts";
import type { FileDocument, Media, PersonDocument } from "./model.ts";

/** Who asks, of which record. */
export interface PaperAsk {
  readonly db: Database;
  readonly caller: Caller;
  readonly roles: readonly string[];
  readonly papers: PaperBox;
  readonly person: string;
}

/** A document to file: what is told of it, and its content. */
export interface NewDocument extends FileDocument {
  /** UUID version 7, made once by the form. */
  readonly id: string;
  readonly media: Media;
  readonly bytes: Uint8Array;
  /** What a print says, as it was written and headed; null for a paper received. */
  readonly content: unknown;
}

/**
 * Encrypts a document and files it with its audit row, whole or not at all; sent twice, it is filed once.
 * @throws StaleError when the identifier is another document's, ForbiddenError when the actor may not write its nature
 */
export function fileDocument(
  { db, caller, roles, papers, person }: PaperAsk,
  document: NewDocument,
): Promise<string> {
  const values = sealedValues(papers, person, document);
  return db.call<string>(
    caller,
    roles,
    "papers.file_document",
    "papers.file_document($4, $5, $6, $7, $8)",
    values,
  );
}

/** What papers.file_document takes: what is told of a document (JSON), its fingerprint, its content encrypted, its key, of which version. */
export function sealedValues(
  papers: PaperBox,
  person: string,
  document: NewDocument,
): [told: string, blind: Buffer, sealed: Buffer, wrapped: Buffer, keyVersion: number] {
  const { sealed, wrapped, keyVersion } = papers.seal(document.bytes, document.id);
  const told = {
    id: document.id,
    person_id: person,
    encounter_id: document.encounterId,
    type: document.type,
    nature: document.nature,
    origin: document.content === null ? "received" : "printed",
    on_day: document.onDay,
    label: document.label,
    media: document.media,
    bytes: document.bytes.length,
    kept_until: document.keptUntil,
    ...(document.content === null ? {} : { content: document.content }),
  };
  return [JSON.stringify(told), papers.blind(document.bytes), sealed, wrapped, keyVersion];
}

/** A document with its content, opened. */
export interface OpenedDocument extends Pick<PersonDocument, "type" | "origin" | "media" | "onDay"> {
  readonly bytes: Buffer;
}

/**
 * Opens a document: an act of the trail, written before a byte leaves. Null when there is none that this reader may see.
 * @param how shown on the screen, or downloaded
 */
export async function openDocument(
  { papers, ...ask }: PaperAsk,
  document: string,
  how: "open" | "download",
): Promise<OpenedDocument | null> {
  const kept = await readOne(ask, document, how, (tx) =>
    tx
      .selectFrom("papers.document as d")
      .innerJoin("papers.content as c", "c.document_id", "d.id")
      .where("d.id", "=", document)
      .where("d.person_id", "=", ask.person)
      .select([
        "d.type",
        "d.origin",
        "d.media",
        "d.on_day as onDay",
        "c.sealed",
        "c.wrapped",
        "c.key_version as keyVersion",
      ])
      .executeTakeFirst(),
  );
  if (kept === null) return null;
  const { sealed, wrapped, keyVersion, ...told } = kept;
  const bytes = papers.open({ sealed, wrapped, keyVersion }, document);
  return { ...(told as Omit<OpenedDocument, "bytes">), bytes };
}

/** What was typed of a paper printed here; null when there is none that this reader may see. */
export async function readTyped(ask: Omit<PaperAsk, "papers">, document: string): Promise<unknown> {
  const kept = await readOne(ask, document, "open", (tx) =>
    tx
      .selectFrom("papers.document")
      .where("id", "=", document)
      .where("person_id", "=", ask.person)
      .where("origin", "=", "printed")
      .where("withdrawn_at", "is", null)
      .select(sql<unknown>`content -> 'typed'`.as("typed"))
      .executeTakeFirst(),
  );
  return kept?.typed ?? null;
}

/** Reads after the trail told of it; of what is not there, or not for this reader, nothing is told. */
async function readOne<Row>(
  { db, caller, roles, person }: Omit<PaperAsk, "papers">,
  document: string,
  how: "open" | "download",
  read: (tx: ActorTransaction) => Promise<Row | undefined>,
): Promise<Row | null> {
  try {
    return await db.transact(caller, roles, async (tx) => {
      await sql`select audit.record(${`document.${how}`}, ${person}, null, 'document', ${document})`.execute(
        tx,
      );
      const row = await read(tx);
      if (!row) throw new NothingThere();
      return row;
    });
  } catch (error) {
    if (error instanceof NothingThere) return null;
    throw error;
  }
}

class NothingThere extends Error {}

/** Takes a document out of the record. False when it is not there, or not this actor's to withdraw. */
export function withdrawDocument(
  { db, caller, roles, person }: Omit<PaperAsk, "papers">,
  document: string,
  reason: string,
): Promise<boolean> {
  const values = [person, document, reason];
  return db.call<boolean>(
    caller,
    roles,
    "papers.withdraw_document",
    "papers.withdraw_document($4, $5, $6)",
    values,
  );
}
