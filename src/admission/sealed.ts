import type { PaperBox } from "../papers/box.ts";
import type { ReceivedFile } from "../papers/receive.ts";

/** What the database keeps of the photograph of an attestation: encrypted as the documents it will be among. */
export function sealedPhotograph(
  papers: PaperBox,
  document: string,
  { media, bytes }: ReceivedFile,
): unknown[] {
  const { sealed, wrapped, keyVersion } = papers.seal(bytes, document);
  return [document, media, bytes.length, papers.blind(bytes), sealed, wrapped, keyVersion];
}
