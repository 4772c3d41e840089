/** Recognising a visit whatever file brings it: this one again, another format of it, a grown or re-sorted one. */
import { createHash } from "node:crypto";
import { foldName, nameKeys, type PersonName } from "../people/names.ts";

/** What identifies a visit. */
export interface FingerprintParts {
  /** ISO day. */
  readonly date: string;
  readonly name: PersonName;
  /** Canonical birth date, null when unknown. */
  readonly birth: string | null;
  /** Who saw the person, as written. */
  readonly professional: string;
}

/**
 * Gives fingerprints in the order visits are met. Two visits alike in everything (the same person twice on one day) are
 * told apart by their rank among those alike, so that sorting the file otherwise changes nothing.
 */
export function fingerprinter(): (parts: FingerprintParts) => string {
  const ranks = new Map<string, number>();
  return ({ date, name, birth, professional }) => {
    // Letters rather than words: the same whether "Da Silva" or "DASILVA" is written, and in either column.
    const alike = [date, nameKeys(name).letters, birth ?? "", foldName(professional)].join("\u001F");
    const rank = ranks.get(alike) ?? 0;
    ranks.set(alike, rank + 1);
    return createHash("sha256").update(`${alike}\u001F${rank}`).digest("hex");
  };
}
