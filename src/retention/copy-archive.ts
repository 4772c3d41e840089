import { Zip, ZipPassThrough } from "fflate";
import { sql } from "kysely";
import type { Media } from "../papers/model.ts";
import type { RecordCopy } from "./copy.ts";
import type { Asking } from "./store.ts";

/** Opens what was sealed of a document (src/papers/box.ts). */
export interface PaperOpener {
  open(
    kept: { readonly sealed: Buffer; readonly wrapped: Buffer; readonly keyVersion: number },
    document: string,
  ): Buffer;
}

interface ArchiveSource {
  readonly copy: RecordCopy;
  readonly pdf: Buffer;
  readonly person: string;
  /** An open request of theirs; null for the command line. */
  readonly request: string | null;
  /** Documents kept back, for they tell of a third party. */
  readonly withheld: readonly string[];
}

/**
 * The whole copy as one ZIP: `copie-du-dossier.pdf`, the same as JSON, and `documents/`, each as it was filed. One document is
 * in memory at a time, and its opening is an act of the trail. Nothing is compressed: PDFs and pictures are already.
 * @throws Error when a document does not open: half an archive is never ended as a whole one
 */
export async function* archiveCopy(
  asking: Asking,
  papers: PaperOpener,
  { copy, pdf, person, request, withheld }: ArchiveSource,
): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    ready.push(chunk);
  });
  const add = (name: string, content: Uint8Array) => {
    const file = new ZipPassThrough(name);
    zip.add(file);
    file.push(content, true);
    return ready.splice(0);
  };
  yield* add("copie-du-dossier.pdf", pdf);
  yield* add("copie-du-dossier.json", Buffer.from(JSON.stringify(copy, null, 2)));
  for (const [index, one] of documentsToJoin(copy, withheld).entries()) {
    const kept = await readDocument(asking, person, request, one.id);
    if (kept === null) continue;
    const number = String(index + 1).padStart(2, "0");
    const name = `documents/${number}-${fileWord(one.type)}-${(one.onDay ?? one.filedAt).slice(0, 10)}.${kept.media}`;
    yield* add(name, papers.open(kept, one.id));
  }
  zip.end();
  yield* ready.splice(0);
}

/** A document withdrawn was filed by mistake, perhaps of someone else: it is listed, and not given. */
function documentsToJoin(copy: RecordCopy, withheld: readonly string[]): RecordCopy["documents"] {
  return copy.documents.filter(({ id, withdrawnAt }) => withdrawnAt === null && !withheld.includes(id));
}

/** "Compte rendu d’hospitalisation" → "compte-rendu-d-hospitalisation": a name that every system takes. */
function fileWord(text: string): string {
  return text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, "-")
    .replace(/^-|-$/gu, "")
    .slice(0, 60);
}

function readDocument({ db, caller, roles }: Asking, person: string, request: string | null, id: string) {
  return db.transact(caller, roles, async (tx) => {
    const { rows } = await sql<{ media: Media; sealed: Buffer; wrapped: Buffer; keyVersion: number }>`
      select media, sealed, wrapped, key_version as "keyVersion"
        from record.export_document(${person}::uuid, ${request}::uuid, ${id}::uuid)`.execute(tx);
    return rows[0] ?? null;
  });
}
